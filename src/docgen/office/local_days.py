"""The day of very many moments, as the clocks of the office show it.

Asking the zone for each costs more than reading the row; each UTC day is asked for once, and told
by the moment within it at which the day changes here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from docgen.office.desk import Office

#: A moment as the register keeps it begins so: ``2026-11-22 15:30:27``.
SECOND = len("2026-11-22 15:30:27")
_DAY = len("2026-11-22")
_ONE = dt.timedelta(days=1)


def begins(office: Office, day: dt.date) -> dt.datetime:
    """The first moment of a day here."""
    zone = office.local(office.now()).tzinfo
    return dt.datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(dt.UTC)


def day_of(office: Office) -> Callable[[str], dt.date]:
    """A function from a moment's text, in UTC to the second, to its day here."""
    known: dict[str, tuple[str, dt.date, dt.date]] = {}

    def asked(text: str) -> dt.date:
        found = known.get(text[:_DAY])
        if found is None:
            found = known[text[:_DAY]] = _change(office, text[:_DAY])
        change, before, after = found
        return before if text < change else after

    return asked


def _change(office: Office, day: str) -> tuple[str, dt.date, dt.date]:
    """When within a UTC day the day changes here, and the days before and after that."""
    first = dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC)
    before = office.local(first).date()
    change = begins(office, before + _ONE)
    return f"{change:%Y-%m-%d %H:%M:%S}", before, before + _ONE
