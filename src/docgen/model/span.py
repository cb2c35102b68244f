"""Lengths of time as rules write them: ``5 workdays``, ``1 months``, ``6 hours`` (G-062).

Adding and taking away in the calendar of the office. A month later is the same day, or that
month's last one. Hours run round the clock (C-040, C-042), ``office-hours`` only while the office
is open; both are counted in real time, so that a clock put forward or back changes nothing.
"""

from __future__ import annotations

import calendar as months
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from docgen.model.calendar import Due, WorkCalendar, working_days_after, working_days_before

DAY_UNITS: Final = ("workdays", "days", "months", "years")
HOUR_UNITS: Final = ("hours", "office-hours")
_DECEMBER = 12
_MOST_YEARS = 100
_WRITTEN = re.compile(rf"(\d{{1,4}}) ({'|'.join((*DAY_UNITS, *HOUR_UNITS))})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Span:
    """So many working days, days, months, years or hours; the day of the event does not count."""

    count: int
    unit: str

    def after(self, start: dt.date, worked: WorkCalendar) -> Due:
        """Its end, counted from a day; from an aware moment of the office's zone for hours.

        Raises:
            ValueError: Hours are counted from a moment only.
        """
        if self.unit in HOUR_UNITS:
            return self._hours(start, worked)
        day = day_of(start)
        if self.unit == "workdays" and self.count:
            return working_days_after(worked, day, self.count)
        return Due(self._plain(day, self.count))

    def before(self, event: dt.date, worked: WorkCalendar) -> Due:
        """The last day on which this much time is left before an event (D-106).

        Raises:
            ValueError: A notice is counted in days, months or years.
        """
        if self.unit in HOUR_UNITS:
            raise ValueError(self.unit)
        day = day_of(event)
        if self.unit == "workdays" and self.count:
            return working_days_before(worked, day, self.count)
        return Due(self._plain(day, -self.count))

    def _plain(self, day: dt.date, count: int) -> dt.date:
        if self.unit == "months":
            return months_after(day, count)
        if self.unit == "years":
            return months_after(day, count * _DECEMBER)
        return day + dt.timedelta(days=count)

    def _hours(self, start: dt.date, worked: WorkCalendar) -> Due:
        if not isinstance(start, dt.datetime) or start.tzinfo is None:
            raise ValueError(start)
        left = dt.timedelta(hours=self.count)
        if self.unit == "hours":
            return _due((start.astimezone(dt.UTC) + left).astimezone(start.tzinfo))
        moment = start.astimezone(dt.UTC)
        for opens, closes in _open(start, worked):
            begins = max(moment, opens)
            if begins + left <= closes:
                end = (begins + left).astimezone(start.tzinfo)
                return _due(end, worked.unknown(start.date(), end.date()))
            left -= max(closes - begins, dt.timedelta())
        raise AssertionError  # pragma: no cover  the days do not end


def span_of(text: str, *, least: int = 0) -> Span:
    """What a text like ``2 workdays`` says.

    Raises:
        ValueError: It is not written like that, or there are fewer than ``least``.
    """
    found = _WRITTEN.fullmatch(text)
    count = int(found[1]) if found else -1
    if found is None or count < least or (found[2] == "years" and count > _MOST_YEARS):
        raise ValueError(text)
    return Span(count, found[2])


def day_of(start: dt.date) -> dt.date:
    """The day of a day or of a moment."""
    return start.date() if isinstance(start, dt.datetime) else start


def months_after(day: dt.date, count: int) -> dt.date:
    """The same day so many months later, or that month's last day if it has no such day."""
    year, month = divmod(day.year * _DECEMBER + day.month - 1 + count, _DECEMBER)
    last = months.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def _due(end: dt.datetime, unknown: tuple[int, ...] = ()) -> Due:
    return Due(end.date(), unknown, end.time())


def _open(start: dt.datetime, worked: WorkCalendar) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """The pieces of time in which the office is open, from a day on, in UTC."""
    day = start.date()
    while True:
        for pieces in worked.hours if worked.is_worked(day) else ():
            ends = (dt.datetime.combine(day, time, start.tzinfo) for time in pieces)
            opens, closes = (moment.astimezone(dt.UTC) for moment in ends)
            yield opens, closes
        day += dt.timedelta(days=1)
