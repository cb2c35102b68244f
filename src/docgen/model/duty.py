"""Duties: what somebody owes by when, and how what is late climbs from him to his manager.

A rule (``When``) counts from an event (within, notice before, not before: G-062) or comes again
in a rhythm; its due day gives way to holidays as the duty says. Pure: the calendar, the day of
the event and the clock are passed in. Rows, and who owes what, are ``office.duties``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from docgen.errors import Said, say
from docgen.model.calendar import Due, Holiday, WorkCalendar, moved
from docgen.model.people import Role
from docgen.model.rhythm import Rhythm
from docgen.model.span import HOUR_UNITS, Span, day_of, span_of

_ONE_DAY = dt.timedelta(days=1)


class Side(StrEnum):
    """How a length of time stands to its event."""

    WITHIN = "within"
    BEFORE = "before"
    NOT_BEFORE = "not-before"


class Told(StrEnum):
    """Who is told that a duty is due or late."""

    DOER = "doer"
    UNIT = "unit"
    MANAGER = "manager"


_TOLD = {
    Told.DOER: say("whoever owes it is told"),
    Told.UNIT: say("the unit is told"),
    Told.MANAGER: say("the managers are told"),
}


class State(StrEnum):
    """What becomes of a duty."""

    OPEN = "open"
    DONE = "done"
    WAIVED = "waived"

    @property
    def said(self) -> str:
        """The state as people say it."""
        return _STATES[self]


_STATES = {State.OPEN: say("open"), State.DONE: say("done"), State.WAIVED: say("waived")}


@dataclass(frozen=True, slots=True)
class When:
    """When a duty is due.

    Args:
        rhythm: It comes again; ``None`` for one that an event starts.
        span: How long after or before the event.
        side: Within that time, as a notice before it, or not before its end.
        time: By what time of the day; ``None`` for the whole day.
        holiday: What becomes of a due day that nobody works on.
        again: Each time it is done, the next one counts from there (C-044).
    """

    rhythm: Rhythm | None = None
    span: Span | None = None
    side: Side = Side.WITHIN
    time: dt.time | None = None
    holiday: Holiday = Holiday.KEEP
    again: bool = False

    @property
    def said(self) -> Said:
        """When it is due, as people say it."""
        if self.span is None:
            return _EVERY[self.rhythm.every if self.rhythm else "day"]
        n, unit = self.span.count, UNITS[self.span.unit]
        if self.side is Side.BEFORE:
            return say("{n} {unit} before", n=n, unit=unit)
        if self.side is Side.NOT_BEFORE:
            return say("not before {n} {unit}", n=n, unit=unit)
        return say("within {n} {unit}", n=n, unit=unit)


_EVERY = {
    "day": say("every day"),
    "workday": say("every working day"),
    "week": say("every week"),
    "month": say("every month"),
    "quarter": say("every quarter"),
    "half-year": say("every half-year"),
    "year": say("every year"),
}
#: The units of lengths of time as people say them.
UNITS = {
    "workdays": say("working days"),
    "days": say("days"),
    "months": say("months"),
    "years": say("years"),
    "hours": say("hours"),
    "office-hours": say("office hours"),
}


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of a ladder: so long after the due day, somebody is told."""

    after: Span
    to: Told

    def __str__(self) -> str:
        return f"{self.after.count} {self.after.unit} {self.to}"

    @property
    def said(self) -> Said:
        """The step as people say it: so long after the due day, who is told."""
        n, unit = self.after.count, UNITS[self.after.unit]
        return say("after {n} {unit}: {to}", n=n, unit=unit, to=_TOLD[self.to])


@dataclass(frozen=True, slots=True)
class Rule:
    """One duty of ``rules/duties.toml``.

    Args:
        key: Its name in the register.
        title: What is to be done.
        source: The rule of the rulebook.
        when: When it is due.
        by_unit: The unit owes it together; else each of its people.
        units: Whose it is; empty for every unit.
        roles: Only of people with one of these roles.
        groups: Only of people in one of these staff groups.
        form: The template of its paper; "" if there is none.
        ladder: Who is told of it, and when.
        ahead: How many days before it is due it is put on the list.
    """

    key: str
    title: str
    source: str
    when: When
    by_unit: bool = False
    units: tuple[str, ...] = ()
    roles: frozenset[Role] = frozenset()
    groups: tuple[str, ...] = ()
    form: str = ""
    ladder: tuple[Rung, ...] = ()
    ahead: int = 0


@dataclass(frozen=True, slots=True)
class Duties:
    """All duties of an office, who belongs to which staff group, and how far back is made up."""

    rules: tuple[Rule, ...]
    groups: Mapping[str, tuple[str, ...]]
    catch_up: int

    def rule(self, key: str) -> Rule | None:
        """The rule with this key, unless the office has struck it since."""
        return next((rule for rule in self.rules if rule.key == key), None)


def rung_of(text: str) -> Rung:
    """What a text like ``3 workdays unit`` says.

    Raises:
        ValueError: It is not written like that.
    """
    span, _, told = text.rpartition(" ")
    return Rung(span_of(span), Told(told))


def due_after(when: When, calendar: WorkCalendar, start: dt.date) -> Due:
    """When it is due, counted from the event that starts it.

    Args:
        when: A rule with a length of time.
        calendar: The working calendar.
        start: The day of the event; an aware moment in the office's zone for hours.

    A day is never moved back before the event, nor a stay made shorter: where nobody works in
    between, the next working day is taken.

    Raises:
        ValueError: It has no length of time, or hours and no moment.
    """
    if when.span is None:
        raise ValueError(when)
    if when.side is Side.BEFORE:
        counted = when.span.before(start, calendar)
    else:
        counted = when.span.after(start, calendar)
    found = moved(calendar, counted.day, when.holiday)
    earliest = counted.day if when.side is Side.NOT_BEFORE else day_of(start)
    if found.day < earliest and when.side is not Side.BEFORE:
        found = moved(calendar, counted.day, Holiday.NEXT)
    unknown = tuple(sorted({*counted.unknown_years, *found.unknown_years}))
    return Due(found.day, unknown, counted.time or when.time, counted.day)


def due_dates(when: When, calendar: WorkCalendar, since: dt.date, until: dt.date) -> Iterator[Due]:
    """The turns of a rhythm that are due from one day to another, both included, in their order.

    Raises:
        ValueError: It has no rhythm.
    """
    if when.rhythm is None:
        raise ValueError(when)
    first, last = _around(when, calendar, since, until)
    for turn in when.rhythm.turns(first, last):
        if when.rhythm.every == "workday" and not calendar.is_worked(turn):
            continue
        found = moved(calendar, turn, when.holiday)
        unknown = found.unknown_years
        if when.rhythm.every == "workday":
            unknown = calendar.unknown(turn, turn)
        if since <= found.day <= until:
            yield Due(found.day, unknown, when.time, turn)


def steps(
    ladder: Iterable[Rung], due: Due, calendar: WorkCalendar, now: dt.datetime, zone: ZoneInfo
) -> Iterator[tuple[Rung, bool]]:
    """The steps that an open duty has come to, and whether it was late by then."""
    for rung in ladder:
        begins = _rung_begins(rung, due, calendar, zone)
        if now >= begins:
            yield rung, begins >= due.deadline(zone)


def _rung_begins(rung: Rung, due: Due, calendar: WorkCalendar, zone: ZoneInfo) -> dt.datetime:
    """Hours after the deadline, or the beginning of so many days after the due day."""
    deadline = due.deadline(zone)
    if rung.after.unit in HOUR_UNITS:
        found = rung.after.after(deadline.astimezone(zone), calendar)
        return found.deadline(zone)
    day = rung.after.after(due.day, calendar).day
    return dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC)


def _around(
    when: When, calendar: WorkCalendar, since: dt.date, until: dt.date
) -> tuple[dt.date, dt.date]:
    """The days whose turns may be moved into the time asked for."""
    if when.holiday is Holiday.NEXT:
        while not calendar.is_worked(since - _ONE_DAY):
            since -= _ONE_DAY
    if when.holiday is Holiday.PREVIOUS:
        while not calendar.is_worked(until + _ONE_DAY):
            until += _ONE_DAY
    return since, until
