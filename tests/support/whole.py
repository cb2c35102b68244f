"""All that an office holds, dumped without docgen: what two of them must have in common."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

#: Passwords come back from nowhere; what was written down already is not told twice.
_LEFT_OUT = {"register_change"}
_BLANKED = {"register_person": {"password"}}


def whole(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table by table, every file of the archive and every record of a seal."""
    found: dict[str, list[tuple[object, ...]]] = {}
    with closing(sqlite3.connect(folder / "register.sqlite3")) as database:
        rows = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for name in sorted({str(row[0]) for row in rows} - _LEFT_OUT):
            if name.startswith("register_"):
                found[name] = _rows(database, name)
        found["counters"] = sorted(
            row
            for row in database.execute("SELECT name, seq FROM sqlite_sequence WHERE seq > 0")
            if str(row[0]).startswith("register_")
        )
    found["archive"] = [
        (str(path.relative_to(folder)), hashlib.sha512(path.read_bytes()).hexdigest())
        for top in ("archive", "log/sealed")
        for path in sorted((folder / top).rglob("*"))
        if path.is_file()
    ]
    return found


def _rows(database: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    columns = [row[1] for row in database.execute(f'PRAGMA table_info("{table}")')]
    kept = [name for name in columns if name not in _BLANKED.get(table, set())]
    names = ", ".join(f'"{name}"' for name in kept)
    return list(database.execute(f'SELECT {names} FROM "{table}" ORDER BY 1'))  # noqa: S608  names asked from the database
