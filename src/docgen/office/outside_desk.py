"""Outside requests as the desk looks at them: a page of the list, and who may stand by.

``outside.list_requests`` tells each request whole, for the printed register; a list on a screen
needs a line of each, picked and counted by the database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from docgen.model.access import Act
from docgen.model.outside import State
from docgen.model.outside_kinds import Kind, Terms
from docgen.model.people import APART, READERS
from docgen.office import gate, journal
from docgen.office.desk import Office, one_transaction
from docgen.office.outside import LISTED
from docgen.office.outside_facts import outside_rules
from docgen.register.models import Person
from docgen.register.models_outside import OutsidePaper, OutsideRequest

#: So many rows a page.
ROWS = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A request in the list: the row, what it is, how many papers it is about and got."""

    row: OutsideRequest
    kind: Kind
    state: State
    papers: int
    served: int


@dataclass(frozen=True, slots=True)
class Desk:
    """A page of the list, and how many requests stand in each state."""

    lines: Sequence[Line]
    total: int
    counts: Mapping[State, int]


def desk(office: Office, who: Person, state: str = "", start: int = 0) -> Desk:
    """A page of the requests that this person may know of, the newest first."""
    gate.ask(office, who, Act.LIST_OUTSIDE, LISTED)
    rows = visible(who)
    by_state = dict(rows.values_list("state").order_by("state").annotate(n=Count("pk")))
    counts = {one: by_state.get(one.value, 0) for one in State}
    if state in set(State):
        rows = rows.filter(state=state)
    rows = rows.annotate(
        n_papers=Count("papers", distinct=True), n_served=Count("servings", distinct=True)
    )
    found = [
        Line(row, Kind(row.kind), State(row.state), row.n_papers, row.n_served)
        for row in rows.select_related("requested_by").order_by("-pk")[start : start + ROWS]
    ]
    with one_transaction():
        journal.append(office, LISTED, who, n=len(found))
    total = counts[State(state)] if state in set(State) else sum(counts.values())
    return Desk(found, total, counts)


def visible(who: Person) -> QuerySet[OutsideRequest]:
    """The requests a person may know of: none with a paper above his clearance.

    Whoever only audits knows of all; he sees no papers' titles.
    """
    rows = OutsideRequest.objects.all()
    acting = gate.as_acting(who)
    if acting.roles & APART:
        return rows
    above = OutsidePaper.objects.filter(request=OuterRef("pk"), item__rank__gt=acting.rank)
    return rows.filter(~Exists(above))


def escorts(who: Person) -> list[Person]:
    """Who may stay with visitors while somebody serves them: the other readers of the office."""
    rows = Person.objects.filter(active=True).exclude(pk=who.pk).order_by("unit", "name")
    return [one for one in rows if READERS & set(one.roles) and not APART & set(one.roles)]


def kinds(office: Office) -> list[Terms]:
    """The kinds of requests that this office takes, with what each must bring."""
    rules = outside_rules(office)
    return [terms for one in Kind if (terms := rules.terms(one)).taken]
