"""The search index in a folder. The seam to the rest of docgen is six functions:

    state  sequence  add  remove  replace_with  search

A second engine offers the same six. Everything here is derived from the register and can be
made again at any time; nothing filed waits for it or fails because of it.

The sequence. The register keeps an outbox: one row, with a rising number, for every item
that was filed, changed or removed. Whoever catches up asks ``sequence``, reads all rows after
it, and calls ``add`` and ``remove`` with the number of the last row as ``upto``. Doing that
twice, or in two processes at once, does no harm: what was indexed at a later number is never
overwritten by an earlier one.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from heapq import nsmallest
from itertools import chain, islice
from pathlib import Path
from threading import RLock

from docgen.errors import say
from docgen.index import folder, schema, segments
from docgen.index.folder import IndexBroken, Manifest, Part, State
from docgen.index.matching import Shelf, wanted_words
from docgen.index.paper import Hit, Paper, Result
from docgen.index.query import Query
from docgen.index.schema import Entry, entry
from docgen.index.segments import Damaged, Segment
from docgen.index.snippet import snippet
from docgen.model.scope import Scope

# Papers in one segment at most: bounds the memory of writing (30 MB for 1,000 characters).
SEGMENT_PAPERS = 5_000
# Eight segments smaller than one of these are written together with the next addition, so
# that a paper is rewritten three times at most and the number of segments stays small.
_SMALL, _MANY = (8, 64, 512), 8
# How often a reader tries again when a writer changed the folder under its feet.
_TRIES = 10


class Index:
    """An index in one folder; any number of readers and one writer at a time.

    One ``Index`` may be shared by the threads of a process. It keeps what it has opened,
    and notices by itself when another process has written.
    """

    def __init__(self, path: Path, *, patience: float = 10.0) -> None:
        """Nothing is opened yet.

        Args:
            path: The folder of the index; it need not exist.
            patience: How long a writer waits for another one, in seconds.
        """
        self._root, self._patience = path, patience
        self._mutex = RLock()
        self._stamp: tuple[int, int, int] | None = None
        self._manifest = Manifest()
        self._shelves: dict[str, Shelf] = {}
        self._segments: dict[str, Segment] = {}

    def create(self) -> None:
        """Make an empty index where there is none; one that is there is left alone."""
        if self.state() == "missing":
            self.replace_with((), upto=0)

    def state(self, *, thoroughly: bool = False) -> State:
        """Whether the index can be used, or why not: everything but "ok" needs a rebuild.

        Args:
            thoroughly: Also compare every byte with its checksum (about 1 GB/s).
        """
        try:
            with self._mutex:
                self._refresh()
                for part in self._manifest.parts:
                    folder.verify(self._root, part, thoroughly=thoroughly)
        except IndexBroken as broken:
            return broken.state
        return "ok"

    def sequence(self) -> int:
        """The outbox sequence up to which everything is indexed; ``IndexBroken`` if unusable."""
        return folder.read(self._root).sequence

    def add(self, papers: Sequence[Paper], *, upto: int) -> None:
        """Index papers, each in place of the one with the same item.

        Args:
            papers: The papers of all outbox rows after ``sequence()`` up to ``upto``, as they
                are now. Of two with the same item the last one counts.
            upto: The number of the last of these rows. It never goes down.

        Raises:
            IndexBroken: There is no index that could be added to.
            OutsideFailed: Another process is writing, or the disk refuses.
        """
        latest = {paper.item: paper for paper in papers}
        with self._writing() as manifest:
            newer = self._newer_than(upto, latest, manifest)
            entries = [entry(one, upto) for item, one in latest.items() if item not in newer]
            parts = self._without(manifest.parts, [one.paper.item for one in entries])
            removed = {i: at for i, at in manifest.removed.items() if i in newer or i not in latest}
            small = _small(parts, len(entries))
            again = chain.from_iterable(self._entries(part) for part in small)
            kept = [part for part in parts if part.live and part not in small]
            with folder.scratch(self._root, folder.ADDING) as scratch:
                written = _write(scratch, chain(again, entries))
                folder.adopt(self._root, scratch, written)
            sequence = max(manifest.sequence, upto)
            folder.commit(self._root, Manifest(sequence, (*kept, *written), removed))

    def remove(self, items: Collection[str], *, upto: int) -> None:
        """Take items out of the index; ``upto`` as for ``add``, and the same errors.

        The removal is remembered, so that an ``add`` that was read from an earlier row
        and comes late cannot bring the paper back.
        """
        with self._writing() as manifest:
            newer = self._newer_than(upto, items, manifest)
            going = [item for item in items if item not in newer]
            parts = self._without(manifest.parts, going)
            removed = {**manifest.removed, **dict.fromkeys(going, upto)}
            kept = tuple(part for part in parts if part.live)
            folder.commit(self._root, Manifest(max(manifest.sequence, upto), kept, removed))

    def replace_with(self, papers: Iterable[Paper], *, upto: int) -> None:
        """Build the index anew from all papers, while the old one answers and is added to.

        Afterwards ``sequence`` is ``upto``: rows after it, also those that the old index
        already had, must be added again.

        Args:
            papers: Every paper once; read as it is needed. (``ValueError`` for a second one.)
            upto: The last outbox row that the papers reflect.
        """
        with folder.writing(self._root):
            self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
            with (
                folder.locked(self._root, "rebuild.lock", patience=self._patience),
                folder.scratch(self._root, folder.REBUILDING) as scratch,
            ):
                written = _write(scratch, (entry(paper, upto) for paper in _once(papers)))
                with folder.locked(self._root, "write.lock", patience=self._patience):
                    folder.adopt(self._root, scratch, written)
                    state = Manifest(upto, tuple(written), self._still_removed())
                    folder.commit(self._root, state)

    def search(self, query: Query, scope: Scope, *, limit: int = 20, offset: int = 0) -> Result:
        """The papers that match, of those that the scope admits; the best first.

        Hits in number and item id come first, then title and customer, then the rest; among
        equals the newest paper, then the higher item id.

        Args:
            query: What to look for (``query.parse``).
            scope: What the person may know of. Nothing outside it is counted or timed.
            limit: How many hits to give, with their snippets.
            offset: How many of the best to leave out.

        Raises:
            IndexBroken: The index cannot answer; build it anew.
        """
        started = time.perf_counter()
        with self._mutex:
            self._refresh()
            try:
                found = self._found(query, scope)
                page = self._best(found, offset + limit)[offset:]
                words = wanted_words(query)
                hits = tuple(_hit(self._segments[name].paper(n), words) for name, n in page)
            except Damaged as fault:
                raise IndexBroken("broken", say("{fault}", fault=str(fault))) from fault
        took = round((time.perf_counter() - started) * 1000, 3)
        return Result(len(found), hits, took)

    def _found(self, query: Query, scope: Scope) -> list[tuple[int, int, str, int]]:
        """All matches as (worth, minus the day, part, paper), so that the smallest is best."""
        return [
            (worth, -self._segments[name].day(paper), name, paper)
            for name, shelf in self._shelves.items()
            for paper, worth in shelf.matches(query, scope).items()
        ]

    def _best(
        self, found: list[tuple[int, int, str, int]], count: int
    ) -> list[tuple[str, int]]:
        """The best matches in order. Item ids are read only where worth and day are equal."""
        if count <= 0 or not found:
            return []
        worst = nsmallest(count, (match[:2] for match in found))[-1]
        kept = [match for match in found if match[:2] <= worst]
        kept.sort(key=lambda match: self._item(match[2], match[3]), reverse=True)
        kept.sort(key=lambda match: match[:2])
        return [(name, paper) for _, _, name, paper in kept[:count]]

    def _item(self, name: str, paper: int) -> bytes:
        return self._segments[name].texts(paper).split(b"\n")[schema.ITEM_LINE]
