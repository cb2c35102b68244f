"""How much room the office takes, and how much the disk has left."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from docgen.errors import Said, say
from docgen.office.desk import Office

#: So many files are counted of one part; of a larger one it is told that it is larger.
MOST = 100_000
_PARTS: tuple[tuple[Said, str], ...] = (
    (say("papers (archive/)"), "archive"),
    (say("register"), "register.sqlite3"),
    (say("search index"), "index"),
    (say("log files"), "log"),
    (say("work in hand"), "work"),
    (say("templates"), "templates"),
)
_STEP = 1024


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the office: its files and bytes; ``is_more`` if there are more than counted."""

    title: Said
    files: int
    bytes: int
    is_more: bool

    @property
    def size(self) -> str:
        """The bytes as people read them."""
        return readable(self.bytes)


def parts(office: Office) -> list[Part]:
    """The parts of the office folder with what they hold."""
    return [_counted(title, office.folder / name) for title, name in _PARTS]


def disk(office: Office) -> tuple[int, int]:
    """Bytes free on the office's disk, and all it has."""
    usage = shutil.disk_usage(office.folder)
    return usage.free, usage.total


def readable(size: int) -> str:
    """A number of bytes: ``12.3 MB``."""
    number, units = float(size), ["B", "KB", "MB", "GB", "TB"]
    while number >= _STEP and len(units) > 1:
        number, units = number / _STEP, units[1:]
    return f"{number:.1f} {units[0]}" if units[0] != "B" else f"{size} B"


def _counted(title: Said, place: Path) -> Part:
    files = size = 0
    for each in _files(place):
        if files == MOST:
            return Part(title, files, size, is_more=True)
        files, size = files + 1, size + each
    return Part(title, files, size, is_more=False)


def _files(place: Path) -> Iterator[int]:
    """The sizes of the files below, those that vanish meanwhile left out."""
    if place.is_file():
        yield place.stat().st_size
    for folder, _, names in os.walk(place):
        for name in names:
            try:
                yield os.lstat(f"{folder}/{name}").st_size
            except FileNotFoundError:
                continue
