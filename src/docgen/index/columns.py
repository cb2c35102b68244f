"""The facts of a segment's papers: the values each fact has, and which paper has which.

    facts    for each column its values, in JSON, then for each paper the number of its value

A question is asked of the values, of which there are few, and not of each paper.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, reduce
from itertools import chain, compress
from operator import or_
from pathlib import Path

from docgen.index import bits
from docgen.index.lines import Damaged, Lines, Writer

_NAME = "facts"
# Up to so many values, papers are counted by one set for each value.
_FEW = 64


class Column:
    """One fact of all papers of a segment."""

    def __init__(self, values: Sequence[str], places: Sequence[int]) -> None:
        """``places`` has for each paper where in ``values`` its value is."""
        self.values, self._places = values, places

    @cached_property
    def _papers(self) -> Sequence[Sequence[int]]:
        found: list[list[int]] = [[] for _ in self.values]
        for paper, place in enumerate(self._places):
            found[place].append(paper)
        return found

    @cached_property
    def _sets(self) -> Sequence[int]:
        return [bits.of(papers) for papers in self._papers]

    def where(self, holds: Callable[[str], bool]) -> int:
        """The papers of whose value something is true (``index.bits``)."""
        having = [at for at, value in enumerate(self.values) if holds(value)]
        if len(self.values) <= _FEW:
            return reduce(or_, (self._sets[at] for at in having), 0)
        return bits.of(sorted(chain.from_iterable(self._papers[at] for at in having)))

    def counts(self, papers: int) -> Mapping[str, int]:
        """How many of some papers have each value."""
        if len(self.values) <= _FEW:
            counts = ((papers & having).bit_count() for having in self._sets)
            return dict(zip(self.values, counts, strict=True))
        counted = Counter(compress(self._places, bits.flags(papers)))
        return {self.values[at]: count for at, count in counted.items()}


def write(folder: Path, facts: Iterable[Iterable[str]]) -> None:
    """Write columns; each is given as its value for each paper."""
    with Writer(folder, _NAME) as file:
        for of_papers in facts:
            places: dict[str, int] = {}
            numbers = array("I", (places.setdefault(one, len(places)) for one in of_papers))
            values = json.dumps(list(places), ensure_ascii=False)
            file.add(values.encode("utf-8", "surrogatepass"), numbers.tobytes())


def read(folder: Path, columns: int, papers: int) -> list[Column]:
    """All columns, for so many papers; ``Damaged`` if they are not what was written."""
    lines = Lines(folder, _NAME, 2 * columns)
    found = []
    for at in range(0, 2 * columns, 2):
        values, places = json.loads(lines[at]), array("I", lines[at + 1])
        if len(places) != papers or max(places, default=-1) >= len(values):
            raise Damaged(f"{_NAME} does not hold {papers} papers")
        found.append(Column(values, places))
    return found
