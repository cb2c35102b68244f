"""When and where a form is filled: the day and the working calendar that expressions may need.

Both come from outside, because the forms read no clock and know no holidays. Years whose
holidays the calendar does not hold are gathered, so that whoever fills the form can say so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from docgen.errors import say
from docgen.forms.wrong import WrongValueError
from docgen.model.calendar import WorkCalendar, working_days_after

_MOST_DAYS = 3_660


class NoOccasionError(ValueError):
    """A form computes with the day or the calendar, and the program passed none."""

    def __init__(self) -> None:
        """Say to the programmer what to pass."""
        super().__init__("this form needs the day or the calendar: pass occasion=Occasion(…)")


@dataclass(frozen=True, slots=True)
class Occasion:
    """The day a form is filled and the working days of the office.

    Args:
        today: The day it is.
        calendar: Which days are worked.
        unknown_years: Years that working days were counted in without knowing their holidays.
    """

    today: date
    calendar: WorkCalendar
    unknown_years: set[int] = field(default_factory=set)

    def workday(self, start: date, count: int) -> date:
        """The ``count``-th working day after ``start``, before it for a negative count.

        Raises:
            WrongValueError: More than ten years of days.
        """
        if abs(count) > _MOST_DAYS:
            raise _too_long(count)
        if count > 0:
            due = working_days_after(self.calendar, plain_day(start), count)
            self.unknown_years.update(due.unknown_years)
            return due.day
        day = plain_day(start)
        while count:
            day -= timedelta(days=1)
            count += self._worked(day)
        return day

    def workdays(self, start: date, end: date) -> int:
        """How many working days lie from ``start`` to ``end``, both counted."""
        first, last = plain_day(start), plain_day(end)
        length = (last - first).days + 1
        if length > _MOST_DAYS:
            raise _too_long(length)
        return sum(self._worked(first + timedelta(days=day)) for day in range(length))

    def _worked(self, day: date) -> bool:
        if day.year not in self.calendar.years:
            self.unknown_years.add(day.year)
        return self.calendar.is_worked(day)


def plain_day(day: date) -> date:
    """The day of a time."""
    return day.date() if isinstance(day, datetime) else day


def _too_long(count: int) -> WrongValueError:
    return WrongValueError(
        say("{count} days are too many to count working days in", count=count),
        say("check the two days; at most {most} are counted", most=_MOST_DAYS),
    )
