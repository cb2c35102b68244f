"""What each person is to be reminded of now; nothing is sent and nothing written.

A digest is one a day and person: what is late, due today, and due within a week. A ladder's mail
tells the steps that were noted since the last one: those of hours to the doer at once, those
meant for the unit to its managers, those meant for the manager to all managers. What lies between
two runs, were they a week apart, comes as one mail of each kind.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Max

from docgen.model.duty import Rung, State, Told, rung_of
from docgen.model.loan import State as LoanState
from docgen.model.people import Role
from docgen.model.span import HOUR_UNITS
from docgen.office import duties, loan_rows
from docgen.office.calendar import read_calendar
from docgen.office.desk import Office
from docgen.office.duties_list import Line, of_duty, of_loan, with_lateness
from docgen.register.models import Person
from docgen.register.models_duties import DutyStep, OwedDuty
from docgen.register.models_reminders import Reminder

DIGEST, LADDER = "digest", "ladder"
OFFERED, SENT, REFUSED = "offered", "sent", "refused"
_WEEK = dt.timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Plan:
    """One mail to be sent.

    Args:
        person: Whom it is for.
        kind: A digest, or the steps of ladders.
        day: The day it is made, where the office is.
        lines: What it tells.
        since: Up to which step of a ladder he was told before.
        upto: Up to which step of a ladder this tells.
    """

    person: Person
    kind: str
    day: dt.date
    lines: tuple[Line, ...]
    since: int = 0
    upto: int = 0

    @property
    def key(self) -> str:
        """What makes it this one mail."""
        turn = self.upto if self.kind == LADDER else self.day
        return f"{self.kind}/{self.person.code}/{turn}"


def due(office: Office, people: Sequence[Person]) -> list[Plan]:
    """The mails whose time has come and that no server has yet."""
    is_time = office.local(office.now()).time() >= dt.time.fromisoformat(office.settings.mail.at)
    plans = [*(_digests(office, people) if is_time else ()), *_ladders(office, people, is_time)]
    keys = [plan.key for plan in plans]
    gone = Reminder.objects.filter(key__in=keys).exclude(state=REFUSED)
    done = set(gone.values_list("key", flat=True))
    return [plan for plan in plans if plan.key not in done]


def told_upto(person: Person) -> int:
    """Up to which step of a ladder somebody was told."""
    told = Reminder.objects.filter(person=person, kind=LADDER, state__in=(OFFERED, SENT))
    return told.aggregate(last=Max("upto"))["last"] or 0


def _digests(office: Office, people: Sequence[Person]) -> Iterator[Plan]:
    today = office.today
    rows = list(duties.open_rows().filter(due__lte=today + _WEEK))
    late = list(loan_rows.rows().filter(state=LoanState.OUT, due__lt=today))
    is_worked = read_calendar(office.folder).is_worked(today)
    for person in people:
        found = [with_lateness(office, of_duty(row)) for row in rows if _is_doer(person, row)]
        found += [
            with_lateness(office, of_loan(row, row.due))
            for row in late
            if row.borrower_id == person.pk and row.due
        ]
        if found and (is_worked or any(line.due.day == today for line in found)):
            found.sort(key=lambda one: (one.due.day, one.due.time or dt.time.max, one.code))
            yield Plan(person, DIGEST, today, tuple(found))


def _ladders(office: Office, people: Sequence[Person], is_time: bool) -> Iterator[Plan]:  # noqa: FBT001  the time of day, once
    noted = DutyStep.objects.filter(duty__state=State.OPEN).select_related("duty__person")
    steps = [(step, rung_of(step.step)) for step in noted.order_by("pk")]
    managers = [one for one in people if Role.MANAGER in one.roles]
    headed = {one.unit for one in managers}
    for person in people:
        since = told_upto(person)
        new = [
            (step, rung)
            for step, rung in steps
            if step.pk > since and _is_told(person, step.duty, rung, headed)
        ]
        if new and (is_time or any(rung.after.unit in HOUR_UNITS for _, rung in new)):
            owed = {step.duty_id: with_lateness(office, of_duty(step.duty)) for step, _ in new}
            upto = new[-1][0].pk
            yield Plan(person, LADDER, office.today, tuple(owed.values()), since, upto)


def _is_told(person: Person, duty: OwedDuty, rung: Rung, headed: set[str]) -> bool:
    """Whether a step is for this person; days are told to the doer by the digest."""
    if rung.to is Told.DOER:
        return rung.after.unit in HOUR_UNITS and _is_doer(person, duty)
    is_above = rung.to is Told.MANAGER or duty.unit not in headed
    return Role.MANAGER in person.roles and (is_above or person.unit == duty.unit)


def _is_doer(person: Person, row: OwedDuty) -> bool:
    return row.person_id == person.pk or (row.person_id is None and row.unit == person.unit)
