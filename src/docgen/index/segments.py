"""The one file that knows whoosh: a segment is written once, then only read.

Used of whoosh: its W3 codec (term table, postings, columns for each document). Not used:
its writer, which deletes the previous state while it commits; its query language; and its
matchers, which go document by document. Here the postings of a term are read in whole
blocks as the bits of one number (``index.bits``), and the texts lie beside in files of our
own (``index.lines``).

whoosh keeps Python pickles in its files: whoever can write into the index folder can run
code as this program. The folder belongs to the account that runs docgen (mode 0700).
"""

from __future__ import annotations

import mmap
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path
from types import TracebackType
from typing import TypeAlias

from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.columns import NumericColumn
from whoosh.fields import FieldType
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.formats import Existence
from whoosh.reading import TermNotFound

from docgen.index import bits
from docgen.index.lines import Damaged, Lines, Writer
from docgen.index.paper import Paper
from docgen.index.schema import Entry

FORMAT = "whoosh-w3, texts beside"

# Positions and frequencies are not kept: the texts decide, not the postings.
_FIELD = FieldType(Existence(), analyzer=None)
# One block for nearly every term, lightly compressed: measured best for reading as sets.
_CODEC = W3Codec(blocklimit=4096, compression=1)
_TEXTS, _RUNS = "texts", "runs"
_DAY, _SEQUENCE = NumericColumn("i", default=-1), NumericColumn("q", default=-1)
# How many terms a segment keeps in memory once it has read them, each a bit for every paper.
_CACHED_TERMS = 4_000


# Field, term, and the papers that have it, in rising order.
Postings: TypeAlias = "dict[str, dict[str, array[int]]]"


class _Reading:
    """Turns whatever whoosh's structs, pickles and asserts raise on damage into ``Damaged``."""

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

    Needs about 30 MB of memory for 5,000 papers of 1,000 characters.
    """
    storage = FileStorage(str(folder))
    segment = W3Segment(_CODEC, "papers", segid="0")
    postings: Postings = defaultdict(lambda: defaultdict(_ids))
    with Writer(folder, _TEXTS) as texts, Writer(folder, _RUNS) as runs:
        noted = _noted(entries, texts, runs, postings)
        count = _write_papers(storage, segment, noted)
    _write_postings(storage, segment, postings)
    return count


def _ids() -> array[int]:
    return array("I")


def _noted(
    entries: Iterable[Entry], texts: Writer, runs: Writer, postings: Postings
) -> Iterator[Entry]:
    """The entries as they come, each with its texts written and its terms noted."""
    for number, entry in enumerate(entries):
        texts.add(entry.texts)
        runs.add(entry.runs)
        for field, terms in entry.terms.items():
            of_field = postings[field]
            for term in terms:
                of_field[term].append(number)
        yield entry


def _write_papers(storage: FileStorage, segment: W3Segment, entries: Iterable[Entry]) -> int:
    papers = _CODEC.per_document_writer(storage, segment)
    count = 0
    for entry in entries:
        papers.start_doc(count)
        papers.add_field("paper", None, _kept(entry.paper), 0)
        papers.add_column_value("day", _DAY, entry.paper.date.toordinal())
        papers.add_column_value("sequence", _SEQUENCE, entry.sequence)
        papers.finish_doc()
        count += 1
    papers.close()
    (Path(storage.folder) / "papers.tmp").rmdir()  # whoosh's scratch folder, empty by now
    return count


def _write_postings(storage: FileStorage, segment: W3Segment, postings: Postings) -> None:
    writer = _CODEC.field_writer(storage, segment)
    for field in sorted(postings):
        writer.start_field(field, _FIELD)
        for key, ids in sorted((_key(term), ids) for term, ids in postings[field].items()):
            writer.start_term(key)
            for paper in ids:
                writer.add(paper, 1.0, b"", 0)
            writer.finish_term()
        writer.finish_field()
    writer.close()


def _key(term: str) -> bytes:
    # The mark keeps a term from being empty; half surrogates may stand in a unit's name.
    return b"=" + term.encode("utf-8", "surrogatepass")


def _kept(paper: Paper) -> tuple[object, ...]:
    return tuple(getattr(paper, name) for name in Paper.__slots__)


class _Mapped:
    """A whoosh storage that maps files instead of copying them into memory at every open."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open_file(self, name: str) -> StructFile:
        with (self.folder / name).open("rb") as file:
            return StructFile(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), name=name)

    def file_length(self, name: str) -> int:
        return (self.folder / name).stat().st_size

    def file_exists(self, name: str) -> bool:
        return (self.folder / name).exists()


class Segment:
    """A segment open for reading. Papers are numbered from 0 within it.

    Everything is opened at once, so that it stays readable when the folder is deleted.
    Not for several threads at a time.
    """

    def __init__(self, folder: Path, count: int) -> None:
        """Open the segment in a folder; ``Damaged`` if that is impossible."""
        self.count = count
        self._cache: dict[tuple[str, str], int] = {}
        with _READING:
            storage = _Mapped(folder)
            segment = W3Segment(_CODEC, "papers", doccount=count, segid="0")
            self._terms = _CODEC.terms_reader(storage, segment)
            self._papers = _CODEC.per_document_reader(storage, segment)
            self.texts, self.runs = Lines(folder, _TEXTS, count), Lines(folder, _RUNS, count)
            self._sequences = self._papers.column_reader("sequence", _SEQUENCE)
            self.days: array[int] = self._papers.column_reader("day", _DAY).load()
            self.paper(0)

    def having(self, field: str, term: str) -> int:
        """The papers that have a term in a field (``index.bits``)."""
        found = self._cache.get((field, term))
        if found is None:
            with _READING:
                found = bits.of(array("I", self._postings(field, term)))
            if len(self._cache) >= _CACHED_TERMS:
                self._cache.clear()
            self._cache[field, term] = found
        return found

    def _postings(self, field: str, term: str) -> Iterator[int]:
        try:
            block = self._terms.matcher(field, _key(term), _FIELD.format)
        except TermNotFound:
            return
        while True:
            # whoosh offers its postings one by one only; a block holds the differences.
            block._read_data()  # noqa: SLF001 - see the line above
            yield from accumulate(block._data[0])  # noqa: SLF001 - the same
            if block._lastblock:  # noqa: SLF001 - the same
                return
            block._next_block()  # noqa: SLF001 - the same

    def terms(self, field: str) -> list[str]:
        """All terms of a field."""
        found = []
        with _READING:
            for name, key in self._terms.terms_from(field, b""):
                if name != field:
                    break
                found.append(key[1:].decode("utf-8", "surrogatepass"))
        return found

    def sequence(self, paper: int) -> int:
        """The outbox sequence at which a paper was indexed."""
        with _READING:
            return int(self._sequences[paper])

    def paper(self, paper: int) -> Paper:
        """The paper itself, its body tidied."""
        with _READING:
            return Paper(*self._papers.stored_fields(paper)["paper"])
