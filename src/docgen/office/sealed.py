"""The file of a seal: on the disk before the commit that decides, in its place after it.

    log/sealing/0000000042-1.json    written inside the transaction, whole and synced
    log/sealed/0000000042-1.json     the same file, once the seal is committed

It stands beside the log as the record of a destruction does, and for the same reason: it is
evidence and not an archived paper. Its bytes depend on the moment, so they are never made a
second time; after a crash the file is put in its place or, if the seal was not committed, removed.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from docgen.archive import disk
from docgen.errors import Problem
from docgen.office.desk import Office, one_transaction
from docgen.register.models_seals import Seal

_NAME = re.compile(r"([0-9]{10})-([0-9]{1,9})\.json")
FOLDER = "log/sealed"


def digest(data: bytes) -> str:
    """The sha512 of a record."""
    return hashlib.sha512(data).hexdigest()


def place_of(office: Office, seal: Seal) -> Path:
    """Where a seal's record lies."""
    return office.folder / FOLDER / seal.file


def stage(office: Office, name: str, data: bytes) -> None:
    """Write a record before its seal is committed; inside a transaction."""
    folder = _staging(office)
    with disk.told():
        disk.mkdirs(folder)
        if (folder / name).exists():  # of a seal that was never committed
            disk.unlink(folder / name)
        disk.write_new(folder / name, [data])
        disk.fsync_folder(folder)
        disk.fsync_folder(folder.parent)


def is_unfinished(office: Office) -> bool:
    """Whether a record still waits for its place."""
    return bool(_staged(office))


def finish(office: Office) -> tuple[str, ...]:
    """Put the records of committed seals in their place and remove the others; what failed."""
    if not is_unfinished(office):
        return ()
    failed = []
    with one_transaction():  # nobody else seals meanwhile
        for file in _staged(office):
            try:
                _settle(office, file)
            except Problem as problem:
                failed.append(f"{file.name}: {problem.what}")
    return tuple(failed)


def _settle(office: Office, file: Path) -> None:
    with disk.told():
        place = office.folder / FOLDER / file.name
        if _is_committed(file):
            disk.mkdirs(place.parent)
            disk.replace(file, place)
            disk.fsync_folder(place.parent)
            disk.fsync_folder(place.parent.parent)
        else:
            disk.unlink(file)
        disk.fsync_folder(file.parent)


def _is_committed(file: Path) -> bool:
    number, n = file.stem.split("-")
    rows = Seal.objects.filter(dossier=int(number), n=int(n), sha512=digest(file.read_bytes()))
    return rows.exists()


def _staging(office: Office) -> Path:
    return office.folder / "log" / "sealing"


def _staged(office: Office) -> list[Path]:
    folder = _staging(office)
    if not folder.is_dir():
        return []
    return sorted(file for file in folder.iterdir() if _NAME.fullmatch(file.name))
