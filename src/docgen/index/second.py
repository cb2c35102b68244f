"""The search index of the library tantivy: the engine for offices that outgrow whoosh.

What it promises stands in ``engine.Engine``. The library does the matching, the ordering and the
counting (``second_query``, ``second_asking``); here is who may write and when (``folder``), and
which state is read. The outbox sequence is an entry of the index itself, so a commit of the
library has papers and sequence, or neither.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Lock

from docgen.index import folder, second_asking, second_folder, second_query, second_writing
from docgen.index.asked import wanted_words
from docgen.index.conditions import Query
from docgen.index.engine import IndexBroken, Order, State
from docgen.index.paper import Paper, Result
from docgen.index.second_folder import CURRENT, META, Reading, Stamp
from docgen.index.second_opened import Opened
from docgen.index.second_schema import Noted, document
from docgen.model.scope import Scope

# How long the removal of an item is remembered, in removals; see ``Engine.remove``.
_REMOVED_KEPT = 1000
# How often to try again when a writer changed the folder under our feet.
_TRIES = 10
_READING = Reading()


class Tantivy:
    """See ``Engine``; its files lie in a folder of their own, ``tantivy``."""

    def __init__(self, path: Path, *, fold: bool = False, patience: float = 10.0) -> None:
        """Nothing is opened yet; arguments as for ``Embedded``."""
        self._root, self._fold, self._patience = path / "tantivy", fold, patience
        self._made_as = second_folder.version(fold=fold)
        self._mutex = Lock()
        self._opened: Opened | None = None

    def state(self, *, thoroughly: bool = False) -> State:
        """See ``Engine``; thoroughly compares every byte with its checksum (about 1 GB/s)."""
        try:
            second_folder.verify(self._current(), thoroughly=thoroughly)
            self._now()
        except IndexBroken as broken:
            return broken.state
        return "ok"

    def sequence(self) -> int:
        """See ``Engine``."""
        return self._now().noted().sequence

    def add(self, papers: Sequence[Paper], *, upto: int) -> None:
        """See ``Engine``."""
        latest = {paper.item: paper for paper in papers}
        with self._writing() as now:
            noted, before = now.noted(), now.sequences(latest)
            due = _not_newer(latest, noted, before, upto)
            removed = {item: at for item, at in noted.removed.items() if item not in due}
            gone = due & before.keys()
            new = (document(latest[item], upto, fold=self._fold) for item in due)
            moved = _moved(noted, removed, upto, soiled=bool(gone))
            second_writing.write(now.folder, moved, new, gone=gone)

    def remove(self, items: Collection[str], *, upto: int, purge: bool = False) -> None:
        """See ``Engine``; to purge, the whole index is written anew without them."""
        with self._writing() as now:
            noted, before = now.noted(), now.sequences(items)
            due = _not_newer(items, noted, before, upto)
            removed = {**noted.removed, **dict.fromkeys(due, upto)}
            gone = due & before.keys()
            moved = _moved(noted, removed, upto, soiled=bool(gone))
            if purge and moved.soiled:
                self._copy(now, gone, replace(moved, soiled=False))
            else:
                second_writing.write(now.folder, moved, gone=gone)

    def replace_with(self, papers: Iterable[Paper], *, upto: int) -> None:
        """See ``Engine``."""
        patience = self._patience
        new = (document(paper, upto, fold=self._fold) for paper in _once(papers))
        with folder.writing(self._root):
            self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
            with (
                folder.locked(self._root, folder.REBUILD, patience=patience),
                folder.scratch(self._root, folder.REBUILDING) as made,
            ):
                second_writing.build(made, new)
                with folder.locked(self._root, folder.WRITE, patience=patience):
                    second_writing.write(made, Noted(upto, self._removed_before()))
                    second_folder.make_current(self._root, made, self._made_as)

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
        searcher, words = self._now().searcher, wanted_words(query, fold=self._fold)
        with _READING:
            base = second_query.found(query, scope, fold=self._fold)
            total, first = second_asking.first(
                searcher, query, base, order, fold=self._fold, count=max(1, offset + limit)
            )
            page = first[offset : offset + limit]
            hits = tuple(second_asking.hit(kept, words) for kept in page)
            counts = second_asking.counts(searcher, base, facets)
        took_ms = (time.perf_counter() - started) * 1000
        return Result(total, hits, round(took_ms, 3), counts)

    def _current(self) -> Path:
        return second_folder.current(self._root, self._made_as)

    def _now(self) -> Opened:
        """The valid state, open; the one from before if nothing was written since."""
        with self._mutex:
            opened = self._opened
            if opened is None or self._stamp(opened.folder) != opened.stamp:
                self._opened = opened = self._open()
            return opened

    def _open(self) -> Opened:
        for left in reversed(range(_TRIES)):
            folder = self._current()
            stamp = self._stamp(folder)
            try:
                return Opened.open(folder, stamp)
            except IndexBroken:
                # A writer may have swept what was valid just now.
                if not left or self._stamp(folder) == stamp:
                    raise
        raise AssertionError

    def _stamp(self, folder: Path) -> tuple[Stamp | None, Stamp | None]:
        return second_folder.stamp(self._root / CURRENT), second_folder.stamp(folder / META)

    @contextmanager
    def _writing(self) -> Iterator[Opened]:
        """Hold the writer's lock; gives the valid state."""
        self._current()  # a missing index is said before its lock file is missed
        with (
            folder.writing(self._root),
            folder.locked(self._root, folder.WRITE, patience=self._patience),
        ):
            yield self._now()

    def _copy(self, now: Opened, left_out: Collection[str], noted: Noted) -> None:
        """Write the whole index anew without some items."""
        new = (
            document(one.paper, one.at, fold=self._fold)
            for one in now.papers()
            if one.paper.item not in left_out
        )
        with folder.scratch(self._root, folder.ADDING) as made:
            second_writing.build(made, new)
            second_writing.write(made, noted)
            second_folder.make_current(self._root, made, self._made_as)

    def _removed_before(self) -> Mapping[str, int]:
        try:
            return self._now().noted().removed
        except IndexBroken:
            return {}


def _not_newer(
    items: Iterable[str], noted: Noted, before: Mapping[str, int], upto: int
) -> set[str]:
    """Those items that were not indexed or removed at a later sequence than ``upto``."""
    return {
        item
        for item in items
        if noted.removed.get(item, upto) <= upto and before.get(item, upto) <= upto
    }


def _moved(noted: Noted, removed: Mapping[str, int], upto: int, *, soiled: bool) -> Noted:
    latest = sorted(removed.items(), key=lambda one: one[1])[-_REMOVED_KEPT:]
    return Noted(max(noted.sequence, upto), dict(latest), noted.soiled or soiled)


def _once(papers: Iterable[Paper]) -> Iterator[Paper]:
    seen: set[str] = set()
    for paper in papers:
        if paper.item in seen:
            raise ValueError(f"{paper.item} is given twice")
        seen.add(paper.item)
        yield paper
