"""When Excel shows a number as a day or a time, and which (ECMA-376 part 1, 18.8.30 and 18.17.4).

A day is a number of days since the end of 1899 (or since 1904 in old Macintosh files), and only
the cell's number format says that it is one. The formats 27–36 and 50–58 are built into Chinese,
Japanese and Korean Excel and stand in no file.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

DATE, DATETIME, TIME, SPAN = "date", "datetime", "time", "span"
_BUILT_IN = {
    **dict.fromkeys(("14", "15", "16", "17"), DATE),
    **dict.fromkeys(("18", "19", "20", "21", "45", "47"), TIME),
    "22": DATETIME,
    "46": SPAN,
    **dict.fromkeys(map(str, (*range(27, 32), 36, *range(50, 55), 57, 58)), DATE),
    **dict.fromkeys(map(str, (*range(32, 36), 55, 56)), TIME),
}
# What a format shows as it stands: quoted, escaped, filling and colour or language marks.
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_SPAN = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_DAY = 86_400
#: Excel counts a 29 February 1900 that never was; from 1 March on the numbers are right.
_LEAP, _FIRST, _FIRST_1904 = 60, date(1899, 12, 30), date(1904, 1, 1)
_LAST = 2_958_465


def look_of(format_id: str, code: str) -> str:
    """What a number format shows: a date, a datetime, a time, a span of time, or "" a number."""
    if not code:
        return _BUILT_IN.get(format_id, "")
    shown = _LITERAL.sub("", code.split(";", 1)[0]).casefold()
    if shown == "general" or re.search("[0#?@]", re.sub(r"s\.0+", "s", shown)):
        return ""
    if _SPAN.search(shown):
        return SPAN
    timed = bool(re.search("[hs]", shown))
    dated = bool(re.search("[yde]", shown)) or ("m" in shown and not timed)
    if dated:
        return DATETIME if timed else DATE
    return TIME if timed else ""


def calendar_text(serial: float, look: str, *, from_1904: bool = False) -> str:
    """The day or time as ``2026-03-05``, ``2026-03-05 14:30:00``, ``09:05:00``; "" if it is none.

    A cell that shows a day but holds a time as well keeps it: nothing is cut off in silence.
    """
    if not 0 <= serial < _LAST + 1:
        return ""
    days, seconds = divmod(round(serial * _DAY), _DAY)
    clock = _span(seconds).rjust(len("00:00:00"), "0")
    if look == SPAN:
        return _span(days * _DAY + seconds)
    if look == TIME and not days:
        return clock
    if from_1904:
        day = _FIRST_1904 + timedelta(days=days)
    else:
        day = _FIRST + timedelta(days=days + (days < _LEAP))
    return day.isoformat() if look == DATE and not seconds else f"{day.isoformat()} {clock}"


def _span(seconds: int) -> str:
    return f"{seconds // 3_600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
