"""The valid state of an index folder, kept open and renewed when a writer has changed it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import nsmallest
from pathlib import Path

from docgen.errors import say
from docgen.index import manifest, schema
from docgen.index.analysis import Word
from docgen.index.conditions import Query
from docgen.index.manifest import IndexBroken, Manifest, Part
from docgen.index.matching import Shelf
from docgen.index.paper import Hit
from docgen.index.schema import Entry, entry
from docgen.index.segments import Damaged, Segment
from docgen.index.snippet import snippet
from docgen.model.scope import Scope

# How often to try again when a writer changed the folder under our feet.
_TRIES = 10

Match = tuple[int, int, str, int]
"""Worth, minus the day, part, paper in it: the smallest is the best."""


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

    def found(self, query: Query, scope: Scope) -> list[Match]:
        """All papers that match and that the scope admits, in no order."""
        return [
            (worth, -segment.day(paper), name, paper)
            for name, (segment, shelf) in self._shelves.items()
            for paper, worth in shelf.matches(query, scope).items()
        ]

    def best(self, found: Sequence[Match], count: int) -> list[Match]:
        """The best matches in order. Item ids are read only where worth and day are equal."""
        if count <= 0 or not found:
            return []
        last = nsmallest(count, (match[:2] for match in found))[-1]
        kept = [match for match in found if match[:2] <= last]
        kept.sort(key=self._item, reverse=True)
        kept.sort(key=lambda match: match[:2])
        return kept[:count]

    def _item(self, match: Match) -> bytes:
        segment, _ = self._shelves[match[2]]
        return segment.texts(match[3]).split(b"\n")[schema.ITEM_LINE]

    def hit(self, match: Match, words: Sequence[Word]) -> Hit:
        """A match as people see it."""
        segment, _ = self._shelves[match[2]]
        paper = segment.paper(match[3])
        normalised = segment.texts(match[3]).split(b"\n")[schema.BODY_LINE].decode()
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
            for paper in segment.ids(schema.ITEM, item) - shelf.gone:
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
