"""Days and times as people write them: 2026-03-05, 2026/3/5, 2026.3.5, 2026年3月5日.

Only the order year, month, day is read, with four digits for the year; what could mean two
days (3/5/26) is refused. Times are local times of the office, without an offset, to the second.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time

from docgen.errors import Said, say
from docgen.forms.characters import fold_width, shown
from docgen.forms.wrong import WrongValueError

_SEPARATED = re.compile(r"([1-9]\d{3})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_CHINESE = re.compile(r"([1-9]\d{3})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]", re.ASCII)
_TIMED = re.compile(
    r"(.{6,20}?)(?:[T\s]\s*|(?<=[日号]))(\d{1,2})\s*[:时点]\s*(\d{1,2})\s*(?::(\d{1,2})|分)?",
    re.ASCII,
)
_LONGEST = 40


def read_date(raw: object) -> date:
    """The day that was written; ``WrongValueError`` if it is none or no day of the calendar."""
    if isinstance(raw, datetime):
        return _midnight(raw)
    if isinstance(raw, date):
        return raw
    return _day(_folded(raw, _date_help()), shown(raw))


def read_datetime(raw: object) -> datetime:
    """The local day and time that was written, seconds optional."""
    if isinstance(raw, datetime):
        return _without_offset(raw)
    if isinstance(raw, date):
        text = say("“{value}” has no time of day", value=shown(raw))
        raise WrongValueError(text, _datetime_help())
    found = _TIMED.fullmatch(_folded(raw, _datetime_help()))
    if not found:
        raise WrongValueError(
            say("“{value}” is not a day with a time", value=shown(raw)), _datetime_help()
        )
    day = _day(found[1].strip(), shown(raw))
    return datetime.combine(day, _time(found, shown(raw)))


def _folded(raw: object, fix: Said) -> str:
    text = fold_width(raw).strip() if isinstance(raw, str) else ""
    if not text or len(text) > _LONGEST:
        raise WrongValueError(say("“{value}” is not a date", value=shown(raw)), fix)
    return text


def _day(text: str, value: str) -> date:
    if found := _SEPARATED.fullmatch(text):
        year, _, month, day = found.groups()
    elif found := _CHINESE.fullmatch(text):
        year, month, day = found.groups()
    else:
        raise WrongValueError(say("“{value}” is not a date", value=value), _date_help())
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise WrongValueError(
            say("“{value}” is not a day of the calendar", value=value),
            say("look up the month and the day and write the day that is meant"),
        ) from None


def _time(found: re.Match[str], value: str) -> time:
    try:
        return time(int(found[2]), int(found[3]), int(found[4] or 0))
    except ValueError:
        raise WrongValueError(
            say("“{value}” has a time that no clock shows", value=value), _datetime_help()
        ) from None


def _midnight(raw: datetime) -> date:
    # Spreadsheets keep a day as its midnight; any other time says more than a day can hold.
    if _without_offset(raw).time() != time():
        raise WrongValueError(
            say("“{value}” has a time of day, and a day is asked", value=shown(raw)),
            _date_help(),
        )
    return raw.date()


def _without_offset(raw: datetime) -> datetime:
    if raw.tzinfo is not None or raw.microsecond:
        raise WrongValueError(
            say("“{value}” has an offset or parts of a second", value=shown(raw)),
            say("write the time as the office's clock shows it, like 2026-03-05 14:30"),
        )
    return raw


def _date_help() -> Said:
    return say("write it as year-month-day, like 2026-03-05 or 2026年3月5日")


def _datetime_help() -> Said:
    return say("write day and time, like 2026-03-05 14:30 or 2026年3月5日 14时30分")
