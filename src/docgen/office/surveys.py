"""The satisfaction survey: a round a year, its answers, what they say, and the plan (C-036, C-037).

Each answer is a filled questionnaire in its customer's dossier; its points are those printed for
the options. Closing the round ends the yearly duty and begins that of the improvement plan.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from docgen.errors import BadInput, NotFound, Said, say
from docgen.forms.form import Form
from docgen.model.access import Act
from docgen.model.survey import Result, result
from docgen.office import (
    dossiers,
    duties_rules,
    filing,
    gate,
    journal,
    making,
    visits_duties,
    visits_papers,
    visits_rows,
    visits_rules,
    writing,
)
from docgen.office.desk import Office, one_transaction
from docgen.office.filing import Filed
from docgen.register.models import Item, Person
from docgen.register.models_visits import SurveyAnswer, SurveyRound

FORM, PLAN = "visit/satisfaction-survey", "visit/service-improvement-plan"
OPEN, CLOSED = "open", "closed"
_YEARLY, _PLANNED = "satisfaction-survey", "survey-plan"


@dataclass(frozen=True, slots=True)
class Seen:
    """A round, what its answers say, and the averages of the rounds up to it."""

    row: SurveyRound
    result: Result
    labels: Mapping[str, str]
    trend: tuple[tuple[int, Decimal | None], ...]


def open_round(
    office: Office, who: Person, year: int, reply_by: dt.date, *, sent: int = 0
) -> SurveyRound:
    """Open the round of a year for one's unit.

    Args:
        office: The office.
        who: Who runs it.
        year: The year that is asked about.
        reply_by: Until when customers may answer.
        sent: How many questionnaires go out.
    """
    event = "survey.opened"
    with gate.attempt(office, who, event):
        gate.ask(office, who, Act.WORK_VISIT, event)
        if reply_by < office.today or not 2000 <= year <= 2999 or sent < 0:  # noqa: PLR2004
            raise BadInput(
                say("The round cannot be opened like this"),
                why=say("year, last day of answering or number sent cannot be"),
                fix=say("give a year, a day to come and how many are sent"),
                field="reply_by",
            )
        if SurveyRound.objects.filter(year=year, unit=who.unit).exists():
            raise BadInput(
                say("There is a round of {year} already", year=year),
                why=say("a unit asks once a year (C-036)"),
                fix=say("see the round of {year}", year=year).by(f"docgen survey show {year}"),
                field="year",
            )
        with one_transaction():
            row = SurveyRound.objects.create(
                year=year,
                unit=who.unit,
                reply_by=reply_by,
                sent=sent,
                state=OPEN,
                by=who,
                opened_on=office.today,
            )
            journal.append(office, event, who, obj=row.code, more={"year": year, "state": OPEN})
    return row


def answer(
    office: Office,
    who: Person,
    year: int,
    customer: str,
    given: Mapping[str, object],
    *,
    pdf: bool = False,
) -> tuple[SurveyAnswer, tuple[Said, ...]]:
    """File a customer's questionnaire; a very bad score proposes a complaint.

    Returns:
        What was kept, and what there is to say about it.
    """
    row = find(who, year)
    event = "survey.answered"
    with gate.attempt(office, who, event, row.code):
        place = dossiers.place_for(office, who, customer)
        gate.ask(office, who, Act.WORK_VISIT, event, paper=visits_rows.seen(place))
        _refuse_closed(row)
        if SurveyAnswer.objects.filter(round=row, customer=place.customer).exists():
            raise BadInput(
                say("{customer} has answered already", customer=place.customer.name),
                why=say("a customer answers once a round"),
                fix=say("file a new version of his questionnaire").by("docgen read"),
                field="customer",
            )
        raw = {"year": row.year, "reply_by": row.reply_by, "unit": row.unit, **given}
        done: list[tuple[SurveyAnswer, tuple[Said, ...]]] = []
        with making.made(office, who, FORM, raw, customer=place.customer, pdf=pdf) as made:
            points = visits_papers.points_of(made.form, made.checked)

            def keep(filed: Sequence[Filed]) -> None:
                item = filed[0].item
                index = journal.append(office, event, who, about=item, more={"round": row.code})
                kept = SurveyAnswer.objects.create(
                    round=row,
                    customer=item.dossier.customer,
                    item=item,
                    points=points,
                    log_index=index,
                )
                done.append((kept, tuple(visits_papers.propose(office, made, item))))

            filing.file_many(office, who, [(place, made.paper)], then=keep)
    return done[0]


def close(office: Office, who: Person, year: int) -> Seen:
    """Close a round: no more answers, the yearly duty is done, the plan is owed (C-037)."""
    row = find(who, year)
    event = "survey.closed"
    with gate.attempt(office, who, event, row.code):
        gate.ask(office, who, Act.WORK_VISIT, event)
        _refuse_closed(row)
        with one_transaction():
            row.state, row.closed_on, row.version = CLOSED, office.today, row.version + 1
            row.save()
            journal.append(office, event, who, obj=row.code, more={"state": CLOSED})
            first = dt.date(row.year, 1, 1)
            visits_duties.settle(office, who, _YEARLY, first, dt.date(row.year, 12, 31))
            duties_rules.start(office, who, _PLANNED, subject=row.code)
    return seen(office, row)


def show(office: Office, who: Person, year: int) -> Seen:
    """A round with its averages, question by question, and the years before it (C-049)."""
    gate.ask(office, who, Act.WORK_VISIT, "survey.viewed")
    row = find(who, year)
    with one_transaction():
        journal.append(office, "survey.viewed", who, obj=row.code)
    return seen(office, row)


def plan(office: Office, who: Person, year: int, dossier: str, given: Mapping[str, object]) -> Item:
    """File the improvement plan of a closed round; its figures are known (C-037, F-169)."""
    row = find(who, year)
    event = "survey.planned"
    with gate.attempt(office, who, event, row.code):
        place = dossiers.place_for(office, who, dossier)
        gate.ask(office, who, Act.WORK_VISIT, event, paper=visits_rows.seen(place))
        if row.state != CLOSED:
            raise BadInput(
                say("The round of {year} is still open", year=year),
                why=say("the plan follows from what all answers say"),
                fix=say("close the round first").by(f"docgen survey close {year}"),
                field="year",
            )
        raw = _figures(seen(office, row)) | dict(given)
        done: list[Item] = []
        with making.made(office, who, PLAN, raw, customer=place.customer) as made:

            def keep(filed: Sequence[Filed]) -> None:
                item = filed[0].item
                journal.append(office, event, who, about=item, more={"round": row.code})
                visits_duties.paid(office, who, _PLANNED, row.code)
                done.append(item)

            filing.file_many(office, who, [(place, made.paper)], then=keep)
    return done[0]


def seen(office: Office, row: SurveyRound) -> Seen:
    """What the answers of a round say, beside the rounds before it."""
    mark = visits_rules.rules(office).pass_mark
    rounds = SurveyRound.objects.filter(unit=row.unit, year__lte=row.year).order_by("year")
    results = {one: result(_points(one), mark) for one in rounds}
    form: Form = writing.template(office, FORM).form
    labels = {one.name: one.label for one in form.fields}
    trend = tuple((one.year, found.average) for one, found in results.items())
    return Seen(row, results[row], labels, trend)


def find(who: Person, year: int) -> SurveyRound:
    """The round of a year of one's unit."""
    row = SurveyRound.objects.filter(year=year, unit=who.unit).first()
    if row is None:
        raise NotFound(
            say("There is no round of {year}", year=year),
            why=say("{unit} has opened none", unit=who.unit),
            fix=say("open the round").by(f"docgen survey open {year} --reply-by DAY"),
            field="year",
        )
    return row


def _points(row: SurveyRound) -> list[Mapping[str, int]]:
    return list(row.answers.order_by("pk").values_list("points", flat=True))


def _figures(one: Seen) -> dict[str, object]:
    """What a plan's form asks of the round and what is known."""
    known: dict[str, object] = {
        "year": one.row.year,
        "survey_from": one.row.opened_on,
        "survey_to": one.row.closed_on,
        "sent": max(one.row.sent, one.result.returned),
        "returned": one.result.returned,
        "total_points": one.result.average,
        "last_points": one.trend[-2][1] if len(one.trend) > 1 else None,
    }
    return {name: value for name, value in known.items() if value is not None}


def _refuse_closed(row: SurveyRound) -> None:
    if row.state == CLOSED:
        raise BadInput(
            say("The round of {year} is closed", year=row.year),
            why=say("it was closed on {day}", day=row.closed_on),
            fix=say("see the round of {year}", year=row.year).by(f"docgen survey show {row.year}"),
            field="year",
        )
