"""The office's working calendar: public days from a maintained table, own days from TOML."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docgen.errors import BadInput, say
from docgen.model.calendar import WorkCalendar
from docgen.office.rules import read_toml, wrong_rule

_TIME = r"((?:[01]\d|2[0-3]):[0-5]\d)"
_PIECE = re.compile(f"{_TIME}-{_TIME}", re.ASCII)


def read_calendar(office: Path) -> WorkCalendar:
    """The public holidays of mainland China and the office's own days.

    The public days come from the maintained table of ``chinesecalendar``; years it does not
    hold yet count as unknown until ``rules/calendar`` says that they are complete.
    """
    import chinese_calendar.constants as public  # noqa: PLC0415  slow to import, seldom needed

    off, make_up = set(public.holidays) - set(public.workdays), set(public.workdays)
    hours = WorkCalendar().hours
    years = {day.year for day in public.holidays}
    for file in sorted((office / "rules" / "calendar").glob("*.toml")):
        table = read_toml(file)
        _refuse_unknown(table, file)
        own_off, own_make_up = _days(table, "days_off", file), _days(table, "make_up_days", file)
        off = (off - own_make_up) | own_off
        make_up = (make_up - own_off) | own_make_up
        years |= _years(table, "complete_years", file)
        hours = _hours(table, file) or hours
    return WorkCalendar(frozenset(off), frozenset(make_up), frozenset(years), hours)


def _refuse_unknown(table: Mapping[str, Any], file: Path) -> None:
    known = ("days_off", "make_up_days", "complete_years", "office_hours")
    for key in table:
        if key not in known:
            raise BadInput(
                say("The calendar has no part called {key}", key=key),
                why=say("it knows: {known}", known=", ".join(known)),
                fix=say("correct the line"),
                file=str(file),
                field=key,
            )


def _days(table: Mapping[str, Any], key: str, file: Path) -> set[dt.date]:
    days = _list(table, key, file)
    for day in days:
        if type(day) is not dt.date:
            raise wrong_rule(
                file, key, say("{day} is no day", day=day), f"{key} = [2026-10-01, 2026-10-02]"
            )
    return set(days)


def _years(table: Mapping[str, Any], key: str, file: Path) -> set[int]:
    years = _list(table, key, file)
    for year in years:
        if type(year) is not int:
            raise wrong_rule(
                file, key, say("{year} is no year", year=year), f"{key} = [2026, 2027]"
            )
    return set(years)


def _hours(table: Mapping[str, Any], file: Path) -> tuple[tuple[dt.time, dt.time], ...]:
    """The pieces of a working day, one after the other."""
    pieces: list[tuple[dt.time, dt.time]] = []
    for text in _list(table, "office_hours", file):
        found = _PIECE.fullmatch(text) if isinstance(text, str) else None
        ends = tuple(map(dt.time.fromisoformat, found.groups())) if found else ()
        if not ends or ends[0] >= ends[1] or (pieces and pieces[-1][1] > ends[0]):
            raise wrong_rule(
                file,
                "office_hours",
                say("{text} is no piece of a day, or not later than the one before", text=text),
                'office_hours = ["08:30-12:00", "13:30-17:30"]',
            )
        pieces.append((ends[0], ends[1]))
    return tuple(pieces)


def _list(table: Mapping[str, Any], key: str, file: Path) -> list[Any]:
    found = table.get(key, [])
    if not isinstance(found, list):
        raise wrong_rule(file, key, say("it must be a list"), f"{key} = []")
    return found
