"""The texts of a segment's papers, one after the other in one file, found by their number.

    <name>      every text, in UTF-8, nothing between two of them
    <name>.at   where each begins and where the last one ends, eight bytes each

Written once, mapped for reading: the system keeps in memory what is searched, and looking at
one text costs about a microsecond.
"""

from __future__ import annotations

import mmap
from array import array
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Self


class Damaged(Exception):
    """A segment cannot be read: files are missing, cut off or overwritten."""


class Writer:
    """Writes the texts of one segment; a context manager."""

    def __init__(self, folder: Path, name: str) -> None:
        """The file is made at once."""
        self._places = folder / f"{name}.at"
        self._file = (folder / name).open("xb")
        self._at = array("Q", [0])

    def __enter__(self) -> Self:
        """Nothing more is needed."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        """Write where the texts are, unless something went wrong."""
        self._file.close()
        if kind is None:
            self._places.write_bytes(self._at.tobytes())

    def add(self, text: bytes) -> None:
        """Write the text of the next paper."""
        self._file.write(text)
        self._at.append(self._at[-1] + len(text))


class Lines:
    """The texts of one segment, open for reading."""

    def __init__(self, folder: Path, name: str, count: int) -> None:
        """Map them.

        Raises:
            Damaged: The files do not fit each other, or not so many papers.
            OSError: A file is not there.
        """
        self._at = array("Q", (folder / f"{name}.at").read_bytes())
        with (folder / name).open("rb") as file:
            self._texts = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        rising = all(one <= next_one for one, next_one in pairwise(self._at))
        if len(self._at) != count + 1 or self._at[-1] != len(self._texts) or not rising:
            raise Damaged(f"{name} does not hold {count} texts")

    def __getitem__(self, paper: int) -> bytes:
        """The text of a paper."""
        return self._texts[self._at[paper] : self._at[paper + 1]]

    def line(self, paper: int, number: int) -> bytes:
        """One line of the text of a paper, counted from 0; ``Damaged`` if it has not so many."""
        lines = self[paper].split(b"\n", number + 1)
        if len(lines) <= number:
            raise Damaged(f"the text of paper {paper} is cut off")
        return lines[number]

    def holding(self, piece: bytes, papers: Iterable[int]) -> list[int]:
        """Those of some papers whose text has this piece."""
        texts, at = self._texts, self._at
        return [paper for paper in papers if piece in texts[at[paper] : at[paper + 1]]]
