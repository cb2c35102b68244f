"""What tests of the office share: three people, papers to file, and what an office holds.

mira is a clerk of the unit that keeps the dossiers, jonas keeps the archive and decides as a
manager, lena is a clerk of another unit, cleared for nothing but public papers: she never
sees anything.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError
from tests.support.offices import as_made, customer, founder, new_office, person

from docgen.forms.answers import parse_answers
from docgen.ledger.entry import decode
from docgen.model.grades import Grade
from docgen.office import dossiers, filing, journal, people
from docgen.office.desk import Office
from docgen.office.filing import NewPaper
from docgen.register.models import Customer, Dossier, Item, Person
from docgen.register.models_log import LogEntry


@dataclass(frozen=True, slots=True)
class Cast:
    """The three people."""

    mira: Person
    jonas: Person
    lena: Person


def cast(office: Office) -> Cast:
    """Open accounts for the three."""
    mira = person(office, "mira")
    jonas = people.add(
        office,
        founder(),
        login="jonas",
        name="jonas",
        unit="档案室",
        roles=["archivist", "manager"],
        clearance="A",
    )
    return Cast(mira, jonas, person(office, "lena", unit="后勤部", clearance="P"))


def cast_there() -> Cast:
    """The three, in an office that has them."""
    return Cast(*map(people.by_login, ("mira", "jonas", "lena")))


def desks(folder: Path, *, folk: bool = True, known: bool = True) -> Office:
    """An office with the three people and a customer of mira's unit in it, or one of these."""
    return as_made(_furnished, folder, folk=folk, known=known)


def _furnished(folder: Path, *, folk: bool, known: bool) -> None:
    office = new_office(folder)
    if folk:
        cast(office)
    if known:
        customer(office)


def paper(text: str = "空调漏水，请派人维修。", *, title: str = "材料", **more: Any) -> NewPaper:  # noqa: ANN401  NewPaper's own fields
    """A paper with one text file."""
    facts: dict[str, Any] = {"group": "other", **more}
    return NewPaper(files={"材料.txt": text.encode()}, title=title, text=text, **facts)


def filed(office: Office, who: Person, customer: Customer, *, grade: str = "", **more: Any) -> Item:  # noqa: ANN401  paper's own arguments
    """File a paper in a customer's first dossier; the item."""
    graded = Grade.parse(grade) if grade else None
    there = customer.dossiers.order_by("pk").first()
    place = there or dossiers.place_for(office, who, customer.code)
    return filing.file(office, who, place, paper(grade=graded, **more)).item


def dossier_of(customer: Customer) -> Dossier:
    """The customer's first dossier."""
    return customer.dossiers.earliest("pk")


def log(act: str = "") -> list[dict[str, Any]]:
    """The log's entries, oldest first; only of this act if one is named."""
    rows = LogEntry.objects.order_by("idx")
    entries: list[dict[str, Any]] = [decode(bytes(row.leaf)) for row in rows]
    return [entry for entry in entries if act in ("", entry["act"])]


def at(office: Office, moment: datetime) -> Office:
    """The office with its clock standing at this moment."""
    return replace(office, now=lambda: moment)


def later(office: Office, days: float) -> Office:
    """The office some days later."""
    return at(office, datetime.now(UTC) + timedelta(days=days))


def dump(office: Office) -> str:
    """The whole register as SQL, the log included.

    What was counted for row ids does not count, nor which changes are written down already.
    """
    aside = ("sqlite_sequence", 'INSERT INTO "register_change"')
    with contextlib.closing(sqlite3.connect(office.folder / "register.sqlite3")) as database:
        lines = [line for line in database.iterdump() if not any(word in line for word in aside)]
    return "\n".join(lines)


#: Tables that an act which came to nothing leaves as they were.
KEPT = ("dossier", "item", "item_version", "item_text", "issued_number", "outbox", "series", "loan")


def holding(office: Office) -> dict[str, object]:
    """All that filing could leave behind: files, rows, numbers, the index's sequence."""
    with contextlib.closing(sqlite3.connect(office.folder / "register.sqlite3")) as database:
        rows = {
            name: sorted(database.execute(f"SELECT * FROM register_{name}"), key=str)  # noqa: S608  names of KEPT
            for name in KEPT
        }
    return {
        **rows,
        "archive": sorted(_files(office.folder / "archive")),
        "work": sorted(path.name for path in (office.folder / "work").iterdir()),
        "index": office.index.sequence(),
    }


def _files(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield str(path.relative_to(folder))


def assert_whole(office: Office) -> None:
    """Register, archive, work folder and index tell the same, and no turn is missing."""
    items = list(Item.objects.order_by("dossier_id", "turn"))
    heads = {urn: office.store.inventory(urn).head for urn in office.store.urns()}
    assert heads == {f"urn:docgen:{item}": f"v{item.head}" for item in items}
    assert office.store.unpublished() == []
    assert not list((office.folder / "work").glob("stage-*"))
    for dossier in Dossier.objects.all():
        turns = [item.turn for item in items if item.dossier_id == dossier.pk]
        assert turns == list(range(1, dossier.last_turn + 1))


COMPLAINT = "complaint/complaint-record"


def example(office: Office, name: str = COMPLAINT, **changes: object) -> dict[str, object]:
    """A template's own example as answers, with changes."""
    file = office.folder / "templates" / name / "example.toml"
    return {**parse_answers(file.read_bytes(), file="example.toml"), **changes}


@contextlib.contextmanager
def log_refuses(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """While the block runs, no entry can be added to the log."""

    def refuse(*_: object) -> None:
        raise DatabaseError("disk I/O error")

    with monkeypatch.context() as patch:
        patch.setattr(journal, "_write", refuse)
        yield
