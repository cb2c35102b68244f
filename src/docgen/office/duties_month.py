"""A month of the working calendar with what is due on each day.

What is owed stands on its day; what the rules will bring in the rest of the month stands there
too, as it is to be expected, without what comes every day. A year whose holidays are not known is
said, never guessed.
"""

from __future__ import annotations

import calendar as months
import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from docgen.errors import BadInput, say
from docgen.model.calendar import WorkCalendar
from docgen.model.duty import due_dates
from docgen.office import duties, duties_list, postings_duties
from docgen.office.calendar import read_calendar
from docgen.office.desk import Office
from docgen.office.duties_holders import Holder, holders, working
from docgen.office.duties_list import Line, Wanted
from docgen.register.models import Person

_DAILY = ("day", "workday")


@dataclass(frozen=True, slots=True)
class Expected:
    """What a rule will bring on a day, and how many will owe it."""

    title: str
    of: str
    n: int


@dataclass(frozen=True, slots=True)
class Day:
    """A day: whether it is worked, as the calendar says, and what is due on it.

    Args:
        day: The day.
        within: Whether it lies in the month that is shown.
        worked: Whether the office works.
        holiday: A day of the week that is off.
        make_up: A day of the weekend that is worked.
        lines: What is owed.
        expected: What the rules will bring.
    """

    day: dt.date
    within: bool
    worked: bool
    holiday: bool
    make_up: bool
    lines: tuple[Line, ...] = ()
    expected: tuple[Expected, ...] = ()


@dataclass(frozen=True, slots=True)
class Month:
    """A month in weeks from Monday, with the months before and after."""

    first: dt.date
    weeks: tuple[tuple[Day, ...], ...]
    before: dt.date
    after: dt.date
    known: bool


def month(office: Office, who: Person, text: str, wanted: Wanted) -> Month:
    """The month named like ``2026-03``, this one if none is; with what is due that one may see.

    Raises:
        BadInput: It is no month.
    """
    first = _first(text) if text else office.today.replace(day=1)
    weeks = months.Calendar().monthdatescalendar(first.year, first.month)
    after = (first + dt.timedelta(days=31)).replace(day=1)
    worked, due = read_calendar(office.folder), defaultdict(list)
    for line in duties_list.lines(office, who, wanted):
        due[line.due.day].append(line)
    coming = _expected(office, who, wanted, worked, after - _ONE_DAY)
    return Month(
        first=first,
        weeks=tuple(
            tuple(_day(day, first, worked, due[day], coming[day]) for day in week) for week in weeks
        ),
        before=(first - _ONE_DAY).replace(day=1),
        after=after,
        known=first.year in worked.years,
    )


def _day(
    day: dt.date,
    first: dt.date,
    worked: WorkCalendar,
    due: Sequence[Line],
    coming: Sequence[Expected],
) -> Day:
    within = day.month == first.month
    return Day(
        day=day,
        within=within,
        worked=worked.is_worked(day),
        holiday=day in worked.days_off,
        make_up=day in worked.make_up_days,
        lines=tuple(due) if within else (),
        expected=tuple(coming) if within else (),
    )


def _expected(
    office: Office, who: Person, wanted: Wanted, worked: WorkCalendar, last: dt.date
) -> dict[dt.date, list[Expected]]:
    """What the rules will bring from tomorrow to this day, of what is not on the list yet."""
    found: dict[dt.date, list[Expected]] = defaultdict(list)
    tomorrow = office.today + _ONE_DAY
    if last < tomorrow:
        return found
    known, people = duties.rules(office), working()
    stays = postings_duties.stays(office, office.today)
    every, there = duties.sees_all(office, who), _there(tomorrow)
    for rule in known.rules:
        if rule.when.rhythm is None or rule.when.rhythm.every in _DAILY:
            continue
        mine = [
            one
            for one in holders(known, rule, people, stays)
            if _is_his(one, who, wanted, every=every)
        ]
        for due in due_dates(rule.when, worked, tomorrow, last) if mine else ():
            new = [one for one in mine if f"{rule.key}/{due.nominal}/{one.code}" not in there]
            if new:
                of = new[0].person.name if new[0].person else new[0].unit
                found[due.day].append(Expected(rule.title, of, len(new)))
    return found


def _there(since: dt.date) -> frozenset[str]:
    """The keys of what is on the list, done or not, from a day on."""
    return frozenset(duties.rows().filter(due__gte=since).values_list("key", flat=True))


def _is_his(one: Holder, who: Person, wanted: Wanted, *, every: bool) -> bool:
    own = one.person == who or (one.person is None and one.unit == who.unit)
    if wanted.mine:
        return own
    if wanted.unit and one.unit != wanted.unit:
        return False
    return every or own or one.unit == who.unit


def _first(text: str) -> dt.date:
    try:
        first = dt.date.fromisoformat(f"{text.strip()}-01")
    except ValueError:
        first = dt.date.min
    if not _EARLIEST <= first.year <= _LATEST:
        raise BadInput(
            say("{text} is no month", text=text[:20]),
            why=say("a month is written as year and month"),
            fix=say("write it like 2026-03"),
            field="month",
        )
    return first


_ONE_DAY = dt.timedelta(days=1)
#: Years that a calendar is asked for.
_EARLIEST, _LATEST = 1990, 2199
