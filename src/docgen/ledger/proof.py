"""Checking a proof against a root: whether an entry is in a log, whether a log only grew.

Pure arithmetic on hashes; nothing here has seen the log itself. Every way in which a
proof fails is a ``ProofError`` that says why. Source: RFC 9162 sections 2.1.3.2, 2.1.4.2.
"""

from __future__ import annotations

from collections.abc import Sequence

from docgen.errors import Integrity, say
from docgen.ledger.merkle import HASH_SIZE, node_hash


class ProofError(Integrity):
    """A proof, a checkpoint or its signature does not show what it should; says why."""

    def __init__(self, why: str) -> None:
        super().__init__(
            say("This proof does not hold"),
            why=why,
            fix=say("do not rely on it; keep it as evidence and ask for it again"),
        )


def verify_inclusion(
    index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes
) -> None:
    """Check that the log of ``size`` entries with this root has this leaf hash at ``index``.

    Raises:
        ProofError: It has not, or the proof does not show it.
    """
    if not 0 <= index < size:
        raise ProofError(
            say("entry {index} is not in a log of {size} entries", index=index, size=size)
        )
    _check_hashes(leaf, *proof)
    here, last, found = index, size - 1, leaf
    for sister in proof:
        _check_not_at_top(last)
        found = node_hash(sister, found) if _is_right(here, last) else node_hash(found, sister)
        here, last = _climb(here, last)
    if last:
        raise ProofError(say("the proof has too few hashes for a log of this size"))
    if found != root:
        raise ProofError(say("the proof leads to another root"))


def verify_consistency(
    old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> None:
    """Check that the log of ``new`` entries begins with exactly that of ``old`` entries.

    Raises:
        ProofError: It does not, the proof does not show it, or ``old`` is 0: an empty log
            begins every other one, so nothing would be proved.
    """
    if not 0 < old <= new:
        raise ProofError(
            say("a log of {old} entries cannot vouch for one of {new}", old=old, new=new)
        )
    _check_hashes(*proof)
    if old == new:
        _check_same(proof, old_root, new_root)
        return
    old_found, new_found = _roots(old, new, proof, old_root)
    if old_found != old_root:
        raise ProofError(say("the proof leads to another root for the earlier log"))
    if new_found != new_root:
        raise ProofError(say("the proof leads to another root for the later log"))


def _roots(old: int, new: int, proof: Sequence[bytes], old_root: bytes) -> tuple[bytes, bytes]:
    """Both roots that a consistency proof leads to."""
    # a complete old tree is itself the first hash, and the proof leaves it out
    hashes = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not hashes:
        raise ProofError(say("the proof is empty"))
    here, last = old - 1, new - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old_found = new_found = hashes[0]
    for sister in hashes[1:]:
        _check_not_at_top(last)
        if _is_right(here, last):
            old_found = node_hash(sister, old_found)
            new_found = node_hash(sister, new_found)
        else:
            new_found = node_hash(new_found, sister)
        here, last = _climb(here, last)
    if last:
        raise ProofError(say("the proof has too few hashes for a log of this size"))
    return old_found, new_found


def _is_right(here: int, last: int) -> bool:
    """Whether the next hash of the proof stands to the left of what was found so far."""
    return bool(here & 1) or here == last


def _climb(here: int, last: int) -> tuple[int, int]:
    """Both positions one level up.

    The last node of a level has no sister until it is a right child; a tree that is not
    complete passes it up unhashed, so those levels are skipped.
    """
    if here == last:
        while here and not here & 1:
            here, last = here >> 1, last >> 1
    return here >> 1, last >> 1


def _check_not_at_top(last: int) -> None:
    if last == 0:
        raise ProofError(say("the proof has too many hashes for a log of this size"))


def _check_hashes(*hashes: bytes) -> None:
    if any(len(part) != HASH_SIZE for part in hashes):
        raise ProofError(say("a hash in it is not {size} bytes long", size=HASH_SIZE))


def _check_same(proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    if proof:
        raise ProofError(say("the proof has too many hashes for a log of this size"))
    if old_root != new_root:
        raise ProofError(say("two logs of the same size have different roots"))
