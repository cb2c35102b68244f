"""Where the log to be checked comes from: a register, or a folder exported from one.

Reads only, and believes nothing: rows may hold anything. A register is opened read-only
and in portions, so that the office can go on filing while an auditor reads.

    register.sqlite3     the table whose name ends in log_entry: idx, leaf, leaf_hash
    export folder        entries.jsonl (one entry a line), checkpoint, log.vkey
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docgen.errors import BadInput, Integrity, NotFound, OutsideFailed, Problem, say
from docgen.ledger.entry import MOST_BYTES
from docgen.ledger.merkle import leaf_hash
from docgen.ledger.note import LogKey, parse_vkey
from docgen.ledger.verify import Row, as_row

_PORTION = 20_000


@dataclass(frozen=True, slots=True)
class Source:
    """A log to check.

    Args:
        rows: Gives the rows from the first on, each time it is called.
        note: The signed checkpoint that came with the log; empty if none did.
        key: The public key that came with the log.
    """

    rows: Callable[[], Iterator[Row]]
    note: str = ""
    key: LogKey | None = None


def open_source(path: Path) -> Source:
    """The log in this file or folder.

    Raises:
        NotFound: There is nothing.
        BadInput: It is neither a register nor an export.
    """
    if path.is_file():
        return _register(path)
    if (path / "entries.jsonl").is_file():
        return _export(path)
    if path.is_dir():
        raise BadInput(
            say("The folder {path} holds no log", path=path),
            why=say("there is no file entries.jsonl in it"),
            fix=say("give a folder made by “docgen log export”, or the file register.sqlite3"),
            file=str(path),
        )
    raise _not_there(path)


def read_text(path: Path) -> str:
    """A small text file, its line ends as they are.

    Raises:
        NotFound: It is not there.
        BadInput: It is not UTF-8, so it is no checkpoint and no key.
    """
    if not path.is_file():
        raise _not_there(path)
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise BadInput(
            say("{path} is not a text file", path=path),
            why=say("it is not written in UTF-8"),
            fix=say("copy it again from where it was kept"),
            file=str(path),
        ) from None


def read_key(path: Path) -> LogKey:
    """The public key in this file."""
    return parse_vkey(read_text(path), file=str(path))


def _not_there(path: Path) -> NotFound:
    return NotFound(
        say("There is no {path}", path=path),
        why=say("no file or folder has this name"),
        fix=say("check the name and the folder you are in"),
        file=str(path),
    )


# ---- an export


def _export(folder: Path) -> Source:
    note, key = folder / "checkpoint", folder / "log.vkey"
    return Source(
        rows=lambda: _lines(folder / "entries.jsonl"),
        note=read_text(note) if note.is_file() else "",
        key=read_key(key) if key.is_file() else None,
    )


def _lines(path: Path) -> Iterator[Row]:
    with path.open("rb") as lines:
        # a line longer than any entry comes in pieces, none of which is an entry
        for index, line in enumerate(iter(lambda: lines.readline(MOST_BYTES + 2), b"")):
            leaf = line.removesuffix(b"\n")
            yield index, leaf, leaf_hash(leaf)


# ---- a register


def _register(path: Path) -> Source:
    with _reading(path) as connection:
        table = _table(connection, path)
    return Source(rows=lambda: _portions(path, table))


def _portions(path: Path, table: str) -> Iterator[Row]:
    # by idx, and by rowid where somebody has used a number twice
    query = f'SELECT idx, rowid, leaf, leaf_hash FROM "{table}" '  # noqa: S608 - a table's name cannot be a parameter; its quotes are doubled
    after, order = "WHERE (idx, rowid) > (?, ?) ", "ORDER BY idx, rowid LIMIT ?"
    with _reading(path) as connection:
        portion = _fetch(connection, query + order, (_PORTION,), path)
        while portion:
            yield from (as_row(idx, leaf, stored) for idx, _, leaf, stored in portion)
            last = portion[-1][:2]
            portion = _fetch(connection, query + after + order, (*last, _PORTION), path)


def _reading(path: Path) -> closing[sqlite3.Connection]:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    # an altered column may hold text that is not UTF-8
    connection.text_factory = bytes
    return closing(connection)


def _table(connection: sqlite3.Connection, path: Path) -> str:
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB '*log_entry'"
    found = _fetch(connection, query, (), path)
    if len(found) != 1:
        raise BadInput(
            say("{path} is not the register of an office", path=path),
            why=say("{count} tables in it have names ending in log_entry", count=len(found)),
            fix=say("give the file register.sqlite3 of the office"),
            file=str(path),
        )
    name: str = found[0][0].decode("utf-8", "replace")
    return name.replace('"', '""')


def _fetch(
    connection: sqlite3.Connection, query: str, values: tuple[object, ...], path: Path
) -> list[tuple[Any, ...]]:
    try:
        return connection.execute(query, values).fetchall()
    except sqlite3.Error as error:
        raise _unreadable(error, path) from None


def _unreadable(error: sqlite3.Error, path: Path) -> Problem:
    """What SQLite's refusal means to an auditor."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}:
        return BadInput(
            say("{path} is not the register of an office", path=path),
            why=say("SQLite says: {error}", error=error),
            fix=say("give the file register.sqlite3 of the office, or an export of its log"),
            file=str(path),
        )
    if code == sqlite3.SQLITE_CORRUPT:
        return Integrity(
            say("The register {path} is damaged", path=path),
            why=say("SQLite says: {error}", error=error),
            fix=say("keep this file as it is, and check the last backup in the same way"),
            file=str(path),
        )
    return OutsideFailed(
        say("The register {path} cannot be read now", path=path),
        why=say("SQLite says: {error}", error=error),
        fix=say("try again; after a crash the office must run “docgen recover” first"),
        file=str(path),
    )
