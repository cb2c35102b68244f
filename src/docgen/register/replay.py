"""Putting the told changes back into an empty register, in the order they happened.

The tables are first made what they were when the lines were written; newer migrations come
after. A line that names no table or column of those is refused, never guessed at.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite

from django.db import connection

from docgen.register import changes, steps
from docgen.register.models_log import Change

_BLOB = "BLOB"


class Misfit(ValueError):
    """A line that does not fit the tables."""


def make_tables(migrations: list[str]) -> None:
    """Make the tables as these migrations left them; ``Misfit`` if they are not this program's."""
    if migrations != steps.known()[: len(migrations)]:
        raise Misfit(migrations[-1])
    steps.walk_to(migrations[-1])


class Replay:
    """Takes lines, one after the other; all inside one transaction of the caller's."""

    def __init__(self) -> None:
        self._tables = {table.name: _columns(table.name) for table in changes.told()}

    def take(self, line: Mapping[str, object]) -> None:
        """Carry one change out; ``Misfit`` if it is none."""
        table, row = line.get("table"), line.get("row")
        columns = self._tables.get(str(table))
        if not columns:
            raise Misfit(table)
        if isinstance(row, dict):
            self._put(str(table), columns, row)
        elif isinstance(key := line.get("gone"), int | str):
            self._drop(str(table), columns, key)
        else:
            raise Misfit(line)

    def _put(self, table: str, columns: Mapping[str, str], row: Mapping[str, object]) -> None:
        if not row.keys() <= columns.keys():
            raise Misfit(sorted(row.keys() - columns.keys()))
        values = {name: _value(columns[name], value) for name, value in row.items()}
        for (of, name), blank in changes.SECRET.items():
            if of == table:
                values[name] = blank
        names = ", ".join(f'"{name}"' for name in values)
        news = ", ".join(f'"{name}" = excluded."{name}"' for name in values)
        marks = ", ".join(["%s"] * len(values))
        key = next(iter(columns))
        with connection.cursor() as cursor:
            cursor.execute(
                f'INSERT INTO "{table}" ({names}) VALUES ({marks}) '  # noqa: S608  names checked above
                f'ON CONFLICT ("{key}") DO UPDATE SET {news}',
                list(values.values()),
            )

    def _drop(self, table: str, columns: Mapping[str, str], key: int | str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f'DELETE FROM "{table}" WHERE "{next(iter(columns))}" = %s', [key])  # noqa: S608  names checked above


def go_on(seq: int, counters: Mapping[str, int]) -> None:
    """Let numbers of changes and ids of rows go on where they were."""
    Change.objects.create(seq=seq, line="")
    with connection.cursor() as cursor:
        for table, count in counters.items():
            cursor.execute(
                "UPDATE sqlite_sequence SET seq = max(seq, %s) WHERE name = %s", [count, table]
            )
            cursor.execute(
                "INSERT INTO sqlite_sequence (name, seq) SELECT %s, %s "
                "WHERE %s > 0 AND NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = %s)",
                [table, count, count, table],
            )


def _columns(table: str) -> dict[str, str]:
    """The table's columns with their types, its key first."""
    with connection.cursor() as cursor:
        cursor.execute(f'PRAGMA table_info("{table}")')
        rows = sorted(cursor.fetchall(), key=lambda row: -int(row[5]))
    return {str(row[1]): str(row[2]).upper() for row in rows}


def _value(kind: str, value: object) -> str | bytes | float | None:
    if value is not None and not isinstance(value, str | int | float):
        raise Misfit(value)
    if isinstance(value, float) and not isfinite(value):  # decimals come as finite floats
        raise Misfit(value)
    if kind != _BLOB or value is None:
        return value
    try:
        return bytes.fromhex(str(value))
    except ValueError as error:
        raise Misfit(value) from error
