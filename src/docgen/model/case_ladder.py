"""The ladder for what is late (G-030): a reminder, a second one, then the leader is told.

A step that is late stands on the highest rung whose time has come; each rung is told of once. For
a settled case the units that were late are asked why, once each (洽办单, C-029).
"""

from __future__ import annotations

import datetime as dt

from docgen.model.calendar import Due, WorkCalendar
from docgen.model.case import Case, Step
from docgen.model.span import HOUR_UNITS, Span

_HOURS_A_DAY = 24


def rung(case: Case, step: Step, now: dt.datetime, calendar: WorkCalendar) -> int | None:
    """The rung that a late step stands on, counted from 0; ``None`` while nothing is due."""
    due = case.due_of(step)
    if due is None or not due.is_late(now, case.zone):
        return None
    start = dt.datetime.combine(due.day, due.time or dt.time(), case.zone)
    ladder = enumerate(case.profile.ladder)
    return max((n for n, one in ladder if _has_come(one.after, start, now, calendar)), default=None)


def asks_why(case: Case, now: dt.datetime, calendar: WorkCalendar) -> dict[str, tuple[Step, ...]]:
    """The units that were late in a case that is settled, each with its late steps."""
    after, settled = case.profile.liaison_after, case.settled_at
    if after is None or settled is None or not _has_come(after, settled, now, calendar):
        return {}
    units: dict[str, list[Step]] = {}
    for step in case.done_late():
        if step.done_at and step.done_at <= settled:
            units.setdefault(case.rule(step).unit, []).append(step)
    return {unit: tuple(steps) for unit, steps in units.items()}


def days_over(due: Due, today: dt.date, calendar: WorkCalendar, *, worked: bool) -> int:
    """How many days it is late: working days, or days as they come; 0 on its day and before."""
    after = (due.day + dt.timedelta(days=n) for n in range(1, (today - due.day).days + 1))
    return sum(not worked or calendar.is_worked(day) for day in after)


def in_days(limit: Span | None) -> int:
    """A limit in days, as a slip about delays states it; hours are rounded up."""
    if limit is None:
        return 0
    return -(-limit.count // _HOURS_A_DAY) if limit.unit in HOUR_UNITS else limit.count


def _has_come(after: Span, start: dt.datetime, now: dt.datetime, calendar: WorkCalendar) -> bool:
    end = after.after(start, calendar)
    if end.time is None:
        return now.date() >= end.day
    return now >= dt.datetime.combine(end.day, end.time, start.tzinfo)
