"""The files below a folder of old papers: found without following anything, read with care.

Links, devices, pipes and sockets are not opened at all: what is filed is what lies in the folder
itself. A file that changed since it was found, or while it was read, is refused.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from docgen.errors import BadInput, Misuse, say
from docgen.office.taking_in_names import is_left_behind, name_fault, plain

_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_NOTHING = os.stat_result((0,) * 10)


@dataclass(frozen=True, slots=True)
class Found:
    """A file below the folder.

    Args:
        source: Its path from the folder on, with slashes.
        path: Where it lies.
        stat: What the system said of it when it was found.
        fault: Why it is not taken; ``None`` if nothing speaks against it so far.
    """

    source: str
    path: Path
    stat: os.stat_result
    fault: str | None = None

    @property
    def size(self) -> int:
        """How many bytes it had when it was found."""
        return self.stat.st_size

    def read(self, most: int) -> bytes:
        """Its bytes; see ``read``."""
        return read(self, most)


@dataclass(slots=True)
class Tree:
    """What lies below a folder: the files in order, and how much was passed over, by name."""

    files: list[Found] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)


def walk(root: Path, office: Path) -> Tree:
    """Find all files below a folder; a folder that cannot be looked into stands for its files."""
    _must_be_apart(root, office)
    tree = Tree()
    waiting: list[tuple[str, str | None]] = [("", None)]
    while waiting:
        below, fault = waiting.pop()
        entries = list(_entries(root, below, tree))
        twins = Counter(plain(entry.name) for entry in entries)
        inner = []
        for entry in entries:
            if is_left_behind(entry.name):
                tree.passed_over[entry.name] += 1
                continue
            why = fault or name_fault(entry.name)
            if why is None and twins[plain(entry.name)] > 1:
                why = say("another name beside it looks the same")
            source = f"{below}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                inner.append((f"{source}/", why))
            else:
                tree.files.append(_found(entry, source, why))
        waiting += reversed(inner)
    return tree


def read(found: Found, most: int) -> bytes:
    """The bytes of a file, which is still the one that was found.

    Args:
        found: The file.
        most: How many bytes it may have.

    Raises:
        BadInput: It is too large, empty, changed, or cannot be read.
    """
    size = found.stat.st_size
    if size > most:
        limit = say("it is larger than {limit} MB", limit=most // 1_000_000)
        raise refused(found.source, limit, say("make it smaller, or raise max_megabytes"))
    if not size:
        raise refused(found.source, say("it is empty"), say("look for the whole file"))
    try:
        number = os.open(found.path, _FLAGS)
        try:
            before, data, after = os.fstat(number), _all(number, size), os.fstat(number)
        finally:
            os.close(number)
    except OSError as error:
        why = say("it cannot be read: {error}", error=error.strerror or error)
        raise refused(found.source, why, say("check the disk and the rights")) from error
    if not (_seen(found.stat) == _seen(before) == _seen(after) and len(data) == size):
        why = say("it was changed meanwhile")
        raise refused(found.source, why, say("wait until nobody writes it, then import again"))
    return data


def refused(source: str, why: str, fix: str) -> BadInput:
    """What is said of a file that is not taken."""
    what = say("{file} is not taken", file=source.encode("utf-8", "backslashreplace").decode())
    return BadInput(what, why=why, fix=fix, file=source)


def _must_be_apart(root: Path, office: Path) -> None:
    """The office's own folders are no old papers, and neither is a folder that holds them."""
    ours, theirs = office.resolve(), root.resolve()
    if not root.is_dir() or ours.is_relative_to(theirs) or theirs.is_relative_to(ours):
        raise Misuse(
            say("{folder} cannot be imported", folder=root),
            why=say("it is no folder, or the office itself lies there"),
            fix=say("name the folder that holds the old papers"),
        )


def _entries(root: Path, below: str, tree: Tree) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(root / below) as entries:
            yield from sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        why = say("the folder cannot be looked into: {error}", error=error.strerror or error)
        tree.files.append(Found(below or "/", root / below, _NOTHING, why))


def _found(entry: os.DirEntry[str], source: str, why: str | None) -> Found:
    try:
        known = entry.stat(follow_symlinks=False)
    except OSError as error:
        gone = say("it cannot be read: {error}", error=error.strerror or error)
        return Found(source, Path(entry.path), _NOTHING, why or gone)
    return Found(source, Path(entry.path), known, why or _kind_fault(known))


def _kind_fault(known: os.stat_result) -> str | None:
    if stat.S_ISLNK(known.st_mode):
        return say("it is a link to another file or folder")
    if not stat.S_ISREG(known.st_mode):
        return say("it is no file but a device, a pipe or a socket")
    if known.st_nlink > 1:
        return say("it has {n} names (hard links)", n=known.st_nlink)
    return None


def _all(number: int, size: int) -> bytes:
    """Up to one byte more than there should be, so that a growing file is seen."""
    parts, left = [], size + 1
    while left and (part := os.read(number, min(left, 1 << 20))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _seen(known: os.stat_result) -> tuple[int, ...]:
    return (known.st_dev, known.st_ino, known.st_nlink, known.st_size, known.st_mtime_ns)
