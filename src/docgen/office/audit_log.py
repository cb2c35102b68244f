"""Going through the log for a report: one portion of rows at a time, in flat memory.

Most entries need no decoding (``log_reading``), and none that fits is passed over. Whether the log
is whole is ``log verify``'s work; an entry that cannot be read is given as the unknown act ``?``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db import connection

from docgen.model.access import Act
from docgen.model.audit import Entry, Period, Question
from docgen.office import gate, journal
from docgen.office import log_reading as reading
from docgen.office.bars import Bar, silently
from docgen.office.desk import one_transaction

if TYPE_CHECKING:
    from docgen.office.desk import Office
    from docgen.register.models import Person

EVENT = "audit.reported"
_TIME = re.compile(rb'"t":"([^"]+)"')


def ask(office: Office, who: Person, about: str = "") -> None:
    """Whether this person may have audit reports; a refusal is logged."""
    gate.ask(office, who, Act.AUDIT, EVENT, subject=about)


def reported(office: Office, who: Person, report: str, found: int, about: str = "") -> None:
    """Log that a report was made, before anybody sees it."""
    with one_transaction():
        journal.append(office, EVENT, who, obj=about, n=found, more={"report": report})


def entries(
    period: Period = Period(),  # noqa: B008  frozen
    wanted: Question = Question(res=frozenset({"allow", "deny", "error"})),  # noqa: B008  frozen
    having: str = "",
    bar: Bar = silently,
) -> Iterator[Entry]:
    """The entries of a period that fit a question, oldest first.

    Args:
        period: From when to when.
        wanted: Which of them.
        having: Words that each of them holds, besides; a number that stands in its bytes.
        bar: Shows the progress.
    """
    first, last = between(period)
    portions = bar(
        reading.upward(first, last, _tests(wanted, having)), -(-(last - first) // reading.AT_ONCE)
    )
    for rows in portions:
        for index, leaf in rows:
            entry = read(leaf, index)
            if wanted.fits(entry):
                yield entry


def _tests(wanted: Question, having: str) -> list[reading.Fit]:
    heads = [f'{{"act":"{act}"'.encode() for act in sorted(wanted.acts)]
    ends = [f'"res":"{res}"'.encode() for res in sorted(wanted.res)]
    pairs = {"who": wanted.who, "obj": wanted.item, "why": wanted.why}
    parts = [f'"{key}":"{value}"' for key, value in pairs.items() if value]
    return [
        *([reading.begins(*heads)] if heads else []),
        *(reading.holds(part.encode()) for part in (*parts, having) if part),
        reading.either(*map(reading.holds, ends)),
    ]


def read(leaf: bytes, index: int) -> Entry:
    """The entry at an index as data; one that cannot be read is the act ``?``."""
    unknown = {"idx": index, "t": "?", "who": "?", "act": "?", "res": "?"}
    try:
        entry: Any = json.loads(leaf)
    except (ValueError, RecursionError):
        return unknown
    return {**unknown, **entry, "idx": index} if isinstance(entry, dict) else unknown


def between(period: Period) -> tuple[int, int]:
    """The index of a period's first entry, and one more than its last one's."""
    return _first_at(period.first), _first_at(period.end)


def size() -> int:
    """One more than the newest entry's index."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(idx) FROM register_log_entry")
        [newest] = cursor.fetchone()
    return 0 if newest is None else int(newest) + 1


def _first_at(moment: str) -> int:
    """The index of the first entry not before a moment: an entry is never earlier than the last."""
    low, high = 0, size()
    if moment > "9":  # after every year that an entry can have
        return high
    while moment and low < high:
        middle = (low + high) // 2
        if _time_at(middle) < moment:
            low = middle + 1
        else:
            high = middle
    return low


def _time_at(index: int) -> str:
    """When the entry at this index, or the next that can be read, was written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT leaf FROM register_log_entry WHERE idx >= %s ORDER BY idx LIMIT 100", [index]
        )
        found = (_TIME.search(bytes(leaf)) for (leaf,) in cursor.fetchall())
        return next((one[1].decode("ascii", "replace") for one in found if one), "~")
