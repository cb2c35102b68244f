"""The one file that knows whoosh: a segment is written once, then only read.

    terms     whoosh's hashed file: for each term the papers that have it
    texts     the texts of every paper (``schema.KINDS``)      ┐
    papers    every paper as it is shown, in JSON              │ index.lines
    facts     their facts (``index.columns``)                  │
    orders    their days, and their order by number            ┘

Papers are numbered from the newest to the oldest, so that the first of a set are the first to be
shown, and a period is a piece of the numbers.

Used of whoosh: its file of hashed keys (``whoosh.filedb.filetables``). Not used: its writer, which
deletes the previous state while it commits; its query language; and its matchers, which go
document by document. Here a term's papers are the bits of one number (``index.bits``).

whoosh keeps a Python pickle in that file: whoever can write into the index folder can run
code as this program. The folder belongs to the account that runs docgen (mode 0700).
"""

from __future__ import annotations

import json
import mmap
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from operator import neg
from pathlib import Path
from types import TracebackType
from typing import TypeAlias

from whoosh.filedb.filetables import HashReader, HashWriter
from whoosh.filedb.structfile import StructFile

from docgen.index import bits, columns
from docgen.index.columns import AllValues
from docgen.index.lines import Damaged, Lines, Writer
from docgen.index.paper import Paper
from docgen.index.schema import KINDS, NUMBER_LINE, Entry

FORMAT = "whoosh, hashed sets"

_TERMS, _TEXTS, _PAPERS, _ORDERS = "terms", "texts", "papers", "orders"
_CRC = 1  # whoosh's number for its quickest way to hash
# The first byte of a term's papers: their numbers follow, or a bit for each paper.
_NUMBERS, _BITS = b"\0", b"\1"
_NUMBER_BYTES = array("I").itemsize
# How many terms a segment keeps in memory once it has read them, each a bit for every paper.
_CACHED_TERMS = 2_000

# Kind, term, and the papers that have it, in rising order.
Postings: TypeAlias = dict[str, dict[str, list[int]]]


class _Reading:
    """Turns whatever whoosh, JSON and arrays raise on damage into ``Damaged``."""

    def __enter__(self) -> None:
        """Nothing to do before."""

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, _: TracebackType | None
    ) -> None:
        if isinstance(fault, Exception) and not isinstance(fault, Damaged):
            raise Damaged(f"{type(fault).__name__}: {fault}") from fault


_READING = _Reading()


def write(folder: Path, entries: Iterable[Entry]) -> int:
    """Write a segment into an empty folder; how many papers it has.

    Args:
        folder: The folder.
        entries: The papers, the newest first.
    """
    postings: Postings = defaultdict(lambda: defaultdict(list))
    facts, days, numbers = [], array("i"), []
    with Writer(folder, _TEXTS) as texts, Writer(folder, _PAPERS) as papers:
        for number, entry in enumerate(entries):
            texts.add(*entry.texts)
            papers.add(_kept(entry))
            facts.append(entry.facts)
            days.append(entry.paper.date.toordinal())
            numbers.append(entry.texts[0].split(b"\n")[NUMBER_LINE])
            for kind, terms in entry.terms.items():
                of_kind = postings[kind]
                for term in terms:
                    of_kind[term].append(number)
    with Writer(folder, _ORDERS) as orders:
        orders.add(days.tobytes(), _by_number(numbers).tobytes())
    columns.write(folder, zip(*facts, strict=True))
    _write_terms(folder, postings, len(days))
    return len(days)


def _by_number(numbers: Sequence[bytes]) -> array[int]:
    """The papers by their document numbers, those without one at the end."""
    return array("I", sorted(range(len(numbers)), key=lambda at: (not numbers[at], numbers[at])))


def _kept(entry: Entry) -> bytes:
    facts = {name: getattr(entry.paper, name) for name in Paper.__slots__}
    kept = {**facts, "date": entry.paper.date.isoformat(), "sequence": entry.sequence}
    return json.dumps(kept, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _write_terms(folder: Path, postings: Postings, count: int) -> None:
    with (folder / _TERMS).open("xb") as file:
        table = HashWriter(StructFile(file), hashtype=_CRC)
        for kind, of_kind in postings.items():
            for term, papers in of_kind.items():
                table.add(_key(kind, term), _packed(papers, count))
        table.close()


def _packed(papers: Sequence[int], count: int) -> bytes:
    """The papers of a term, as numbers if that is shorter."""
    if len(papers) * _NUMBER_BYTES <= count // 8:
        return _NUMBERS + array("I", papers).tobytes()
    return _BITS + bits.of(papers).to_bytes(count // 8 + 1, "little")


def _unpacked(packed: bytes) -> int:
    if packed[:1] == _BITS:
        return int.from_bytes(packed[1:], "little")
    return bits.of(array("I", packed[1:]))


def _key(kind: str, term: str) -> bytes:
    return f"{kind}={term}".encode("utf-8", "surrogatepass")


def _table(file: Path) -> HashReader:
    """Mapped, not copied into memory."""
    with file.open("rb") as opened:
        mapped = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
    return HashReader(StructFile(mapped, name=file.name), len(mapped))


class Segment:
    """A segment open for reading. Papers are numbered from 0 within it, the newest first.

    Everything is opened at once, so that it stays readable when the folder is deleted.
    Not for several threads at a time.
    """

    def __init__(self, folder: Path, count: int, values: AllValues) -> None:
        """Open the segment in a folder; ``Damaged`` if that is impossible.

        Args:
            folder: The folder.
            count: How many papers it has.
            values: The values of each fact in any segment.
        """
        self.count = count
        self._cache: dict[tuple[str, str], int] = {}
        with _READING:
            self._terms = _table(folder / _TERMS)
            self._texts = Lines(folder, _TEXTS, len(KINDS) * count)
            self._papers = Lines(folder, _PAPERS, count)
            self.facts = columns.read(folder, values, count)
            orders = Lines(folder, _ORDERS, 2)
            #: The day of each paper, falling; and the papers in the order of their numbers.
            self.days, self.by_number = array("i", orders[0]), array("I", orders[1])
            self.paper(0)

    def having(self, kind: str, term: str) -> int:
        """The papers that have a term of a kind (``index.bits``)."""
        found = self._cache.get((kind, term))
        if found is None:
            with _READING:
                found = _unpacked(self._terms.get(_key(kind, term), _NUMBERS))
            if len(self._cache) >= _CACHED_TERMS:
                self._cache.clear()
            self._cache[kind, term] = found
        return found

    def holding(self, kind: str, piece: str, among: int) -> int:
        """Those of some papers whose text of a kind has this piece."""
        first = KINDS.index(kind)
        return self._texts.holding(piece.encode(), among, step=len(KINDS), first=first)

    def beginning(self, kind: str, piece: str, among: int) -> int:
        """Those of some papers whose text of a kind has this piece in its first line."""
        first = KINDS.index(kind)
        return self._texts.beginning(piece.encode(), among, step=len(KINDS), first=first)

    def line(self, paper: int, kind: str, line: int) -> bytes:
        """A line of a paper's text of a kind."""
        return self._texts.line(len(KINDS) * paper + KINDS.index(kind), line)

    def since(self, day: int) -> int:
        """The papers of a day or later."""
        return bits.below(bisect_right(self.days, -day, key=neg))

    def until(self, day: int) -> int:
        """The papers of a day or earlier."""
        return bits.below(self.count) & ~bits.below(bisect_left(self.days, -day, key=neg))

    def paper(self, paper: int) -> tuple[Paper, int]:
        """The paper itself, its body tidied, and the outbox sequence it was indexed at."""
        with _READING:
            facts = json.loads(self._papers[paper])
            day, sketch = date.fromisoformat(facts["date"]), tuple(facts["sketch"])
            sequence = int(facts.pop("sequence"))
            return Paper(**facts | {"date": day, "sketch": sketch}), sequence
