"""The facts of papers: the values that a fact has anywhere, and which papers have which.

    facts    for each column its values, in JSON, then for each paper the place of its value

A question is asked of the values, of which there are few, and not of each paper; and it is asked
once for all segments. Therefore a value has the same number in each of them.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from heapq import nlargest, nsmallest
from itertools import chain, compress
from operator import itemgetter
from pathlib import Path
from typing import TypeAlias

from docgen.index import bits
from docgen.index.lines import Damaged, Lines, Writer

_NAME = "facts"
# Up to so many values, papers are counted by one set for each value.
_FEW = 64
_ONE = ord("1")

Chosen: TypeAlias = bytearray
"""For the number of each value 1 or 0, as characters, and a 0 at the end."""


class Values:
    """The values that one fact has in any segment, each once, numbered as they came."""

    def __init__(self) -> None:
        """None yet."""
        self._numbers: dict[str, int] = {}
        self._values: list[str] = []

    def numbered(self, values: Iterable[str]) -> list[int]:
        """The number of each of these values."""
        known = self._numbers
        return [known.setdefault(value, len(known)) for value in values]

    def where(self, holds: Callable[[str], bool]) -> Chosen:
        """The values of which something is true."""
        return self._chosen(number for value, number in self._numbers.items() if holds(value))

    def among(self, values: Iterable[str]) -> Chosen:
        """Those of these values that there are."""
        return self._chosen(self._numbers[one] for one in values if one in self._numbers)

    def _chosen(self, numbers: Iterable[int]) -> Chosen:
        marks = bytearray(b"0") * (len(self._numbers) + 1)
        for number in numbers:
            marks[number] = _ONE
        return marks

    def most(self, counts: Mapping[int, int], count: int) -> list[tuple[str, int]]:
        """The most frequent values but ``""``, as many as asked for, then by value."""
        if len(self._values) < len(self._numbers):
            self._values = list(self._numbers)
        empty = self._numbers.get("")
        least = max(1, min(nlargest(count + 1, counts.values()), default=1))
        many = [
            (self._values[number], n)
            for number, n in counts.items()
            if n >= least and number != empty
        ]
        return nsmallest(count, many, key=lambda one: (-one[1], one[0]))


AllValues: TypeAlias = Mapping[str, Values]
"""The values of each fact, in the order of the columns."""


class Column:
    """One fact of all papers of a segment."""

    def __init__(self, numbers: Sequence[int]) -> None:
        """``numbers`` has for each paper the number of its value."""
        self._numbers = numbers

    @cached_property
    def _sets(self) -> Mapping[int, int]:
        """The papers of each value, if the segment has few values, else nothing."""
        if len(set(self._numbers)) > _FEW:
            return {}
        papers: dict[int, list[int]] = {}
        for paper, number in enumerate(self._numbers):
            papers.setdefault(number, []).append(paper)
        return {number: bits.of(those) for number, those in papers.items()}

    @cached_property
    def _marks(self) -> Callable[[Chosen], tuple[int, ...]]:
        """Picks the mark of each paper, the last paper first; before them the 0 at the end."""
        return itemgetter(-1, *reversed(self._numbers))

    def where(self, chosen: Chosen) -> int:
        """The papers that have one of the chosen values (``index.bits``)."""
        return int(bytes(self._marks(chosen)), 2) if _ONE in chosen else 0

    def few(self, papers: int) -> Mapping[int, int]:
        """How many of some papers have each value, if the segment has few values, else nothing."""
        return {number: (papers & one).bit_count() for number, one in self._sets.items()}

    def many(self, papers: int) -> Iterable[int]:
        """The value's number for each of some papers, if the segment has many values."""
        return () if self._sets else compress(self._numbers, bits.flags(papers))


def counted(found: Collection[tuple[Column, int]]) -> Mapping[int, int]:
    """How many of some papers of each segment have each value, by its number."""
    counts = Counter(chain.from_iterable(column.many(papers) for column, papers in found))
    for column, papers in found:
        for number, count in column.few(papers).items():
            counts[number] += count
    return counts


def write(folder: Path, facts: Iterable[Iterable[str]]) -> None:
    """Write columns; each is given as its value for each paper."""
    with Writer(folder, _NAME) as file:
        for of_papers in facts:
            places: dict[str, int] = {}
            numbers = array("I", (places.setdefault(one, len(places)) for one in of_papers))
            values = json.dumps(list(places), ensure_ascii=False)
            file.add(values.encode("utf-8", "surrogatepass"), numbers.tobytes())


def read(folder: Path, facts: AllValues, papers: int) -> dict[str, Column]:
    """The column of each fact, for so many papers; ``Damaged`` if they are not what was written."""
    lines = Lines(folder, _NAME, 2 * len(facts))
    found = {}
    for at, (fact, known) in enumerate(facts.items()):
        values, places = json.loads(lines[2 * at]), array("I", lines[2 * at + 1])
        if len(places) != papers or max(places, default=-1) >= len(values):
            raise Damaged(f"{_NAME} does not hold {papers} papers")
        numbers = known.numbered(values)
        found[fact] = Column(list(map(numbers.__getitem__, places)))
    return found
