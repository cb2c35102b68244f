"""Digests of bytes on their way through: sha512 for the archive, SM3 beside it.

sha512 is what OCFL 1.1 recommends for the manifest (section 2.4). SM3 (GB/T 32905) is what DA/T
97-2023 names for electronic records; it is left empty where this Python's OpenSSL lacks it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

CHUNK = 1 << 20  # bytes read at a time
HAVE_SM3 = "sm3" in hashlib.algorithms_available


@dataclass(frozen=True, slots=True)
class Digests:
    """A file's size in bytes and its digests in lower-case hex."""

    size: int
    sha512: str
    sm3: str


class Digester:
    """Counts and digests the pieces of one file while they pass."""

    def __init__(self) -> None:
        self._size = 0
        self._sha512 = hashlib.sha512()
        self._sm3 = hashlib.new("sm3") if HAVE_SM3 else None

    def over(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the pieces unchanged, having taken them into account."""
        for piece in pieces:
            self._size += len(piece)
            self._sha512.update(piece)
            if self._sm3:
                self._sm3.update(piece)
            yield piece

    def digests(self) -> Digests:
        """What has passed so far."""
        sm3 = self._sm3.hexdigest() if self._sm3 else ""
        return Digests(self._size, self._sha512.hexdigest(), sm3)


def sha512(data: bytes) -> str:
    """The digest of bytes in memory."""
    return hashlib.sha512(data).hexdigest()


def pieces_of(path: Path) -> Iterator[bytes]:
    """A file's bytes, up to ``CHUNK`` at a time; a symbolic link is not followed."""
    number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    with os.fdopen(number, "rb", buffering=0) as file:
        while piece := file.read(CHUNK):
            yield piece


def file_digests(path: Path, names: Collection[str]) -> dict[str, str]:
    """The digests of a file by the given algorithms, in one reading."""
    running = {name: hashlib.new(name) for name in names}
    for piece in pieces_of(path):
        for one in running.values():
            one.update(piece)
    return {name: one.hexdigest() for name, one in running.items()}
