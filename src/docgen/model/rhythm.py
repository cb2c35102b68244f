"""What comes again: every day, Monday, tenth of the month, quarter's end, 31 March (G-062).

A turn is the n-th day of its period, or the period's last day; a period that is shorter than n
days has its turn on its last one. Holidays are not looked at here.
"""

from __future__ import annotations

import calendar as months
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

#: How many months a period has.
PERIODS: Mapping[str, int] = MappingProxyType(
    {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
)
EVERY = ("day", "workday", "week", *PERIODS)
_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A period, and which of its days is meant.

    Args:
        every: ``day``, ``workday``, ``week``, ``month``, ``quarter``, ``half-year`` or ``year``.
        on: The n-th day of the period, from 1; 0 is its last day. Of a week 1 is Monday.
        month: Of a year: the month that ``on`` is a day of; 0 for the whole year.
    """

    every: str
    on: int = 0
    month: int = 0

    def turns(self, since: dt.date, until: dt.date) -> Iterator[dt.date]:
        """The days of its turns from one day to another, both included."""
        day = since
        while day <= until:
            first, last = self.period(day)
            turn = self._turn(first, last)
            if since <= turn <= until:
                yield turn
            day = last + _ONE_DAY

    def period(self, day: dt.date) -> tuple[dt.date, dt.date]:
        """The first and the last day of the period that a day lies in."""
        if self.every in {"day", "workday"}:
            return day, day
        if self.every == "week":
            first = day - dt.timedelta(days=day.weekday())
            return first, first + dt.timedelta(days=6)
        last = period_end(day, self.every)
        return dt.date(last.year, last.month - PERIODS[self.every] + 1, 1), last

    def _turn(self, first: dt.date, last: dt.date) -> dt.date:
        if self.month:
            first = first.replace(month=self.month)
            last = period_end(first, "month")
        return min(first + dt.timedelta(days=self.on - 1), last) if self.on else last


def period_end(day: dt.date, every: str) -> dt.date:
    """The last day of the month, quarter, half-year or year that this day lies in."""
    length = PERIODS[every]
    month = -(-day.month // length) * length
    return day.replace(month=month, day=months.monthrange(day.year, month)[1])
