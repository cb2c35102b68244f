"""Locks between the processes of one machine, held through open files (flock).

The kernel frees them when a process ends, however it ends, so no lock is ever stale. Lock files
are few and stay: the objects share ``_STRIPES`` of them. Nothing here is on the disk for good.

A stage folder is itself locked as long as the process that prepares it lives, whatever its name
becomes. A process number would not do: after a restart in a container the same one comes back.
"""

from __future__ import annotations

import fcntl
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_STRIPES = 64
_owned: dict[Path, int] = {}


@contextmanager
def held(path: Path, *, shared: bool = False) -> Iterator[None]:
    """Hold the lock of this file; waits for whoever has it."""
    number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    try:
        fcntl.flock(number, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield
    finally:
        os.close(number)


def of_object(locks: Path, urn: str) -> Path:
    """The lock file that guards an object."""
    return locks / f"object-{zlib.crc32(urn.encode()) % _STRIPES:02d}"


def own(folder: Path) -> bool:
    """Become the owner of a stage folder; false if another process is."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(number)
        return False
    disown(folder)
    _owned[folder] = number
    return True


def moved(folder: Path, target: Path) -> None:
    """The owned folder has a new name."""
    _owned[target] = _owned.pop(folder)


def disown(folder: Path) -> None:
    """Stop being the owner, if this process is."""
    number = _owned.pop(folder, None)
    if number is not None:
        with suppress(OSError):
            os.close(number)
