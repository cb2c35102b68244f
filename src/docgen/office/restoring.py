"""An office made from a backup, plain or encrypted: every byte compared, or nothing is left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from docgen.archive import disk, sealing, tarring
from docgen.archive.appearing import whole_folder
from docgen.archive.members import MANIFEST, Member, changed, in_folder, read_through
from docgen.config import FILE, FOLDER_VERSION
from docgen.errors import BadInput, say
from docgen.office import backup_keys, journal, opening, upkeep
from docgen.office.backup_parts import FACTS, KEYS
from docgen.office.bars import Bar, silently
from docgen.office.desk import Office, one_transaction
from docgen.register import steps

_FOLDERS = ("archive", "index", "log", "work", "work/locks")
_OWNERS = {*KEYS, opening.REGISTER}


def restore(
    backup: Path, folder: Path, bar: Bar = silently, *, identity: Path | None = None
) -> Office:
    """Make an office from a backup in a new folder; each file is checked as it is copied.

    Args:
        backup: The folder, or the encrypted file.
        folder: Where the office shall be; not there yet, or empty.
        bar: Shows the progress.
        identity: The file with the identity that opens an encrypted one.

    Raises:
        BadInput: The folder is not free, or the backup is none, of a newer docgen, or for
            another identity.
        Integrity: A file of the backup is missing or was changed; nothing is left.
    """
    with whole_folder(folder) as made, _opened(backup, identity) as whole:

        def put(member: Member) -> None:
            _put(made, member)
            if member.path == FACTS:  # comes first in a file, so a newer one is refused at once
                _must_be_known(made, backup)

        read_through(bar(whole, _length(backup)), put)
        if not all((made / name).is_file() for name in (FACTS, FILE, opening.REGISTER)):
            raise changed(backup)
        _arrange(made)
    office = opening.open_office(folder)
    upkeep.rebuild_index(office)
    with one_transaction():
        journal.append(office, "office.restored", None)
    return office


@contextmanager
def _opened(backup: Path, identity: Path | None) -> Iterator[Iterator[Member]]:
    if backup.is_file():
        if identity is None:
            raise BadInput(
                say("{file} is encrypted", file=backup),
                why=say("it opens only with the identity of one of its recipients"),
                fix=say("say --identity FILE"),
                field="--identity",
            )
        keys = backup_keys.read_identities(identity)
        with sealing.opened(backup, keys) as stream:
            yield tarring.from_tar(stream)
    else:
        _must_be_known(backup, backup)
        yield in_folder(backup)


def _put(made: Path, member: Member) -> None:
    place = made / member.path
    disk.mkdirs(place.parent)
    if place.exists():
        raise changed(member.path)
    disk.write_new(place, member.pieces)
    if not member.path.startswith("archive/"):
        place.chmod(0o600 if member.path in _OWNERS else 0o640)


def _arrange(made: Path) -> None:
    """Leave the backup's own files out, add the folders that an office works in."""
    (made / FACTS).unlink()
    (made / MANIFEST).unlink()
    for name in _FOLDERS:
        disk.mkdirs(made / name)


def _must_be_known(folder: Path, backup: Path) -> None:
    try:
        facts = json.loads((folder / FACTS).read_bytes())
        version, migrations = int(facts["folder_version"]), set(facts["migrations"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(
            say("{folder} is no backup of docgen", folder=backup),
            why=say("its file {file} is missing or damaged", file=FACTS),
            fix=say("name a folder that docgen backup has written"),
            file=str(backup),
        ) from error
    if version > FOLDER_VERSION or migrations - set(steps.known()):
        raise BadInput(
            say("The backup was made by a newer docgen: {version}", version=facts.get("docgen")),
            why=say("this program does not know all of its tables"),
            fix=say("restore it with the newer program"),
            file=str(backup),
        )


def _length(backup: Path) -> int:
    """How many files a plain backup says it has; of an encrypted one nobody knows before."""
    try:
        with (backup / MANIFEST).open("rb") as lines:
            return sum(1 for _ in lines) + 1
    except OSError:
        return 0
