"""Copies of the store of keys, which no backup of the office holds: made, and brought back.

A copy opens whatever was not destroyed when it was made, together with the office's key: it is
kept apart from the backups, and not longer than the office says papers may still be opened that
were destroyed (docs/spec/encryption.md).
"""

from __future__ import annotations

from pathlib import Path

from docgen.archive import disk
from docgen.archive.appearing import whole_folder
from docgen.errors import BadInput, Problem, say
from docgen.model.access import Act
from docgen.office import gate, journal, keys_file, keys_store
from docgen.office.desk import Office, one_transaction
from docgen.office.keys_file import Key
from docgen.register.models import Person

COPIED, BROUGHT_BACK = "keys.copied", "keys.returned"


def copy(office: Office, who: Person, folder: Path) -> int:
    """Copy the wrapped keys of all papers that are not destroyed; how many.

    Raises:
        BadInput: The folder is not free, or lies within the office.
        OutsideFailed: A key is not in the store; nothing is left of the copy.
    """
    gate.ask(office, who, Act.KEEP_KEYS, COPIED)
    if folder.resolve().is_relative_to(office.folder.resolve()):
        raise BadInput(
            say("{folder} lies within the office", folder=folder),
            why=say("a copy there is lost together with the office"),
            fix=say("name a folder on another disk"),
            file=str(folder),
        )
    recipients = keys_store.live()
    with gate.attempt(office, who, COPIED), whole_folder(folder) as made:
        keys = keys_file.read(office)
        for recipient in recipients:
            keys_store.find(office, recipient, keys)  # what is copied opens
            file = keys_store.file_of(office, recipient)
            disk.write_new(made / file.name, [file.read_bytes()])
    with one_transaction():
        journal.append(office, COPIED, who, n=len(recipients))
    return len(recipients)


def bring_back(office: Office, who: Person, folder: Path) -> int:
    """Put back what the store lacks and the copy has; keys of destroyed papers stay shredded.

    Raises:
        BadInput: None of its files is a key that the store lacks.
        Integrity: One of them is damaged.
    """
    gate.ask(office, who, Act.KEEP_KEYS, BROUGHT_BACK)
    with gate.attempt(office, who, BROUGHT_BACK):
        keys = keys_file.read(office)
        lacking = [one for one in keys_store.live() if not _is_sound(office, one, keys)]
        found = [one for one in lacking if (folder / f"{one}{keys_store.SUFFIX}").is_file()]
        if lacking and not found:
            raise BadInput(
                say("{folder} has none of the keys that are missing", folder=folder),
                why=say("{n} keys are missing in the store", n=len(lacking)),
                fix=say("name the folder of a backup of the keys").by("docgen keys backup"),
                file=str(folder),
            )
        for recipient in found:
            file = folder / f"{recipient}{keys_store.SUFFIX}"
            with disk.told():
                data = file.read_bytes()
            keys_store.unwrapped(data, keys, file)
            keys_store.put_back(office, recipient, data)
    with one_transaction():
        journal.append(office, BROUGHT_BACK, who, n=len(found))
    return len(found)


def _is_sound(office: Office, recipient: str, keys: dict[str, Key]) -> bool:
    try:
        keys_store.find(office, recipient, keys)
    except Problem:
        return False
    return True
