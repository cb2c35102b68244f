"""One duty with its ladder, and the duties that are done or let go; ``duties_list`` has the open.

Whoever sees all duties sees these too; others see their own and their unit's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from docgen.errors import Reason
from docgen.model.access import Act
from docgen.model.duty import Rule, Rung, State, rung_of
from docgen.office import duties, duties_list, gate, journal
from docgen.office.desk import Office, one_transaction
from docgen.office.duties_list import Line
from docgen.register.models import Person
from docgen.register.models_duties import OwedDuty

_LISTED = "duty.listed"


@dataclass(frozen=True, slots=True)
class Step:
    """A rung of the ladder, and since when the duty stands on it; ``None`` if it never did."""

    rung: Rung
    at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Seen:
    """A duty as it is shown.

    Args:
        row: Its row.
        line: What it is, as a line of the list.
        rule: The office's rule; ``None`` for what a case, a posting or a thing brought.
        steps: Its ladder.
        against: What speaks against this person's noting that it is done.
        keeps: What speaks against this person's letting it go.
    """

    row: OwedDuty
    line: Line
    rule: Rule | None
    steps: tuple[Step, ...]
    against: tuple[Reason, ...] = ()
    keeps: tuple[Reason, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it is still owed."""
        return self.row.state == State.OPEN

    @property
    def form(self) -> list[str]:
        """Family and name of its form's template; nothing if it has none."""
        return self.rule.form.split("/") if self.rule and self.rule.form else []

    @property
    def case_step(self) -> str:
        """The step of the case that it is done with; "" for any other duty."""
        return self.row.key.split("/")[2] if self.row.rule == duties.CASE_STEP else ""


@dataclass(frozen=True, slots=True)
class Ended:
    """Some of the duties that were ended, and how many there are."""

    total: int
    rows: Sequence[OwedDuty]


def show(office: Office, who: Person, code: str) -> Seen:
    """One duty that this person may see."""
    row = duties.find(code)
    if not duties.sees_all(office, who):
        gate.ask(office, who, Act.DO_DUTY, _LISTED)
        if duties.against_doing(who, row):
            raise duties.no_duty(code)
    come = {one.step: one.at for one in row.steps.all()}
    line = duties_list.with_lateness(office, duties_list.of_duty(row))
    with one_transaction():
        journal.append(office, _LISTED, who, obj=row.code, n=1)
    return Seen(
        row=row,
        line=line,
        rule=duties.rules(office).rule(row.rule),
        steps=tuple(Step(rung_of(text), come.get(text)) for text in row.ladder),
        against=_against(office, who, row),
        keeps=tuple(filter(None, [duties.against_waiving(who, row)])),
    )


def ended(
    office: Office, who: Person, first: int, most: int, *, mine: bool = False, unit: str = ""
) -> Ended:
    """The duties that are done or let go, the newest first."""
    wanted = _visible(office, who).exclude(state=State.OPEN).order_by("-ended_at", "-pk")
    if mine:
        wanted = wanted.filter(Q(person=who) | Q(person=None, unit=who.unit))
    if unit:
        wanted = wanted.filter(unit=unit)
    total = wanted.count()
    rows = list(wanted.select_related("ended_by")[first : first + most])
    with one_transaction():
        journal.append(office, _LISTED, who, n=total)
    return Ended(total, rows)


def units(office: Office, who: Person) -> list[str]:
    """The units that owe anything that this person may see."""
    rows = _visible(office, who).filter(state=State.OPEN).order_by("unit")
    return list(rows.values_list("unit", flat=True).distinct())


def _visible(office: Office, who: Person) -> QuerySet[OwedDuty]:
    if duties.sees_all(office, who):
        return duties.rows()
    gate.ask(office, who, Act.DO_DUTY, _LISTED)
    return duties.rows().filter(Q(person=who) | Q(unit=who.unit))


def _against(office: Office, who: Person, row: OwedDuty) -> tuple[Reason, ...]:
    decision = gate.weigh(office, who, Act.DO_DUTY)
    if not decision.allow:
        return decision.reasons
    return tuple(filter(None, [duties.against_doing(who, row)]))
