"""The search index in a folder of its own, asked in this process: the engine ``whoosh``.

Segments (``segments``) that count (``manifest``), read by one ``Reader`` and written by one
writer at a time (``folder``). What an engine promises stands in ``engine.Engine``.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, islice, pairwise
from pathlib import Path
from threading import Lock
from typing import TypeAlias

from docgen.index import folder, manifest, segments
from docgen.index.asked import wanted_words
from docgen.index.conditions import Query
from docgen.index.engine import IndexBroken, Order, State
from docgen.index.lines import Damaged
from docgen.index.manifest import Manifest, Part
from docgen.index.paper import Paper, Result
from docgen.index.reader import Reader, damaged, total
from docgen.index.schema import entry
from docgen.model.scope import Scope

# Papers in one segment at most: bounds the memory of writing (30 MB for 1,000 characters).
SEGMENT_PAPERS = 5_000
# Eight segments of about one size, between two of these, are written together with all smaller
# ones and the next addition. So a paper is rewritten three times at most, and the number of
# segments stays small, in whatever portions papers come.
SMALL_SIZES, MANY = (8, 64, 512), 8

Noted: TypeAlias = tuple[Paper, int]
"""A paper, and the outbox sequence it is indexed at."""
# What changed bytes come to when they are read: numbers of papers that are not there, and so on.
_DAMAGE = (Damaged, LookupError, ValueError, TypeError, OverflowError)


class Embedded:
    """See ``Engine``; keeps open what it has read."""

    def __init__(self, path: Path, *, fold: bool = False, patience: float = 10.0) -> None:
        """Nothing is opened yet.

        Args:
            path: The folder of the index; it need not exist.
            fold: Take traditional characters for simplified ones.
            patience: How long a writer waits for another one, in seconds.
        """
        self._root, self._patience = path, patience
        self._version, self._fold = manifest.version(fold=fold), fold
        self._mutex = Lock()
        self._reader = Reader(path, fold=fold)
        # The writer reads on its own, so that searches go on while it merges.
        self._own = Reader(path, fold=fold)

    def state(self, *, thoroughly: bool = False) -> State:
        """See ``Engine``; thoroughly compares every byte with its checksum (about 1 GB/s)."""
        try:
            with self._mutex:
                self._reader.refresh()
                for part in self._reader.state.parts:
                    manifest.verify(self._root, part, thoroughly=thoroughly)
        except IndexBroken as broken:
            return broken.state
        return "ok"

    def sequence(self) -> int:
        """See ``Engine``."""
        return self._valid().sequence

    def add(self, papers: Sequence[Paper], *, upto: int) -> None:
        """See ``Engine``; the new papers become a segment, together with many small ones."""
        latest = {paper.item: paper for paper in papers}
        with self._writing() as state:
            due = set(self._not_newer(state, latest, upto))
            parts = self._without(state, due)
            merged = _small(parts, len(due))
            new = ((paper, upto) for item, paper in latest.items() if item in due)
            removed = {item: at for item, at in state.removed.items() if item not in due}
            self._commit(Manifest(upto, tuple(parts), removed), merged, new)

    def remove(self, items: Collection[str], *, upto: int, purge: bool = False) -> None:
        """See ``Engine``; to purge, segments that hold papers which are gone are written anew."""
        with self._writing() as state:
            due = self._not_newer(state, items, upto)
            parts = self._without(state, due)
            soiled = [part for part in parts if purge and part.gone]
            removed = {**state.removed, **dict.fromkeys(due, upto)}
            self._commit(Manifest(upto, tuple(parts), removed), soiled)

    def replace_with(self, papers: Iterable[Paper], *, upto: int) -> None:
        """See ``Engine``."""
        patience = self._patience
        noted = ((paper, upto) for paper in _once(papers))
        with folder.writing(self._root):
            self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
            with (
                folder.locked(self._root, folder.REBUILD, patience=patience),
                folder.scratch(self._root, folder.REBUILDING) as scratch,
            ):
                written = self._written(scratch, noted)
                with folder.locked(self._root, folder.WRITE, patience=patience):
                    manifest.adopt(self._root, scratch, written)
                    state = Manifest(upto, tuple(written), self._removed_before())
                    manifest.commit(self._root, self._version, state)

    def search(
        self,
        query: Query,
        scope: Scope,
        *,
        limit: int = 20,
        offset: int = 0,
        order: Order = "best",
        facets: Collection[str] = (),
    ) -> Result:
        """See ``Engine``."""
        started = time.perf_counter()
        words = wanted_words(query, fold=self._fold)
        with self._mutex:
            self._reader.refresh()
            try:
                found = self._reader.found(query, scope)
                page = self._reader.first(found, order, offset + limit)[offset:]
                hits = tuple(self._reader.hit(match, words) for match in page)
                counts = self._reader.counts(found, facets)
            except _DAMAGE as fault:
                raise damaged(fault) from fault
        took_ms = (time.perf_counter() - started) * 1000
        return Result(total(found), hits, round(took_ms, 3), counts)

    def _valid(self) -> Manifest:
        return manifest.read(self._root, self._version)

    @contextmanager
    def _writing(self) -> Iterator[Manifest]:
        """Hold the writer's lock; gives the valid state, open in ``_own``."""
        self._valid()  # a missing index is said before its lock file is missed
        with (
            folder.writing(self._root),
            folder.locked(self._root, folder.WRITE, patience=self._patience),
        ):
            self._own.refresh()
            try:
                yield self._own.state
            except _DAMAGE as fault:
                raise damaged(fault) from fault

    def _not_newer(self, state: Manifest, items: Iterable[str], upto: int) -> list[str]:
        """Those items that were not indexed or removed at a later sequence than ``upto``."""
        return [
            item
            for item in items
            if state.removed.get(item, upto) <= upto
            and all(at <= upto for _, _, at in self._own.places(item))
        ]

    def _without(self, state: Manifest, items: Iterable[str]) -> list[Part]:
        """The parts with these items gone, and without the parts that are empty then."""
        gone = {part.name: set(part.gone) for part in state.parts}
        for item in items:
            for name, paper, _ in self._own.places(item):
                gone[name].add(paper)
        parts = [replace(part, gone=frozenset(gone[part.name])) for part in state.parts]
        return [part for part in parts if part.live]

    def _commit(self, state: Manifest, again: Sequence[Part], new: Iterable[Noted] = ()) -> None:
        """Make a state valid in which some parts are written again, together with new papers."""
        noted = chain(chain.from_iterable(map(self._own.papers, again)), new)
        kept = [part for part in state.parts if part not in again]
        with folder.scratch(self._root, folder.ADDING) as scratch:
            written = self._written(scratch, noted)
            manifest.adopt(self._root, scratch, written)
        sequence = max(state.sequence, self._own.state.sequence)
        parts = (*kept, *written)
        manifest.commit(self._root, self._version, replace(state, sequence=sequence, parts=parts))

    def _written(self, scratch: Path, noted: Iterable[Noted]) -> list[Part]:
        """Write segments of at most ``SEGMENT_PAPERS`` papers each, the newest first in each."""
        parts: list[Part] = []
        rest = iter(noted)
        while batch := list(islice(rest, SEGMENT_PAPERS)):
            batch.sort(key=lambda one: (one[0].date, one[0].item), reverse=True)
            target = scratch / "new"
            target.mkdir()
            entries = (entry(paper, sequence, fold=self._fold) for paper, sequence in batch)
            parts.append(manifest.seal(target, segments.write(target, entries)))
        return parts

    def _removed_before(self) -> dict[str, int]:
        try:
            return dict(self._valid().removed)
        except IndexBroken:
            return {}


def _small(parts: Sequence[Part], added: int) -> list[Part]:
    """The segments to write again together with ``added`` new papers."""
    if not added:
        return []
    chosen: list[Part] = []
    for least, size in pairwise((0, *SMALL_SIZES)):
        if sum(least <= part.live < size for part in parts) >= MANY:
            chosen = [part for part in parts if part.live < size]
    return chosen


def _once(papers: Iterable[Paper]) -> Iterator[Paper]:
    seen: set[str] = set()
    for paper in papers:
        if paper.item in seen:
            raise ValueError(f"{paper.item} is given twice")
        seen.add(paper.item)
        yield paper
