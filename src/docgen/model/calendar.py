"""The working calendar: which days are worked, and the n-th working day after an event.

The day of the event does not count itself ("within five working days of signing",
R-032). Public holidays and make-up working days are data that is passed in; a year that
the calendar does not know is said, never guessed in silence.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Days off besides weekends, weekend days that are worked, and the years this covers."""

    days_off: frozenset[dt.date] = frozenset()
    make_up_days: frozenset[dt.date] = frozenset()
    years: frozenset[int] = frozenset()

    def is_worked(self, day: dt.date) -> bool:
        """Whether the office works on this day."""
        if day in self.make_up_days:
            return True
        return day.weekday() < _SATURDAY and day not in self.days_off


@dataclass(frozen=True, slots=True)
class Due:
    """A last day, and the years whose holidays were not known when it was counted."""

    day: dt.date
    unknown_years: tuple[int, ...] = ()


def working_days_after(calendar: WorkCalendar, start: dt.date, count: int) -> Due:
    """The ``count``-th working day after ``start``, which does not count itself.

    Args:
        calendar: Which days are worked.
        start: The day of the event.
        count: How many working days; at least 1.

    Raises:
        ValueError: ``count`` is less than 1.
    """
    if count < 1:
        raise ValueError(count)
    day, left = start, count
    touched = set()
    while left:
        day += dt.timedelta(days=1)
        touched.add(day.year)
        left -= calendar.is_worked(day)
    return Due(day, tuple(sorted(touched - calendar.years)))
