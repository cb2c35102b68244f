"""The checked answers of a batch while they wait for their numbers, so that none is checked twice.

They are packed by the processes of the batch and lie in a file without a name, which is gone when
the batch ends, however it ends.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

#: So many bytes wait in memory; if there are more, all wait on the disk.
_IN_MEMORY = 20_000_000


class Kept:
    """What was kept, by portions of rows; made by ``kept``."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._is_full = file, False
        self._places: dict[int, tuple[int, int]] = {}

    def put(self, portion: int, answers: bytes) -> None:
        """Keep some. Where the disk has no room nothing is kept, and rows are checked again."""
        if self._is_full:
            return
        try:
            at = self._file.seek(0, os.SEEK_END)
            self._file.write(answers)
            self._file.flush()
        except OSError:
            self._is_full = True
            self._places.clear()
        else:
            self._places[portion] = at, len(answers)

    def get(self, portion: int) -> bytes:
        """What was kept of a portion; perhaps nothing."""
        if portion not in self._places:
            return b""
        at, size = self._places[portion]
        self._file.seek(at)
        return self._file.read(size)


@contextmanager
def kept() -> Iterator[Kept]:
    """A place to keep answers; gone when the block ends."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
        yield Kept(file)
