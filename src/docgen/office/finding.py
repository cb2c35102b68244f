"""Searching: the person's scope goes into the query, so nothing he may not know can leak.

What is found shows index data (G-012). Words of the paper around the place are shown only of
papers that the person may read on his own standing, which is what the scope admits, and never of
the highest grade: its words are read in the paper, on an entry of its own.

The log has how many were found, a salted digest of the words and a digest of the scope.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from functools import partial

from docgen.index.analysis import Word
from docgen.index.conditions import Field
from docgen.index.engine import IndexBroken, Order
from docgen.index.paper import Hit, Result
from docgen.index.query import parse
from docgen.index.snippet import Span, places
from docgen.model.access import Act, visible_to
from docgen.model.grades import Grade
from docgen.model.scope import Scope
from docgen.office import gate, journal, similar, upkeep
from docgen.office.bars import Bar, silently
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person

_EVENT = "archive.searched"
_DIGEST = 16
_WORDS = {Field.TEXT, Field.CUSTOMER, Field.NUMBER}


def search(  # noqa: PLR0913  how people want their hits, each with a default
    office: Office,
    who: Person,
    words: str,
    *,
    limit: int = 20,
    offset: int = 0,
    order: Order = "best",
    facets: Collection[str] = (),
    is_list: bool = False,
    bar: Bar = silently,
) -> Result:
    """What this person may know of that matches; papers filed a moment ago are found.

    Args:
        office: The office.
        who: Who searches.
        words: What he typed.
        limit: How many hits to give.
        offset: How many of the first to leave out.
        order: The best, the newest, or the lowest number first.
        facets: What to count all papers that match by (``index.engine.FACETS``).
        is_list: Whether the hits leave the office as a file; the log says so.
        bar: Shows how far an index is that must be made anew first.
    """
    query = parse(words)
    scope = scope_of(office, who)
    query = similar.resolved(office, query, scope)
    upkeep.freshen(office, bar)
    ask = partial(
        office.index.search, query, scope, limit=limit, offset=offset, order=order, facets=facets
    )
    try:
        result = ask()
    except IndexBroken:
        upkeep.mend(office, bar)
        result = ask()
    more = {"scope": _told(scope)} | ({"listed": len(result.hits)} if is_list else {})
    with one_transaction():
        journal.append(office, _EVENT, who, n=result.total, notes={"words": words}, more=more)
    return replace(result, hits=tuple(map(_without_words, result.hits)))


def narrowed(words: Iterable[str], filters: Mapping[str, str]) -> str:
    """Words and filters as one search; a filter's value of several words is a phrase."""
    terms = (
        f'{name}:"{value}"' if any(map(str.isspace, value)) else f"{name}:{value}"
        for name, value in filters.items()
        if value
    )
    return " ".join([*words, *terms])


def scope_of(office: Office, who: Person) -> Scope:
    """What this person may know of, if he may search at all."""
    gate.ask(office, who, Act.FIND, _EVENT)
    return visible_to(gate.as_acting(who))


def marker(office: Office, words: str) -> Callable[[str], tuple[Span, ...]]:
    """Finds the places of what was searched for in a title, a number or a name."""
    fold = office.settings.fold_traditional
    wanted = [
        Word.of(one.value, fold)
        for one in parse(words).conditions
        if one.wanted and one.field in _WORDS
    ]
    return lambda text: places(text, wanted)


def _told(scope: Scope) -> str:
    """What the log says of the filter: clearance, breadth, and a digest to compare."""
    width = "all" if scope.everything else f"unit+{len(scope.dossiers)}"
    parts = [str(scope.rank), width, *sorted(scope.units), *sorted(scope.dossiers)]
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:_DIGEST]
    return f"{Grade.of_rank(scope.rank).code} {width} {digest}"


def _without_words(hit: Hit) -> Hit:
    return replace(hit, snippet="", spans=()) if hit.rank >= Grade.A.rank else hit
