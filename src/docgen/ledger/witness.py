"""What a witness does: go on from what he saw of a log, and say whether it only grew.

Pure: holds the right edge of the tree, the key he trusted first and what the log said since
about later keys; neither files nor clock. The edge is the root's own proof, so no other proof
of consistency is needed: the entries that are new must lead from it to the signed root.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Self

from docgen.errors import BadInput, say
from docgen.ledger.entry import decode
from docgen.ledger.merkle import Frontier
from docgen.ledger.note import Checkpoint, LogKey, open_checkpoint, parse_vkey
from docgen.ledger.proof import ProofError
from docgen.ledger.receipt import Receipt
from docgen.ledger.rotation import ACT, Turn, follow, turns
from docgen.ledger.verify import Finding, Report, Row, mistrusted, verify_log

_TURN = b'"act":"%s"' % ACT.encode()


@dataclass(frozen=True, slots=True)
class Seen:
    """How far a witness has come.

    Args:
        key: The key he trusted first.
        turns: What the entries so far say about later keys.
        head: The right edge of the tree over the entries that he checked.
        last: The moment written in the last of them.
    """

    key: LogKey
    turns: tuple[Turn, ...] = ()
    head: Frontier = field(default_factory=Frontier)
    last: str = ""

    def keys(self) -> tuple[LogKey, ...]:
        """All keys that he trusts, the newest last."""
        return follow(self.key, self.turns)

    def facts(self) -> dict[str, object]:
        """All of it as plain values, to be kept."""
        head = self.head.to_bytes().hex()
        return {"key": self.key.vkey, "turns": self.turns, "head": head, "last": self.last}

    @classmethod
    def of(cls, facts: Mapping[str, Any], note: str) -> Self:
        """What ``facts`` gave, with the note of its head; ``ValueError`` for anything else."""
        try:
            turns = tuple((int(index), str(turn)) for index, turn in facts["turns"])
            head = Frontier.from_bytes(bytes.fromhex(facts["head"]))
            seen = cls(parse_vkey(facts["key"]), turns, head, str(facts["last"]))
            signed = open_checkpoint(note, *seen.keys())
        except (KeyError, TypeError, AttributeError, BadInput, ProofError):
            raise ValueError(note) from None
        if signed != Checkpoint(seen.key.name, head.size, head.root()):
            raise ValueError(note)
        return seen


def advance(
    seen: Seen,
    note: str,
    rows: Callable[[int, int], Iterable[Row]],
    *,
    brought: Sequence[LogKey] = (),
) -> tuple[Report, Seen]:
    """Check that the log grew honestly from what was seen to this signed note.

    Args:
        seen: What the witness knows; the same is given back if anything is found.
        note: The newest checkpoint of the log, as it came.
        rows: Gives the entries from one number up to another, as far as they are there.
        brought: Keys that came with the log; one of them is trusted if an entry says so.
    """
    before, told = seen.head, list(seen.turns)
    try:
        newest = open_checkpoint(note, *brought, *seen.keys())
    except ProofError as fault:
        return Report(before.size, before.root(), (_not_ours(fault),), last=seen.last), seen
    if newest.size < before.size:
        return _shorter(seen, newest), seen
    fresh = _watched(rows(before.size, newest.size), told)
    report = verify_log(fresh, [newest], start=before, before=seen.last)
    grown = Seen(seen.key, tuple(told), report.head, report.last)
    try:
        open_checkpoint(note, *grown.keys())
    except ProofError as fault:
        report = replace(report, findings=(_not_ours(fault), *report.findings))
    return report, grown if report.is_whole else seen


def turns_in(rows: Iterable[Row]) -> list[Turn]:
    """What these entries say about later keys; read quickly, nothing else is looked at."""
    told: list[Turn] = []
    for _ in _watched(rows, told):
        pass
    return told


def fits(
    seen: Seen, entries: Callable[[int, int], Iterator[Row]], held: Receipt, signed: Checkpoint
) -> bool | None:
    """Whether a receipt and its checkpoint are of the log seen; None if they came after it.

    Args:
        seen: What the witness knows.
        entries: Gives the entries that he kept, from one number up to another.
        held: The receipt, already checked.
        signed: The checkpoint in it.
    """
    size = seen.head.size
    if held.index >= size:
        return None
    if next(entries(held.index, size))[1] != held.leaf:
        return False
    if signed.size > size:
        return True
    return verify_log(entries(0, signed.size), [signed], deep=False).is_whole


def first_changed(kept: Iterable[Row], given: Iterable[Row]) -> tuple[bytes, bytes] | None:
    """The first entry that is not what it was: as it was kept, and as it is now."""
    with suppress(ProofError):
        for (_, old, _), (_, new, _) in zip(kept, given, strict=False):
            if old != new:
                return old, new
    return None


def _watched(rows: Iterable[Row], told: list[Turn]) -> Iterator[Row]:
    """The rows as they are; what they say about later keys is noted on the way."""
    for row in rows:
        if _TURN in row[1]:
            with suppress(BadInput):
                told += turns([decode(row[1])])
        yield row


def _not_ours(fault: ProofError) -> Finding:
    return mistrusted(fault, name=say("that came with the log"))


def _shorter(seen: Seen, newest: Checkpoint) -> Report:
    text = say(
        "{promised} entries were there at the last visit, {size} are now",
        promised=seen.head.size,
        size=newest.size,
    )
    return Report(newest.size, newest.root, (Finding("L005", newest.size, text),))
