"""The log's rows in portions, those that cannot fit left out by the database.

An entry's bytes are looked at before it is decoded: ``act`` is always the first key of the one
form that entries are written in, and ids stand in it as they are. What the database lets through
may fit; whoever asks looks at the entry itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db import connection

#: The indices and bytes of some entries.
Rows = list[tuple[int, bytes]]
#: So many entries are looked at by one question: nobody who writes has to wait for a reader.
AT_ONCE = 5000
_FEW = 200


class Fit(NamedTuple):
    """What an entry's bytes must have: a condition of SQL, and what stands in it."""

    sql: str
    values: tuple[int | bytes, ...]


def begins(*heads: bytes) -> Fit:
    """An entry that begins with one of these."""
    return either(*(Fit("substr(leaf, 1, %s) = %s", (len(head), head)) for head in heads))


def holds(part: bytes) -> Fit:
    """An entry that these bytes stand in."""
    return Fit("instr(leaf, %s) > 0", (part,))


def either(*tests: Fit) -> Fit:
    """An entry for which one of these holds."""
    sql = " OR ".join(one.sql for one in tests)
    return Fit(f"({sql or 'FALSE'})", tuple(value for one in tests for value in one.values))


def upward(first: int, end: int, tests: Sequence[Fit] = ()) -> Iterator[Rows]:
    """The rows from one index to before another, in portions, oldest first."""
    for low in range(first, end, AT_ONCE):
        yield _asked(low, min(low + AT_ONCE, end), tests, "ASC")


def downward(first: int, end: int, tests: Sequence[Fit] = ()) -> Iterator[Rows]:
    """The same, newest first; few at a time where all fit, for whoever reads the newest ones."""
    step = AT_ONCE if tests else _FEW
    for high in range(end, first, -step):
        yield _asked(max(first, high - step), high, tests, "DESC")


def _asked(first: int, end: int, tests: Sequence[Fit], order: str) -> Rows:
    sql = "".join(f" AND {one.sql}" for one in tests)
    values = (value for one in tests for value in one.values)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT idx, CAST(leaf AS BLOB) FROM register_log_entry"  # noqa: S608  all of it is written here
            f" WHERE idx >= %s AND idx < %s{sql} ORDER BY idx {order}",
            [first, end, *values],
        )
        return [(index, bytes(leaf)) for index, leaf in cursor.fetchall()]
