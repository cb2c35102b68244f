"""The office's key in its file, outside of the office: what every paper's key is wrapped under.

One key a line, its name and 64 hexadecimal digits; lines with ``#`` are for people. There are two
keys while a new one takes over, and one else. docgen never writes a key anywhere but here and, as
shares, on paper.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from docgen.archive import disk
from docgen.errors import BadInput, NotFound, OutsideFailed, say
from docgen.office.desk import Office

_LINE = re.compile(r"([0-9a-f]{16}) ([0-9a-f]{64})", re.ASCII)
_HEAD = "# docgen: the office's key · 本档案室主密钥。勿入库、勿随备份复制。\n"


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the office: 32 bytes, and the name by which files and rows call it."""

    name: str
    secret: bytes = field(repr=False)

    @classmethod
    def of(cls, secret: bytes) -> Key:
        """The key with the name that follows from it."""
        return cls(hashlib.sha256(b"docgen office key v1\n" + secret).hexdigest()[:16], secret)


def place(office: Office) -> Path:
    """The file that the settings name; ``BadInput`` if they name none."""
    if not office.settings.keys:
        raise BadInput(
            say("docgen.toml does not say where the office's key lies"),
            why=say("it lies outside of the office and its backups, on a volume of its own"),
            fix=say("write for instance: {instead}", instead='[encryption] keys = "/media/…"'),
            file=str(office.folder / "docgen.toml"),
            field="keys",
        )
    return Path(office.settings.keys)


def read(office: Office) -> dict[str, Key]:
    """The keys by name.

    Raises:
        OutsideFailed: The file is not there, cannot be read, or is no such file.
    """
    file = place(office)
    try:
        text = file.read_text("utf-8")
        others = file.stat().st_mode & 0o077
    except (OSError, UnicodeDecodeError) as error:
        raise _unusable(file, say("it cannot be read: {error}", error=error)) from error
    if others:
        raise OutsideFailed(
            say("Others than its owner may use the office's key: {file}", file=file),
            why=say("its permissions are wider than 0600, so it is not used"),
            fix=say("run: chmod 600 {file}", file=file),
            file=str(file),
        )
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    found = [_LINE.fullmatch(line) for line in lines]
    keys = [Key.of(bytes.fromhex(one[2])) for one in found if one]
    if not keys or [one.name for one in keys] != [one[1] if one else "" for one in found]:
        raise _unusable(file, say("it is damaged, or no file of docgen"))
    return {one.name: one for one in keys}


def find(keys: dict[str, Key], name: str) -> Key:
    """The key of this name; ``NotFound`` if the file has others only."""
    if name in keys:
        return keys[name]
    raise NotFound(
        say("The office's key {name} is not in its file", name=name),
        why=say("the file holds: {names}", names=", ".join(keys)),
        fix=say("have it brought back from two of its printed shares").by("docgen keys recover"),
    )


def write(file: Path, keys: Iterable[Key]) -> None:
    """Put the file there, whole and durable, for its owner alone."""
    lines = "".join(f"{one.name} {one.secret.hex()}\n" for one in keys)
    made = file.with_name(f"{file.name}.new")
    with disk.told():
        made.unlink(missing_ok=True)
        number = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(number, "w", encoding="utf-8") as stream:
                stream.write(_HEAD + lines)
                stream.flush()
                os.fsync(number)
            disk.replace(made, file)
        except BaseException:
            made.unlink(missing_ok=True)
            raise
        disk.fsync_folder(file.parent)


def _unusable(file: Path, why: str) -> OutsideFailed:
    return OutsideFailed(
        say("The office's key cannot be used: {file}", file=file),
        why=why,
        fix=say("mount its volume; if it is lost, bring it back from two printed shares").by(
            "docgen keys recover"
        ),
        file=str(file),
    )
