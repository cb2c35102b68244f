"""The secret that sessions are signed with: made once, in a file that only docgen reads.

``web.key`` lies in the office folder and in no backup: in whose hands a backup falls, he finds no
session in it that lives. Without the file another is made, and everybody signs in anew.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from docgen.errors import OutsideFailed, say

FILE = "web.key"
_LENGTH = 50


def of_office(folder: Path) -> str:
    """The office's secret; several processes that start together have the same one."""
    file = folder / FILE
    try:
        with contextlib.suppress(FileExistsError):
            _make(file)
        kept = file.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(file, error) from error
    if len(kept) < _LENGTH:
        raise _unreadable(file, say("it is too short"))
    return kept


def _make(file: Path) -> None:
    """Written beside and put in place whole: nobody reads half of it."""
    if file.exists():
        raise FileExistsError
    beside = file.with_name(f"{FILE}.{secrets.token_hex(4)}")
    number = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(number, "w", encoding="ascii") as out:
            out.write(secrets.token_urlsafe(_LENGTH) + "\n")
            out.flush()
            os.fsync(out.fileno())
        file.hardlink_to(beside)  # fails if another process was quicker
    finally:
        beside.unlink()


def _unreadable(file: Path, error: object) -> OutsideFailed:
    return OutsideFailed(
        say("The key of the web page cannot be read: {error}", error=error),
        why=say("sessions are signed with it"),
        fix=say("give docgen the right to read {file}, or delete it: all sign in anew", file=file),
    )
