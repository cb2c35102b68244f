"""Whom a backup is encrypted for, and with what it is opened: keys of age in plain files.

A recipient (``age1…``) is public and may stand in ``docgen.toml``; an identity
(``AGE-SECRET-KEY-1…``) opens what was encrypted for its recipient. The files are those of
``age`` and ``age-keygen``; docgen keeps no identity anywhere.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyrage
from pyrage.x25519 import Identity, Recipient

from docgen.archive import disk
from docgen.errors import BadInput, NotAllowed, say
from docgen.office.desk import Office


def recipients_for(office: Office, named: Iterable[str]) -> list[Recipient]:
    """The recipients of a backup; none at all means that it is not encrypted.

    Raises:
        BadInput: One of them is no recipient.
        NotAllowed: Others are named than the settings say.
    """
    wanted, settled = list(named), office.settings.recipients
    if settled and set(wanted) - set(settled):
        raise NotAllowed(
            say("This office's backups are for the recipients in docgen.toml alone"),
            why=say("who names others could carry all papers away for himself"),
            fix=say("leave the recipients out, or have the settings changed"),
            field="--recipient",
        )
    return [_recipient(one) for one in dict.fromkeys(settled or wanted)]


def read_recipients(file: Path) -> list[str]:
    """The recipients in a file, one a line, as ``age -R`` takes it."""
    found = list(_lines(file))
    if not found:
        raise _no_key(file, say("there is no recipient in it"))
    return found


def read_identities(file: Path) -> list[Identity]:
    """The identities in a file, as ``age-keygen`` writes it.

    Raises:
        BadInput: It cannot be read, or holds something else.
    """
    found = []
    for line in _lines(file):
        try:
            found.append(Identity.from_str(line))
        except pyrage.IdentityError as error:
            raise _no_key(file, say("a line of it is no identity of age")) from error
    if not found:
        raise _no_key(file, say("there is no identity in it"))
    return found


def new_identity(file: Path) -> str:
    """Make an identity, keep it in a new file that only its owner can read; the recipient.

    Raises:
        BadInput: The file is there already.
    """
    made = Identity.generate()
    public = str(made.to_public())
    if file.exists():
        raise BadInput(
            say("{file} is there already", file=file),
            why=say("an identity that is written over takes its backups with it"),
            fix=say("choose another name"),
            file=str(file),
        )
    with disk.told():
        number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(number, "w", encoding="ascii") as lines:
            lines.write(f"# public key: {public}\n{made}\n")
            lines.flush()
            os.fsync(number)
    return public


def _recipient(text: str) -> Recipient:
    try:
        return Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise BadInput(
            say("“{text}” is no recipient", text=text[:80]),
            why=say("a recipient is a public key of age: age1 and 58 small letters and digits"),
            fix=say("copy it from the line “public key” of the identity's file"),
            field="--recipient",
        ) from error


def _lines(file: Path) -> Iterator[str]:
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _no_key(file, say("it cannot be read: {error}", error=error)) from error
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


def _no_key(file: Path, why: str) -> BadInput:
    return BadInput(
        say("{file} is no file of age keys", file=file),
        why=why,
        fix=say("name the file that docgen backup --new-identity or age-keygen has written"),
        file=str(file),
    )
