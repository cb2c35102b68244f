"""The rows and the entry of a paper of visiting; written in the transaction that files it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from docgen.errors import Said
from docgen.model.access import Paper
from docgen.model.visiting import Kind
from docgen.office import gate, journal
from docgen.office.cases_facts import plain
from docgen.office.desk import Office
from docgen.office.dossiers import Unopened
from docgen.office.filing import Filed
from docgen.office.making import Made
from docgen.register.models import Customer, Dossier, Item, Person
from docgen.register.models_visits import Visit, VisitPaper

EVENT = "visit.reported"
DAILY, CALL = "visit/daily-visit-report", "visit/visit-report"
MONTH, URGENT = "visit/monthly-visit-report", "visit/urgent-report"


@dataclass(frozen=True, slots=True)
class Reported:
    """A paper of visiting that is filed, where, and what there is to say about it."""

    paper: VisitPaper
    items: tuple[Item, ...]
    warnings: tuple[Said, ...] = ()


def keep(
    office: Office, who: Person, kind: Kind, day: dt.date, made: Made, filed: Sequence[Filed]
) -> VisitPaper:
    """The row of a paper with its answers, and its entry."""
    item = filed[0].item
    index = journal.append(
        office, EVENT, who, about=item, n=len(filed), more={"kind": kind, "day": str(day)}
    )
    return VisitPaper.objects.create(
        kind=kind,
        day=day,
        unit=who.unit,
        by=who,
        item=item,
        number=item.form_number,
        answers=plain(made.form, made.checked),
        log_index=index,
    )


def made_on(
    who: Person, paper: VisitPaper, each: Iterable[Customer], grades: Mapping[int, str]
) -> None:
    """Note visits as made; the planned one of the same month, if there is one, else a new one."""
    for customer in each:
        first = paper.day.replace(day=1)
        last = (first + dt.timedelta(days=31)).replace(day=1)
        planned = Visit.objects.filter(
            customer=customer, visitor=who, visited_on=None, planned_on__range=(first, last)
        )
        row = planned.order_by("planned_on").first() or Visit(customer=customer, visitor=who)
        row.visited_on, row.paper = paper.day, paper
        row.grade = row.grade or grades.get(customer.pk, "")
        row.version += 1
        row.save()


def seen(place: Dossier | Unopened) -> Paper:
    """Where a paper is to go, as the rules of access see it."""
    return place.paper if isinstance(place, Unopened) else gate.dossier_paper(place)


def rows_in(answers: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    """The rows of a table of answers, checked or as they were given."""
    rows = answers.get(name)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def day_in(made: Made, name: str) -> dt.date:
    """A day that a filled paper must have."""
    day = made.checked[name]
    if not isinstance(day, dt.date):
        raise TypeError(name)
    return day
