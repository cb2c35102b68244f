"""Every change of the register as a line of JSON, made by the database itself.

Triggers write the row as it is after an insert or update, or the key of a row that is gone,
into ``register_change``, in the same transaction. So no verb can forget it, and no bulk write
or plain SQL gets past it. Passwords are left out: nobody reads them from a file.

The access log is not told here: its entries are lines already. This module makes lines; where
they are kept is ``office.daybook``'s business.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, models, transaction

from docgen.register import steps
from docgen.register.bulk import newest
from docgen.register.models_log import Change, Flood, LogEntry, LogHash, LogHead
from docgen.register.models_page import Answered, Draft, Invitation, Job, TemplateUse, Token

#: The log's entries have a file of their own, its head and hashes follow from them, what waits
#: to become an entry is none yet, and lines beget none.
_OF_THE_LOG = (LogEntry, LogHead, LogHash, Flood, Change)
#: What the page remembers for people is no record.
_OF_THE_PAGE = (Draft, TemplateUse, Job, Token, Invitation, Answered)
UNTOLD = (*_OF_THE_LOG, *_OF_THE_PAGE)
#: Columns that never reach a file, with what stands in them when the rows come back.
SECRET: Mapping[tuple[str, str], str] = {("register_person", "password"): "!"}

_KIND = "daybook_{table}_{act}"
_ACTS = ("INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose rows are told: its key, and its columns with whether they hold bytes."""

    name: str
    key: str
    columns: Mapping[str, bool]


def told() -> list[Table]:
    """The tables whose rows are told, in the order of their making."""
    metas = [model._meta for model in _models()]  # noqa: SLF001  Django's documented name
    return [
        Table(
            meta.db_table,
            str(meta.pk.column),
            {str(one.column): isinstance(one, models.BinaryField) for one in meta.local_fields},
        )
        for meta in metas
    ]


def _models() -> list[type[models.Model]]:
    every = apps.get_app_config("register").get_models()
    return [model for model in every if model not in UNTOLD]


def _names() -> list[str]:
    return [str(model._meta.db_table) for model in _models()]  # noqa: SLF001  as above


def watch() -> None:
    """Put the triggers on all tables as they are now."""
    with transaction.atomic(), connection.cursor() as cursor:
        unwatch()
        for table in told():
            for act in _ACTS:
                cursor.execute(_trigger(table, act))


def unwatch() -> None:
    """Take the triggers off, so that a migration may change the tables."""
    with transaction.atomic(), connection.cursor() as cursor:
        for name in _present():
            cursor.execute(f'DROP TRIGGER "{name}"')


def is_watched() -> bool:
    """Whether every table has its triggers."""
    return _present() == {_KIND.format(table=name, act=act) for name in _names() for act in _ACTS}


def last() -> int:
    """The number of the newest change; 0 if there was never one."""
    return max(0, newest(Change))


def after(seq: int) -> Iterator[tuple[int, str]]:
    """The changes after this one, each with its number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, line FROM register_change WHERE seq > %s ORDER BY seq", [seq])
        yield from cursor.fetchall()


def kept() -> int:
    """How many changes the register still keeps."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(seq) FROM register_change")
        [first] = cursor.fetchone()
    return 0 if first is None else last() - int(first) + 1


def forget(upto: int) -> None:
    """Drop the lines up to this one; its number stays, so that numbers go on."""
    Change.objects.filter(seq__lt=upto).delete()
    Change.objects.filter(seq=upto).update(line="")


def everything() -> Iterator[str]:
    """All rows of all tables as lines, as if each had just been put there."""
    for table in told():
        rows = f'SELECT {_put(table, table.name)} FROM "{table.name}" ORDER BY "{table.key}"'  # noqa: S608  names of our own tables
        with connection.cursor() as cursor:
            cursor.execute(rows)
            while some := cursor.fetchmany(1000):
                yield from (line for (line,) in some)


def counters() -> dict[str, int]:
    """The highest id each table ever gave out: ids are not used again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name")
        counted = dict(cursor.fetchall())
    return {table.name: counted.get(table.name, 0) for table in told()}


def numbered(seq: int, line: str) -> bytes:
    """A line as it stands in the file, with its number and its newline."""
    return f'{{"seq":{seq},{line[1:]}\n'.encode()


def header(seq: int) -> bytes:
    """The file's first line: what wrote it, and up to which change the rows below it go."""
    facts = {"seq": seq, "docgen": "register", "form": 1}
    more = {"migrations": steps.applied(), "counters": counters()}
    return json.dumps({**facts, **more}, separators=(",", ":")).encode() + b"\n"


def _present() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'daybook_*'"
        )
        return {name for (name,) in cursor.fetchall()}


def _trigger(table: Table, act: str) -> str:
    name = _KIND.format(table=table.name, act=act)
    line = _put(table, "NEW")
    if act == "DELETE":
        line = f"json_object('table', '{table.name}', 'gone', OLD.\"{table.key}\")"
    told_line = f"INSERT INTO register_change (line) VALUES ({line})"  # noqa: S608  names of our own tables
    return f'CREATE TRIGGER "{name}" AFTER {act} ON "{table.name}" BEGIN {told_line}; END'


def _put(table: Table, row: str) -> str:
    """The SQL of a line that puts a row; bytes are written as hex."""
    pairs = []
    for column, is_bytes in table.columns.items():
        if (table.name, column) not in SECRET:
            value = f'{row}."{column}"'
            pairs.append(f"'{column}', {f'hex({value})' if is_bytes else value}")
    return f"json_object('table', '{table.name}', 'row', json_object({', '.join(pairs)}))"
