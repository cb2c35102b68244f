"""The valid state of an index folder, kept open and renewed when a writer has changed it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from heapq import nlargest
from itertools import chain
from pathlib import Path

from docgen.errors import say
from docgen.index import bits, manifest, schema
from docgen.index.analysis import Word
from docgen.index.conditions import Query
from docgen.index.lines import Damaged
from docgen.index.manifest import IndexBroken, Manifest, Part
from docgen.index.matching import Shelf
from docgen.index.paper import Hit
from docgen.index.schema import Entry, entry
from docgen.index.segments import Segment
from docgen.index.snippet import snippet
from docgen.model.scope import Scope

# How often to try again when a writer changed the folder under our feet.
_TRIES = 10

Match = tuple[str, int]
"""A part, and a paper in it."""

Found = Mapping[int, Mapping[str, int]]
"""By worth, then by part: the papers that match (``index.bits``)."""


class Reader:
    """All segments that count. Not for several threads at a time."""

    def __init__(self, root: Path) -> None:
        """Nothing is opened yet."""
        self._root = root
        self._stamp: tuple[int, int, int] | None = None
        self._shelves: dict[str, tuple[Segment, Shelf]] = {}
        self.state = Manifest()

    def refresh(self) -> None:
        """Take over what was written since; ``IndexBroken`` if that cannot be read."""
        for left in reversed(range(_TRIES)):
            stamp = self._written_at()
            if stamp is not None and stamp == self._stamp:
                return
            try:
                self._take_over(manifest.read(self._root))
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
        self._shelves = {part.name: self._shelf(part) for part in state.parts}
        self.state = state

    def _shelf(self, part: Part) -> tuple[Segment, Shelf]:
        segment, shelf = self._shelves.get(part.name) or self._opened(part)
        if shelf.gone != part.gone:
            shelf = Shelf(segment, part.gone)
        return segment, shelf

    def _opened(self, part: Part) -> tuple[Segment, Shelf]:
        manifest.verify(self._root, part, thoroughly=False)
        try:
            segment = Segment(self._root / part.name, part.count)
        except Damaged as fault:
            raise damaged(fault) from fault
        return segment, Shelf(segment, part.gone)

    def found(self, query: Query, scope: Scope) -> Found:
        """All papers that match and that the scope admits."""
        found: dict[int, dict[str, int]] = defaultdict(dict)
        for name, (_, shelf) in self._shelves.items():
            for worth, papers in shelf.matches(query, scope).items():
                found[worth][name] = papers
        return found

    def best(self, found: Found, count: int) -> list[Match]:
        """The best matches in order: by worth, the newest day, the highest item id."""
        chosen: list[Match] = []
        for worth in sorted(found):
            left = count - len(chosen)
            if left <= 0:
                break
            chosen += self._newest(found[worth], left)
        return chosen

    def _newest(self, found: Mapping[str, int], count: int) -> list[Match]:
        """Item ids are read only of papers of a day that counts."""
        last = nlargest(count, chain.from_iterable(map(self._days, found, found.values())))[-1]
        kept = [
            (day, self._item((name, paper)), (name, paper))
            for name, papers in found.items()
            for day, paper in zip(self._days(name, papers), bits.numbers(papers), strict=True)
            if day >= last
        ]
        kept.sort(reverse=True)
        return [match for _, _, match in kept[:count]]

    def _days(self, name: str, papers: int) -> Iterator[int]:
        return map(self._shelves[name][0].days.__getitem__, bits.numbers(papers))

    def _item(self, match: Match) -> bytes:
        name, paper = match
        return self._shelves[name][0].texts.line(paper, schema.ITEM_LINE)

    def hit(self, match: Match, words: Sequence[Word]) -> Hit:
        """A match as people see it."""
        name, number = match
        segment, _ = self._shelves[name]
        paper = segment.paper(number)
        normalised = segment.texts.line(number, schema.BODY_LINE).decode(errors="replace")
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
            for paper in bits.numbers(shelf.holding(schema.ITEM, item)):
                yield name, paper, segment.sequence(paper)

    def entries(self, part: Part) -> Iterator[Entry]:
        """The papers of a part that are not gone, ready to be written again."""
        segment, _ = self._shelves[part.name]
        for paper in range(part.count):
            if paper not in part.gone:
                yield entry(segment.paper(paper), segment.sequence(paper))


def damaged(fault: Damaged) -> IndexBroken:
    """What a segment met, as callers of the index know it."""
    return IndexBroken("broken", say("a file of the index is damaged: {fault}", fault=str(fault)))
