"""The daybook: the register and the access log as plain files, from which both can come back.

    log/entries.jsonl     the entries of the access log, each line the exact bytes that are hashed
    log/register.jsonl    all rows as they were once, then every change since; never a password

The database itself tells each change in the transaction that makes it (``register.changes``).
After the commit the new lines are appended here and brought to the disk. Whoever is cut off in
between has lost nothing: the next command finds the lines in the register and writes them.

What is said of people stands in ``register.jsonl`` and never in the log: ``begin_anew`` writes
that file again without the past, so that what was erased in the register is erased here too.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, transaction

from docgen.archive import disk, locks
from docgen.archive.barrier import Barrier
from docgen.errors import OutsideFailed, say
from docgen.register import changes, steps
from docgen.register.bulk import newest
from docgen.register.models_log import LogEntry

_log = logging.getLogger(__name__)
ENTRIES = "entries.jsonl"
REGISTER = "register.jsonl"
_LOCK = "daybook.lock"
#: What the next command can make good, so that nothing that was committed fails because of it.
_LATER = (OSError, DatabaseError, ValueError, TypeError, KeyError)
#: So many written lines may stay in the register before they are forgotten there.
_KEPT = 1000
_BLOCK = 1 << 16


def write_down() -> None:
    """Append what is in the register and not yet in the files; called after every commit.

    It never fails: what was committed is committed, and the next call writes the rest.
    """
    folder = _folder()
    if folder is None:
        return
    try:
        with locks.held(folder / _LOCK):
            barrier = Barrier()
            try:
                _write_entries(folder / ENTRIES, barrier)
                written = _write_changes(folder / REGISTER, barrier)
                barrier.settle()
            finally:
                barrier.close()
            if changes.kept() > _KEPT:  # forgotten only when they are on the disk
                with transaction.atomic():
                    changes.forget(written)
    except _LATER as error:
        _log.warning("the files in log/ are left to the next command: %s", error)


def begin_anew() -> None:
    """Write ``register.jsonl`` again: the rows as they are now, and nothing of before.

    Raises:
        OutsideFailed: The disk or the database refused; the old file is still there.
    """
    folder = _folder()
    if folder is None:
        return
    try:
        with disk.told(), locks.held(folder / _LOCK):
            _snapshot(folder / REGISTER)
    except DatabaseError as error:
        raise OutsideFailed(
            say("The register could not be written into a file: {error}", error=error),
            why=say("the database refused; the file is as it was"),
            fix=say("look at the disk's free space, then try again"),
        ) from error


def _folder() -> Path | None:
    """The ``log`` folder beside the register; none for a register without an office."""
    folder = Path(str(connection.settings_dict["NAME"])).parent / "log"
    return folder if folder.is_dir() else None


def _write_entries(file: Path, barrier: Barrier) -> None:
    written = _last_number(file, "idx")
    if written > newest(LogEntry):
        _set_aside(file)
        written = -1
    with connection.cursor() as cursor:
        question = "SELECT leaf FROM register_log_entry WHERE idx > %s ORDER BY idx"
        leaves = cursor.execute(question, [written])
        _append(file, (bytes(leaf) + b"\n" for (leaf,) in leaves), barrier)


def _write_changes(file: Path, barrier: Barrier) -> int:
    """Append the changes the file lacks; the number of the newest."""
    written, last = _last_number(file, "seq"), changes.last()
    if written > last:
        _set_aside(file)
        written = -1
    goes_on = _goes_on(file, written)
    lines = list(changes.after(written)) if goes_on else []
    if goes_on and [seq for seq, _ in lines] == list(range(written + 1, last + 1)):
        _append(file, (changes.numbered(*line) for line in lines), barrier)
    else:
        _snapshot(file)
    return last


def _goes_on(file: Path, written: int) -> bool:
    """Whether the file is of these tables and can be added to."""
    if written < 0 or not changes.is_watched():
        return False
    with file.open("rb") as lines:
        return bool(json.loads(lines.readline())["migrations"] == steps.applied())


def _snapshot(file: Path) -> None:
    made = file.with_name(f"{file.name}.new")
    made.unlink(missing_ok=True)
    with transaction.atomic():
        if not changes.is_watched():
            changes.watch()
        last = changes.last()
        rows = (changes.numbered(last, line) for line in changes.everything())
        disk.append(made, _in_pieces(chain([changes.header(last)], rows)))
        changes.forget(last)
    disk.replace(made, file)
    disk.fsync_folder(file.parent)


def _append(file: Path, lines: Iterator[bytes], barrier: Barrier) -> None:
    first = next(lines, None)
    if first is None:
        return
    if not file.exists():
        barrier.folders([file.parent])
    barrier.append(file, _in_pieces(chain([first], lines)))


def _in_pieces(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Lines joined to blocks, so that many small ones are few writes."""
    piece = bytearray()
    for line in lines:
        piece += line
        if len(piece) >= _BLOCK:
            yield bytes(piece)
            piece.clear()
    if piece:
        yield bytes(piece)


def _last_number(file: Path, key: str) -> int:
    """The number in the file's last line, -1 if it has none; a line cut off is cut away."""
    try:
        size = file.stat().st_size
    except FileNotFoundError:
        return -1
    tail = _tail(file, size)
    whole, newline, torn = tail.rpartition(b"\n")
    if torn:
        with file.open("r+b") as lines:
            lines.truncate(size - len(torn))
    last = whole.rpartition(b"\n")[2]
    return int(json.loads(last)[key]) if newline else -1


def _tail(file: Path, size: int) -> bytes:
    """The end of a file from before its last whole line."""
    tail, start = b"", size
    with file.open("rb") as lines:
        while start and tail.count(b"\n") < 2:  # noqa: PLR2004  the one before the line and its own
            start = max(0, start - _BLOCK)
            lines.seek(start)
            tail = lines.read(min(_BLOCK, size - start - len(tail))) + tail
    return tail


def _set_aside(file: Path) -> None:
    """Keep a file that knows more than the register: the register was put back to before it."""
    n = 1
    while (place := file.with_name(f"aside-{n}-{file.name}")).exists():
        n += 1
    disk.rename(file, place)
    _log.warning("%s tells of more than the register has: it is kept as %s", file.name, place.name)


def read_lines(file: Path, refuse: Callable[[int, bytes], None]) -> Iterator[dict[str, Any]]:
    """The lines of a file as data; one that is none is told to ``refuse`` and left out."""
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                value = json.loads(line) if line.endswith(b"\n") else None
            except ValueError:
                value = None
            if isinstance(value, dict):
                yield value
            else:
                refuse(number, line)


def asides(folder: Path) -> list[str]:
    """The files that were set aside, by name: each is a question to a person."""
    return sorted(path.name for path in (folder / "log").glob("aside-*"))


def sweep(folder: Path) -> list[str]:
    """Remove the set-aside entries that ``entries.jsonl`` holds again, byte for byte; their names.

    Nothing else is safe: a set-aside ``register.jsonl`` tells of changes that stand nowhere else.
    """
    today, gone = folder / "log" / ENTRIES, []
    with disk.told():
        for name in asides(folder):
            old = folder / "log" / name
            if name.endswith(f"-{ENTRIES}") and today.is_file() and _begins_with(today, old):
                disk.unlink(old)
                gone.append(name)
    return gone


def _begins_with(file: Path, start: Path) -> bool:
    with file.open("rb") as whole, start.open("rb") as part:
        return all(
            piece == whole.read(len(piece)) for piece in iter(lambda: part.read(_BLOCK), b"")
        )
