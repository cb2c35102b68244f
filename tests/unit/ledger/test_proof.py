"""Proofs: every right one holds, every other one is refused; the published vectors too."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.errors import Integrity
from docgen.ledger.merkle import Tree, leaf_hash
from docgen.ledger.proof import ProofError, verify_consistency, verify_inclusion

VECTORS = Path(__file__).parents[4] / "shared" / "vectors" / "rfc6962"
FLIP = st.integers(0, 255)


def tree_of(size: int) -> Tree:
    tree = Tree()
    for index in range(size):
        tree.append(leaf_hash(b"%d" % index))
    return tree


TREE = tree_of(130)


def flipped(proof: list[bytes], at: int, bit: int) -> list[bytes]:
    """The proof with one of its bits turned over."""
    part = bytearray(proof[at])
    part[bit // 8] ^= 1 << bit % 8
    return [*proof[:at], bytes(part), *proof[at + 1 :]]


def draw_inclusion(data: st.DataObject) -> tuple[int, int]:
    size = data.draw(st.integers(1, TREE.size))
    return data.draw(st.integers(0, size - 1)), size


def draw_consistency(data: st.DataObject) -> tuple[int, int]:
    new = data.draw(st.integers(1, TREE.size))
    return data.draw(st.integers(1, new)), new


@given(st.data())
def test_every_inclusion_proof_holds(data: st.DataObject) -> None:
    index, size = draw_inclusion(data)

    proof = TREE.inclusion(index, size)

    verify_inclusion(index, size, leaf_hash(b"%d" % index), proof, TREE.root(size))


@given(st.data())
def test_every_consistency_proof_holds(data: st.DataObject) -> None:
    old, new = draw_consistency(data)

    proof = TREE.consistency(old, new)

    verify_consistency(old, new, proof, TREE.root(old), TREE.root(new))


@given(st.data(), FLIP)
def test_inclusion_proof_with_a_flipped_bit_is_refused(data: st.DataObject, bit: int) -> None:
    index, size = draw_inclusion(data)
    leaf, root = leaf_hash(b"%d" % index), TREE.root(size)
    parts = [leaf, root, *TREE.inclusion(index, size)]
    leaf, root, *proof = flipped(parts, data.draw(st.integers(0, len(parts) - 1)), bit)

    with pytest.raises(ProofError):
        verify_inclusion(index, size, leaf, proof, root)


@given(st.data(), FLIP)
def test_consistency_proof_with_a_flipped_bit_is_refused(data: st.DataObject, bit: int) -> None:
    old, new = draw_consistency(data)
    parts = [TREE.root(old), TREE.root(new), *TREE.consistency(old, new)]
    old_root, new_root, *proof = flipped(parts, data.draw(st.integers(0, len(parts) - 1)), bit)

    with pytest.raises(ProofError):
        verify_consistency(old, new, proof, old_root, new_root)


@given(st.data())
def test_inclusion_proof_of_another_length_or_place_is_refused(data: st.DataObject) -> None:
    index, size = draw_inclusion(data)
    leaf, root, proof = leaf_hash(b"%d" % index), TREE.root(size), TREE.inclusion(index, size)
    elsewhere = data.draw(st.integers(-1, size).filter(lambda other: other != index))

    for wrong in ([*proof, root], [root, *proof], proof[1:] if proof else [leaf]):
        with pytest.raises(ProofError):
            verify_inclusion(index, size, leaf, wrong, root)
    with pytest.raises(ProofError):
        verify_inclusion(elsewhere, size, leaf, proof, root)


@given(st.data())
def test_consistency_proof_of_another_length_is_refused(data: st.DataObject) -> None:
    old, new = draw_consistency(data)
    roots, proof = (TREE.root(old), TREE.root(new)), TREE.consistency(old, new)

    for wrong in ([*proof, roots[1]], [roots[0], *proof], proof[1:] if proof else [roots[0]]):
        with pytest.raises(ProofError):
            verify_consistency(old, new, wrong, *roots)


def test_a_hash_too_many_is_refused_even_where_it_leads_to_the_root() -> None:
    root, left, right = TREE.root(2), leaf_hash(b"0"), leaf_hash(b"1")

    with pytest.raises(ProofError) as caught:
        verify_inclusion(0, 1, right, [left], root)

    assert "too many" in caught.value.why


def test_an_empty_log_vouches_for_nothing() -> None:
    empty, root = Tree().root(), TREE.root(3)

    for new, new_root in ((0, empty), (3, root)):
        with pytest.raises(ProofError, match="does not hold") as caught:
            verify_consistency(0, new, [], empty, new_root)
        assert "vouch" in caught.value.why


def test_hashes_of_another_length_are_refused() -> None:
    leaf, root, (sister,) = leaf_hash(b"0"), TREE.root(2), TREE.inclusion(0, 2)

    for wrong in ((leaf[1:], sister), (leaf, sister + b"x"), (leaf, b"")):
        with pytest.raises(ProofError) as caught:
            verify_inclusion(0, 2, wrong[0], [wrong[1]], root)
        assert "32 bytes" in caught.value.why


def test_a_proof_that_fails_is_an_integrity_problem_with_three_sentences() -> None:
    with pytest.raises(Integrity) as caught:
        verify_inclusion(5, 3, b"", [], b"")

    assert caught.value.exit_code == 6
    assert caught.value.why == "entry 5 is not in a log of 3 entries"
    assert caught.value.fix


# ---- the vectors of transparency-dev/merkle


def vectors(kind: str) -> list[dict[str, Any]]:
    files = sorted((VECTORS / kind).rglob("*.json"))
    if not files:
        pytest.skip("the published vectors are not on this machine (../shared/vectors/rfc6962)")
    return [json.loads(file.read_text()) | {"file": str(file)} for file in files]


def hashes(case: dict[str, Any], *names: str) -> tuple[bytes, ...]:
    return tuple(base64.b64decode(case[name] or "") for name in names)


def holds(case: dict[str, Any], kind: str) -> bool:
    proof = [base64.b64decode(part) for part in case["proof"] or ()]
    try:
        if kind == "inclusion":
            leaf, root = hashes(case, "leafHash", "root")
            verify_inclusion(case["leafIdx"], case["treeSize"], leaf, proof, root)
        else:
            roots = hashes(case, "root1", "root2")
            verify_consistency(case["size1"], case["size2"], proof, *roots)
    except ProofError:
        return False
    return True


@pytest.mark.parametrize("kind", ["inclusion", "consistency"])
def test_published_vectors(kind: str) -> None:
    cases = vectors(kind)

    wrong = [case["file"] for case in cases if holds(case, kind) is case["wantErr"]]

    assert wrong == []
    assert {case["wantErr"] for case in cases} == {True, False}
