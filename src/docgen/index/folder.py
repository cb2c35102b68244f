"""Who may write in an index folder, and where.

adding/ rebuilding/         segments that are still being written (``manifest`` has the rest)
write.lock  rebuild.lock    one writer, one rebuild at a time
"""

from __future__ import annotations

import fcntl
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from docgen.errors import OutsideFailed, say

ADDING, REBUILDING = "adding", "rebuilding"
WRITE, REBUILD = "write.lock", "rebuild.lock"
_PAUSE = 0.02  # seconds between two tries for a lock


@contextmanager
def scratch(root: Path, name: str) -> Iterator[Path]:
    """A fresh folder to write in; a leftover of a killed process is thrown away first."""
    folder = root / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def locked(root: Path, name: str, *, patience: float) -> Iterator[None]:
    """Hold one of the two locks; the operating system frees it when the holder dies.

    Args:
        root: The index folder.
        name: ``WRITE`` or ``REBUILD``.
        patience: How long to wait for another process, in seconds.

    Raises:
        OutsideFailed: Another process held it all the time.
    """
    until = time.monotonic() + patience
    with (root / name).open("ab") as file:
        while not _taken(file.fileno()):
            if time.monotonic() >= until:
                raise OutsideFailed(
                    say("the search index is being written by another process"),
                    why=say("{file} was held for {seconds} s", file=name, seconds=round(patience)),
                    fix=say("try again later; what is filed meanwhile is found then"),
                )
            time.sleep(_PAUSE)
        yield


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """Say in words what the disk refused; the valid state is untouched by it."""
    try:
        yield
    except OSError as fault:
        raise OutsideFailed(
            say("the search index could not be written"),
            why=say("{folder}: {reason}", folder=str(root), reason=fault.strerror or str(fault)),
            fix=say("make room or correct the rights, then have the index made anew").by(
                "docgen reindex"
            ),
        ) from fault
