"""Every change the archive makes on the disk goes through these few functions.

They are small on purpose: each does one thing that a power cut can separate from the next.
Each step tells a watcher before it acts and after it has acted, so that a test can count the
steps and cut any of them: "failed and did not happen" as well as "failed but did happen".

A file is written under a name that must be new, and is on the disk (fsync) when the function
returns. Nothing is tried again after a failed fsync: the kernel may have dropped the bytes, so
the file counts as lost and its writer gives up.

What is not here: which step comes when. That is ``stage`` and ``publish``.
"""

from __future__ import annotations

import ctypes
import errno
import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.errors import OutsideFailed, say

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

# Nobody edits an archived file in place, not even the archive: replacing and removing need the
# folder's permission only.
_FILE_MODE = 0o440
_FOLDER_MODE = 0o750
# Files that grow beside the archive are the office's own business.
_OWNERS_MODE = 0o600

_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
_SYNCFS = getattr(_LIBC, "syncfs", None)
_SYNC_RANGE = getattr(_LIBC, "sync_file_range", None)
_START = 2  # SYNC_FILE_RANGE_WRITE: begin, do not wait

_FULL = {errno.ENOSPC, errno.EDQUOT}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


@dataclass(frozen=True, slots=True)
class Step:
    """One act on the disk, told before (``done`` false) and after it (``done`` true).

    Args:
        act: ``create write append fsync mkdir rename replace fsync-folder sync-disk unlink
            rmdir``.
        path: What it is done to.
        target: The new name, for rename and replace.
        done: Whether it has happened already.
    """

    act: str
    path: Path
    target: Path | None = None
    done: bool = False


Watcher = Callable[[Step], None]
_watchers: list[Watcher] = []


@contextmanager
def watched(watcher: Watcher) -> Iterator[None]:
    """Tell ``watcher`` of every step inside the block; what it raises, the step raises."""
    _watchers.append(watcher)
    try:
        yield
    finally:
        _watchers.remove(watcher)


def _tell(act: str, path: Path, target: Path | None = None, *, done: bool) -> None:
    for watcher in tuple(_watchers):
        watcher(Step(act, path, target, done))


@contextmanager
def _step(act: str, path: Path, target: Path | None = None) -> Iterator[None]:
    _tell(act, path, target, done=False)
    yield
    _tell(act, path, target, done=True)


def write_new(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file that does not exist yet; it is on the disk when this returns."""
    number = write_open(path, pieces)
    try:
        with _step("fsync", path):
            os.fsync(number)
    finally:
        os.close(number)


def write_open(path: Path, pieces: Iterable[bytes]) -> int:
    """Write a file that does not exist yet; it is not on the disk yet and stays open.

    Returns:
        The open file's number: whoever closes it without fsync loses what the disk says of it.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    _tell("create", path, done=False)
    number = os.open(path, flags, _FILE_MODE)
    try:
        _tell("create", path, done=True)
        for piece in pieces:
            with _step("write", path):
                _write_all(number, piece)
    except BaseException:
        os.close(number)
        raise
    return number


@contextmanager
def writing(path: Path) -> Iterator[Callable[[bytes], None]]:
    """A file that does not exist yet, for a writer who is called with each piece.

    It is on the disk when the block ends.
    """
    number = write_open(path, ())

    def put(piece: bytes) -> None:
        with _step("write", path):
            _write_all(number, piece)

    try:
        yield put
        with _step("fsync", path):
            os.fsync(number)
    finally:
        os.close(number)


def _write_all(number: int, piece: ReadableBuffer) -> None:
    rest = memoryview(piece)
    while rest:
        rest = rest[os.write(number, rest) :]


class _Told(io.FileIO):
    """A file that is written here and there; each write is a step."""

    def write(self, data: ReadableBuffer, /) -> int:
        """Write all of it."""
        with _step("write", Path(os.fsdecode(self.name))):
            _write_all(self.fileno(), memoryview(data).cast("B"))
        return memoryview(data).nbytes


def open_new(path: Path) -> io.FileIO:
    """Open a file that does not exist yet, for a writer that goes back and forth in it."""
    with _step("create", path):
        return _Told(path, "xb")


def fsync_open(file: io.FileIO) -> None:
    """Bring a file that is still open to the disk."""
    with _step("fsync", Path(os.fsdecode(file.name))):
        os.fsync(file.fileno())


def append(path: Path, pieces: Iterable[bytes]) -> None:
    """Add to the end of a file, which may be new; it is on the disk when this returns."""
    number = append_open(path, pieces)
    try:
        with _step("fsync", path):
            os.fsync(number)
    finally:
        os.close(number)


def append_open(path: Path, pieces: Iterable[bytes]) -> int:
    """Add to the end of a file as ``write_open`` writes a new one: not on the disk yet, open."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
    number = os.open(path, flags, _OWNERS_MODE)
    try:
        for piece in pieces:
            with _step("append", path):
                _write_all(number, piece)
    except BaseException:
        os.close(number)
        raise
    return number


def mkdir(path: Path) -> None:
    """Make one folder; its parent is there already, it itself is not."""
    with _step("mkdir", path):
        path.mkdir(mode=_FOLDER_MODE)


def mkdirs(path: Path) -> None:
    """Make a folder with the parents it lacks; it may be there already."""
    if not path.is_dir():
        mkdirs(path.parent)
        with suppress(FileExistsError):
            mkdir(path)


def rename(path: Path, target: Path) -> None:
    """Give a folder or file a new name; the caller has seen that the name is free."""
    with _step("rename", path, target):
        path.rename(target)


def replace(path: Path, target: Path) -> None:
    """Put a file in the place of another in one step."""
    with _step("replace", path, target):
        path.replace(target)


def fsync_folder(path: Path) -> None:
    """Bring a folder's list of names to the disk."""
    with _step("fsync-folder", path):
        _fsync_folder(path)


def _fsync_folder(path: Path) -> None:
    number = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def fsync_all(files: Mapping[Path, int], folders: Sequence[Path]) -> None:
    """Bring open files and folders to the disk, each by its own fsync.

    All bytes are on their way before the first wait, so that its commit of the journal takes the
    rest along: together they wait little longer than one. When it returns, all of them are there;
    if one fails, it raises, and none of them counts.
    """
    for number in files.values():
        _begin(number)
    for path, number in files.items():
        with _step("fsync", path):
            os.fsync(number)
    for path in folders:
        fsync_folder(path)


def _begin(number: int) -> None:
    """Let the kernel start to write a file's bytes; a hint, what counts is the fsync after it."""
    if _SYNC_RANGE is not None:
        _SYNC_RANGE(number, ctypes.c_int64(0), ctypes.c_int64(0), _START)


def open_disk(path: Path) -> int | None:
    """Begin to watch a folder's whole file system, for ``sync_disk``.

    Returns:
        What ``sync_disk`` takes and ``os.close`` ends, or nothing if this system cannot tell of
        errors that way (Linux can since 5.8): then every file needs an fsync of its own.
    """
    if _SYNCFS is None or not _tells_errors(os.uname().release):
        return None
    return os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)


def _tells_errors(release: str) -> bool:
    found = re.match(r"(\d+)\.(\d+)", release)
    return found is not None and (int(found[1]), int(found[2])) >= (5, 8)


def sync_disk(number: int, path: Path) -> None:
    """Bring everything written on a file system to the disk, files, names and folders.

    It raises if anything could not be written since ``open_disk`` gave this number.
    """
    with _step("sync-disk", path):
        if _SYNCFS is None or _SYNCFS(number):
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), str(path))


def unlink(path: Path) -> None:
    """Remove one file."""
    with _step("unlink", path):
        path.unlink()


def rmdir(path: Path) -> None:
    """Remove one empty folder."""
    with _step("rmdir", path):
        path.rmdir()


def remove(path: Path) -> None:
    """Remove something of ``work/`` with all that is in it; links are removed, not followed.

    Another process may be removing it too: what is gone already is as good as removed.
    """
    with suppress(FileNotFoundError):
        if path.is_symlink() or not path.is_dir():
            unlink(path)
            return
        for entry in sorted(path.iterdir()):
            remove(entry)
        rmdir(path)


def fsync_tree(folder: Path) -> None:
    """Bring the names in a folder and all folders below it to the disk, the lowest first.

    Files are not touched: ``write_new`` has done them.
    """
    for path in folders_of(folder):
        fsync_folder(path)


def folders_of(folder: Path) -> list[Path]:
    """All folders below a folder and it itself, the lowest first."""
    with os.scandir(folder) as entries:
        below = [Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False)]
    return [one for path in below for one in folders_of(path)] + [folder]


@contextmanager
def told() -> Iterator[None]:
    """Turn a failure of the disk inside the block into a sentence."""
    try:
        yield
    except OSError as error:
        raise _sentence(error) from error


def _sentence(error: OSError) -> OutsideFailed:
    where = os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else ""
    reason = error.strerror or type(error).__name__
    if error.errno in _FULL:
        return OutsideFailed(
            say("The disk is full."),
            why=say("{reason}: {path}", reason=reason, path=where),
            fix=say("Make room on the disk, have the archive repaired, then do it again").by(
                "docgen recover"
            ),
            file=where,
        )
    if error.errno in _FORBIDDEN:
        return OutsideFailed(
            say("docgen may not read or write {path}.", path=where),
            why=say("The operating system says: {reason}.", reason=reason),
            fix=say("Give the account that runs docgen the right to this folder."),
            file=where,
        )
    return OutsideFailed(
        say("The disk failed while docgen used it: {reason}.", reason=reason),
        why=say("The operating system reported this for {path}.", path=where or "?"),
        fix=say("Have the disk looked after and the archive repaired, then do it again").by(
            "docgen recover"
        ),
        file=where,
    )
