"""An office's register as a source of entries: the table whose name ends in log_entry.

Opened read-only and read in portions, so that the office can go on while an auditor reads.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from docgen.errors import BadInput, Integrity, OutsideFailed
from docgen.ledger import refusing
from docgen.ledger.verify import Row, as_row

_PORTION = 20_000
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB '*log_entry'"
_BAD = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, 0}


def rows(path: Path) -> Iterator[Row]:
    """All entries, by number, and by rowid where somebody has used a number twice."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as register:
            register.text_factory = bytes  # an altered column may hold text that is not UTF-8
            ((table,),) = register.execute(_TABLES).fetchall()
            name = table.decode("utf-8", "replace").replace('"', '""')
            query = f'SELECT idx, rowid, leaf, leaf_hash FROM "{name}"'  # noqa: S608 - a table's name cannot be a parameter; its quotes are doubled
            query += f" WHERE (idx, rowid) > (?, ?) ORDER BY 1, 2 LIMIT {_PORTION}"
            at: tuple[object, ...] = (-(2**63), -(2**63))
            while part := register.execute(query, at).fetchall():
                yield from (as_row(idx, leaf, stored) for idx, _, leaf, stored in part)
                at = part[-1][:2]
    except (sqlite3.Error, ValueError) as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        corrupt = Integrity if code == sqlite3.SQLITE_CORRUPT else OutsideFailed
        raise refusing.no_register(
            str(path), BadInput if code in _BAD else corrupt, error
        ) from None
