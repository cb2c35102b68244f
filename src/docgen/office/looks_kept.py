"""What lies about while somebody looks at a paper: PDFs and pictures, encrypted for his browser.

Papers of any grade are on this shelf only as age files for a key that the office does not keep:
it is a cookie of the reader's browser, sent with each request and gone with the browser. What is
older than half an hour is no look any more and is thrown away. The shelf can be emptied at any
time: whoever wants to go on looking opens the paper again, on an entry of its own.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pyrage
from pyrage.x25519 import Identity

from docgen.errors import OutsideFailed, say
from docgen.office.desk import Office
from docgen.register.models import Person

#: So long a look lasts.
SECONDS = 30 * 60


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a paper as pages: its name, and how many."""

    name: str
    pages: int


@dataclass(frozen=True, slots=True)
class Look:
    """A paper that somebody opened to look at it; the entry is that of ``item.read``."""

    item: str
    version: int
    purpose: str
    log_index: int
    parts: tuple[Part, ...]


def new_secret() -> str:
    """A key for a browser."""
    return str(Identity.generate())


def _identity_of(secret: str) -> Identity | None:
    try:
        return Identity.from_str(secret)
    except (ValueError, pyrage.IdentityError):
        return None


def is_secret(text: str) -> bool:
    """Whether what a browser sent is a key that something can be kept with."""
    return _identity_of(text) is not None


class Shelf:
    """One person's looks in one browser."""

    def __init__(self, office: Office, who: Person, secret: str) -> None:
        """Find the shelf of an office; nothing is made before something is put there."""
        mark = hashlib.sha256(str(office.folder.resolve()).encode()).hexdigest()[:16]
        self._folder = Path(tempfile.gettempdir()) / f"docgen-looks-{os.getuid()}-{mark}"
        self._who, self._secret = who.code, secret
        self._identity = _identity_of(secret)

    def put(self, look: Look, pdfs: Sequence[bytes]) -> None:
        """Keep a look."""
        self._sweep()
        for part, pdf in enumerate(pdfs):
            self._write(self._place(look.item, look.version, "pdf", part), pdf)
        facts = json.dumps(asdict(look)).encode()
        self._write(self._place(look.item, look.version, "look"), facts)

    def find(self, item: str, version: int) -> Look | None:
        """The look at a paper, if it still lasts."""
        data = self._read(self._place(item, version, "look"))
        if data is None:
            return None
        facts = json.loads(data)
        return Look(**{**facts, "parts": tuple(Part(**one) for one in facts["parts"])})

    def pdf(self, look: Look, part: int) -> bytes:
        """The pages of one part."""
        data = self._read(self._place(look.item, look.version, "pdf", part))
        if data is None:
            raise OutsideFailed(
                say("The look at {item} is over", item=look.item),
                why=say("what was opened is kept for half an hour only"),
                fix=say("open the paper again"),
            )
        return data

    def picture(self, look: Look, part: int, page: int, zoom: int) -> bytes | None:
        """A picture that was drawn before."""
        return self._read(self._place(look.item, look.version, "png", part, page, zoom))

    def put_picture(self, look: Look, place: tuple[int, int, int], data: bytes) -> None:
        """Keep a picture: part, page, how fine."""
        self._write(self._place(look.item, look.version, "png", *place), data)

    def keep(self, name: str, data: bytes) -> None:
        """Keep what is to be fetched once, such as a copy whose password is shown first."""
        self._sweep()
        self._write(self._place("given", name), data)

    def take(self, name: str) -> bytes | None:
        """Fetch it; it is gone then."""
        place = self._place("given", name)
        data = self._read(place)
        place.unlink(missing_ok=True)
        return data

    def _place(self, *key: object) -> Path:
        """Where something lies: a name that says nothing without the secret."""
        told = "|".join(map(str, (self._secret, self._who, *key)))
        return self._folder / hashlib.sha256(told.encode()).hexdigest()

    def _write(self, path: Path, data: bytes) -> None:
        if self._identity is None:
            raise ValueError(path)
        sealed = pyrage.encrypt(data, [self._identity.to_public()])
        self._folder.mkdir(mode=0o700, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}")
        part.touch(mode=0o600)
        part.write_bytes(sealed)
        part.replace(path)

    def _read(self, path: Path) -> bytes | None:
        if self._identity is None:
            return None
        try:
            if path.stat().st_mtime < time.time() - SECONDS:
                return None
            data: bytes = pyrage.decrypt(path.read_bytes(), [self._identity])
        except (OSError, pyrage.DecryptError):
            return None
        return data

    def _sweep(self) -> None:
        """Throw away what is too old, whoever looked."""
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir():
                with contextlib.suppress(OSError):
                    if path.stat().st_mtime < time.time() - SECONDS:
                        path.unlink()
