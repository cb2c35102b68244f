"""The office's working calendar: public days from a maintained table, own days from TOML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docgen.errors import BadInput, say
from docgen.model.calendar import WorkCalendar
from docgen.office.rules import read_toml, wrong_rule


def read_calendar(office: Path) -> WorkCalendar:
    """The public holidays of mainland China and the office's own days.

    The public days come from the maintained table of ``chinesecalendar``; years it does not
    hold yet count as unknown until ``rules/calendar`` says that they are complete.
    """
    import chinese_calendar.constants as public  # noqa: PLC0415  slow to import, seldom needed

    off, make_up = set(public.holidays) - set(public.workdays), set(public.workdays)
    years = {day.year for day in public.holidays}
    for file in sorted((office / "rules" / "calendar").glob("*.toml")):
        table = read_toml(file)
        _refuse_unknown(table, file)
        own_off, own_make_up = _days(table, "days_off", file), _days(table, "make_up_days", file)
        off = (off - own_make_up) | own_off
        make_up = (make_up - own_off) | own_make_up
        years |= _years(table, "complete_years", file)
    return WorkCalendar(frozenset(off), frozenset(make_up), frozenset(years))


def _refuse_unknown(table: Mapping[str, Any], file: Path) -> None:
    known = ("days_off", "make_up_days", "complete_years")
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


def _list(table: Mapping[str, Any], key: str, file: Path) -> list[Any]:
    found = table.get(key, [])
    if not isinstance(found, list):
        raise wrong_rule(file, key, say("it must be a list"), f"{key} = []")
    return found
