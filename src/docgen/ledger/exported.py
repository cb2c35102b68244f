"""Does the rest of an export say what its entries say? Pure; reads through what it is given.

An export (``docgen log export``) has the same log several times over: the entries in bundles,
the hashes in tiles, the months as lines to read, and a list of months. Proofs come from the
tiles and people read the months, so all must agree; the entries are what is believed. What does not
agree is finding X001: of the export, not of the log.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from docgen.errors import say
from docgen.ledger.entry import is_time
from docgen.ledger.merkle import HASH_SIZE, fold
from docgen.ledger.tiles import WIDTH, Tile, climb
from docgen.ledger.verify import Finding, Row

CODE = "X001"
MEANING = say("A file of the export does not say what the entries in it say")
MONTHS = "months.json"
_TIME = re.compile(rb'"t":"((\d{4}-\d\d)[^"]{20})"')
_TILE_BYTES = WIDTH * HASH_SIZE


@dataclass(frozen=True, slots=True)
class Month:
    """A line of the list of months: its entries, and the log's size and root at its end."""

    month: str
    first: int
    last: int
    size: int
    root: bytes


def read_months(text: str) -> list[Month]:
    """The list of months; ``ValueError`` if it is none."""
    try:
        return [
            Month(
                str(one["month"]),
                int(one["first"]),
                int(one["last"]),
                int(one["size"]),
                base64.b64decode(one["root"], validate=True),
            )
            for one in json.loads(text)
        ]
    except (KeyError, TypeError, AttributeError, RecursionError):
        raise ValueError(text[:80]) from None


def month_of(leaf: bytes) -> str:
    """The month an entry is dated in, found by its bytes; empty if it has no moment."""
    found = _TIME.search(leaf)
    return found[2].decode() if found and is_time(found[1].decode()) else ""


class Tiler:
    """The tiles that entries make, one after the other as they are full."""

    def __init__(self) -> None:
        self.size = 0
        self._edge: list[bytes] = []
        self._open: dict[int, bytearray] = {}
        self._full: dict[int, int] = {}

    def add(self, hashed: bytes) -> Iterator[tuple[Tile, bytes]]:
        """Take one more leaf's hash; the tiles that it fills."""
        found = [(0, self.size, hashed), *climb(self._edge, self.size, hashed)]
        self.size += 1
        for level, place, part in found:
            tile = self._open.setdefault(level, bytearray())
            tile += part
            if len(tile) == _TILE_BYTES:
                yield Tile(level, place // WIDTH), bytes(tile)
                self._full[level] = place // WIDTH + 1
                tile.clear()

    def rest(self) -> Iterator[tuple[Tile, bytes]]:
        """The tiles that are not full."""
        for level, tile in self._open.items():
            if tile:
                place = self._full.get(level, 0)
                yield Tile(level, place, len(tile) // HASH_SIZE), bytes(tile)

    def root(self) -> bytes:
        """The root over what was added."""
        return fold(self._edge)


class Comparison:
    """Compares the rest of an export with its entries, as these are read one after the other.

    Args:
        read: Gives a file's bytes by its path; None if it is not there.
        lines: Gives the lines of a file by its path; none if it is not there.
        months: The list of months that came with the log.
    """

    def __init__(
        self,
        read: Callable[[str], bytes | None],
        lines: Callable[[str], Iterator[bytes]],
        months: Sequence[Month],
    ) -> None:
        self._read, self._lines = read, lines
        self._promised, self._found = list(months), list[Month]()
        self._wrong: dict[str, int] = {}
        self._tiler, self._month, self._first = Tiler(), "", 0
        self._segment: Iterator[bytes] = iter(())

    def watch(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows as they are; after the last one, ``findings`` are complete."""
        for row in rows:
            month = month_of(row[1]) or self._month
            if month != self._month:
                self._end_month()
                self._month, self._first = month, self._tiler.size
                self._segment = self._lines(self._path)
            if next(self._segment, b"") != row[1] + b"\n":
                self._note(self._path)
            self._compare(self._tiler.add(row[2]))
            yield row
        self._end_month()
        self._compare(self._tiler.rest())
        if self._found != self._promised:
            self._note(MONTHS)

    def findings(self) -> list[Finding]:
        """What does not agree: each file once, with the first entry concerned."""
        return [
            Finding(CODE, index, say("{file} does not say what the entries say", file=file))
            for file, index in self._wrong.items()
        ]

    @property
    def _path(self) -> str:
        return f"entries/{self._month}.jsonl"

    def _end_month(self) -> None:
        if next(self._segment, None) is not None:
            self._note(self._path)
        if self._month:
            size = self._tiler.size
            month = Month(self._month, self._first, size - 1, size, self._tiler.root())
            self._found.append(month)

    def _compare(self, made: Iterable[tuple[Tile, bytes]]) -> None:
        for tile, data in made:
            if self._read(tile.path) != data:
                self._note(tile.path)

    def _note(self, file: str) -> None:
        self._wrong.setdefault(file, self._first if file == MONTHS else self._tiler.size)
