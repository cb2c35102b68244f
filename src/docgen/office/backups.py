"""A backup of the whole office while work goes on, and an office made from it again.

    1. the register, in one moment (SQLite's own backup): this moment is the backup's
    2. what that register says is filed is published, if it was not yet
    3. each paper as of that moment; settings, rules, templates, the log's keys
    4. every file is read again from the backup and compared with what was copied

The register comes first because papers are only ever added: whatever it names is there later
too, and what is filed meanwhile is left out. The search index and the files of the daybook are
not copied; the restored office makes them again. A backup appears whole or not at all, and
``sha512sum -c manifest-sha512.txt`` checks it without docgen. It holds the log's private key
and is not encrypted: keep it on an encrypted disk.
"""

from __future__ import annotations

import json
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.db import connection

from docgen import __version__
from docgen.archive import copying, disk
from docgen.archive.hashes import file_digests
from docgen.config import FILE, FOLDER_VERSION
from docgen.errors import BadInput, Integrity, say
from docgen.model.access import Act
from docgen.model.ids import DossierNumber, ItemId
from docgen.office import gate, journal, opening, upkeep
from docgen.office.desk import Office, one_transaction
from docgen.office.rebuilding import Bar, silently
from docgen.register import changes
from docgen.register.models import Person

MANIFEST, FACTS = "manifest-sha512.txt", "backup.json"
_PLAIN = ("rules", "templates")
_KEYS = ("log/log.key", "log/log.vkey")
_SHA512 = "sha512"


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds."""

    folder: Path
    papers: int
    files: int


def back_up(office: Office, who: Person, folder: Path, bar: Bar = silently) -> Backup:
    """Write a verified backup into a new folder.

    Raises:
        BadInput: The folder is not free, or lies within the office.
        Integrity: Something in the office cannot be copied, or the copy is not the same.
        OutsideFailed: The disk refused; nothing is left.
    """
    gate.ask(office, who, Act.UPKEEP, "office.backed-up")
    _must_be_outside(folder, office.folder)
    with one_transaction():
        journal.append(office, "office.backed-up", who)
    with _appears_whole(folder) as made:
        _copy_register(made / opening.REGISTER)
        upkeep.finish(office)
        papers = _papers(made / opening.REGISTER)
        digests = dict(_copy(office, made, papers, bar))
        digests[opening.REGISTER] = _digest(made / opening.REGISTER)
        facts = {
            "docgen": __version__,
            "folder_version": FOLDER_VERSION,
            "migrations": changes.applied(),
            "made_at": office.now().isoformat(timespec="seconds"),
            "papers": len(papers),
        }
        _put(made / FACTS, json.dumps(facts, indent=1).encode())
        digests[FACTS] = _digest(made / FACTS)
        lines = "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items()))
        _put(made / MANIFEST, lines.encode())
        _verify(made, digests, bar)
    return Backup(folder, len(papers), len(digests))


def restore(backup: Path, folder: Path, bar: Bar = silently) -> Office:
    """Make an office from a backup in a new folder; each file is checked as it is copied.

    Raises:
        BadInput: The folder is not free, or the backup is none or of a newer docgen.
        Integrity: A file of the backup is missing or was changed; nothing is left.
    """
    _must_be_known(backup)
    digests = _read_manifest(backup)
    with _appears_whole(folder) as made:
        for path, digest in bar(digests.items(), len(digests)):
            if copying.copy_file(backup / path, made / path) != digest:
                raise _changed(backup / path)
            (made / path).chmod(0o600 if path in {*_KEYS, opening.REGISTER} else 0o640)
        (made / FACTS).unlink()
        for name in ("archive", "index", "log", "work", "work/locks"):
            disk.mkdirs(made / name)
        for file in (made / "archive").rglob("*"):
            if file.is_file():
                file.chmod(0o440)
    office = opening.open_office(folder)
    upkeep.rebuild_index(office)
    with one_transaction():
        journal.append(office, "office.restored", None)
    return office


def _copy_register(target: Path) -> None:
    with (
        closing(
            sqlite3.connect(f"file:{connection.settings_dict['NAME']}?mode=ro", uri=True)
        ) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        fault = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if fault != "ok":
        raise Integrity(
            say("The register is damaged: {fault}", fault=fault),
            why=say("its copy does not pass the database's own check"),
            fix=say("restore an older backup, or move it away and run docgen rebuild"),
        )


def _papers(register: Path) -> list[tuple[str, int]]:
    """The papers of a copied register with the number of their newest version."""
    with closing(sqlite3.connect(register)) as database:
        rows = database.execute(
            "SELECT dossier_id, turn, head FROM register_item WHERE state = 'filed' "
            "ORDER BY dossier_id, turn"
        ).fetchall()
    return [(ItemId(DossierNumber(dossier), turn).urn, head) for dossier, turn, head in rows]


def _copy(
    office: Office, made: Path, papers: list[tuple[str, int]], bar: Bar
) -> Iterator[tuple[str, str]]:
    """Copy all but the register; yields each path with the sha512 of what was read."""
    root, target = office.folder / "archive", made / "archive"
    for path, digest in copying.copy_root(root, target):
        yield f"archive/{path}", digest
    for urn, head in bar(papers, len(papers)):
        for path, digest in copying.copy_object(root, target, urn, head):
            yield f"archive/{path}", digest
    for name in (FILE, *_KEYS):
        yield name, copying.copy_file(office.folder / name, made / name)
    for top in _PLAIN:
        for file in sorted((office.folder / top).rglob("*")):
            name = file.relative_to(office.folder).as_posix()
            if file.is_file():
                yield name, copying.copy_file(file, made / name)


def _verify(made: Path, digests: dict[str, str], bar: Bar) -> None:
    for path, digest in bar(digests.items(), len(digests)):
        if _digest(made / path) != digest:
            raise _changed(made / path)


def _must_be_known(backup: Path) -> None:
    try:
        facts = json.loads((backup / FACTS).read_bytes())
        version, migrations = int(facts["folder_version"]), set(facts["migrations"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(
            say("{folder} is no backup of docgen", folder=backup),
            why=say("its file {file} is missing or damaged", file=FACTS),
            fix=say("name a folder that docgen backup has written"),
            file=str(backup),
        ) from error
    if version > FOLDER_VERSION or migrations - changes.known():
        raise BadInput(
            say("The backup was made by a newer docgen: {version}", version=facts.get("docgen")),
            why=say("this program does not know all of its tables"),
            fix=say("restore it with the newer program"),
            file=str(backup),
        )


def _read_manifest(backup: Path) -> dict[str, str]:
    """The digest of each file; every file of the backup stands in it, and no path leads out."""
    try:
        *lines, end = (backup / MANIFEST).read_bytes().decode().split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise _changed(backup / MANIFEST) from error
    pairs = [line.partition("  ") for line in lines]
    digests = {path: digest for digest, _, path in pairs}
    parts = [PurePosixPath(path) for path in digests]
    if end or len(digests) != len(pairs) or any(p.is_absolute() or ".." in p.parts for p in parts):
        raise _changed(backup / MANIFEST)
    if opening.REGISTER not in digests or FILE not in digests:
        raise _changed(backup / MANIFEST)
    return digests


def _must_be_outside(folder: Path, office: Path) -> None:
    if folder.resolve().is_relative_to(office.resolve()):
        raise BadInput(
            say("{folder} lies within the office", folder=folder),
            why=say("a backup there is lost together with the office"),
            fix=say("name a folder on another disk"),
            file=str(folder),
        )


@contextmanager
def _appears_whole(folder: Path) -> Iterator[Path]:
    """A folder to fill that gets its name at the end; nothing is left if that does not come."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput(
            say("{folder} is not empty", folder=folder),
            why=say("nothing that is there may be overwritten"),
            fix=say("name a folder that is not there yet"),
            file=str(folder),
        )
    folder = folder.absolute()
    made = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    try:
        with disk.told():
            disk.mkdirs(made)
            made.chmod(0o700)
            yield made
            disk.fsync_tree(made)
            if folder.exists():
                folder.rmdir()
            disk.rename(made, folder)
            disk.fsync_folder(folder.parent)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _digest(path: Path) -> str:
    return file_digests(path, [_SHA512])[_SHA512]


def _put(path: Path, data: bytes) -> None:
    disk.write_new(path, [data])


def _changed(path: Path) -> Integrity:
    return Integrity(
        say("{file} is not what was backed up", file=path),
        why=say("it is missing, or its SHA-512 is not the one in the manifest"),
        fix=say("use another backup; nothing was restored from this one"),
        file=str(path),
    )
