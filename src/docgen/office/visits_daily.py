"""The daily visit report: filed for every customer visited, with the cards it changes (C-055).

1. whom      the customers named in the report, each with his dossier
2. fill      the report, and a card for each customer of whom something is new
3. file      all of it in one transaction: papers, visits, cards, every change of a card
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from docgen.errors import BadInput, Said, say
from docgen.model.access import Act
from docgen.model.visiting import Kind, is_salesman
from docgen.office import (
    customer_classes,
    customers,
    dossiers,
    filing,
    gate,
    making,
    visits,
    visits_cards,
    visits_duties,
    visits_rows,
)
from docgen.office.desk import Office
from docgen.office.filing import Filed
from docgen.office.visits_cards import Card, Visited
from docgen.office.visits_rows import Reported
from docgen.register.models import Customer, Person

_DUTY = "daily-visit-report"


@dataclass(frozen=True, slots=True)
class _Day:
    """Whom somebody visited, and the grades they have."""

    each: Sequence[Visited]
    of: Mapping[str, Customer]
    grades: Mapping[int, str]

    def written(self, who: Person, given: Mapping[str, object]) -> dict[str, object]:
        """The tables of the report with the customers' own names, numbers and grades."""
        tables: dict[str, object] = {}
        if self.each:
            tables["visits"] = [
                {
                    "grade": self.grades.get(self.of[_name(row)].pk, ""),
                    **row,
                    "customer_name": self.of[_name(row)].name,
                }
                if _name(row)
                else row
                for row in visits_rows.rows_in(given, "visits")
            ]
        if rows := visits_rows.rows_in(given, "cards"):
            whose = [(row, self.visited(who, row).customer) for row in rows]
            tables["cards"] = [
                {**row, "customer_number": one.code, "customer_name": one.name}
                for row, one in whose
            ]
        return tables

    def visited(self, who: Person, told: Mapping[str, object]) -> Visited:
        """The customer of a row of cards; he must be among those visited."""
        named = str(told.get("customer_number") or told.get("customer_name") or "")
        customer = customers.resolve(who, named)
        found = [one for one in self.each if one.customer == customer]
        if found:
            return found[0]
        raise BadInput(
            say("{customer} was not visited that day", customer=customer.name),
            why=say("a card is brought up to date after a visit"),
            fix=say("name him among the visits, or leave his card out"),
            field="cards",
        )


def report(
    office: Office, who: Person, given: Mapping[str, object], *, pdf: bool = False
) -> Reported:
    """File the report of a day and bring the cards of the customers up to date.

    Args:
        office: The office.
        who: Who visited.
        given: The answers of the report; ``visits`` names the customers, ``cards`` what is new.
        pdf: Make PDFs too.
    """
    with gate.attempt(office, who, visits_rows.EVENT), contextlib.ExitStack() as papers:
        day = _day(office, who, given)
        first = day.each[0].customer if day.each else None
        raw = {**given, **day.written(who, given)}
        made = papers.enter_context(
            making.made(office, who, visits_rows.DAILY, raw, customer=first, pdf=pdf)
        )
        on = visits_rows.day_in(made, "visited_on")
        cards = [
            papers.enter_context(
                visits_cards.filled(
                    *(office, who, one, told),
                    level=day.grades.get(one.customer.pk, ""),
                    day=str(on),
                    pdf=pdf,
                )
            )
            for told in visits_rows.rows_in(made.checked, "cards")
            for one in [day.visited(who, told)]
        ]
        done: list[Reported] = []

        def keep(filed: Sequence[Filed]) -> None:
            done.append(_keep(office, who, on, day, cards, filed, made))

        places = [(one.place, made.paper) for one in day.each]
        filing.file_many(
            office, who, [*places, *((card.of.place, card.made.paper) for card in cards)], then=keep
        )
    return done[0]


def _day(office: Office, who: Person, given: Mapping[str, object]) -> _Day:
    """The customers named in the report, each once; all of them may be worked on."""
    each: dict[int, Visited] = {}
    of: dict[str, Customer] = {}
    for name in filter(None, map(_name, visits_rows.rows_in(given, "visits"))):
        place = dossiers.place_for(office, who, name)
        of[name] = each.setdefault(place.customer.pk, Visited(place.customer, place)).customer
    for one in each.values():
        paper = visits_rows.seen(one.place)
        gate.ask(office, who, Act.WORK_VISIT, visits_rows.EVENT, paper=paper)
    graded = customer_classes.newest([one.customer for one in each.values()])
    return _Day(list(each.values()), of, {pk: row.value for pk, row in graded.items()})


def _name(row: Mapping[str, object]) -> str:
    return str(row.get("customer_name", "")).strip()


def _keep(
    office: Office,
    who: Person,
    on: dt.date,
    day: _Day,
    cards: Sequence[Card],
    filed: Sequence[Filed],
    made: making.Made,
) -> Reported:
    own, of_cards = filed[: len(day.each)], filed[len(day.each) :]
    paper = visits_rows.keep(office, who, Kind.DAILY, on, made, own)
    visits_rows.made_on(who, paper, [one.customer for one in day.each], day.grades)
    for card, one in zip(cards, of_cards, strict=True):
        visits_cards.keep(card, one.item, paper)
    visits_duties.settle(office, who, _DUTY, on, on)
    return Reported(paper, tuple(one.item for one in filed), tuple(_warnings(who, day, cards)))


def _warnings(who: Person, day: _Day, cards: Sequence[Card]) -> list[Said]:
    """That the area's salesman visited (C-053), and that a report's grade does not count."""
    sellers = visits.salesmen([one.customer for one in day.each])
    names = visits.names_of(who)
    said = [
        say("{customer} was visited by his area's salesman (C-053)", customer=one.customer.name)
        for one in day.each
        if is_salesman(sellers.get(one.customer.pk, ""), names)
    ]
    for one in cards:
        grade = day.grades.get(one.of.customer.pk, "")
        if grade and one.told and one.told != grade:
            said.append(
                say(
                    "{customer} stays grade {grade}: a report does not change it (G-038)",
                    customer=one.of.customer.name,
                    grade=grade,
                )
            )
    return said
