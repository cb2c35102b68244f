"""What is done for every paper that is filed, in plain SQL: Django takes ten times as long.

Thousands of new rows at once that differ in a few columns only; the newest row of a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import Any

from django.db import connection, models


def insert_each(
    row: models.Model, names: Sequence[str], values: Iterable[Sequence[str | int | bytes]]
) -> None:
    """Insert a row for each set of values; call it inside a transaction.

    Args:
        row: What is the same in all of them; is not saved itself.
        names: The fields in which they differ.
        values: What these hold, in the order of ``names``; texts, whole numbers or bytes.
    """
    meta = row._meta  # noqa: SLF001  Django's documented name
    fields = {one.name: one for one in meta.concrete_fields}
    same = [
        one
        for name, one in fields.items()
        if name not in names and not isinstance(one, models.AutoField)
    ]
    fixed: list[Any] = [
        one.get_db_prep_save(getattr(row, one.attname), connection=connection) for one in same
    ]
    columns = [one.column for one in (*(fields[name] for name in names), *same)]
    told = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join(repeat("%s", len(columns)))
    with connection.cursor() as cursor:
        cursor.executemany(
            f'INSERT INTO "{meta.db_table}" ({told}) VALUES ({marks})',  # noqa: S608  our own
            [(*one, *fixed) for one in values],
        )


def newest(table: type[models.Model]) -> int:
    """The highest key of a table; -1 if it has no row."""
    meta = table._meta  # noqa: SLF001  Django's documented name
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT max("{meta.pk.column}") FROM "{meta.db_table}"')  # noqa: S608  our own
        [found] = cursor.fetchone()
    return -1 if found is None else int(found)
