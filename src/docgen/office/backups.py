"""A backup of the whole office while work goes on: a folder, or one file encrypted with age.

The folder, and the tar in the file, hold the same: ``sha512sum -c manifest-sha512.txt`` checks
it, and ``age -d`` with ``tar -x`` open it, without docgen. It appears whole or not at all, and
only after every file was read again from it and compared.

To read an encrypted one again, it is encrypted for one recipient more, whose identity is made
for this run, never leaves the memory, and is gone when the run ends. So each backup names one
recipient whom nobody is. A plain folder holds the log's private key: keep it on an encrypted disk.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pyrage.x25519 import Identity, Recipient

from docgen.archive import disk, sealing, tarring
from docgen.archive.appearing import whole_file, whole_folder
from docgen.archive.members import (
    MANIFEST,
    Member,
    Tally,
    changed,
    complete,
    drain,
    in_folder,
    read_through,
)
from docgen.errors import BadInput, Integrity, say
from docgen.model.access import Act
from docgen.model.audit import Question
from docgen.office import audit_log, backup_keys, backup_parts, gate, journal
from docgen.office.bars import Bar, silently
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person

SUFFIX = ".tar.age"
EVENT = "office.backed-up"


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds, and where it is; ``recipients`` is empty for a plain one."""

    place: Path
    papers: int
    files: int
    recipients: tuple[str, ...] = ()


def back_up(
    office: Office,
    who: Person,
    place: Path,
    bar: Bar = silently,
    *,
    recipients: Sequence[str] = (),
) -> Backup:
    """Write a verified backup.

    Args:
        office: The office.
        who: The acting person; he needs the right to keep the archive in order.
        place: A new folder. If there are recipients: a new file, or a folder for it.
        bar: Shows the progress.
        recipients: Whom it is encrypted for; those of the settings need not be named.

    Raises:
        BadInput: The place is not free, or lies within the office; or no such recipient.
        Integrity: Something in the office cannot be copied, or the copy is not the same.
        OutsideFailed: The disk refused; nothing is left.
    """
    gate.ask(office, who, Act.UPKEEP, EVENT)
    keys = backup_keys.recipients_for(office, recipients)
    place = _named(office, place) if keys and place.is_dir() else place
    _must_be_outside(place, office.folder)
    _must_be_apart(place, office.settings.keys)
    names = tuple(map(str, keys))
    with one_transaction():
        journal.append(office, EVENT, who, more={"recipients": " ".join(names)} if names else None)
    with _source(office, bar) as (whole, tally):
        if keys:
            _seal(office, place, whole, keys, tally)
        else:
            _lay_down(place, whole, tally)
    return Backup(place, tally.papers, tally.files, names)


def days(office: Office) -> list[dt.date]:
    """The days on which backups were made, as the log tells, the oldest first."""
    made = audit_log.entries(wanted=Question(acts=frozenset({EVENT})))
    times = [str(entry["t"]) for entry in made]
    return [office.local(dt.datetime.fromisoformat(time)).date() for time in times]


@dataclass(slots=True)
class _Told(Tally):
    papers: int = 0


@contextmanager
def _source(office: Office, bar: Bar) -> Iterator[tuple[Iterator[Member], _Told]]:
    """Everything the backup holds, with its manifest, and what is told of it."""
    with office.store.scratch() as folder:
        moment = backup_parts.Moment.take(office, folder / "register")
        with (folder / "manifest").open("w+b") as lines:
            tally = _Told(papers=moment.count())
            yield complete(backup_parts.members(office, moment, bar), lines, tally), tally


def _lay_down(folder: Path, whole: Iterator[Member], tally: Tally) -> None:
    with whole_folder(folder) as made:
        for member in whole:
            disk.mkdirs((made / member.path).parent)
            disk.write_new(made / member.path, member.pieces)
        with _said_of_the_disk(folder):
            _verify(in_folder(made), tally)


def _seal(
    office: Office, file: Path, whole: Iterator[Member], keys: Sequence[Recipient], tally: Tally
) -> None:
    mine = Identity.generate()
    with whole_file(file) as made:
        pieces = tarring.to_tar(whole, office.now().timestamp())
        sealing.seal(made, pieces, [*keys, mine.to_public()])
        with _said_of_the_disk(file), sealing.opened(made, [mine]) as stream:
            _verify(tarring.from_tar(stream), tally)


def _verify(written: Iterator[Member], tally: Tally) -> None:
    """Read all that was written again; its manifest must be the one of what was read."""
    if read_through(written, drain).manifest != tally.manifest:
        raise changed(MANIFEST)


@contextmanager
def _said_of_the_disk(place: Path) -> Iterator[None]:
    """What is wrong in a backup that was written a moment ago is the disk's fault."""
    try:
        yield
    except Integrity as wrong:
        raise Integrity(
            say("{file} does not read as it was written", file=place),
            why=say("{what}; nothing is left of it", what=wrong.what),
            fix=say("make the backup again, on another disk"),
            file=str(place),
        ) from wrong


def _named(office: Office, folder: Path) -> Path:
    stamp = office.local(office.now()).strftime("%Y-%m-%d-%H%M%S")
    return folder / f"{office.folder.name}-{stamp}{SUFFIX}"


def _must_be_apart(place: Path, keys: str) -> None:
    """Whoever gets hold of the backup gets no key with it."""
    key, there = Path(keys).resolve(), place.resolve()
    if keys and (key.parent == there.parent or key.is_relative_to(there)):
        raise BadInput(
            say("The office's key lies beside the backup: {file}", file=keys),
            why=say("whoever takes the backup takes the key to its encrypted papers along"),
            fix=say("name a folder on another disk"),
            file=str(place),
        )


def _must_be_outside(folder: Path, office: Path) -> None:
    if folder.resolve().is_relative_to(office.resolve()):
        raise BadInput(
            say("{folder} lies within the office", folder=folder),
            why=say("a backup there is lost together with the office"),
            fix=say("name a folder on another disk"),
            file=str(folder),
        )
