"""The four properties of an electronic record (四性检测): each point, and what came of it.

DA/T 70-2018 asks at filing, at transfer and in long-term keeping whether records are authentic
(真实性), complete (完整性), usable (可用性) and safe (安全性). Here are the points a program can
answer. What it cannot answer, such as whether a virus is in a file when no scanner is there, is
listed as not checked and never as right.

It reads the archive, the register and the log, changes nothing, and shows no content.
"""

from __future__ import annotations

import datetime as dt
import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from docgen.archive import evidence
from docgen.archive.check import check_root
from docgen.archive.check_sm3 import wrong_sm3
from docgen.archive.evidence import METADATA, Evidence
from docgen.errors import Integrity, Said, say
from docgen.model.access import Act
from docgen.model.grades import Grade
from docgen.model.ids import ItemId
from docgen.office import auditing, gate, journal
from docgen.office.changed_since import ChangedSince
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Dossier, Item, Person
from docgen.register.models_log import LogEntry


class Stage(StrEnum):
    """When the properties are looked at."""

    FILING = "filing"
    TRANSFER = "transfer"
    KEEPING = "keeping"


class Property(StrEnum):
    """The four properties, as the standard names them."""

    AUTHENTIC = "真实性"
    COMPLETE = "完整性"
    USABLE = "可用性"
    SAFE = "安全性"


class Result(StrEnum):
    """What came of a point."""

    RIGHT = "right"
    WRONG = "wrong"
    UNCHECKED = "not checked"


class Wrong(NamedTuple):
    """Something that is not so: an item, a dossier or a path, and what was seen of it."""

    about: str
    text: str = ""

    def __str__(self) -> str:
        return f"{self.about}: {self.text}" if self.text else self.about


@dataclass(slots=True)
class Point:
    """One thing that is looked at.

    Args:
        code: Its name in this list, such as ``Z1``.
        part: The property it belongs to.
        rule: What should be so.
        stages: At which stages it is looked at.
        checked: How many things were looked at.
        wrong: What is not so.
        unchecked: Why nothing could be looked at, or nothing.
    """

    code: str
    part: Property
    rule: Said
    stages: frozenset[Stage] = frozenset(Stage)
    checked: int = 0
    wrong: list[Wrong] = field(default_factory=list)
    unchecked: Said | None = None

    @property
    def result(self) -> Result:
        """Right, wrong, or not checked."""
        if self.wrong:
            return Result.WRONG
        return Result.UNCHECKED if self.unchecked else Result.RIGHT

    def take(self, about: object, text: str = "", *, is_right: bool) -> None:
        """Count one thing that was looked at."""
        self.checked += 1
        if not is_right:
            self.wrong.append(Wrong(str(about), text))


_LATER = frozenset({Stage.TRANSFER, Stage.KEEPING})


def _points() -> dict[str, Point]:
    true, whole, usable, safe = Property
    every = (
        Point("Z1", true, say("Every file has the SHA-512 of its inventory.")),
        Point("Z2", true, say("Every file has the SM3 that item.json names.")),
        Point("Z3", true, say("item.json says the same as the register.")),
        Point("Z4", true, say("Size and digest of every file are those the register has.")),
        Point("Z5", true, say("The access log is whole and fits its signed checkpoints."), _LATER),
        Point("W1", whole, say("Every paper of the register is in the archive.")),
        Point("W2", whole, say("The papers of a dossier are numbered without a gap.")),
        Point("W3", whole, say("Every paper has title, group, retention period and date.")),
        Point("W4", whole, say("Every paper has content beside item.json.")),
        Point("W5", whole, say("The log tells how every version was filed.")),
        Point("K1", usable, say("item.json can be read.")),
        Point("K2", usable, say("Every file has a format that is kept for long.")),
        Point("K3", usable, say("Every file is what its name says.")),
        Point("K4", usable, say("No file needs a password.")),
        Point("A1", safe, say("Nothing strange lies in the archive, no links, no empty files.")),
        Point("A2", safe, say("No file is a program or carries one.")),
        Point("A3", safe, say("Nobody but the office's account can write to the archive."), _LATER),
        Point("A4", safe, say("No virus is in any file.")),
    )
    return {point.code: point for point in every}


def examine(
    office: Office,
    who: Person,
    *,
    stage: Stage = Stage.KEEPING,
    dossier: Dossier | None = None,
    since: dt.date | None = None,
) -> list[Point]:
    """Look at the four properties of all papers, or of some; one log entry.

    Args:
        office: The office.
        who: The acting person.
        stage: Points that do not belong to it are left out.
        dossier: Only its papers.
        since: Only papers filed on this day or later.
    """
    gate.ask(office, who, Act.UPKEEP, "archive.checked")
    items = Item.objects.all()
    if dossier is not None:
        items = items.filter(dossier=dossier)
    chosen = items if since is None else items.filter(filed_at__gte=_beginning(office, since))
    points = _points()
    _papers(office, chosen, points, whole=dossier is None and since is None)
    _numbers(items, points["W2"])
    _surroundings(office, who, points, stage)
    found = [point for point in points.values() if stage in point.stages]
    wrong = sum(len(point.wrong) for point in found)
    with one_transaction():
        journal.append(office, "archive.checked", who, n=wrong, more={"four": stage.value})
    return found


def pieces(office: Office, items: QuerySet[Item]) -> dict[str, list[str]]:
    """The points that are wrong with each of these papers, by its number; no entry.

    For whoever receives them piece by piece. A gap in its dossier's numbers is every paper's.
    """
    points = _points()
    _papers(office, items, points, whole=False)
    _numbers(Item.objects.filter(dossier__in=items.values("dossier")), points["W2"])
    found: dict[str, list[str]] = {}
    for item in items:
        points["W1"].take(item, is_right=item.state == "filed")
        own = {str(item), str(item.dossier)}
        if codes := [
            point.code for point in points.values() if any(one.about in own for one in point.wrong)
        ]:
            found[str(item)] = codes
    return found


def _beginning(office: Office, day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), ZoneInfo(office.settings.time_zone))


def _papers(
    office: Office, items: QuerySet[Item], points: Mapping[str, Point], *, whole: bool
) -> None:
    """Everything that is asked of the papers among these that are still filed."""
    filed = items.filter(state="filed").select_related("dossier__customer", "filed_by")
    filed = filed.order_by("pk")
    changed = ChangedSince()
    for item in filed.prefetch_related("versions").iterator(200):
        _paper(office, item, points, changed)
    _structure(office, filed, points, whole=whole)


def _paper(office: Office, item: Item, points: Mapping[str, Point], changed: ChangedSince) -> None:
    """Everything that is asked of one paper."""
    urn = ItemId.parse(str(item)).urn
    facts = (item.title, item.group, item.retention, item.dated)
    points["W3"].take(item, is_right=all(facts))
    for version in item.versions.all():
        logged = LogEntry.objects.filter(idx=version.log_index).values_list("leaf", flat=True)
        told = any(str(item).encode() in bytes(leaf) for leaf in logged)
        points["W5"].take(item, f"v{version.n}", is_right=told)
    is_there = office.store.exists(urn)
    points["W1"].take(item, is_right=is_there)
    if not is_there:
        return
    try:
        seen = evidence.look(office.folder / "archive", urn)
    except Integrity as problem:
        points["Z4"].take(item, problem.why, is_right=False)
        return
    points["W4"].take(item, is_right=bool(seen.files))
    points["K1"].take(item, is_right=seen.metadata is not None)
    metadata = seen.metadata or {}
    differing = [name for name in _differing(item, metadata) if not changed.explains(item, name)]
    points["Z3"].take(item, ", ".join(differing), is_right=not differing)
    _files(item, seen, points)
    if seen.metadata and seen.metadata.get("files"):
        wrong = wrong_sm3(office.folder / "archive", urn)
        points["Z2"].take(item, ", ".join(wrong), is_right=not wrong)


def _differing(item: Item, metadata: Mapping[str, object]) -> list[str]:
    """The facts of ``item.json`` that are not those of the register."""
    facts = {
        "item": str(item),
        "dossier": str(item.dossier),
        "title": item.title,
        "group": item.group,
        "grade": Grade.of_rank(item.rank).code,
        "retention": item.retention,
        "number": item.form_number,
        "dated": item.dated.isoformat(),
        "filed_by": item.filed_by.code,
        "version": item.head,
    }
    return [name for name, fact in facts.items() if metadata.get(name) != fact]


def _files(item: Item, seen: Evidence, points: Mapping[str, Point]) -> None:
    newest = max(item.versions.all(), key=lambda version: version.n)
    kept = {str(one["path"]): one for one in newest.files}
    points["Z4"].take(item, is_right=kept.keys() == seen.files.keys())
    for name, facts in seen.files.items():
        one = kept.get(name, {})
        same = (one.get("size"), one.get("sha512")) == (facts.size, seen.sha512[name])
        points["Z4"].take(item, name, is_right=same)
        points["K2"].take(item, name, is_right=facts.is_known)
        points["K3"].take(item, name, is_right=facts.fits)
        points["K4"].take(item, name, is_right=not facts.is_locked)
        points["A2"].take(item, name, is_right=not facts.runs)


def _numbers(items: QuerySet[Item], point: Point) -> None:
    turns: dict[int, list[int]] = {}
    for dossier, turn in items.values_list("dossier_id", "turn"):
        turns.setdefault(dossier, []).append(turn)
    for dossier, found in turns.items():
        whole = sorted(found) == list(range(1, len(found) + 1))
        point.take(f"{dossier:010d}", is_right=whole)


def _structure(
    office: Office, filed: Iterable[Item], points: Mapping[str, Point], *, whole: bool
) -> None:
    """The checker's findings: those about content, and all others."""
    urns = None if whole else [ItemId.parse(str(item)).urn for item in filed]
    count = len(list(office.store.urns())) if urns is None else len(urns)
    points["Z1"].checked = points["A1"].checked = count
    for one in check_root(office.folder / "archive", fixity=True, urns=urns):
        point = points["Z1" if one.code in {"E092", "E093", "E060"} else "A1"]
        text = say("{code} {path}: {text}", code=one.code, path=one.path, text=one.text)
        point.wrong.append(Wrong(one.urn.removeprefix("urn:docgen:") or one.path, text))


def _surroundings(office: Office, who: Person, points: Mapping[str, Point], stage: Stage) -> None:
    """What is asked of the office and not of a paper."""
    if stage in _LATER:
        report = auditing.verify(office, who)
        points["Z5"].checked = report.size
        points["Z5"].wrong += [Wrong(one.code, one.text) for one in report.findings]
    for folder in (office.folder / "archive", office.folder / "work", office.folder / "log"):
        loose = folder.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH)
        mine = folder.stat().st_uid == os.geteuid()
        points["A3"].take(folder, is_right=mine and not loose)
    points["A4"].unchecked = say("docgen has no virus scanner; let yours look at the archive")


__all__ = ["METADATA", "Point", "Property", "Result", "Stage", "Wrong", "examine", "pieces"]
