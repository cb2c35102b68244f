"""What a backup holds, as it was in one moment, while work goes on.

    1. the register, copied in one moment (SQLite's own backup): this moment is the backup's
    2. what that register says is filed is published, if it was not yet
    3. each paper as of that moment; settings, rules, templates, the log's keys, and the
       records of destructions and seals

The register comes first because papers are only ever added: whatever it names is there later
too, and what is filed meanwhile is left out. The search index and the files of the daybook are
not in it; the restored office makes them again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from docgen import __version__
from docgen.archive import copying
from docgen.archive.members import Member, of_bytes, of_file
from docgen.config import FILE, FOLDER_VERSION
from docgen.errors import Integrity, OutsideFailed, say
from docgen.model.disposal import State
from docgen.model.ids import DossierNumber, ItemId
from docgen.office import opening, sealed, upkeep
from docgen.office.bars import Bar
from docgen.office.desk import Office
from docgen.register import steps
from docgen.register.models import Item
from docgen.register.models_disposal import DestructionList
from docgen.register.models_seals import Seal

FACTS = "backup.json"
KEYS = ("log/log.key", "log/log.vkey")
_PLAIN = ("rules", "templates")
_DECIDED = (State.UNDER_WAY, State.DONE)


@dataclass(frozen=True, slots=True)
class Moment:
    """The register as it was; everything else is looked up in it."""

    register: Path

    @classmethod
    def take(cls, office: Office, place: Path) -> Moment:
        """Copy the register to ``place``, and see that what it says is filed is published."""
        _copy_register(place)
        upkeep.finish(office)
        return cls(place)

    def count(self) -> int:
        """How many papers there are."""
        return int(self._rows("SELECT count(*) FROM register_item WHERE state = 'filed'")[0][0])

    def papers(self) -> Iterator[tuple[str, int]]:
        """The papers with the number of their newest version."""
        with closing(sqlite3.connect(self.register)) as database:
            for dossier, turn, head in database.execute(
                "SELECT dossier_id, turn, head FROM register_item WHERE state = 'filed' "
                "ORDER BY dossier_id, turn"
            ):
                yield ItemId(DossierNumber(dossier), turn).urn, head

    def destroyed(self) -> list[str]:
        """The lists that were carried out."""
        states = ", ".join("?" for _ in _DECIDED)
        ask = f"SELECT id FROM register_destruction_list WHERE state IN ({states}) ORDER BY id"  # noqa: S608  question marks only
        found = self._rows(ask, [str(one) for one in _DECIDED])
        return [DestructionList(pk=number).code for (number,) in found]

    def seals(self) -> list[str]:
        """The files of the seals' records."""
        with closing(sqlite3.connect(self.register)) as database:
            ask = "SELECT dossier_id, n FROM register_seal ORDER BY id"
            return [Seal(dossier_id=number, n=n).file for number, n in database.execute(ask)]

    def _rows(self, ask: str, values: Iterable[str] = ()) -> list[tuple[int]]:
        with closing(sqlite3.connect(self.register)) as database:
            return database.execute(ask, tuple(values)).fetchall()


def members(office: Office, moment: Moment, bar: Bar) -> Iterator[Member]:
    """Everything a backup holds; what it is comes first."""
    root, papers = office.folder / "archive", moment.count()
    facts = {
        "docgen": __version__,
        "folder_version": FOLDER_VERSION,
        "migrations": steps.applied(),
        "made_at": office.now().isoformat(timespec="seconds"),
        "papers": papers,
    }
    yield of_bytes(FACTS, json.dumps(facts, indent=1).encode())
    yield of_file(opening.REGISTER, moment.register)
    yield from copying.root_files(root, "archive")
    for urn, head in bar(moment.papers(), papers):
        yield from _paper(root, urn, head)
    for name in (FILE, *KEYS):
        if not (office.settings.key and name == KEYS[0]):  # kept apart, also from backups
            yield of_file(name, office.folder / name)
    for name in _records(moment):
        if (office.folder / name).exists():  # else the restored office writes it, or tells
            yield of_file(name, office.folder / name)
    for top in _PLAIN:
        for file in sorted((office.folder / top).rglob("*")):
            if file.is_file():
                yield of_file(file.relative_to(office.folder).as_posix(), file)


def _records(moment: Moment) -> Iterator[str]:
    """The records beside the log: of destructions, and of seals."""
    yield from (f"log/destroyed/{code}.json" for code in moment.destroyed())
    yield from (f"{sealed.FOLDER}/{file}" for file in moment.seals())


def _paper(root: Path, urn: str, head: int) -> Iterator[Member]:
    try:
        yield from copying.object_files(root, "archive", urn, head)
    except Integrity as lost:
        number = ItemId.parse(urn)
        gone = Item.objects.filter(dossier=number.dossier.value, turn=number.turn)
        if not gone.filter(state="destroyed").exists():
            raise
        raise OutsideFailed(
            say("{item} was destroyed while the backup was made", item=number),
            why=say("its moment was before, so it would have to hold the paper"),
            fix=say("make the backup again"),
        ) from lost


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
            fix=say("restore an older backup, or move it away and rebuild the register").by(
                "docgen rebuild"
            ),
        )
