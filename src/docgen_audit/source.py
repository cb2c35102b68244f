"""Where a log comes from: a folder (disk, USB stick) or a URL with the same paths below it.

Reads only. No link is followed, nothing is read that is longer than it may be; a URL leads
nowhere else, and TLS is verified. What the paths are is said by docgen.ledger.files.
"""

from __future__ import annotations

import ssl
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Iterator
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO

from docgen.errors import say
from docgen.ledger import files, refusing
from docgen.ledger.entry import MOST_BYTES

_LARGE = 1 << 36
_SECONDS = 30


class Source(ABC):
    """A log's files by their paths."""

    name = ""

    @abstractmethod
    def open(self, path: str, most: int) -> IO[bytes] | None:
        """The file, of at most so many bytes; None if there is none."""

    def read(self, path: str, most: int = files.SMALL) -> bytes | None:
        """A whole file of at most so many bytes; None if it is not there."""
        if file := self.open(path, most):
            with file:
                return file.read(most)
        return None

    def lines(self, path: str) -> Iterator[bytes]:
        """The lines of a large file, in pieces where one is longer than any entry."""
        if file := self.open(path, _LARGE):
            with file:
                yield from iter(lambda: file.readline(MOST_BYTES + 2), b"")


class Folder(Source):
    """A log in a folder."""

    def __init__(self, root: Path) -> None:
        self.name, self._root = str(root), root.resolve()

    def open(self, path: str, most: int) -> IO[bytes] | None:
        """The file, unless something else stands in its place."""
        file = self._root / path
        if not file.exists() and not file.is_symlink():
            return None
        if file.resolve() != file or not file.is_file() or file.stat().st_size > most:
            raise refusing.unreadable(str(file), say("it is a link, no file, or too large"))
        return file.open("rb")


class Web(Source):
    """A log on a web server."""

    def __init__(self, url: str) -> None:
        self.name, self._opener = url, urllib.request.OpenerDirector()
        for handler in (
            urllib.request.HTTPHandler(),
            urllib.request.HTTPSHandler(context=ssl.create_default_context()),
            urllib.request.HTTPErrorProcessor(),
            urllib.request.HTTPDefaultErrorHandler(),
        ):
            self._opener.add_handler(handler)

    def open(self, path: str, most: int) -> IO[bytes] | None:
        """The file, fetched whole, or None where the server says that there is none."""
        address = f"{self.name}/{path}"
        file = SpooledTemporaryFile(max_size=files.MOST_BUNDLE)  # noqa: SIM115 - the caller closes it
        try:
            with self._opener.open(address, timeout=_SECONDS) as answer:
                while (part := answer.read(files.SMALL)) and file.tell() <= most:
                    file.write(part)
                if answer.length and file.tell() <= most:
                    raise ConnectionError("it was cut off")
        except (OSError, ValueError, HTTPException) as error:
            if getattr(error, "code", 0) in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
                return None
            raise refusing.unreachable(address, error) from None
        if file.tell() > most:
            raise refusing.unreadable(address, say("it is too large"))
        file.seek(0)
        return file


def open_source(given: str) -> Source:
    """The log in this folder or below this URL."""
    if given.startswith(("https://", "http://")):
        return Web(given.rstrip("/"))
    if not Path(given).is_dir():
        raise refusing.not_there(given)
    return Folder(Path(given))


def text_of(given: Path) -> str:
    """The text of a file that the auditor named or keeps."""
    if not given.is_file():
        raise refusing.not_there(str(given))
    file = given.resolve()
    return files.text(Folder(file.parent), file.name)
