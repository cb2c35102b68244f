"""Attacks on the log by somebody who owns the machine and the log's key: all are found.

The attacker changes entries in any way, makes every hash and the head anew and signs all
checkpoints again with the real key. The one thing he cannot reach is a checkpoint that somebody
kept elsewhere before. Seeded, so that a failure can be repeated.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Sequence

import pytest

from docgen.ledger.entry import decode, encode
from docgen.ledger.merkle import EMPTY_ROOT, Frontier, leaf_hash
from docgen.ledger.note import Checkpoint, Signer, open_checkpoint, sign_note
from docgen.ledger.verify import Report, Row, verify_log

from .conftest import SampleEntry

SIGNER = Signer(b"\x07" * 32, "offices.example/north/log")
MOST = 40
LONG = bool(os.environ.get("DOCGEN_LONG"))
Leaves = list[bytes]
Attack = Callable[[random.Random, Leaves, int], Leaves]


def edit(by: random.Random, leaves: Leaves, kept: int) -> Leaves:
    at = by.randrange(kept)
    entry = decode(leaves[at])
    entry[by.choice(["who", "obj", "res", "t"])] = by.choice(["p-0666", "deny", "error"])
    return [*leaves[:at], encode(entry), *leaves[at + 1 :]]


def flip(by: random.Random, leaves: Leaves, kept: int) -> Leaves:
    at = by.randrange(kept)
    leaf = bytearray(leaves[at])
    leaf[by.randrange(len(leaf))] ^= 1 << by.randrange(8)
    return [*leaves[:at], bytes(leaf), *leaves[at + 1 :]]


def delete(by: random.Random, leaves: Leaves, kept: int) -> Leaves:
    first = by.randrange(kept)
    return leaves[:first] + leaves[first + by.randint(1, 3) :]


def insert(by: random.Random, leaves: Leaves, kept: int) -> Leaves:
    at, other = by.randrange(kept), leaves[by.randrange(len(leaves))]
    return [*leaves[:at], other.replace(b"p-0007", b"p-0666"), *leaves[at:]]


def reorder(by: random.Random, leaves: Leaves, kept: int) -> Leaves:
    one, two = by.randrange(kept), by.randrange(len(leaves))
    if one == two:
        two = (one + 1) % len(leaves)
    moved = list(leaves)
    moved[one], moved[two] = moved[two], moved[one]
    return moved


def duplicate(by: random.Random, leaves: Leaves, kept: int) -> Leaves:
    at = by.randrange(kept)
    return [*leaves[:at], leaves[at], *leaves[at:]]


def truncate(by: random.Random, leaves: Leaves, kept: int) -> Leaves:
    return leaves[: by.randrange(kept)]


def roll_back(by: random.Random, leaves: Leaves, kept: int) -> Leaves:
    """Back to an early state, then on with other entries up to the same length or longer."""
    back = by.randrange(kept)
    return leaves[:back] + again(by, leaves[back:], back, extra=by.randrange(4))


def fork(by: random.Random, leaves: Leaves, kept: int) -> Leaves:
    """Another history from one entry on, numbers and times in order."""
    return roll_back(by, leaves, kept)[: max(kept, len(leaves))]


def again(by: random.Random, leaves: Leaves, first: int, *, extra: int) -> Leaves:
    """Entries as honest in form as the ones before, of other random ids."""
    made = []
    for n in range(len(leaves) + extra):
        entry = decode(leaves[min(n, len(leaves) - 1)])
        made.append(encode({**entry, "idx": first + n, "id": f"{by.getrandbits(128):032x}"}))
    return made


ATTACKS: Sequence[Attack] = (
    edit,
    flip,
    delete,
    insert,
    reorder,
    duplicate,
    truncate,
    roll_back,
    fork,
)


def renumbered(leaves: Leaves) -> Leaves:
    """With the numbers in order again, where an entry can be read."""
    made = []
    for at, leaf in enumerate(leaves):
        try:
            made.append(encode({**decode(leaf), "idx": at}))
        except Exception:  # noqa: BLE001  what cannot be read stays as it is
            made.append(leaf)
    return made


def rows(leaves: Leaves) -> list[Row]:
    return [(at, leaf, leaf_hash(leaf)) for at, leaf in enumerate(leaves)]


def head(leaves: Leaves) -> Frontier:
    grown = Frontier()
    for leaf in leaves:
        grown = grown.append(leaf_hash(leaf))
    return grown


def note(leaves: Leaves) -> str:
    root = head(leaves).root() if leaves else EMPTY_ROOT
    return sign_note(Checkpoint(SIGNER.name, len(leaves), root).text(), SIGNER)


def verified(leaves: Leaves, kept: str) -> Report:
    """The check, given the checkpoint kept elsewhere and the newest one beside the log."""
    promises = [open_checkpoint(one, SIGNER.key) for one in (kept, note(leaves))]
    return verify_log(rows(leaves), promises, head=head(leaves).to_bytes())


def honest(by: random.Random, sample_entry: SampleEntry) -> Leaves:
    return [encode(sample_entry(at)) for at in range(by.randint(2, MOST))]


def skip_long(count: int) -> None:
    if count > 1000 and not LONG:
        pytest.skip("the long version: make slow")


counts = pytest.mark.parametrize("count", [400, pytest.param(10_000, marks=pytest.mark.slow)])


@counts
def test_every_attack_is_found(count: int, sample_entry: SampleEntry) -> None:
    skip_long(count)
    by, missed = random.Random(20261122), []  # noqa: S311  an attacker to be repeated
    for turn in range(count):
        leaves = honest(by, sample_entry)
        kept = by.randint(1, len(leaves))
        earlier, attack = note(leaves[:kept]), ATTACKS[turn % len(ATTACKS)]
        changed = attack(by, leaves, kept)
        if by.random() < 0.5:  # half of them
            changed = renumbered(changed)
        if changed[:kept] != leaves[:kept] and verified(changed, earlier).is_whole:
            missed.append((turn, attack.__name__))

    assert missed == []


@counts
def test_no_honest_log_is_suspected(count: int, sample_entry: SampleEntry) -> None:
    skip_long(count)
    by = random.Random(20261123)  # noqa: S311  as above

    for _ in range(count):
        leaves = honest(by, sample_entry)
        kept = note(leaves[: by.randint(1, len(leaves))])

        assert verified(leaves, kept).is_whole


def test_without_the_kept_checkpoint_a_rewritten_log_looks_whole(
    sample_entry: SampleEntry,
) -> None:
    """The twin: it is the kept checkpoint that finds them, nothing else does."""
    by = random.Random(1)  # noqa: S311  as above
    leaves = honest(by, sample_entry)

    changed = fork(by, leaves, len(leaves))

    assert verified(changed, note(changed)).is_whole
    assert not verified(changed, note(leaves)).is_whole
