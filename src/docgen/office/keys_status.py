"""How the keys stand, in figures and warnings; and whether encrypted papers really open.

Nobody gets to see a paper here: what is opened is compared and let go, and the answer is whether
it could be opened.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, starmap

from django.db.models import Exists, F, OuterRef

from docgen.errors import Problem, Said, say
from docgen.model.access import Act
from docgen.model.grades import Grade
from docgen.office import audit_log, gate, journal, keys_file, keys_store, lending
from docgen.office import log_reading as reading
from docgen.office.desk import Office, one_transaction
from docgen.office.keys_copies import COPIED
from docgen.register.models import Item, ItemVersion, Person
from docgen.register.models_keys import OfficeKey, PaperKey

DRILL_DAYS = 90


@dataclass(frozen=True, slots=True)
class Status:
    """How the keys stand.

    Args:
        key: The present key's name; "" if there is none.
        waiting: The name of one that is to follow; "" for none.
        is_on: Whether papers are encrypted when they are filed.
        drilled_on: The day of the last drill of the newest printed shares.
        encrypted: How many versions are encrypted and not destroyed.
        shredded: How many keys were shredded.
        missing: Encrypted papers whose key is not in the store.
        copied_on: The day of the store's last copy.
        open_papers: Papers of such a grade whose newest version lies open.
        warnings: What should be done.
    """

    key: str
    waiting: str
    is_on: bool
    drilled_on: dt.date | None
    encrypted: int
    shredded: int
    missing: tuple[str, ...]
    copied_on: dt.date | None
    open_papers: tuple[str, ...]
    warnings: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """A paper that was tried: its number and grade, and why it did not open, or ""."""

    item: str
    grade: str
    fault: str = ""


def status(office: Office, who: Person) -> Status:
    """How the keys stand; logged."""
    gate.ask(office, who, Act.KEEP_KEYS, "keys.viewed")
    row = OfficeKey.objects.filter(state="present").first()
    waiting = OfficeKey.objects.filter(state="waiting").first()
    live = PaperKey.objects.filter(shredded_at=None)
    inside = keys_store.there(office)
    keys = live.values_list("recipient", "item__dossier", "item__turn")
    missing = sorted({_code(*paper) for recipient, *paper in keys if recipient not in inside})
    copied = _last_copy()
    found = Status(
        key=row.name if row else "",
        waiting=waiting.name if waiting else "",
        is_on=bool(row and row.is_on),
        drilled_on=office.local(row.drilled_at).date() if row and row.drilled_at else None,
        encrypted=live.count(),
        shredded=PaperKey.objects.exclude(shredded_at=None).count(),
        missing=tuple(missing),
        copied_on=office.local(copied).date() if copied else None,
        open_papers=tuple(_open(office)),
        warnings=tuple(_warnings(office, row, missing, copied)) if row else (),
    )
    with one_transaction():
        journal.append(office, "keys.viewed", who, n=found.encrypted)
    return found


def verify(office: Office, who: Person) -> list[Tried]:
    """Open one paper of each encrypted grade, taken by lot; what comes of it, and nothing else."""
    gate.ask(office, who, Act.KEEP_KEYS, "keys.verified")
    tried = []
    for grade in Grade:
        items = Item.objects.filter(rank=grade.rank, state="filed", keys__shredded_at=None)
        numbers = list(items.filter(keys__isnull=False).values_list("pk", flat=True).distinct())
        if numbers:
            item = Item.objects.get(pk=secrets.choice(numbers))
            tried.append(_tried(office, item, grade))
    faults = sum(1 for one in tried if one.fault)
    with one_transaction():
        journal.append(office, "keys.verified", who, n=len(tried), more={"failed": faults})
    return tried


def _tried(office: Office, item: Item, grade: Grade) -> Tried:
    try:
        lending.prove(office, item)
    except Problem as problem:
        return Tried(str(item), grade.code, problem.what)
    return Tried(str(item), grade.code)


def _open(office: Office) -> Iterator[str]:
    """Papers of the grades that ask for encryption whose newest version has no key."""
    ranks = [Grade.parse(code).rank for code in office.settings.grades]
    closed = PaperKey.objects.filter(item=OuterRef("pk"), n=OuterRef("head"))
    rows = Item.objects.filter(~Exists(closed), rank__in=ranks, state="filed").order_by("pk")
    return starmap(_code, rows.values_list("dossier", "turn"))


def _code(dossier: int, turn: int) -> str:
    return str(Item(dossier_id=dossier, turn=turn))


def _warnings(
    office: Office, row: OfficeKey, missing: list[str], copied: dt.datetime | None
) -> list[Said]:
    told = []
    if row.drilled_at is None:
        told.append(say("The printed shares have not been drilled").by("docgen keys drill"))
    elif (days := (office.now() - row.drilled_at).days) >= DRILL_DAYS:
        told.append(say("The last drill was {n} days ago", n=days).by("docgen keys drill"))
    if missing:
        told.append(say("{n} paper(s) cannot be opened: their keys are missing", n=len(missing)))
    kept = ItemVersion.objects.filter(item__keys__n=F("n"), item__keys__shredded_at=None)
    if copied is None and kept.exists():
        told.append(say("The store of keys was never copied").by("docgen keys backup FOLDER"))
    if copied and kept.filter(at__gt=copied).exists():
        told.append(
            say("Keys are newer than the store's last copy").by("docgen keys backup FOLDER")
        )
    place = keys_file.place(office) if office.settings.keys else None
    if place and place.exists() and place.stat().st_dev == office.folder.stat().st_dev:
        told.append(say("The office's key lies on the same disk as the office"))
    return told


def _last_copy() -> dt.datetime | None:
    copied = [reading.begins(f'{{"act":"{COPIED}"'.encode())]
    rows = chain.from_iterable(reading.downward(0, audit_log.size(), copied))
    entries = (audit_log.read(leaf, index) for index, leaf in rows)
    times = (str(one["t"]) for one in entries if one["res"] == "allow")
    found = next(times, "")
    return dt.datetime.fromisoformat(found) if found else None
