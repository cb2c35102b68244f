"""The tree and the frontier: one root by three ways, and nothing given for a wrong size."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.ledger.merkle import EMPTY_ROOT, Frontier, Tree, leaf_hash, node_hash

LEAVES = st.lists(st.binary(max_size=40), max_size=80)


def mth(leaves: list[bytes]) -> bytes:
    """The root as RFC 9162 2.1.1 writes it, with no shortcut."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(b"\1" + mth(leaves[:half]) + mth(leaves[half:])).digest()


def grown(leaves: list[bytes]) -> tuple[Tree, Frontier]:
    tree, frontier = Tree(), Frontier()
    for leaf in leaves:
        tree.append(leaf_hash(leaf))
        frontier = frontier.append(leaf_hash(leaf))
    return tree, frontier


def test_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert Tree().root() == Frontier().root() == EMPTY_ROOT == hashlib.sha256().digest()


def test_leaf_and_node_are_told_apart() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")

    assert leaf_hash(left + right) != node_hash(left, right)


@given(LEAVES)
def test_tree_and_frontier_have_the_root_of_the_standard(leaves: list[bytes]) -> None:
    tree, frontier = grown(leaves)

    assert tree.root() == frontier.root() == mth(leaves)
    assert tree.size == frontier.size == len(leaves)


@given(LEAVES, st.data())
def test_tree_remembers_every_earlier_root(leaves: list[bytes], data: st.DataObject) -> None:
    size = data.draw(st.integers(0, len(leaves)))
    tree, _ = grown(leaves)

    assert tree.root(size) == mth(leaves[:size])


@given(LEAVES)
def test_frontier_comes_back_from_its_bytes(leaves: list[bytes]) -> None:
    _, frontier = grown(leaves)

    data = frontier.to_bytes()

    assert Frontier.from_bytes(data) == frontier
    assert len(data) == 8 + 32 * len(leaves).bit_count()


def test_frontier_is_a_value() -> None:
    before = Frontier().append(leaf_hash(b"a"))

    after = before.append(leaf_hash(b"b"))

    assert before.size == 1
    assert before.root() == leaf_hash(b"a")
    assert after.root() == node_hash(leaf_hash(b"a"), leaf_hash(b"b"))


@given(st.binary(max_size=120))
def test_frontier_reads_only_what_it_would_write(data: bytes) -> None:
    try:
        frontier = Frontier.from_bytes(data)
    except ValueError:
        return

    assert frontier.to_bytes() == data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 7,
        b"\0" * 8 + b"x" * 32,
        b"\0" * 7 + b"\1",
        b"\0" * 7 + b"\1" + b"x" * 31,
        b"\0" * 7 + b"\3" + b"x" * 32,
        b"\x80" + b"\0" * 7 + b"x" * 32,
    ],
)
def test_frontier_refuses_other_bytes(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"\d"):
        Frontier.from_bytes(data)


def test_tree_refuses_wrong_sizes_and_places() -> None:
    tree, _ = grown([b"a", b"b", b"c"])

    for wrong in (
        lambda: tree.root(4),
        lambda: tree.root(-1),
        lambda: tree.inclusion(3, 3),
        lambda: tree.inclusion(-1, 3),
        lambda: tree.inclusion(0, 4),
        lambda: tree.consistency(0, 3),
        lambda: tree.consistency(3, 2),
        lambda: tree.consistency(1, 4),
        lambda: tree.append(b"short"),
    ):
        with pytest.raises(ValueError, match=r"\d"):
            wrong()
