"""Who reaches what: a row for each name of the URL map, played by ``tests/web/test_reach.py``.

Each topic has a module here with its rows::

    from tests.web.reach import Reach

    REACH = {
        "loans": Reach(gets="clerk archivist manager legal stranger"),
        "loan": Reach(kwargs=lambda cast: {"code": cast.loan}, gets="clerk archivist",
                      posts="archivist", data={"act": "approve"}),
    }

People are named by their role; ``stranger`` is a clerk of another unit who is cleared for public
papers alone, ``nobody`` is not signed in. A name that begins with ``everyone`` stands for all who
are signed in, ``anybody`` for nobody too. Whoever is not named gets 403, 404, 405, or is sent to
the sign-in: a page that takes nothing is marked with ``require_safe``, one that only takes with
``require_POST``. What is done by a row is undone at its end: no row knows of another.

Run your rows alone: ``pytest tests/web/test_reach.py -k "loan"``.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.web.reach.cast import Cast

ROLES = ("clerk", "archivist", "manager", "legal", "auditor", "administrator", "stranger")
PEOPLE = (*ROLES, "nobody")


def _nothing(_: Cast) -> Mapping[str, object]:
    return {}


@dataclass(frozen=True, slots=True)
class Reach:
    """Who may open an address, and who may send something to it.

    Args:
        kwargs: What the address is made of.
        query: What stands behind ``?``.
        gets: Who gets a page (or is led on).
        posts: Who may send the form; with ``data`` missing it is an empty one.
        data: What is sent; an empty form may be called wrong, but is never refused.
        missing: ``kwargs`` of something that is not there; the same with nines for figures unless
            told. A stranger hears of both in the same words.
        log: The act that the log has as denied when somebody signed in is refused a page.
        queries: How many questions to the register the page may ask.
    """

    kwargs: Callable[[Cast], Mapping[str, object]] = _nothing
    query: str | Callable[[Cast], str] = ""
    gets: str = ""
    posts: str = ""
    data: Mapping[str, object] | Callable[[Cast], Mapping[str, object]] = field(
        default_factory=dict
    )
    missing: Callable[[Cast], Mapping[str, object]] | None = None
    log: str = ""
    queries: int = 25

    def getting(self) -> frozenset[str]:
        """The people who may open it."""
        return _people(self.gets)

    def posting(self) -> frozenset[str]:
        """The people who may send something."""
        return _people(self.posts)

    def absent(self, cast: Cast) -> Mapping[str, object]:
        """What the address of something that is not there is made of."""
        if self.missing:
            return self.missing(cast)
        return {key: _nines(value) for key, value in self.kwargs(cast).items()}


def _nines(value: object) -> object:
    nine = "".join("9" if one.isdecimal() else one for one in str(value))
    return int(nine) if isinstance(value, int) else nine


def _people(words: str) -> frozenset[str]:
    groups = {"everyone": ROLES, "anybody": PEOPLE}
    found = {name for word in words.split() for name in groups.get(word, (word,))}
    assert found <= set(PEOPLE), f"nobody is called {sorted(found - set(PEOPLE))}"
    return frozenset(found)


def rows() -> dict[str, Reach]:
    """Every topic's rows."""
    found: dict[str, Reach] = {}
    for module in pkgutil.iter_modules(__path__):
        if module.name != "cast":
            found |= importlib.import_module(f"{__name__}.{module.name}").REACH
    return found
