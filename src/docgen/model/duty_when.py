"""How a rules file writes when something is due.

within     = "2 workdays"     so long after the event; "1 months", "6 hours", "3 office-hours"
before     = "1 months"       a notice: so long before the event
not_before = "10 days"        a stay: not before so long after the event
every      = "week"           it comes again: day, workday, week, month, quarter, half-year, year
on         = "monday"         which day of the period: "monday", 10, "end", or of a year "03-31"
time       = "13:00"          by what time of that day; else the whole day
holiday    = "previous"       a day off becomes the working day before, after ("next"), or stays
again      = true             with within: the next one counts from when this one is done
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Final

from docgen.errors import say
from docgen.model.calendar import Holiday
from docgen.model.duty import Side, When
from docgen.model.rhythm import EVERY, PERIODS, Rhythm, period_end
from docgen.model.rule_file import Wrong
from docgen.model.span import DAY_UNITS, HOUR_UNITS, Span, span_of

_SIDES: Mapping[str, Side] = {
    "within": Side.WITHIN,
    "before": Side.BEFORE,
    "not_before": Side.NOT_BEFORE,
}
WHEN_KEYS: Final = (*_SIDES, "every", "on", "time", "holiday", "again")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_DATE = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)
#: How many days before its day a turn is put on the list.
_AHEAD: Mapping[str, int] = {
    "day": 0,
    "workday": 0,
    "week": 6,
    "month": 10,
    "quarter": 15,
    "half-year": 30,
    "year": 60,
}


def parse_when(row: Mapping[str, Any], part: str = "duty.") -> When:
    """When something is due, by the keys of its table.

    Args:
        row: The table; its other keys are not looked at.
        part: What stands before a key's name where a mistake is told.

    Raises:
        Wrong: A key is not right.
    """
    try:
        return _when(row)
    except Wrong as wrong:
        wrong.key = part + wrong.key
        raise


def look_ahead(when: When) -> int:
    """How many days before it is due a turn is put on the list, unless the rule says."""
    return _AHEAD[when.rhythm.every] if when.rhythm else 0


def _when(row: Mapping[str, Any]) -> When:
    named = [key for key in (*_SIDES, "every") if key in row]
    if len(named) != 1:
        why = say("it has one of: {keys}", keys=", ".join((*_SIDES, "every")))
        raise Wrong((named or ["every"])[-1], why, 'every = "month"')
    rhythm = _rhythm(row) if "every" in row else None
    span = None if rhythm else _span(row[named[0]], named[0])
    if rhythm is None and "on" in row:
        raise Wrong("on", say("it goes with every"), 'every = "month"')
    found = When(
        rhythm=rhythm,
        span=span,
        side=_SIDES.get(named[0], Side.WITHIN),
        time=_time(row["time"]) if "time" in row else None,
        holiday=_holiday(row.get("holiday", "keep")),
        again=row.get("again", False),
    )
    _check(found)
    return found


def _check(when: When) -> None:
    """What does not go together."""
    if not isinstance(when.again, bool):
        raise Wrong("again", say("it is true or false"), "again = true")
    in_days = when.span is not None and when.span.unit in DAY_UNITS
    if when.again and not (in_days and when.side is Side.WITHIN):
        raise Wrong("again", say("it goes with within, counted in days"), 'within = "1 years"')
    if when.span is None or in_days:
        if when.side is Side.NOT_BEFORE and when.holiday is Holiday.PREVIOUS:
            raise Wrong("holiday", say("a stay is not made shorter"), 'holiday = "next"')
        return
    if when.side is not Side.WITHIN:
        raise Wrong(when.side.replace("-", "_"), say("hours go with within"), 'within = "6 hours"')
    if when.time is not None:
        raise Wrong("time", say("hours end at a time of their own"), 'within = "1 days"')
    if when.holiday is not Holiday.KEEP:
        raise Wrong("holiday", say("hours end when they end"), 'within = "6 office-hours"')


def _rhythm(row: Mapping[str, Any]) -> Rhythm:
    every, on = row["every"], row.get("on", "end")
    if every not in EVERY:
        raise Wrong("every", say("there is no such period"), " | ".join(EVERY))
    if every in {"day", "workday"}:
        if "on" in row:
            raise Wrong("on", say("every day is every day"), f'every = "{every}"')
        return Rhythm(every)
    if every == "week":
        if on not in _WEEKDAYS:
            raise Wrong("on", say("there is no such day"), " | ".join(_WEEKDAYS))
        return Rhythm(every, _WEEKDAYS.index(on) + 1)
    if every == "year" and isinstance(on, str) and (found := _DATE.fullmatch(on)):
        month, day = int(found[1]), int(found[2])
        if day <= period_end(dt.date(2024, month, 1), "month").day:  # a leap year
            return Rhythm(every, day, month)
    if on == "end":
        return Rhythm(every)
    most = PERIODS[every] * 31
    if type(on) is not int or not 1 <= on <= most:
        instead = 'on = 10, on = "end"' + (', on = "03-31"' if every == "year" else "")
        raise Wrong("on", say("there is no such day"), instead)
    return Rhythm(every, on)


def _span(value: object, key: str) -> Span:
    try:
        return span_of(value if isinstance(value, str) else "", least=1)
    except ValueError as error:
        units = ", ".join((*DAY_UNITS, *HOUR_UNITS))
        why = say("it is a number from 1 and one of: {units}", units=units)
        raise Wrong(key, why, f'{key} = "2 workdays"') from error


def _time(value: object) -> dt.time:
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise Wrong("time", say("it is no time of day"), 'time = "13:00"')
    return dt.time(int(found[1]), int(found[2]))


def _holiday(value: object) -> Holiday:
    if value not in list(Holiday):
        raise Wrong("holiday", say("there is no such way"), " | ".join(Holiday))
    return Holiday(str(value))
