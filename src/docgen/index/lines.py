"""Texts, one after the other in one file, found by their number.

    <name>    every text, nothing between two of them; then where each begins and where
              the last one ends, and last how many there are, eight bytes each

Written once, mapped for reading: the system keeps in memory what is searched, and looking at
one text costs about a microsecond.
"""

from __future__ import annotations

import mmap
from array import array
from collections.abc import Iterator, Sequence
from itertools import compress, repeat
from operator import lt
from pathlib import Path
from types import TracebackType
from typing import Self

from docgen.index import bits

_EIGHT = 8


class Damaged(Exception):
    """A segment cannot be read: files are missing, cut off or overwritten."""


class Writer:
    """Writes the texts of one file; a context manager."""

    def __init__(self, folder: Path, name: str) -> None:
        """The file is made at once."""
        self._file = (folder / name).open("xb")
        self._at = array("Q", [0])

    def __enter__(self) -> Self:
        """Nothing more is needed."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        """Write where the texts are, unless something went wrong."""
        if kind is None:
            self._file.write(self._at.tobytes() + array("Q", [len(self._at) - 1]).tobytes())
        self._file.close()

    def add(self, *texts: bytes) -> None:
        """Write the next texts."""
        for text in texts:
            self._file.write(text)
            self._at.append(self._at[-1] + len(text))


class Lines:
    """The texts of one file, open for reading."""

    def __init__(self, folder: Path, name: str, count: int) -> None:
        """Map them.

        Raises:
            Damaged: The file is no such file, or has another number of texts.
            OSError: It is not there.
        """
        with (folder / name).open("rb") as file:
            self._texts = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        end = len(self._texts) - _EIGHT * (count + 2)
        self._at = array("Q", self._texts[max(0, end) :])
        counted = self._at.pop()
        begins = self._at.tolist()
        if end < 0 or counted != count or begins[-1] != end or sorted(begins) != begins:
            raise Damaged(f"{name} does not hold {count} texts")

    def __getitem__(self, number: int) -> bytes:
        """A text."""
        return self._texts[self._at[number] : self._at[number + 1]]

    def line(self, number: int, line: int) -> bytes:
        """One line of a text, counted from 0; ``Damaged`` if it has not so many."""
        lines = self[number].split(b"\n", line + 1)
        if len(lines) <= line:
            raise Damaged(f"text {number} is cut off")
        return lines[line]

    def holding(self, piece: bytes, among: int, *, step: int, first: int) -> int:
        """Which texts have a piece, of each ``step``-th text from ``first`` on.

        They are numbered anew, from 0; only those in ``among`` are looked at (``index.bits``).
        """
        numbers = list(bits.numbers(among))
        places = self._places(piece, numbers, step, first)
        return bits.of(list(compress(numbers, map((-1).__lt__, places))))

    def beginning(self, piece: bytes, among: int, *, step: int, first: int) -> int:
        """The same, of the texts whose first line has the piece."""
        numbers = list(bits.numbers(self.holding(piece, among, step=step, first=first)))
        places = self._places(piece, numbers, step, first)
        ends = self._places(b"\n", numbers, step, first)
        return bits.of(list(compress(numbers, map(lt, places, ends))))

    def _places(self, piece: bytes, numbers: Sequence[int], step: int, first: int) -> Iterator[int]:
        """Where in the file each of these texts has a piece, -1 where it has none."""
        starts, ends = self._at[first:-1:step], self._at[first + 1 :: step]
        # Nothing is copied, and no step of the loop is taken in Python.
        return map(
            self._texts.find,
            repeat(piece),
            map(starts.__getitem__, numbers),
            map(ends.__getitem__, numbers),
        )
