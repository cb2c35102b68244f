"""What must be on the disk before something is promised: many files and folders, one wait.

Files of one paper are kept open and brought to the disk together, which costs about one wait
instead of one for each. Files of a whole group of papers are left to one request that brings
the file system to the disk (``syncfs``). Either way ``settle`` returns when all of it is there
and raises if any of it is not; before that, nothing that was written may be promised.

``settle`` comes once. After an error the files count as lost: nobody tries again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from docgen.archive import disk

_OPEN = 64  # files kept open at most; the next ones are brought to the disk one by one


class Barrier:
    """Files and folders that are brought to the disk together."""

    def __init__(self, whole: Path | None = None) -> None:
        """Begin with nothing.

        Args:
            whole: A folder on the file system that may be synced as a whole, for groups.
        """
        self._whole = whole
        self._disk = disk.open_disk(whole) if whole else None
        self._files: dict[Path, int] = {}
        self._folders: list[Path] = []

    def write(self, path: Path, pieces: Iterable[bytes]) -> None:
        """Write a file that does not exist yet."""
        if self._disk is not None:
            os.close(disk.write_open(path, pieces))
        elif self._whole or len(self._files) >= _OPEN:
            disk.write_new(path, pieces)
        else:
            self._files[path] = disk.write_open(path, pieces)

    def append(self, path: Path, pieces: Iterable[bytes]) -> None:
        """Add to the end of a file, which may be new."""
        self._files[path] = disk.append_open(path, pieces)

    def folders(self, paths: Iterable[Path]) -> None:
        """These folders' names shall be on the disk too."""
        self._folders += paths

    def moved(self, path: Path, target: Path) -> None:
        """A folder with files of this barrier has a new name."""
        self._files = {
            target / one.relative_to(path) if one.is_relative_to(path) else one: number
            for one, number in self._files.items()
        }

    def forget(self, path: Path) -> None:
        """This file was removed, or never counts."""
        number = self._files.pop(path, None)
        if number is not None:
            os.close(number)

    def settle(self) -> None:
        """Wait until everything is on the disk."""
        try:
            if self._whole and self._disk is not None:
                disk.sync_disk(self._disk, self._whole)
            else:
                disk.fsync_all(self._files, list(dict.fromkeys(self._folders)))
        finally:
            self.close()

    def close(self) -> None:
        """Give up what was not settled; may be called again."""
        for path in list(self._files):
            self.forget(path)
        self._folders.clear()
        if self._disk is not None:
            os.close(self._disk)
            self._disk = None
