"""The slips about delays, made when their time comes and never twice (C-029, G-030).

    催办单   for a step that is late, one for each rung of the ladder
    洽办单   for a settled case, one for each unit that was late; the unit owes an answer

Whoever watches the cases calls ``due_slips``: the command that lists what is overdue, and the
worker that runs by itself. After days of standstill only the newest rung is made. A slip is a
paper of the case like any other.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.db.models import Q

from docgen.model.access import Act
from docgen.model.calendar import working_days_after
from docgen.model.case import RUNNING, Case, State, Step
from docgen.model.case_ladder import asks_why, days_over, in_days, rung
from docgen.model.duty import Rule, When
from docgen.model.span import Span
from docgen.office import cases_papers, cases_rows, cases_rules, duties_rules, gate, making
from docgen.office.cases_rows import Deed
from docgen.office.desk import Office
from docgen.office.filing import Filed
from docgen.register.models import Person
from docgen.register.models_cases import Case as Row
from docgen.register.models_cases import CaseSlip

REMINDER, LIAISON = "reminder", "liaison"
_FORMS = {REMINDER: "complaint/reminder-slip", LIAISON: "complaint/liaison-slip"}
_EVENTS = {REMINDER: "case.reminded", LIAISON: "case.inquired"}
#: So many days after its settlement a closed case is still looked at.
_LOOKED_BACK = 92
#: What a unit owes that is asked why it was late; unanswered, it climbs the ladder (G-030).
_REPLY = Rule(
    "liaison-reply", "回复洽办单，说明逾期原因", "C-029, G-030", When(span=Span(3, "workdays"))
)
_TURNS = ("第一次", "第二次", "第三次以上")


class _OvertakenError(Exception):
    """Somebody else has made this slip meanwhile."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip that is due: what it is about, on which rung, and what stands on it."""

    kind: str
    about: str
    rung: int
    values: Mapping[str, object]
    copied_to: str = ""
    escalated: bool = False


def due_slips(office: Office, who: Person, *, pdf: bool = False) -> list[CaseSlip]:
    """Make the slips whose time has come in the cases this person may work on; what was made."""
    gate.ask(office, who, Act.WORK_CASE, _EVENTS[REMINDER])
    kinds = cases_rules.profiles(office)
    lately = office.now() - dt.timedelta(days=_LOOKED_BACK)
    rows = cases_rows.visible(office, who).filter(
        Q(state__in=RUNNING) | Q(state=State.CLOSED, settled_at__gte=lately)
    )
    made = [
        _make(office, who, row, case, slip, pdf=pdf)
        for row in cases_rows.with_all(rows)
        if row.profile in kinds
        for case in [cases_rows.fact_of(office, row, kinds[row.profile])]
        for slip in [*_reminders(office, row, case), *_inquiries(office, row, case)]
    ]
    return [one for one in made if one is not None]


def _reminders(office: Office, row: Row, case: Case) -> list[Slip]:
    now, days = cases_rows.now(office), cases_rows.calendar(office)
    found = []
    for step in case.late(now):
        stands = rung(case, step, now, days)
        made = row.slips.filter(kind=REMINDER, about=step.key).order_by("rung")
        if stands is None or made.filter(rung__gte=stands).exists():
            continue
        line = case.profile.ladder[stands]
        values = _reminder(office, row, case, step, [one.number for one in made])
        values |= {"copied_to": line.copied_to}
        found.append(Slip(REMINDER, step.key, stands, values, line.copied_to, line.escalate))
    return found


def _reminder(
    office: Office, row: Row, case: Case, step: Step, earlier: Sequence[str]
) -> dict[str, object]:
    due, days, today = case.due_of(step), cases_rows.calendar(office), office.today
    assert due is not None  # noqa: S101  a late step has a due day
    worked = case.profile.counts_workdays
    over = days_over(due, today, days, worked=worked)
    return {
        "complaint_number": row.number,
        "summary": row.summary or "—",
        "to_unit": case.rule(step).unit,
        "turn": _TURNS[min(len(earlier), len(_TURNS) - 1)],
        "earlier_number": earlier[-1] if earlier else "",
        "task": case.rule(step).title,
        "received_on": step.since.date() if step.since else "",
        "due_on": due.day,
        "overdue_days": max(over, 1),
        "new_due_on": working_days_after(days, today, 1).day if worked else _tomorrow(today),
    }


def _inquiries(office: Office, row: Row, case: Case) -> list[Slip]:
    now, days = cases_rows.now(office), cases_rows.calendar(office)
    return [
        Slip(LIAISON, unit, 0, _inquiry(office, row, case, unit, steps))
        for unit, steps in asks_why(case, now, days).items()
        if not row.slips.filter(kind=LIAISON, about=unit).exists()
    ]


def _inquiry(
    office: Office, row: Row, case: Case, unit: str, late: Sequence[Step]
) -> dict[str, object]:
    whole = case.profile.severity(case.severity).within
    lines = [_stage(case, one) for one in late]
    limits = [_limit(case, one) for one in late]
    named = "、".join(case.rule(one).title for one in late)
    closed = case.settled_at.date() if case.settled_at else office.today
    return {
        "complaint_number": row.number,
        "summary": row.summary or "—",
        "to_unit": unit,
        "opened_on": case.received.date(),
        "closed_on": closed,
        "limit_days": in_days(whole) or sum(limits),
        "stages": lines,
        "question": f"{named}超过时限，请说明逾期原因和改善措施。",
        "reply_due_on": duties_rules.due_of(office, _REPLY).day,
    }


def _stage(case: Case, step: Step) -> dict[str, object]:
    since, done = step.since or case.received, step.done_at or case.received
    return {
        "unit": case.rule(step).unit,
        "what": case.rule(step).title,
        "received_on": since.date(),
        "done_on": done.date(),
        "limit": _limit(case, step),
        "used": (done.date() - since.date()).days,
    }


def _limit(case: Case, step: Step) -> int:
    """How many days a step had, from its turn to its last day."""
    due = case.due_of(step)
    return max((due.day - step.since.date()).days, 0) if due and step.since else 0


def _make(
    office: Office, who: Person, row: Row, case: Case, slip: Slip, *, pdf: bool
) -> CaseSlip | None:
    kept: list[CaseSlip] = []
    with (
        contextlib.suppress(_OvertakenError),
        making.made(
            office, who, _FORMS[slip.kind], slip.values, customer=row.customer, pdf=pdf
        ) as made,
    ):
        write = partial(_write, office, who, row, case, slip, made.paper.number, kept)
        cases_papers.file(office, who, row, made.paper, write)
    return kept[-1] if kept else None


def _write(
    office: Office,
    who: Person,
    row: Row,
    case: Case,
    slip: Slip,
    number: str,
    kept: list[CaseSlip],
    filed: Sequence[Filed],
) -> None:
    same = CaseSlip.objects.filter(case=row, kind=slip.kind, about=slip.about, rung=slip.rung)
    if same.exists():
        raise _OvertakenError
    items = [one.item for one in filed]
    step = slip.about if slip.kind == REMINDER else ""
    cases_papers.keep(row, step, items)
    made = CaseSlip.objects.create(
        case=row,
        kind=slip.kind,
        about=slip.about,
        rung=slip.rung,
        item=items[0],
        number=number,
        made_at=office.now(),
    )
    kept.append(made)
    if slip.kind == LIAISON:
        duties_rules.tell(office, _REPLY, slip.about, row.number, about=slip.about)
    more: dict[str, str | int] = {"rung": slip.rung + 1, "escalated": int(slip.escalated)}
    deed = Deed(_EVENTS[slip.kind], basis=items, more=more | ({"late": step} if step else {}))
    cases_rows.enter(office, who, row, case, deed)


def _tomorrow(today: dt.date) -> dt.date:
    return today + dt.timedelta(days=1)
