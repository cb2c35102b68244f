"""The secret that sessions are signed with: made once, in a file that only docgen reads.

``web.key`` lies in the office folder and in no backup: in whose hands a backup falls, he finds no
session in it that lives, and no second factor that he could use: their secrets are sealed with a
key derived from it. Without the file another is made, and everybody signs in anew.
"""

from __future__ import annotations

import base64
import contextlib
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from docgen.errors import OutsideFailed, say

FILE = "web.key"
_LENGTH = 50
_SEALED, _NONCE = "sealed:", 12
_FOR = b"docgen: secrets of second factors"


def of_office(folder: Path) -> str:
    """The office's secret; several processes that start together have the same one."""
    file = folder / FILE
    try:
        with contextlib.suppress(FileExistsError):
            _make(file)
        kept = file.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(file, error) from error
    if len(kept) < _LENGTH:
        raise _unreadable(file, say("it is too short"))
    return kept


def seal(text: str) -> str:
    """A text as the register keeps it: nobody reads it there without ``web.key``."""
    nonce = secrets.token_bytes(_NONCE)
    closed = _cipher().encrypt(nonce, text.encode(), None)
    return _SEALED + base64.b64encode(nonce + closed).decode()


def unseal(kept: str) -> str | None:
    """The text; one that was kept before there were seals, as it is; ``None`` under another key."""
    if not kept.startswith(_SEALED):
        return kept
    data = base64.b64decode(kept.removeprefix(_SEALED))
    with contextlib.suppress(InvalidTag):
        return _cipher().decrypt(data[:_NONCE], data[_NONCE:], None).decode()
    return None


def _cipher() -> ChaCha20Poly1305:
    key = HKDF(SHA256(), 32, None, _FOR).derive(settings.SECRET_KEY.encode())
    return ChaCha20Poly1305(key)


def _make(file: Path) -> None:
    """Written beside and put in place whole: nobody reads half of it."""
    if file.exists():
        raise FileExistsError
    beside = file.with_name(f"{FILE}.{secrets.token_hex(4)}")
    number = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(number, "w", encoding="ascii") as out:
            out.write(secrets.token_urlsafe(_LENGTH) + "\n")
            out.flush()
            os.fsync(out.fileno())
        file.hardlink_to(beside)  # fails if another process was quicker
    finally:
        beside.unlink()


def _unreadable(file: Path, error: object) -> OutsideFailed:
    return OutsideFailed(
        say("The key of the web page cannot be read: {error}", error=error),
        why=say("sessions are signed with it"),
        fix=say("give docgen the right to read {file}, or delete it: all sign in anew", file=file),
    )
