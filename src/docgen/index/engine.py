"""The search index in a folder, and the seam between docgen and a search engine.

    state  sequence  add  remove  purge  replace_with  search

A second engine offers these seven (``create`` is a ``replace_with`` nothing). Everything here is
derived from the register and can be made again at any time; nothing filed waits for it or
fails because of it.

The sequence. The register keeps an outbox: one row, with a rising number, for every item
that was filed, changed or removed. Whoever catches up asks ``sequence``, reads all rows after
it, and calls ``remove`` and ``add`` with the number of the last row as ``upto``. Doing that
twice, or in two processes at once, does no harm: what was indexed at a later number is never
overwritten by an earlier one.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, islice, pairwise
from pathlib import Path
from threading import Lock

from docgen.index import folder, manifest, segments
from docgen.index.conditions import Query
from docgen.index.lines import Damaged
from docgen.index.manifest import IndexBroken, Manifest, Part, State
from docgen.index.matching import wanted_words
from docgen.index.paper import Paper, Result
from docgen.index.reader import Reader, damaged
from docgen.index.schema import Entry, entry
from docgen.model.scope import Scope

# Papers in one segment at most: bounds the memory of writing (30 MB for 1,000 characters).
SEGMENT_PAPERS = 5_000
# Eight segments of about one size, between two of these, are written together with all smaller
# ones and the next addition. So a paper is rewritten three times at most, and the number of
# segments stays small, in whatever portions papers come.
SMALL_SIZES, MANY = (8, 64, 512), 8


class Index:
    """An index in one folder; any number of readers and one writer at a time.

    One ``Index`` may be shared by the threads of a process. It keeps open what it has read,
    and notices by itself when another process has written.
    """

    def __init__(self, path: Path, *, patience: float = 10.0) -> None:
        """Nothing is opened yet.

        Args:
            path: The folder of the index; it need not exist.
            patience: How long a writer waits for another one, in seconds.
        """
        self._root, self._patience = path, patience
        self._mutex = Lock()
        self._reader = Reader(path)
        # The writer reads on its own, so that searches go on while it merges.
        self._own = Reader(path)

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
                self._reader.refresh()
                for part in self._reader.state.parts:
                    manifest.verify(self._root, part, thoroughly=thoroughly)
        except IndexBroken as broken:
            return broken.state
        return "ok"

    def sequence(self) -> int:
        """The outbox sequence up to which everything is indexed; ``IndexBroken`` if unusable."""
        return manifest.read(self._root).sequence

    def add(self, papers: Sequence[Paper], *, upto: int) -> None:
        """Index papers, each in place of the one with the same item.

        Args:
            papers: The papers of all outbox rows after ``sequence()`` up to ``upto``, as they
                are now. Of two with the same item the last one counts.
            upto: The number of the last of these rows.

        Raises:
            IndexBroken: There is no index that could be added to.
            OutsideFailed: Another process is writing, or the disk refuses.
        """
        latest = {paper.item: paper for paper in papers}
        with self._writing() as state:
            due = set(self._not_newer(state, latest, upto))
            parts = self._without(state, due)
            removed = {item: at for item, at in state.removed.items() if item not in due}
            merged = _small(parts, len(due))
            entries = chain(
                chain.from_iterable(self._own.entries(part) for part in merged),
                (entry(paper, upto) for item, paper in latest.items() if item in due),
            )
            kept = [part for part in parts if part not in merged]
            with folder.scratch(self._root, folder.ADDING) as scratch:
                written = _written(scratch, entries)
                manifest.adopt(self._root, scratch, written)
            self._commit(state, [*kept, *written], removed, upto)

    def remove(self, items: Collection[str], *, upto: int) -> None:
        """Take items out of the index; ``upto`` as for ``add``, and the same errors.

        The removal is remembered, so that an ``add`` that was read from an earlier row
        and comes late cannot bring the paper back.
        """
        with self._writing() as state:
            due = self._not_newer(state, items, upto)
            removed = {**state.removed, **dict.fromkeys(due, upto)}
            self._commit(state, self._without(state, due), removed, upto)

    def purge(self, items: Collection[str], *, upto: int) -> None:
        """Take items out so that no file of the index holds a word of theirs any more.

        ``remove`` only says that they do not count; here every segment that holds papers which
        do not count is written again without them. Arguments and errors as for ``add``.
        """
        with self._writing() as state:
            due = self._not_newer(state, items, upto)
            parts = self._without(state, due)
            soiled = [part for part in parts if part.gone]
            entries = chain.from_iterable(self._own.entries(part) for part in soiled)
            with folder.scratch(self._root, folder.ADDING) as scratch:
                written = _written(scratch, entries)
                manifest.adopt(self._root, scratch, written)
            kept = [part for part in parts if not part.gone]
            removed = {**state.removed, **dict.fromkeys(due, upto)}
            self._commit(state, [*kept, *written], removed, upto)

    def replace_with(self, papers: Iterable[Paper], *, upto: int) -> None:
        """Build the index anew from all papers, while the old one answers and is added to.

        Afterwards ``sequence`` is ``upto``: rows after it, also those that the old index
        already had, must be added again.

        Args:
            papers: Every paper once; read as it is needed. ``ValueError`` for a second one.
            upto: The last outbox row that the papers reflect.

        Raises:
            OutsideFailed: Another process is rebuilding or writing, or the disk refuses.
        """
        patience = self._patience
        with folder.writing(self._root):
            self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
            with (
                folder.locked(self._root, folder.REBUILD, patience=patience),
                folder.scratch(self._root, folder.REBUILDING) as scratch,
            ):
                written = _written(scratch, (entry(paper, upto) for paper in _once(papers)))
                with folder.locked(self._root, folder.WRITE, patience=patience):
                    manifest.adopt(self._root, scratch, written)
                    state = Manifest(upto, tuple(written), self._removed_before())
                    manifest.commit(self._root, state)

    def search(self, query: Query, scope: Scope, *, limit: int = 20, offset: int = 0) -> Result:
        """The papers that match, of those that the scope admits; the best first.

        Hits in number and item id come first, then title and customer, then the rest; among
        equals the newest paper, then the higher item id.

        Args:
            query: What to look for (``query.parse``).
            scope: What the person may know of. Nothing outside it is counted or looked at.
            limit: How many hits to give, with their snippets.
            offset: How many of the best to leave out.

        Raises:
            IndexBroken: The index cannot answer; build it anew.
        """
        started = time.perf_counter()
        words = wanted_words(query)
        with self._mutex:
            self._reader.refresh()
            try:
                found = self._reader.found(query, scope)
                page = self._reader.best(found, offset + limit)[offset:]
                hits = tuple(self._reader.hit(match, words) for match in page)
            except Damaged as fault:
                raise damaged(fault) from fault
        took_ms = (time.perf_counter() - started) * 1000
        total = sum(papers.bit_count() for parts in found.values() for papers in parts.values())
        return Result(total, hits, round(took_ms, 3))

    @contextmanager
    def _writing(self) -> Iterator[Manifest]:
        """Hold the writer's lock; gives the valid state, open in ``_own``."""
        manifest.read(self._root)  # a missing index is said before its lock file is missed
        with (
            folder.writing(self._root),
            folder.locked(self._root, folder.WRITE, patience=self._patience),
        ):
            self._own.refresh()
            try:
                yield self._own.state
            except Damaged as fault:
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

    def _commit(
        self, state: Manifest, parts: Sequence[Part], removed: dict[str, int], upto: int
    ) -> None:
        sequence = max(state.sequence, upto)
        manifest.commit(self._root, Manifest(sequence, tuple(parts), removed))

    def _removed_before(self) -> dict[str, int]:
        try:
            return dict(manifest.read(self._root).removed)
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


def _written(scratch: Path, entries: Iterable[Entry]) -> list[Part]:
    """Write segments of at most ``SEGMENT_PAPERS`` papers each."""
    parts: list[Part] = []
    rest = iter(entries)
    for first in rest:
        batch = chain([first], islice(rest, SEGMENT_PAPERS - 1))
        target = scratch / "new"
        target.mkdir()
        parts.append(manifest.seal(target, segments.write(target, batch)))
    return parts


def _once(papers: Iterable[Paper]) -> Iterator[Paper]:
    seen: set[str] = set()
    for paper in papers:
        if paper.item in seen:
            raise ValueError(f"{paper.item} is given twice")
        seen.add(paper.item)
        yield paper
