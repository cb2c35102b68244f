"""Putting a folder in the place of another in one step; the other lies afterwards where it lay.

Where only one of them is there, it moves to the other's place; done again, it moves back.

Linux exchanges two names at once (``renameat2``). On a file system that cannot, the old folder
steps aside first; a crash between the two leaves it beside, whole.
"""

from __future__ import annotations

import ctypes
import errno
import os
from pathlib import Path

from docgen.archive import disk

_HERE = -100  # AT_FDCWD: paths are what they say
_EXCHANGE = 2
_CANNOT = frozenset({errno.ENOSYS, errno.EINVAL, errno.EXDEV, errno.EOPNOTSUPP})
_RENAME = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)


def exchange(one: Path, other: Path) -> None:
    """Exchange two folders of one file system.

    Raises:
        OSError: The disk refused; both lie where they lay.
    """
    if not (one.exists() and other.exists()):
        _moved(one, other)
        return
    code = _at_once(one, other)
    if code in _CANNOT:
        _one_by_one(one, other)
    elif code:
        raise OSError(code, os.strerror(code), str(other))
    for folder in {one.parent, other.parent}:
        disk.fsync_folder(folder)


def _moved(one: Path, other: Path) -> None:
    there, free = (one, other) if one.exists() else (other, one)
    disk.mkdirs(free.parent)
    disk.rename(there, free)
    for folder in {one.parent, other.parent}:
        disk.fsync_folder(folder)


def _at_once(one: Path, other: Path) -> int:
    """The number of what went wrong; 0 for nothing."""
    if _RENAME is None:
        return errno.ENOSYS
    failed = _RENAME(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)
    return ctypes.get_errno() if failed else 0


def _one_by_one(one: Path, other: Path) -> None:
    aside = one.with_name(f".{one.name}.aside")
    disk.rename(other, aside)
    try:
        disk.rename(one, other)
    except OSError:
        disk.rename(aside, other)
        raise
    disk.rename(aside, one)
