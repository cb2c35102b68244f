"""The keys that sign the log's checkpoints: made, read, and changed for new ones.

    log/log.key    the private key; ``[log] key`` of docgen.toml may put it on another volume
    log/log.vkey   all public keys, one a line, the newest last

Whoever has the private key can sign for another log than the office's, and nothing else: a
checkpoint that somebody keeps elsewhere shows it.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.db import connection

from docgen.archive import disk
from docgen.errors import OutsideFailed, say
from docgen.ledger import rotation
from docgen.ledger.entry import decode
from docgen.ledger.note import SEED_SIZE, LogKey, Signer, parse_vkey
from docgen.office.desk import Office

VKEY = "log.vkey"
_KEY = "log.key"


def make(folder: Path, origin: str) -> None:
    """Make a new office's key in its ``log`` folder; readable by the office's owner alone."""
    seed = secrets.token_bytes(SEED_SIZE)
    _write_secret(folder / _KEY, seed)
    (folder / VKEY).write_text(Signer(seed, origin).vkey + "\n", "utf-8")


def signer(office: Office) -> Signer:
    """The key that signs now.

    Raises:
        OutsideFailed: It cannot be read.
    """
    file = _file(office)
    if _next(file).exists():
        finish(office)
    return _read(office, file)


def listed(office: Office) -> list[LogKey]:
    """The public keys as the file lists them, the newest last."""
    file = office.folder / "log" / VKEY
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise _no_key(file) from error
    if not lines:
        raise _no_key(file)
    return [parse_vkey(line, file=str(file)) for line in lines]


def keys(office: Office) -> tuple[LogKey, ...]:
    """All public keys, each with the sizes of the checkpoints that it may sign.

    Raises:
        ProofError: A key stands in the log that nobody vouches for.
    """
    found = listed(office)
    return rotation.follow(found[0], _turns()) if len(found) > 1 else tuple(found)


def offer(office: Office) -> tuple[LogKey, str]:
    """A new key that waits beside the one that signs, and the note of this one that names it.

    It takes its place once an entry has the note: that may be the last before a power cut.
    """
    old, seed = signer(office), secrets.token_bytes(SEED_SIZE)
    waiting = _next(_file(office))
    with disk.told():
        waiting.unlink(missing_ok=True)
        _write_secret(waiting, seed)
    new = Signer(seed, office.settings.origin).key
    return new, rotation.handover(old, new)


def finish(office: Office) -> None:
    """Put a key that waits into its place, once the log has an entry that names it."""
    file = _file(office)
    waiting = _read(office, _next(file)).key
    if waiting not in [rotation.named(note) for _, note in _turns()]:
        return
    lines = [key.vkey for key in listed(office) if key != waiting] + [waiting.vkey]
    public = office.folder / "log" / VKEY
    with disk.told():
        made = public.with_name(f"{VKEY}.new")
        made.unlink(missing_ok=True)
        disk.write_new(made, ["".join(f"{line}\n" for line in lines).encode()])
        disk.replace(made, public)
        disk.replace(_next(file), file)
        disk.fsync_folder(file.parent)


def _turns() -> list[rotation.Turn]:
    """The changes of the key that the log tells of, found by their bytes: they are few."""
    said = b'"act":"%s"' % rotation.ACT.encode()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT leaf FROM register_log_entry WHERE instr(leaf, %s) ORDER BY idx", [said]
        )
        return rotation.turns([decode(bytes(leaf)) for (leaf,) in cursor.fetchall()])


def _read(office: Office, file: Path) -> Signer:
    try:
        return Signer(bytes.fromhex(file.read_text("ascii").strip()), office.settings.origin)
    except (OSError, ValueError) as error:
        raise _no_key(file) from error


def _write_secret(path: Path, seed: bytes) -> None:
    path.touch(mode=0o600, exist_ok=False)
    with path.open("w", encoding="ascii") as file:
        file.write(seed.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())


def _file(office: Office) -> Path:
    return office.folder / (office.settings.key or f"log/{_KEY}")


def _next(file: Path) -> Path:
    return file.with_name(f"{file.name}.new")


def _no_key(file: Path) -> OutsideFailed:
    return OutsideFailed(
        say("The log's key {file} cannot be read", file=file),
        why=say("it is missing, damaged, or belongs to somebody else"),
        fix=say("bring it back from the backup; without it no checkpoint can be signed"),
        file=str(file),
    )
