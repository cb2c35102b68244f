"""The visit report with its scores, and the urgent report (C-038, C-039, C-057).

A visit scored very badly proposes a complaint; an urgent report is owed an answer at once, by the
time it asks for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from docgen.errors import Said, say
from docgen.forms.form import Form
from docgen.model.access import Act
from docgen.model.calendar import Due
from docgen.model.survey import low
from docgen.model.visiting import Kind
from docgen.office import (
    customer_classes,
    dossiers,
    filing,
    gate,
    making,
    visits_duties,
    visits_rows,
    visits_rules,
)
from docgen.office.desk import Office
from docgen.office.filing import Filed
from docgen.office.making import Made
from docgen.office.visits_rows import Reported
from docgen.register.models import Item, Person

Then = Callable[[Made, Sequence[Filed]], Reported]


def call(
    office: Office,
    who: Person,
    customer: str,
    given: Mapping[str, object],
    *,
    pdf: bool = False,
) -> Reported:
    """File the report of a visit that the customer scores (走访客户报告单)."""

    def keep(made: Made, filed: Sequence[Filed]) -> Reported:
        day = visits_rows.day_in(made, "visited_on")
        paper = visits_rows.keep(office, who, Kind.CALL, day, made, filed)
        one = filed[0].item.dossier.customer
        graded = customer_classes.newest([one])
        visits_rows.made_on(who, paper, [one], {pk: row.value for pk, row in graded.items()})
        items = tuple(each.item for each in filed)
        return Reported(paper, items, tuple(propose(office, made, items[0])))

    return file(office, who, visits_rows.CALL, customer, given, keep, pdf=pdf)


def urgent(
    office: Office,
    who: Person,
    place: str,
    given: Mapping[str, object],
    *,
    pdf: bool = False,
) -> Reported:
    """File an urgent report; the leader's unit owes an answer by the time it asks for (C-057)."""

    def keep(made: Made, filed: Sequence[Filed]) -> Reported:
        told = made.checked["reported_at"]
        wanted = made.checked["reply_by"]
        day = told.date() if isinstance(told, dt.datetime) else office.today
        paper = visits_rows.keep(office, who, Kind.URGENT, day, made, filed)
        due = Due(wanted.date(), time=wanted.time()) if isinstance(wanted, dt.datetime) else None
        visits_duties.tell_leader(office, visits_duties.URGENT, str(paper.item), due)
        return Reported(paper, tuple(one.item for one in filed))

    return file(office, who, visits_rows.URGENT, place, given, keep, pdf=pdf)


def points_of(form: Form, checked: Mapping[str, object]) -> dict[str, int]:
    """The points of the questions that were answered, as the form prints them (G-033)."""
    return {
        one.name: one.scores[str(checked[one.name])]
        for one in form.fields
        if one.scores and checked.get(one.name)
    }


def propose(office: Office, made: Made, item: Item) -> list[Said]:
    """Propose a complaint if anything was scored very badly; what is said of it (C-039)."""
    bad = low(points_of(made.form, made.checked), visits_rules.rules(office).complain)
    if not bad:
        return []
    duty = visits_duties.tell_leader(office, visits_duties.COMPLAIN, str(item))
    labels = {one.name: one.label for one in made.form.fields}
    return [
        say(
            "{fields} scored very badly: {duty} proposes a complaint",
            fields="、".join(labels[name] for name in bad),
            duty=duty.code,
        ).by(f"docgen case open --from {item}")
    ]


def file(
    office: Office,
    who: Person,
    name: str,
    text: str,
    given: Mapping[str, object],
    then: Then,
    *,
    pdf: bool,
) -> Reported:
    """Fill a paper and file it in the dossier meant by the text."""
    with gate.attempt(office, who, visits_rows.EVENT):
        place = dossiers.place_for(office, who, text)
        paper = visits_rows.seen(place)
        gate.ask(office, who, Act.WORK_VISIT, visits_rows.EVENT, paper=paper)
        done: list[Reported] = []
        with making.made(office, who, name, given, customer=place.customer, pdf=pdf) as made:
            filing.file_many(
                office,
                who,
                [(place, made.paper)],
                then=lambda filed: done.append(then(made, filed)),
            )
    return done[0]
