"""Every point at which an act writes, told before it writes: four sources, one watcher.

    disk          each step of ``archive.disk``, before and after it
    transaction   before a BEGIN, before a COMMIT, after it
    sqlite        each write, truncation, unlink and open folder of SQLite's own, through the
                  table of system calls that its file layer keeps for such tests
    python        what other code writes: files opened to be written, renamed, removed, synced

SQLite's fsync is in no table: that what it synced is there, and that a transaction whose journal
was not deleted is rolled back, is SQLite's own promise (``synchronous=EXTRA``). Where Python's
SQLite is no shared library, its own calls are not told; everything else is.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.db import OperationalError
from django.db.backends.sqlite3.base import DatabaseWrapper

from docgen.archive import disk


@dataclass(frozen=True, slots=True)
class Point:
    """One point: who is about to act, what he does, to which file; ``done`` if he has done it.

    ``is_part``: a few bytes of a record of SQLite's journal, the page's number or its checksum.
    """

    source: str
    act: str
    name: str = ""
    done: bool = False
    is_part: bool = False


Watcher = Callable[[Point], None]

_CANNOT_OPEN = 14  # SQLITE_CANTOPEN, what its openDirectory says instead of -1
_PART = 4  # bytes
_INT, _SIZE = ctypes.c_int, ctypes.c_ssize_t
#: SQLite's calls that change the disk: what they return, what they take.
_CALLS: dict[bytes, tuple[Any, ...]] = {
    b"write": (_SIZE, _INT, ctypes.c_void_p, ctypes.c_size_t),
    b"pwrite64": (_SIZE, _INT, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int64),
    b"pwrite": (_SIZE, _INT, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int64),
    b"ftruncate": (_INT, _INT, ctypes.c_int64),
    b"unlink": (_INT, ctypes.c_char_p),
    b"openDirectory": (_INT, ctypes.c_char_p, ctypes.c_void_p),
}
_SET = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)
_GET = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p)


class _FileLayer(ctypes.Structure):
    """The head of ``sqlite3_vfs``, version 3."""

    _fields_ = [
        ("version", _INT),
        ("sizes", _INT * 2),
        ("others", ctypes.c_void_p * 16),
        ("set_call", _SET),
        ("get_call", _GET),
    ]


def _file_layer() -> _FileLayer | None:
    """SQLite's file layer, if Python's SQLite is a shared library that can be asked for it."""
    assert sqlite3.sqlite_version
    maps = Path("/proc/self/maps")
    lines = maps.read_text().splitlines() if maps.exists() else []
    library = next((line.split()[-1] for line in lines if "libsqlite3" in line), None)
    if library is None:
        return None
    find = ctypes.CDLL(library).sqlite3_vfs_find
    find.argtypes, find.restype = [ctypes.c_char_p], ctypes.POINTER(_FileLayer)
    layer: _FileLayer = find(None).contents
    return layer if layer.version >= 3 else None


@contextmanager
def watched(folder: Path, watcher: Watcher) -> Iterator[None]:
    """Tell ``watcher`` of every point below a folder; an ``OSError`` it raises, the act meets."""
    with ExitStack() as stack:
        step = _Step()
        stack.enter_context(disk.watched(lambda one: step.told(one, watcher)))
        stack.enter_context(_transactions(watcher))
        stack.enter_context(_sqlite(watcher))
        stack.enter_context(_python(folder, step, watcher))
        yield


class _Step:
    """Whether a step of ``archive.disk`` is under way: what Python does then is told already."""

    under_way = False

    def told(self, step: disk.Step, watcher: Watcher) -> None:
        watcher(Point("disk", step.act, step.path.name, step.done))
        self.under_way = not step.done


#: Where Django begins and ends a transaction.
_ENDS = ("_start_transaction_under_autocommit", "_commit")


@contextmanager
def _transactions(watcher: Watcher) -> Iterator[None]:
    """Django's BEGIN and COMMIT; an ``OSError`` there is what the database would say."""
    begin, commit = (getattr(DatabaseWrapper, name) for name in _ENDS)

    def told(act: str, *, done: bool = False) -> None:
        try:
            watcher(Point("transaction", act, done=done))
        except OSError as error:
            raise OperationalError("disk I/O error") from error

    def told_begin(self: DatabaseWrapper) -> None:
        told("begin")
        begin(self)

    def told_commit(self: DatabaseWrapper) -> None:
        told("commit")
        commit(self)
        told("commit", done=True)

    start, end = _ENDS
    at_begin = patch.object(DatabaseWrapper, start, told_begin)
    with at_begin, patch.object(DatabaseWrapper, end, told_commit):
        yield


@contextmanager
def _sqlite(watcher: Watcher) -> Iterator[None]:
    """SQLite's own calls; see the module."""
    layer, kept = _file_layer(), []
    if layer is None:
        yield
        return
    place = ctypes.addressof(layer)
    for name, (result, *takes) in _CALLS.items():
        real = layer.get_call(place, name)
        if real:
            made = ctypes.CFUNCTYPE(result, *takes, use_errno=True)
            kept.append((name, made(_told_call(name, made(real), watcher))))
    for name, call in kept:
        layer.set_call(place, name, ctypes.cast(call, ctypes.c_void_p))
    try:
        yield
    finally:
        for name, _ in kept:
            layer.set_call(place, name, None)


def _told_call(name: bytes, real: Callable[..., int], watcher: Watcher) -> Callable[..., int]:
    def call(*args: Any) -> int:  # noqa: ANN401  whatever SQLite gives
        try:
            is_part = "write" in name.decode() and args[2] == _PART
            watcher(Point("sqlite", name.decode(), is_part=is_part))
        except OSError as error:
            ctypes.set_errno(error.errno or errno.EIO)
            return _CANNOT_OPEN if name == b"openDirectory" else -1
        return real(*args)

    return call


_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.link"}
_hearers: list[Callable[[str, tuple[Any, ...]], None]] = []


def _hear(event: str, args: tuple[Any, ...]) -> None:
    for hearer in tuple(_hearers):
        hearer(event, args)


@contextmanager
def _python(folder: Path, step: _Step, watcher: Watcher) -> Iterator[None]:
    """Python's audit events; a hook stays for good, so there is one, which is idle outside."""
    base, fsync = str(folder), os.fsync

    def hear(event: str, args: tuple[Any, ...]) -> None:
        if event not in _CHANGES and (event != "open" or not (args[2] or 0) & _WRITING):
            return
        path = os.fsdecode(args[0]) if isinstance(args[0], str | bytes) else ""
        if path.startswith(base) and not step.under_way:
            watcher(Point("python", event, Path(path).name))

    def told_fsync(number: int) -> None:
        if not step.under_way:
            watcher(Point("python", "fsync"))
        fsync(number)

    _listen()
    _hearers.append(hear)
    try:
        with patch.object(os, "fsync", told_fsync):
            yield
    finally:
        _hearers.remove(hear)


@cache
def _listen() -> None:
    """Begin to hear Python's audit events; once a process."""
    sys.addaudithook(_hear)
