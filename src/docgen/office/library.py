"""The template library as a whole: what is in it, in which state, and what was made from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from docgen.errors import say
from docgen.model.access import visible_to
from docgen.office import gate, proposing_templates, template_uses, writing
from docgen.office.desk import Office
from docgen.office.template_uses import Entry
from docgen.register.models import Item, Person


class State(StrEnum):
    """Which templates of the library are listed."""

    ALL = "all"
    ACCEPTED = "accepted"
    CHANGED = "changed"
    FAVOURITE = "favourite"
    PROPOSED = "proposed"

    @property
    def said(self) -> str:
        """As people say it."""
        return _SAID[self]


_SAID = {
    State.ALL: say("all"),
    State.ACCEPTED: say("accepted"),
    State.CHANGED: say("not accepted"),
    State.FAVOURITE: say("favourites"),
    State.PROPOSED: say("new version waits"),
}


@dataclass(frozen=True, slots=True)
class Library:
    """What is listed.

    Args:
        families: The templates that fit, by family.
        counts: How many of those that fit the words are in each state.
        proposed: The names of those of which a new version waits.
        broken: The names of those that cannot be read.
        begun: The names of new templates that wait for their release.
    """

    families: Sequence[tuple[str, Sequence[Entry]]]
    counts: Sequence[tuple[State, int]]
    proposed: Sequence[str]
    broken: Sequence[str]
    begun: Sequence[str]


def library(office: Office, who: Person, words: str = "", state: State = State.ALL) -> Library:
    """The templates that fit what was typed and are in a state."""
    waiting = proposing_templates.waiting(office)
    shelf = template_uses.shelf(office, who, words).families
    every = [one for _, some in shelf for one in some]
    families = [
        (family, fitting)
        for family, some in shelf
        if (fitting := [one for one in some if _is_in(one, state, waiting)])
    ]
    known = {one.card.name for one in every}
    there = set(writing.templates(office))
    begun = [one for one in waiting if one not in there]
    return Library(
        families=families,
        counts=[(one, sum(_is_in(each, one, waiting) for each in every)) for one in State],
        proposed=waiting,
        broken=[] if words else sorted(there - known),
        begun=begun if state in {State.ALL, State.PROPOSED} and not words else [],
    )


def _is_in(entry: Entry, state: State, waiting: Sequence[str]) -> bool:
    return {
        State.ALL: True,
        State.ACCEPTED: entry.accepted,
        State.CHANGED: not entry.accepted,
        State.FAVOURITE: entry.favourite,
        State.PROPOSED: entry.card.name in waiting,
    }[state]


def entry(office: Office, who: Person, name: str) -> Entry:
    """One template that can be read, as it stands on the shelf."""
    return next(one for one in template_uses.entries(office, who) if one.card.name == name)


def papers_made(who: Person, name: str) -> int:
    """How many papers this person may know of were made from a template."""
    scope = visible_to(gate.as_acting(who))
    rows = Item.objects.filter(template=name, rank__lte=scope.rank)
    if not scope.everything:
        granted = [int(number) for number in scope.dossiers]
        rows = rows.filter(Q(dossier__unit__in=scope.units) | Q(dossier__in=granted))
    return rows.count()
