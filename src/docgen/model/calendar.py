"""The working calendar: which days are worked, at what hours, and when something is due.

The day of the event does not count itself ("within five working days of signing",
R-032). Public holidays and make-up working days are data that is passed in; a year that
the calendar does not know is said, never guessed in silence (G-062).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

_SATURDAY = 5
_ONE_DAY = dt.timedelta(days=1)


class Holiday(StrEnum):
    """What becomes of a due day that nobody works on (G-062; the seeds say nothing)."""

    PREVIOUS = "previous"
    NEXT = "next"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Days off besides weekends, weekend days that are worked, and the years this covers.

    Args:
        days_off: Days of the week that are not worked.
        make_up_days: Days of the weekend that are worked.
        years: The years whose days are all known.
        hours: The pieces of a working day, in their order.
    """

    days_off: frozenset[dt.date] = frozenset()
    make_up_days: frozenset[dt.date] = frozenset()
    years: frozenset[int] = frozenset()
    hours: tuple[tuple[dt.time, dt.time], ...] = (
        (dt.time(8, 30), dt.time(12)),
        (dt.time(13, 30), dt.time(17, 30)),
    )

    def is_worked(self, day: dt.date) -> bool:
        """Whether the office works on this day."""
        if day in self.make_up_days:
            return True
        return day.weekday() < _SATURDAY and day not in self.days_off

    def unknown(self, one: dt.date, other: dt.date) -> tuple[int, ...]:
        """The years from one day to the other whose holidays are not known."""
        first, last = sorted((one.year, other.year))
        return tuple(year for year in range(first, last + 1) if year not in self.years)


@dataclass(frozen=True, slots=True)
class Due:
    """A last day, and the years whose holidays were not known when it was counted.

    Args:
        day: The day, where the office is.
        unknown_years: Years that the calendar did not know.
        time: The time of day; ``None`` for the whole day.
        nominal: The day before holidays moved it: which turn of a rhythm this is.
    """

    day: dt.date
    unknown_years: tuple[int, ...] = ()
    time: dt.time | None = None
    nominal: dt.date | None = None

    def deadline(self, zone: ZoneInfo) -> dt.datetime:
        """The moment, in UTC, from which on it is late: the time, or the end of the day."""
        day, time = self.day, self.time
        if time is None:
            day, time = day + _ONE_DAY, dt.time()
        return dt.datetime.combine(day, time, zone).astimezone(dt.UTC)

    def is_late(self, now: dt.datetime, zone: ZoneInfo) -> bool:
        """Whether it should have been done before now."""
        return now >= self.deadline(zone)


def working_days_after(calendar: WorkCalendar, start: dt.date, count: int) -> Due:
    """The ``count``-th working day after ``start``, which does not count itself.

    Args:
        calendar: Which days are worked.
        start: The day of the event.
        count: How many working days; at least 1.

    Raises:
        ValueError: ``count`` is less than 1.
    """
    return _stepped(calendar, start, count, _ONE_DAY)


def working_days_before(calendar: WorkCalendar, event: dt.date, count: int) -> Due:
    """The ``count``-th working day before ``event``, which does not count itself."""
    return _stepped(calendar, event, count, -_ONE_DAY)


def _stepped(calendar: WorkCalendar, start: dt.date, count: int, step: dt.timedelta) -> Due:
    if count < 1:
        raise ValueError(count)
    day, left = start, count
    while left:
        day += step
        left -= calendar.is_worked(day)
    return Due(day, calendar.unknown(start + step, day))


def moved(calendar: WorkCalendar, day: dt.date, holiday: Holiday) -> Due:
    """The day itself if it is worked or is kept, else the working day before or after it."""
    if holiday is Holiday.KEEP:
        return Due(day)
    step = -_ONE_DAY if holiday is Holiday.PREVIOUS else _ONE_DAY
    found = day
    while not calendar.is_worked(found):
        found += step
    return Due(found, calendar.unknown(day, found))
