"""Complaint cases, and what is due."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ninja import Router, Schema, Status
from pydantic import Field

from docgen.model.calendar import Due
from docgen.model.case import State
from docgen.office import cases, cases_list, cases_opening, duties, duties_list
from docgen.office.cases_list import Seen
from docgen.office.duties_list import Wanted
from docgen.web.api_token import Asked, must_be_for
from docgen.web.page import known
from docgen.web.speech import tell

router = Router(tags=["cases"])


class NextStep(Schema):
    """A step that can be done now."""

    step: str
    title: str
    unit: str
    due: str | None
    late: bool
    needs: list[str]
    form: str


class CaseFacts(Schema):
    """A case: where it stands and what is next."""

    case: str
    state: State
    severity: str
    profile: str
    customer: str
    dossier: str
    about: str
    received: dt.datetime
    due: str | None
    next: list[NextStep]
    papers: list[str]


class Cases(Schema):
    """Cases, by number."""

    cases: list[CaseFacts]
    next: int | None


class NewCase(Schema):
    """A complaint as it came in."""

    profile: str = Field(max_length=40, description="The kind of case: oil, clothing, gas, …")
    customer: str = Field("", max_length=200)
    dossier: str = Field("", max_length=20)
    severity: str = Field("", max_length=20)
    lost: bool | None = None
    answers: dict[str, Any] = Field(default_factory=dict)
    involves: list[str] = Field(default_factory=list)


class StepDone(Schema):
    """What a step is done with."""

    answers: dict[str, Any] = Field(default_factory=dict)
    remark: str = Field("", max_length=500)


class Duty(Schema):
    """Something that is due."""

    kind: str
    code: str
    title: str
    of: str
    unit: str
    subject: str
    due: str | None
    late: int | None = Field(description="Days late; null if it is not, 0 on the same day")


_PAGE = 50


@router.get("/cases", response=Cases, summary="List cases")
def list_(
    request: Asked, state: State | None = None, profile: str = "", month: str = "", cursor: int = 0
) -> Cases:
    """Those the person may know of; month is like 2026-03."""
    must_be_for(request, "read")
    found = cases_list.list_cases(
        request.office, request.who, profile=profile, state=state or "", month=month
    )
    start = max(cursor, 0)
    more = start + _PAGE < len(found)
    page = [_told(one) for one in found[start : start + _PAGE]]
    return Cases(cases=page, next=start + _PAGE if more else None)


@router.post("/cases", response={201: CaseFacts}, summary="Open a case")
def open_(request: Asked, intake: NewCase) -> Status[CaseFacts]:
    """The form of its kind is filled with the answers and filed."""
    must_be_for(request, "cases")
    wish = cases_opening.Intake(
        profile=intake.profile,
        customer=intake.customer,
        dossier=intake.dossier,
        severity=intake.severity,
        lost=intake.lost,
        given=intake.answers,
        involves=intake.involves,
    )
    opened = cases_opening.open_case(request.office, request.who, wish)
    return Status(201, _told(cases_list.seen(request.office, opened.row)))


@router.get("/cases/{case}", response=CaseFacts, summary="One case")
def show(request: Asked, case: str) -> CaseFacts:
    """Where it stands, and what can be done next."""
    must_be_for(request, "read")
    return _told(known(cases_list.show, request.office, request.who, case))


@router.post("/cases/{case}/steps/{step}", response=CaseFacts, summary="Do a step")
def step(request: Asked, case: str, step: str, done: StepDone) -> CaseFacts:
    """A step that is done already is refused, so no key is needed."""
    must_be_for(request, "cases")
    row = cases.step(request.office, request.who, case, step, done.answers, remark=done.remark)
    return _told(cases_list.seen(request.office, row))


@router.post("/cases/{case}/close", response=CaseFacts, summary="Close a case")
def close(request: Asked, case: str) -> CaseFacts:
    """Once all its steps are done."""
    must_be_for(request, "cases")
    row = cases.close(request.office, request.who, case)
    return _told(cases_list.seen(request.office, row))


@router.get("/duties", response=list[Duty], summary="What is due")
def due(request: Asked, *, mine: bool = True) -> list[Duty]:
    """One's own and one's unit's; with ``mine=false`` all that one may see."""
    must_be_for(request, "read")
    found = duties_list.lines(request.office, request.who, Wanted(mine=mine))
    return [
        Duty(
            kind=one.kind,
            code=one.code,
            title=tell(one.title),
            of=one.of,
            unit=one.unit,
            subject=one.subject,
            due=_due(one.due),
            late=one.late,
        )
        for one in found
    ]


@router.post("/duties/{duty}/done", response={204: None}, summary="Say that a duty is done")
def done(request: Asked, duty: str) -> Status[None]:
    """By whoever owes it, or his unit."""
    must_be_for(request, "cases")
    duties.done(request.office, request.who, duty)
    return Status(204, None)


def _told(one: Seen) -> CaseFacts:
    row, case = one.row, one.case
    steps = [
        NextStep(
            step=step.key,
            title=case.rule(step).title,
            unit=case.rule(step).unit,
            due=_due(case.due_of(step)),
            late=one.is_late(step),
            needs=list(case.rule(step).needs),
            form=case.rule(step).form or "",
        )
        for step in case.turn
    ]
    return CaseFacts(
        case=row.number,
        state=State(row.state),
        severity=row.severity,
        profile=row.profile,
        customer=row.customer.code,
        dossier=str(row.dossier),
        about=row.summary,
        received=case.received,
        due=_due(case.next_due),
        next=steps,
        papers=[str(paper.item) for paper in one.papers],
    )


def _due(due: Due | None) -> str | None:
    """A due day, or its minute if there is one, as ISO 8601 in the office's own time."""
    if due is None:
        return None
    return f"{due.day}T{due.time:%H:%M:%S}" if due.time else str(due.day)
