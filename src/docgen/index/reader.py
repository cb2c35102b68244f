"""The valid state of an index folder, kept open and renewed when a writer has changed it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from heapq import nlargest
from itertools import islice
from pathlib import Path

from docgen.errors import say
from docgen.index import bits, columns, manifest, schema
from docgen.index.analysis import Word
from docgen.index.asked import Asked
from docgen.index.columns import AllValues, Values
from docgen.index.conditions import Query
from docgen.index.engine import FACET_VALUES, IndexBroken, Order
from docgen.index.lines import Damaged
from docgen.index.manifest import Manifest, Part
from docgen.index.matching import Shelf, Worth
from docgen.index.paper import Hit, Paper
from docgen.index.segments import Segment
from docgen.index.snippet import snippet
from docgen.model.scope import Scope

# How often to try again when a writer changed the folder under our feet.
_TRIES = 10

Match = tuple[str, int]
"""A part, and a paper in it."""

Papers = Mapping[str, int]
"""Papers by part (``index.bits``)."""

Counts = tuple[tuple[str, int], ...]
"""Values, and how many papers have each."""

Found = Mapping[Worth, Papers]
"""By worth the papers that match."""


class Reader:
    """All segments that count. Not for several threads at a time."""

    def __init__(self, root: Path, *, fold: bool) -> None:
        """Nothing is opened yet."""
        self._root, self._fold = root, fold
        self._version = manifest.version(fold=fold)
        self._stamp: tuple[int, int, int] | None = None
        self._shelves: dict[str, tuple[Segment, Shelf]] = {}
        self._values = _no_values()
        self.state = Manifest()

    def refresh(self) -> None:
        """Take over what was written since; ``IndexBroken`` if that cannot be read."""
        for left in reversed(range(_TRIES)):
            stamp = self._written_at()
            if stamp is not None and stamp == self._stamp:
                return
            try:
                self._take_over(manifest.read(self._root, self._version))
            except IndexBroken:
                # A writer may have swept what the manifest just read still named.
                if not left or self._written_at() == stamp:
                    raise
            else:
                self._stamp = stamp
                return

    def _written_at(self) -> tuple[int, int, int] | None:
        try:
            facts = (self._root / manifest.MANIFEST).stat()
        except OSError:
            return None
        return facts.st_ino, facts.st_mtime_ns, facts.st_size

    def _take_over(self, state: Manifest) -> None:
        """Open what is new. Where nothing stays, as after a rebuild, no value stays known."""
        stays = any(part.name in self._shelves for part in state.parts)
        values = self._values if stays else _no_values()
        self._shelves = {part.name: self._shelf(part, values) for part in state.parts}
        self._values, self.state = values, state

    def _shelf(self, part: Part, values: AllValues) -> tuple[Segment, Shelf]:
        segment, shelf = self._shelves.get(part.name) or self._opened(part, values)
        if shelf.gone != part.gone:
            shelf = Shelf(segment, part.gone)
        return segment, shelf

    def _opened(self, part: Part, values: AllValues) -> tuple[Segment, Shelf]:
        manifest.verify(self._root, part, thoroughly=False)
        try:
            segment = Segment(self._root / part.name, part.count, values)
        except Damaged as fault:
            raise damaged(fault) from fault
        return segment, Shelf(segment, part.gone)

    def found(self, query: Query, scope: Scope) -> Found:
        """All papers that match and that the scope admits."""
        asked = Asked(query, scope, self._values, fold=self._fold)
        found: dict[Worth, dict[str, int]] = defaultdict(dict)
        for name, (_, shelf) in self._shelves.items():
            for worth, papers in shelf.matches(asked).items():
                found[worth][name] = papers
        return found

    def first(self, found: Found, order: Order, count: int) -> list[Match]:
        """The first matches, as many as asked for, in an order of ``Engine.search``."""
        if order == "number":
            return self._by_number(_together(found), count)
        groups = [found[worth] for worth in sorted(found)]
        chosen: list[Match] = []
        for papers in groups if order == "best" else [_together(found)]:
            left = count - len(chosen)
            if left <= 0:
                break
            chosen += self._newest(papers, left)
        return chosen

    def _newest(self, found: Papers, count: int) -> list[Match]:
        """Item ids are read only of papers of a day that counts."""
        first = [
            (self._segment(name).days[paper], (name, paper))
            for name, papers in found.items()
            for paper in islice(bits.numbers(papers), count)
        ]
        last = min(nlargest(count, (day for day, _ in first)), default=0)
        kept = [(day, self._item(match), match) for day, match in first if day >= last]
        kept.sort(reverse=True)
        return [match for _, _, match in kept[:count]]

    def _by_number(self, found: Papers, count: int) -> list[Match]:
        first: list[Match] = []
        for name, papers in found.items():
            flags = bits.flags(papers | 1 << self._segment(name).count)
            rising = filter(flags.__getitem__, self._segment(name).by_number)
            first += ((name, paper) for paper in islice(rising, count))
        first.sort(key=self._item, reverse=True)
        first.sort(key=self._days_ago)
        first.sort(key=self._number)
        return first[:count]

    def _segment(self, name: str) -> Segment:
        return self._shelves[name][0]

    def _days_ago(self, match: Match) -> int:
        name, paper = match
        return -self._segment(name).days[paper]

    def _item(self, match: Match) -> bytes:
        name, paper = match
        return self._segment(name).line(paper, "key", schema.ITEM_LINE)

    def _number(self, match: Match) -> tuple[bool, bytes]:
        name, paper = match
        number = self._segment(name).line(paper, "key", schema.NUMBER_LINE)
        return not number, number

    def counts(self, found: Found, facets: Collection[str]) -> Mapping[str, Counts]:
        """For each facet how many of the papers found have each value, the most frequent first."""
        together = [(self._segment(name), papers) for name, papers in _together(found).items()]
        counts = {
            facet: columns.counted([(one.facts[facet], papers) for one, papers in together])
            for facet in facets
        }
        return {
            facet: tuple(self._values[facet].most(of_facet, FACET_VALUES))
            for facet, of_facet in counts.items()
        }

    def hit(self, match: Match, words: Sequence[Word]) -> Hit:
        """A match as people see it."""
        name, number = match
        segment = self._segment(name)
        paper, _ = segment.paper(number)
        normalised = segment.line(number, "body", schema.BODY_LINE).decode(errors="replace")
        text, spans = snippet(paper.body, normalised, words)
        return Hit(
            item=paper.item,
            title=paper.title,
            customer=paper.customer,
            dossier=paper.dossier,
            template=paper.template,
            date=paper.date,
            rank=paper.rank,
            number=paper.number,
            snippet=text,
            spans=spans,
        )

    def places(self, item: str) -> Iterator[tuple[str, int, int]]:
        """Where an item's paper is: part, paper in it, and the sequence it was indexed at."""
        for name, (segment, shelf) in self._shelves.items():
            for paper in bits.numbers(shelf.with_item(item)):
                yield name, paper, segment.paper(paper)[1]

    def papers(self, part: Part) -> Iterator[tuple[Paper, int]]:
        """The papers of a part that are not gone, and the sequence each was indexed at."""
        segment = self._segment(part.name)
        for paper in range(part.count):
            if paper not in part.gone:
                yield segment.paper(paper)


def _no_values() -> AllValues:
    return {fact: Values() for fact in schema.FACTS}


def total(found: Found) -> int:
    """How many papers were found."""
    return sum(papers.bit_count() for of_worth in found.values() for papers in of_worth.values())


def _together(found: Found) -> Papers:
    """All papers found, whatever their worth."""
    together: dict[str, int] = defaultdict(int)
    for of_worth in found.values():
        for name, papers in of_worth.items():
            together[name] |= papers
    return together


def damaged(fault: Exception) -> IndexBroken:
    """What a segment met, as callers of the index know it."""
    return IndexBroken("broken", say("a file of the index is damaged: {fault}", fault=str(fault)))
