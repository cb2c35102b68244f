"""What somebody may mean who is still typing.

Made of nothing but the facets and hits of two searches within what the person may know, so no
suggestion, and no count beside one, can tell of a paper that he may not know. They show index
data as a list of hits does (G-012).

Typing is not logged letter by letter: the first suggestions are an entry, and what the same
process suggests to the same person in the ten minutes after it is not told again. The search that
is then made is an entry as ever.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from docgen.errors import BadInput, OutsideFailed
from docgen.index.analysis import normalise
from docgen.index.conditions import Condition, Field
from docgen.index.paper import Result
from docgen.index.query import parse
from docgen.index.terms import term_of
from docgen.model.scope import Scope
from docgen.office import finding, journal, upkeep
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person

Kind = Literal["customer", "number", "template", "title", "dossier", "fewer words"]
_HITS = 20
_OF_A_KIND = 4
_QUIET = dt.timedelta(minutes=10)
#: The word that is being typed, with or without ``customer:`` or quotation marks; not a -word.
_LAST = re.compile(
    r"(?P<before>(?:.*\s)?)(?:(?:customer|客户)[:：])?[\"“”]?"
    r"(?P<piece>[^\s\"“”\-－][^\s\"“”]*)[\"“”]?\s*",
    re.DOTALL,
)
_told: dict[tuple[Path, int], dt.datetime] = {}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing that may be meant.

    Args:
        kind: What it is.
        text: What is shown.
        query: The search to make for it, in docgen's grammar.
        count: How many of the papers that match so far are so; numbers and titles are counted
            among the best twenty.
    """

    kind: Kind
    text: str
    query: str
    count: int


def suggest(office: Office, who: Person, typed: str, *, limit: int = 8) -> tuple[Suggestion, ...]:
    """What the last word may become: customers (also by pinyin), numbers, forms, titles, dossiers.

    Whatever was typed so far, the end is suggestions or none: nobody is corrected while he types.
    """
    scope = finding.scope_of(office, who)
    last = _LAST.fullmatch(typed)
    if last is None or not normalise(last["piece"]):
        return ()
    upkeep.catch_up(office, wait=False)
    found = tuple(_suggestions(office, scope, last["before"], last["piece"]))[:limit]
    if found:
        _tell(office, who, len(found))
    return found


def asked(
    office: Office, scope: Scope, text: str, *, limit: int = 0, facets: Sequence[str] = ()
) -> Result:
    """A search made on somebody's behalf; one that cannot be made finds nothing."""
    try:
        return office.index.search(parse(text), scope, limit=limit, facets=facets)
    except (BadInput, OutsideFailed):
        return Result(0, (), 0.0)


def _suggestions(office: Office, scope: Scope, before: str, piece: str) -> Iterator[Suggestion]:
    of_customers = asked(office, scope, f"{before}customer:{piece}", facets=("customer",))
    for name, count in of_customers.facets.get("customer", ())[:_OF_A_KIND]:
        yield Suggestion("customer", name, f"{before}{term(Field.CUSTOMER, name)}", count)
    so_far = f'{before}"{piece}"'
    wanted = normalise(piece, office.settings.fold_traditional)
    facets = ("template", "dossier") if wanted.isdecimal() else ("template",)
    found = asked(office, scope, so_far, limit=_HITS, facets=facets)

    def has(text: str) -> bool:
        return wanted in normalise(text, office.settings.fold_traditional)

    for number, count in _most(hit.number for hit in found.hits if has(hit.number)):
        yield Suggestion("number", number, f"{before}{term(Field.NUMBER, number)}", count)
    titles = {hit.template: hit.title for hit in reversed(found.hits) if has(hit.title)}
    for name, count in found.facets.get("template", ()):
        if name in titles:
            query = f"{so_far} {term(Field.TEMPLATE, name)}"
            yield Suggestion("template", titles[name], query, count)
    plain = (hit.title for hit in found.hits if has(hit.title) and not hit.template)
    for title, count in _most(plain):
        yield Suggestion("title", title, f"{before}{term(Field.TEXT, title)}", count)
    numbers = found.facets.get("dossier", ())
    for number, count in [one for one in numbers if has(one[0])][:_OF_A_KIND]:
        yield Suggestion("dossier", number, f"{so_far} dossier:{number}", count)


def term(field: Field, value: str) -> str:
    """A condition as it is typed."""
    return term_of(Condition(field, normalise(value)))


def _most(texts: Iterable[str]) -> list[tuple[str, int]]:
    return Counter(texts).most_common(_OF_A_KIND)


def _tell(office: Office, who: Person, n: int) -> None:
    """Log that he was given suggestions, unless that was done a short time ago."""
    now, key = office.now(), (office.folder, who.pk)
    if _told.get(key, now) > now:
        return
    _told[key] = now + _QUIET
    with one_transaction():
        journal.append(office, "archive.searched", who, n=n, more={"as": "suggestions"})
