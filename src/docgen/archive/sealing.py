"""Streams through age (https://age-encryption.org/v1): what is sealed here, every age opens.

Only ``pyrage`` is used, and of it only streams, so a file of any size passes in small pieces.
What our own side of a stream raises comes out as it was, Ctrl-C too: the library would turn it
into an error of its own, or lose it in its last block.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pyrage
from pyrage.x25519 import Identity, Recipient

from docgen.archive import disk
from docgen.errors import BadInput, Integrity, say

_STARTS = (b"age-encryption.org/v1\n", b"-----BEGIN AGE ENCRYPTED FILE-----")


def seal(file: Path, pieces: Iterable[bytes], recipients: Sequence[Recipient]) -> None:
    """Write the pieces into a new file that only these recipients can open."""
    source = _Source(pieces)
    with disk.writing(file) as put:
        sink = _Sink(put)
        try:
            pyrage.encrypt_io(source, sink, list(recipients))
        except pyrage.EncryptError:
            if not (source.failed or sink.failed):
                raise
        if failed := source.failed or sink.failed:
            raise failed


@contextmanager
def opened(file: Path, identities: Sequence[Identity]) -> Iterator[BinaryIO]:
    """What a sealed file says, as a stream; at its end all of it is known to be genuine.

    Raises:
        BadInput: It is no such file, or for none of these identities.
        Integrity: It was changed or cut off.
    """
    _refuse_other(file)
    out, into = os.pipe()
    failed: list[Exception] = []
    pouring = threading.Thread(target=_pour, args=(file, into, identities, failed), daemon=True)
    pouring.start()
    try:
        with os.fdopen(out, "rb") as stream:
            try:
                yield stream
                while stream.read(1 << 16):
                    pass  # what follows the last thing wanted must be genuine, too
            except Exception:
                if failed:
                    raise _sentence(file, failed[0]) from failed[0]
                raise
    finally:
        pouring.join()
    if failed:
        raise _sentence(file, failed[0]) from failed[0]


def _pour(file: Path, into: int, identities: Sequence[Identity], failed: list[Exception]) -> None:
    try:
        with os.fdopen(into, "wb", buffering=0) as stream:
            try:
                with file.open("rb") as sealed:
                    pyrage.decrypt_io(sealed, stream, list(identities))
            except (pyrage.DecryptError, OSError) as error:
                failed.append(error)  # before the stream ends, so that its reader can know why
    except OSError as error:
        failed.append(error)


class _Source:
    """Pieces as a file that can be read."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces, self._rest = iter(pieces), memoryview(b"")
        self.failed: BaseException | None = None

    def read(self, size: int) -> bytes:
        """The next bytes, at most ``size``; none at the end."""
        try:
            while not self._rest:
                self._rest = memoryview(next(self._pieces))
        except StopIteration:
            return b""
        except BaseException as error:
            self.failed = error
            raise
        found, self._rest = bytes(self._rest[:size]), self._rest[size:]
        return found


class _Sink:
    """A function as a file that can be written."""

    def __init__(self, put: Callable[[bytes], None]) -> None:
        self._put = put
        self.failed: BaseException | None = None

    def write(self, data: bytes) -> int:
        """Take the next bytes."""
        try:
            self._put(data)
        except BaseException as error:
            self.failed = error
            raise
        return len(data)

    def flush(self) -> None:
        """Nothing is kept back."""


def _refuse_other(file: Path) -> None:
    with disk.told(), file.open("rb") as sealed:
        start = sealed.read(max(map(len, _STARTS)))
    if not start.startswith(_STARTS):
        raise BadInput(
            say("{file} is not encrypted with age", file=file),
            why=say("it does not begin as such a file does"),
            fix=say("name the file of a backup, or the folder of a plain one").by("docgen backup"),
            file=str(file),
        )


def _sentence(file: Path, error: Exception) -> BadInput | Integrity:
    if isinstance(error, pyrage.DecryptError) and "No matching keys" in str(error):
        return BadInput(
            say("{file} cannot be opened with this identity", file=file),
            why=say("it was encrypted for somebody else, or its first lines were changed"),
            fix=say("name the identity that belongs to one of the backup's recipients"),
            file=str(file),
        )
    return Integrity(
        say("{file} was changed or cut off", file=file),
        why=say("age found that its bytes are not those that were written: {error}", error=error),
        fix=say("use another backup; nothing was restored from this one"),
        file=str(file),
    )
