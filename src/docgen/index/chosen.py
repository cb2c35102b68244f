"""The engine that docgen.toml names; until its index is built, the one that is there answers.

Who writes another name into docgen.toml has no index of that engine yet. The index of the engine
that was used before goes on answering and being added to, until ``replace_with`` (``docgen
reindex``) has built the new one; then the files of the other are removed. Nothing notes which one
is in use: it is the named one as soon as it has an index of its own, whatever was killed when.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import TypeVar, get_args

from docgen.index.belongings import discard, is_there
from docgen.index.conditions import Query
from docgen.index.engine import Engine, IndexBroken, Name, Order, State, open_engine
from docgen.index.paper import Paper, Result
from docgen.model.scope import Scope

_Answer = TypeVar("_Answer")


class Chosen:
    """See ``Engine``: hands every call to the engine that is in use."""

    def __init__(self, folder: Path, name: Name, *, fold: bool = False) -> None:
        """Nothing is opened yet; arguments as for ``open_engine``."""
        self._folder, self._fold, self._name = folder, fold, name
        self._others: tuple[Name, ...] = tuple(one for one in get_args(Name) if one != name)
        self._opened: dict[Name, Engine] = {}

    def state(self, *, thoroughly: bool = False) -> State:
        """See ``Engine``; "missing" only if no engine has a sound index."""
        return self._in_use().state(thoroughly=thoroughly)

    def sequence(self) -> int:
        """See ``Engine``."""
        return self._ask(lambda engine: engine.sequence())

    def add(self, papers: Sequence[Paper], *, upto: int) -> None:
        """See ``Engine``."""
        self._ask(lambda engine: engine.add(papers, upto=upto))

    def remove(self, items: Collection[str], *, upto: int, purge: bool = False) -> None:
        """See ``Engine``; no word is left in the files of an engine used before, either."""
        self._ask(lambda engine: engine.remove(items, upto=upto, purge=purge))
        if purge and self._in_use() is self._open(self._name):
            self._discard_others()

    def replace_with(self, papers: Iterable[Paper], *, upto: int) -> None:
        """See ``Engine``; builds the index of the engine named, and removes any other's."""
        self._open(self._name).replace_with(papers, upto=upto)
        self._discard_others()

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
        return self._ask(
            lambda engine: engine.search(
                query, scope, limit=limit, offset=offset, order=order, facets=facets
            )
        )

    def _ask(self, question: Callable[[Engine], _Answer]) -> _Answer:
        """Ask the engine in use; once more if another process has just put it out of use."""
        engine = self._in_use()
        try:
            return question(engine)
        except IndexBroken as broken:
            if broken.state != "missing" or self._in_use() is engine:
                raise
        return question(self._in_use())

    def _in_use(self) -> Engine:
        """The named engine, unless only another one has an index, and a sound one."""
        if not is_there(self._folder, self._name):
            for name in self._others:
                if is_there(self._folder, name) and self._open(name).state() == "ok":
                    return self._open(name)
        return self._open(self._name)

    def _open(self, name: Name) -> Engine:
        if name not in self._opened:
            self._opened[name] = open_engine(self._folder, name, fold=self._fold)
        return self._opened[name]

    def _discard_others(self) -> None:
        for name in self._others:
            discard(self._folder, name)
