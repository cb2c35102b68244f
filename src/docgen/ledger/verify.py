"""Is the log whole? One pass over its entries, compared with what was promised earlier.

Pure and streaming: takes rows in their order, keeps the tree's right edge and no entry,
opens no file. It finds any change to entries that an earlier checkpoint covers, whoever
made it; of what no checkpoint covers it can only say that it fits together. The rules
and their codes stand in docs/spec/access-log.md; tests/bad-logs has each one broken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType

from docgen.errors import BadInput, Said, listed, say
from docgen.ledger.entry import decode, is_time, schema_faults
from docgen.ledger.merkle import Frontier, fold, grow, leaf_hashes, over
from docgen.ledger.note import Checkpoint
from docgen.ledger.proof import ProofError
from docgen.ledger.tiles import WIDTH

Row = tuple[int, bytes, bytes]
MOST_FINDINGS = 100

#: Every code, and what a finding of this kind proves.
CODES: Mapping[str, Said] = MappingProxyType(
    {
        "L001": say("An entry is not what docgen writes: it was altered or written by other means"),
        "L002": say("Entries are missing, or were added or moved"),
        "L003": say("An entry or the hash beside it was edited where it lies"),
        "L004": say("An entry is dated before the one ahead of it, which docgen never writes"),
        "L005": say("Entries that were there when a checkpoint was signed are gone"),
        "L006": say("Entries that were there when a checkpoint was signed are no longer the same"),
        "L007": say("A checkpoint is not this log's, so nothing can be proved with it"),
        "L008": say("The register disagrees with its own entries: something wrote past docgen"),
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    Args:
        code: One of ``CODES``.
        index: The place, counted from 0, of the first entry concerned; None if it is
            about no entry.
        text: A sentence for people.
        time: The moment written in that entry, if it could be read.
    """

    code: str
    index: int | None
    text: str
    time: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What one pass over the log found.

    Args:
        size: Number of entries read.
        root: The root over all of them.
        findings: What is wrong, in the order in which it was found; at most 100 of a code.
        first: The moment written in the first entry; empty in a shallow check.
        last: The same of the last entry.
        head: The right edge of the tree over all of them, to go on from later.
    """

    size: int
    root: bytes
    findings: tuple[Finding, ...]
    first: str = ""
    last: str = ""
    head: Frontier = field(default_factory=Frontier)

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def verify_log(
    rows: Iterable[Row],
    promises: Sequence[Checkpoint] = (),
    *,
    head: bytes | None = None,
    deep: bool = True,
    start: Frontier | None = None,
    before: str = "",
) -> Report:
    """Check all entries, in one pass and in memory that does not grow with the log.

    Args:
        rows: ``(idx, leaf, leaf_hash)`` by rising idx, as they lie in the register.
        promises: Checkpoints kept earlier, already opened with ``open_checkpoint``.
        head: The bytes of the ``Frontier`` kept in the register, if there is one.
        deep: Read each entry too (L001, its own idx, L004); without, only hashes and order.
        start: The head of the entries that were checked earlier and come before these rows.
        before: The moment written in the last of those.
    """
    walk = _Walk(promises, start or Frontier(), before)
    ordered = iter(rows)
    for some in iter(lambda: list(islice(ordered, WIDTH)), []):
        numbers, leaves, kept = zip(*some, strict=True)
        hashes = leaf_hashes(leaves)
        if not deep and kept == tuple(hashes) and walk.is_next(numbers):
            walk.take(hashes)
            continue
        for (idx, leaf, stored), hashed in zip(some, hashes, strict=True):
            if deep:
                walk.read(idx, leaf)
            if idx - walk.size != walk.shift:
                walk.renumber(idx)
            if stored != hashed:
                walk.find("L003", say("the hash beside entry {index} is of other bytes", index=idx))
            walk.take([hashed])
    walk.finish(head)
    return walk.report()


def as_row(idx: object, leaf: object, stored: object) -> Row:
    """A row as a database gives it, made safe to check whatever was put into its columns."""
    return idx if isinstance(idx, int) else -1, _as_bytes(leaf), _as_bytes(stored)


def mistrusted(fault: ProofError, *, name: str) -> Finding:
    """The finding that a checkpoint could not be opened; ``name`` says which one."""
    text = say("the checkpoint {name} cannot be relied on: {why}", name=name, why=fault.why)
    return Finding("L007", None, text)


class _Walk:
    """The state of one pass: the tree's edge so far, and what was found."""

    def __init__(self, promises: Sequence[Checkpoint], start: Frontier, before: str) -> None:
        self.size = start.size
        #: by how much the numbers of the rows differ from their places, at this place
        self.shift = 0
        self._own_shift = 0
        self._edge = list(start.edge)
        #: hashes that are not in the tree yet, and the size at which they must be
        self._pending: list[bytes] = []
        self._settle_at = 0
        self._awaited = sorted(promises, key=lambda promise: promise.size, reverse=True)
        self._next = -1
        self._findings: list[Finding] = []
        self._counts: Counter[str] = Counter()
        self._first = self._time = ""
        self._before = before
        #: place and moment of the first entry after the last promise that was kept
        self._unproved: tuple[int, str] | None = None
        self._compare()
        self._await()

    def find(self, code: str, text: Said, since: tuple[int, str] | None = None) -> None:
        """Note a finding, by default about the entry being read."""
        self._counts[code] += 1
        if self._counts[code] <= MOST_FINDINGS:
            place, time = since or (self.size, self._time)
            self._findings.append(Finding(code, place, text, time))

    def read(self, idx: int, leaf: bytes) -> None:
        """Check what an entry itself says: L001, L004, and its own number (L002)."""
        self._time = ""
        try:
            entry = decode(leaf)
        except BadInput as fault:
            self.find("L001", say("entry {index}: {why}", index=idx, why=fault.why))
            return
        self._check_time(idx, entry.get("t"))
        faults = schema_faults(entry)
        if faults:
            self.find("L001", say("entry {index}: {why}", index=idx, why=listed(faults, "; ")))
        own = entry.get("idx")
        if isinstance(own, int):
            self._check_own(idx, own)

    def renumber(self, idx: int) -> None:
        """L002 where numbers and places begin to differ, once for a whole stretch."""
        self.shift = idx - self.size
        if self.shift:
            self.find(
                "L002",
                say("entry {index} stands where {place} should be", index=idx, place=self.size),
            )

    def is_next(self, numbers: tuple[int, ...]) -> bool:
        """Whether these are the numbers that come next, without a gap."""
        first = self.size + self.shift
        return numbers == tuple(range(first, first + len(numbers)))

    def take(self, hashes: list[bytes]) -> None:
        """Take entries' hashes into the tree and look whether a promise ends among them."""
        if self._unproved is None:
            self._unproved = (self.size, self._time)
        while hashes:
            now, hashes = (
                hashes[: self._settle_at - self.size],
                hashes[self._settle_at - self.size :],
            )
            self._pending += now
            self.size += len(now)
            if self.size == self._settle_at:
                self._settle()

    def _settle(self) -> None:
        """Put the hashes that wait into the tree: a whole tile of them in one go."""
        pending, first = self._pending, self.size - len(self._pending)
        if len(pending) == WIDTH and first % WIDTH == 0:
            grow(self._edge, first // WIDTH, over(pending))
        else:
            for at, hashed in enumerate(pending, first):
                grow(self._edge, at, hashed)
        self._pending = []
        if self.size == self._next:
            self._compare()
        self._await()

    def _await(self) -> None:
        """Settle at the next promise, or where a tile ends."""
        tile = (self.size // WIDTH + 1) * WIDTH
        self._settle_at = min(tile, self._next) if self._next > self.size else tile

    def finish(self, head: bytes | None) -> None:
        """Check what can only be known at the end: L005, L008."""
        self._settle()
        while self._awaited:
            size, promised = self.size, self._awaited.pop().size
            text = say(
                "{promised} entries were promised, {size} are there", promised=promised, size=size
            )
            self.find("L005", text)
        if head is not None:
            self._check_head(head)

    def report(self) -> Report:
        """All that was found; a code found too often ends with how often."""
        for code, count in self._counts.items():
            if count > MOST_FINDINGS:
                text = say("{count} more findings of this kind", count=count - MOST_FINDINGS)
                self._findings.append(Finding(code, None, text))
        root = fold(self._edge)
        head = Frontier(self.size, tuple(self._edge))
        return Report(self.size, root, tuple(self._findings), self._first, self._before, head)

    def _check_time(self, idx: int, time: object) -> None:
        if not isinstance(time, str) or not is_time(time):
            return
        before, self._before, self._time = self._before, time, time
        self._first = self._first or time
        if time < before:
            self.find(
                "L004",
                say(
                    "entry {index} is dated {time}, the one ahead of it {before}",
                    index=idx,
                    time=time,
                    before=before,
                ),
            )

    def _check_own(self, idx: int, own: int) -> None:
        """L002 where an entry's own number and its row's begin to differ."""
        shift = own - idx
        if shift not in {0, self._own_shift}:
            self.find(
                "L002",
                say("the entry in row {index} calls itself {own}", index=idx, own=own),
            )
        self._own_shift = shift

    def _compare(self) -> None:
        """L006 if a promise about the log up to here was not kept."""
        while self._awaited and self._awaited[-1].size == self.size:
            if self._awaited.pop().root == fold(self._edge):
                self._unproved = None
                continue
            since = self._unproved or (0, "")
            self.find(
                "L006",
                say(
                    "entries {first} to {last} are not those that were promised",
                    first=since[0],
                    last=max(self.size - 1, 0),
                ),
                since,
            )
        self._next = self._awaited[-1].size if self._awaited else -1

    def _check_head(self, head: bytes) -> None:
        try:
            kept = Frontier.from_bytes(head)
        except ValueError:
            self.find("L008", say("the head kept in the register cannot be read"))
            return
        if kept != Frontier(self.size, tuple(self._edge)):
            self.find(
                "L008",
                say(
                    "the head kept in the register is of {kept} other entries, the log has {size}",
                    kept=kept.size,
                    size=self.size,
                ),
            )


def _as_bytes(value: object) -> bytes:
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value)
    return b"" if value is None else str(value).encode("utf-8", "surrogatepass")
