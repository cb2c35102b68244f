"""The seam between docgen and a search engine.

    state  sequence  add  remove  replace_with  search

An engine offers these six. Everything in an index is derived from the register and can be made
again at any time; nothing filed waits for it or fails because of it.

The sequence. The register keeps an outbox: one row, with a rising number, for every item
that was filed, changed or removed. Whoever catches up asks ``sequence``, reads all rows after
it, and calls ``remove`` and ``add`` with the number of the last row as ``upto``. Doing that
twice, or in two processes at once, does no harm: what was indexed at a later number is never
overwritten by an earlier one.
"""

from __future__ import annotations

import importlib
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Literal, Protocol, cast

from docgen.errors import OutsideFailed, say
from docgen.index.conditions import Query
from docgen.index.paper import Paper, Result
from docgen.model.scope import Scope

State = Literal["ok", "missing", "broken", "stale version"]
Order = Literal["best", "date", "number"]
Name = Literal["whoosh", "tantivy"]

#: What hits can be counted by.
FACETS = ("dossier", "customer", "template", "group", "grade", "unit", "year")
#: So many values of a facet are given at most, those with most papers.
FACET_VALUES = 100

_CLASSES = {
    "whoosh": ("docgen.index.embedded", "Embedded"),
    "tantivy": ("docgen.index.second", "Tantivy"),
}


class IndexBroken(OutsideFailed):
    """The index cannot answer; whoever catches this builds it anew with ``replace_with``."""

    code = "index-broken"

    def __init__(self, state: State, why: str) -> None:
        """Keep the state, so that a caller can tell a missing index from a damaged one."""
        super().__init__(
            say("the search index cannot be used: {state}", state=state),
            why=why,
            fix=say("have the index made anew; no document is touched").by("docgen reindex"),
        )
        self.state: State = state


class Engine(Protocol):
    """An index in one folder; any number of readers and one writer at a time.

    One engine may be shared by the threads of a process. It notices by itself when another
    process has written. Writers raise ``OutsideFailed`` if another process is writing all the
    time or the disk refuses; everything but ``state`` and ``replace_with`` raises
    ``IndexBroken`` if there is no index that could be used.
    """

    def state(self, *, thoroughly: bool = False) -> State:
        """Whether the index can be used, or why not: everything but "ok" needs a rebuild.

        Args:
            thoroughly: Also look for damage that only shows when every byte is read.
        """
        ...

    def sequence(self) -> int:
        """The outbox sequence up to which everything is indexed."""
        ...

    def add(self, papers: Sequence[Paper], *, upto: int) -> None:
        """Index papers, each in place of the one with the same item.

        Args:
            papers: The papers of all outbox rows after ``sequence()`` up to ``upto``, as they
                are now. Of two with the same item the last one counts.
            upto: The number of the last of these rows.
        """
        ...

    def remove(self, items: Collection[str], *, upto: int, purge: bool = False) -> None:
        """Take items out of the index; ``upto`` as for ``add``.

        The removal is remembered, so that an ``add`` that was read from an earlier row
        and comes late cannot bring the paper back.

        Args:
            items: Their ids; those that are not there do no harm.
            upto: The number of the last of their rows.
            purge: Leave no word of theirs, nor of any paper removed or replaced before, in
                any file of the index.
        """
        ...

    def replace_with(self, papers: Iterable[Paper], *, upto: int) -> None:
        """Build the index anew from all papers, while the old one answers and is added to.

        Afterwards ``sequence`` is ``upto``: rows after it, also those that the old index
        already had, must be added again. Without papers it makes an empty index.

        Args:
            papers: Every paper once; read as it is needed. ``ValueError`` for a second one.
            upto: The last outbox row that the papers reflect.
        """
        ...

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
        """The papers that match, of those that the scope admits.

        Args:
            query: What to look for (``query.parse``).
            scope: What the person may know of. Nothing outside it is counted or looked at.
            limit: How many hits to give, with their snippets.
            offset: How many of the first to leave out.
            order: "best": those sharing most with ``query.like``, then hits in number and
                item id, then title and customer, then the rest; among equals as "date".
                "date": the newest paper, then the higher item id. "number": the document
                number, normalised, rising, papers without one at the end; then as "date".
            facets: Which of ``FACETS`` to count by, over all papers that match. A value is as
                the paper has it (a grade is its rank); a paper without one is not counted.
        """
        ...


def open_engine(folder: Path, name: Name, *, fold: bool = False) -> Engine:
    """The engine of a name, in a folder that need not exist; only the one named is imported.

    Args:
        folder: The folder of the index.
        name: Which engine.
        fold: Take traditional characters for simplified ones.
    """
    module, kind = _CLASSES[name]
    return cast("Engine", getattr(importlib.import_module(module), kind)(folder, fold=fold))
