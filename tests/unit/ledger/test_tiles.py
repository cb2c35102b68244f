"""Tiles: where each lies, which a log has, and that every proof can be made from them alone."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from docgen.ledger.entry import MOST_BYTES
from docgen.ledger.merkle import Frontier, Tree, leaf_hash
from docgen.ledger.proof import ProofError
from docgen.ledger.tiles import Tile, TileTree, bundle, climb, read_bundle, tiles

SIZE = 66_000


def whole(size: int) -> Tree:
    tree = Tree()
    for index in range(size):
        tree.append(leaf_hash(b"%d" % index))
    return tree


@pytest.fixture(scope="module")
def tree() -> Tree:
    return whole(SIZE)


def tile_bytes(tree: Tree, tile: Tile) -> bytes:
    """A tile by its definition: hash i stands for the 256^level entries from i on."""
    first = tile.place * 256
    return b"".join(tree.complete(8 * tile.level, first + n) for n in range(tile.width))


@pytest.mark.parametrize(
    ("tile", "path"),
    [  # the first from the specification, the others from Go's tlog_test.go
        (Tile(0, 1_234_067), "tile/0/x001/x234/067"),
        (Tile(4, 0, 1), "tile/4/000.p/1"),
        (Tile(4, 123_456_078, 3), "tile/4/x123/x456/078.p/3"),
        (Tile(0, 999), "tile/0/999"),
        (Tile(0, 1000, 255), "tile/0/x001/000.p/255"),
    ],
)
def test_paths(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert tile.bundle_path == path.replace(f"tile/{tile.level}/", "tile/entries/")


def test_the_tiles_of_the_specifications_example() -> None:
    found = list(tiles(0, 70_000))

    widths = {level: [t.width for t in found if t.level == level] for level in range(4)}
    assert widths == {0: [256] * 273 + [112], 1: [256, 17], 2: [1], 3: []}
    assert list(tiles(0, 256)) == [Tile(0, 0), Tile(1, 0, 1)]
    assert list(tiles(0, 0)) == []


@given(st.integers(0, 70_000), st.integers(0, 600))
@example(256, 0)
@example(65_535, 1)
def test_what_is_new_is_what_was_not_there(old: int, more: int) -> None:
    before, after = set(tiles(0, old)), set(tiles(0, old + more))

    assert set(tiles(old, old + more)) == after - before


@given(st.data())
def test_every_proof_can_be_made_from_tiles(tree: Tree, data: st.DataObject) -> None:
    size = data.draw(st.integers(1, SIZE))
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    has = set(tiles(0, size))

    def read(tile: Tile) -> bytes:
        assert tile in has
        return tile_bytes(tree, tile)

    made = TileTree(read, size)

    assert made.root() == tree.root(size)
    assert made.inclusion(index, size) == tree.inclusion(index, size)
    assert made.consistency(old, size) == tree.consistency(old, size)


def test_a_proof_of_a_long_log_reads_few_tiles(tree: Tree) -> None:
    asked = []

    def read(tile: Tile) -> bytes:
        asked.append(tile)
        return tile_bytes(tree, tile)

    TileTree(read, SIZE).inclusion(3, SIZE)

    assert len(asked) == len(set(asked)) <= 5


def test_a_tile_of_another_size_is_refused(tree: Tree) -> None:
    cut = TileTree(lambda tile: tile_bytes(tree, tile)[:-1], 300)

    with pytest.raises(ProofError) as refused:
        cut.inclusion(3, 300)

    assert "size of a tile" in refused.value.why


def test_climbing_tells_every_hash_above_level_0_once(tree: Tree) -> None:
    edge: list[bytes] = []
    told = {
        (level, place): found
        for index in range(SIZE)
        for level, place, found in climb(edge, index, tree.complete(0, index))
    }

    assert Frontier(SIZE, tuple(edge)).root() == tree.root()
    assert set(told) == {(1, place) for place in range(SIZE // 256)} | {(2, 0)}
    assert all(tree.complete(8 * level, place) == one for (level, place), one in told.items())


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_bundles_come_back(leaves: list[bytes]) -> None:
    assert read_bundle(bundle(leaves)) == leaves


def test_the_longest_entry_fits_in_a_bundle_and_no_longer_one() -> None:
    longest = b"x" * MOST_BYTES

    assert bundle([longest])[:2] == b"\xff\xff"
    with pytest.raises(ValueError, match="65536"):
        bundle([longest + b"x"])


@given(st.lists(st.binary(max_size=30), min_size=1, max_size=5), st.data())
def test_a_bundle_that_is_cut_is_refused_or_shorter(
    leaves: list[bytes], data: st.DataObject
) -> None:
    whole_bundle = bundle(leaves)
    cut = whole_bundle[: data.draw(st.integers(0, len(whole_bundle) - 1))]

    try:
        found = read_bundle(cut)
    except ProofError:
        return

    assert found == leaves[: len(found)]
    assert len(found) < len(leaves)
