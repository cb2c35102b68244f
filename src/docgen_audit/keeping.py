"""What an auditor keeps from one visit to the next: the log's key and every checkpoint.

A folder of small text files; nothing in it is secret, and all of it is evidence. The key
is the one of the first visit, for good: a log that comes with another key is not the
same log. A new checkpoint is kept only after the log has been checked against all
that were kept before, and is on the disk before the program says so.

    log.vkey                          the log's public key
    checkpoint-000000001234.note      the signed checkpoint of 1,234 entries
"""

from __future__ import annotations

import os
from pathlib import Path

from docgen.errors import Misuse, say
from docgen.ledger.note import LogKey
from docgen_audit.source import read_key, read_text


def kept_key(state: Path) -> LogKey | None:
    """The key of the first visit, if there was one."""
    path = state / "log.vkey"
    return read_key(path) if path.is_file() else None


def kept_notes(state: Path) -> dict[str, str]:
    """File name and signed note of every checkpoint kept, the oldest first."""
    return {path.name: read_text(path) for path in sorted(state.glob("checkpoint-*.note"))}


def keep(state: Path, *, key: LogKey, note: str, size: int) -> None:
    """Keep the key, if it is the first visit, and this checkpoint of ``size`` entries."""
    state.mkdir(parents=True, exist_ok=True)
    _write_once(state / "log.vkey", key.vkey + "\n")
    _write_once(state / f"checkpoint-{size:012d}.note", note)


def missing(what: str) -> Misuse:
    """The complaint that a key or checkpoint came neither with the log nor with the command."""
    return Misuse(
        say("There is no {what} to work with", what=what),
        why=say("a register brings neither key nor checkpoint along, and an export may lack them"),
        fix=say("get both from the office (log.vkey, “docgen log checkpoint”) and name the files"),
    )


def _write_once(path: Path, text: str) -> None:
    """Write a file whole or not at all; one that is there already stays as it is."""
    if path.exists():
        return
    new = path.with_suffix(".new")
    with new.open("wb") as file:
        file.write(text.encode("utf-8"))
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
