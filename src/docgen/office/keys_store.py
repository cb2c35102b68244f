"""The office's store of wrapped keys: ``keys/``, one small file for each encrypted version.

    keys/age1….key    named after the public half of the key, which the register knows too

Each file is JSON and holds the key's secret half, wrapped by AES-256 with padding (RFC 5649) under
the office's key. These files are the only place where wrapped keys lie: no table, no log and no
backup of the office has them, so that removing the file shreds the paper. What lies here without
a row is of a filing that came to nothing; it opens nothing and is never removed unasked.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from pathlib import Path

import pyrage
from cryptography.hazmat.primitives import keywrap
from pyrage.x25519 import Identity

from docgen.archive import disk
from docgen.archive.barrier import Barrier
from docgen.errors import Integrity, OutsideFailed, say
from docgen.office import keys_file
from docgen.office.desk import Office
from docgen.office.keys_file import Key
from docgen.register.models_keys import PaperKey

FOLDER, SUFFIX = "keys", ".key"
_NAMES = ("docgen-key", "recipient", "under", "wrapped")


def folder_of(office: Office) -> Path:
    """Where the files lie."""
    return office.folder / FOLDER


def file_of(office: Office, recipient: str) -> Path:
    """The file of one key."""
    return folder_of(office) / f"{recipient}{SUFFIX}"


def there(office: Office) -> set[str]:
    """The public halves of all keys that are in the store."""
    return {file.name.removesuffix(SUFFIX) for file in folder_of(office).glob(f"*{SUFFIX}")}


def wrapped(identity: Identity, key: Key) -> bytes:
    """What the file of a key says."""
    inside = keywrap.aes_key_wrap_with_padding(key.secret, str(identity).encode())
    text = base64.b64encode(inside).decode()
    values = (1, str(identity.to_public()), key.name, text)
    return _text(dict(zip(_NAMES, values, strict=True)))


def unwrapped(data: bytes, keys: dict[str, Key], file: Path) -> Identity:
    """The key in such a file.

    Raises:
        Integrity: It is not what docgen wrote.
        NotFound: The office's key has another name than the one it is wrapped under.
    """
    try:
        facts = json.loads(data)
        under, inside = str(facts["under"]), base64.b64decode(facts["wrapped"], validate=True)
        again = facts | {"docgen-key": 1, "wrapped": base64.b64encode(inside).decode()}
        whole = _text(again) == data
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged(file) from error
    if not whole or len(under) != len(Key.of(b"").name):
        raise _damaged(file)
    key = keys_file.find(keys, under)
    try:
        secret = keywrap.aes_key_unwrap_with_padding(key.secret, inside).decode("ascii")
        identity = Identity.from_str(secret)
    except (keywrap.InvalidUnwrap, ValueError, pyrage.IdentityError) as error:
        raise _damaged(file) from error
    if str(identity.to_public()) != facts["recipient"]:
        raise _damaged(file)
    return identity


def live() -> list[str]:
    """The public halves of all keys whose papers are not destroyed."""
    rows = PaperKey.objects.filter(shredded_at=None).order_by("recipient")
    return list(rows.values_list("recipient", flat=True))


def under(file: Path) -> str:
    """The name of the office's key that such a file says it is wrapped under; "" if it cannot."""
    try:
        return str(json.loads(file.read_bytes())["under"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""


def keep(office: Office, identities: Iterable[Identity], key: Key) -> None:
    """Put new keys into the store; they are on the disk when this returns."""
    folder, barrier = _folder(office), Barrier()
    with disk.told():
        try:
            for identity in identities:
                file = file_of(office, str(identity.to_public()))
                barrier.write(file, [wrapped(identity, key)])
            barrier.folders([folder])
            barrier.settle()
        finally:
            barrier.close()


def find(office: Office, recipient: str, keys: dict[str, Key]) -> Identity:
    """The key of a version; ``OutsideFailed`` if it is not in the store."""
    file = file_of(office, recipient)
    try:
        return unwrapped(file.read_bytes(), keys, file)
    except OSError as error:
        raise OutsideFailed(
            say("The paper's key is not in the store of keys: {error}", error=error),
            why=say("without it the paper cannot be opened by anybody"),
            fix=say("have the store brought back from its own backup").by(
                "docgen keys restore FOLDER"
            ),
            file=str(file),
        ) from error


def rewrap(office: Office, recipient: str, keys: dict[str, Key], new: Key) -> None:
    """Wrap one key under another key of the office, in one step; may be repeated."""
    identity = find(office, recipient, keys)
    if under(file_of(office, recipient)) != new.name:
        put(file_of(office, recipient), wrapped(identity, new))


def put_back(office: Office, recipient: str, data: bytes) -> None:
    """Put the file of a key into the store again."""
    _folder(office)
    put(file_of(office, recipient), data)


def put(file: Path, data: bytes) -> None:
    """Put the file of a key in its place in one step, durably; one that is there is replaced."""
    made = file.with_name(f"{file.name}.new")
    with disk.told():
        if made.exists():
            disk.unlink(made)
        disk.write_new(made, [data])
        disk.replace(made, file)
        disk.fsync_folder(file.parent)


def shred(office: Office, recipients: Iterable[str]) -> None:
    """Remove keys for good; may be repeated after a crash."""
    files = [file_of(office, one) for one in recipients]
    parts = [file.with_name(f"{file.name}.new") for file in files]
    with disk.told():
        for file in filter(Path.exists, (*files, *parts)):
            disk.unlink(file)
        if files and folder_of(office).is_dir():
            disk.fsync_folder(folder_of(office))


def _folder(office: Office) -> Path:
    folder = folder_of(office)
    with disk.told():
        if not folder.is_dir():
            disk.mkdirs(folder)
            disk.fsync_folder(folder.parent)
    return folder


def _text(facts: dict[str, object]) -> bytes:
    """The one way to write such a file, so that a changed byte is never the same file."""
    return (json.dumps({name: facts[name] for name in _NAMES}, indent=1) + "\n").encode()


def _damaged(file: Path) -> Integrity:
    return Integrity(
        say("The wrapped key {file} is damaged", file=file.name),
        why=say("it is not what docgen wrote, so it is not used at all"),
        fix=say("have it brought back from the backup of the store").by(
            "docgen keys restore FOLDER"
        ),
        file=str(file),
    )
