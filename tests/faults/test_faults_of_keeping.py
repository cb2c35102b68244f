"""Faults that other archives had with what they kept; the table is docs/spec/faults.md."""

from __future__ import annotations

import datetime as dt
import os
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import connections
from tests.support.archive import Cut, count_steps, io_error
from tests.support.desks import Cast, at, filed, log, paper
from tests.support.destruction import WORDS, Room, room
from tests.support.offices import founder, reopen
from tests.support.shell import Inside
from tests.support.whole import whole

from docgen.archive import disk
from docgen.archive.layout import object_path
from docgen.errors import NotFound, OutsideFailed
from docgen.office import (
    auditing,
    backups,
    destroying,
    filing,
    finding,
    holds,
    lending,
    rebuilding,
    reconciling,
    restoring,
    transfers,
    upkeep,
)
from docgen.office.desk import Office
from docgen.register.models import Customer, Item, Person
from docgen.register.models_disposal import Tombstone

#: Each cut in the long version, each fourth by the way.
LONG = bool(os.environ.get("DOCGEN_LONG"))


@pytest.fixture(name="place")
def _place(tmp_path: Path) -> Room:
    return room(tmp_path / "room")


def _destroyed(place: Room) -> Item:
    item = place.old()
    row = place.witnessed(item)
    destroying.carry_out(place.office, place.folk.jonas, row.code)
    return item


def as_founder(office: Office) -> tuple[Office, Person]:
    return office, founder()


def test_f06_what_was_destroyed_does_not_come_back_with_the_same_bytes(place: Room) -> None:
    """Filed again, the paper is a new one; nothing made of the old one is shown with it."""
    gone = _destroyed(place)

    again = filing.file(place.office, founder(), place.dossier, paper(WORDS, title="再次收到")).item

    assert again.turn == gone.turn + 1
    hits = finding.search(place.office, founder(), WORDS[:6])
    assert [hit.item for hit in hits.hits] == [str(again)]
    with pytest.raises(NotFound, match="was destroyed"):
        lending.open(place.office, founder(), str(gone), "service")
    upkeep.rebuild_index(place.office)
    assert finding.search(place.office, founder(), WORDS[:6]).total == 1
    assert not [path for path in place.holders() if str(gone) in path]


def test_f11_the_log_of_a_destroyed_paper_stays_and_verifies(place: Room) -> None:
    gone = _destroyed(place)

    acts = [entry["act"] for entry in log() if entry.get("obj") == str(gone)]

    assert acts[0] == "item.filed"
    assert acts[-1] == "item.destroyed"
    assert auditing.verify(place.office, founder()).is_whole


@pytest.mark.parametrize("way", ["backup", "rebuild"])
def test_f09_f10_nothing_is_left_out_held_and_destroyed_included(place: Room, way: str) -> None:
    _destroyed(place)
    kept = place.old("留下来的文字")
    holds.put(place.office, founder(), str(kept), "诉讼", "等待判决")
    before = whole(place.office.folder)
    aside = place.office.folder.with_name("again")

    if way == "backup":
        backups.back_up(place.office, founder(), aside.with_name("b"))
        office = restoring.restore(aside.with_name("b"), aside)
    else:
        connections["default"].close()
        (place.office.folder / "register.sqlite3").unlink()
        rebuilding.rebuild(place.office.folder, as_founder)
        office = reopen(place.office.folder)

    after = whole(office.folder)
    assert Tombstone.objects.count() == 1
    growing = ("register_log_entry", "register_checkpoint", "register_log_hash")
    told = {*growing, "register_log_head", "counters"}
    assert {name: after[name] for name in after.keys() - told} == {
        name: before[name] for name in before.keys() - told
    }
    for table in growing:
        assert after[table][: len(before[table])] == before[table]
    assert auditing.verify(office, founder()).is_whole


def test_f25_fixity_that_cannot_read_fails_and_says_so(inside: Inside, folder: Path) -> None:
    """Also root cannot read a folder as a file."""
    file = next(folder.glob("archive/**/content/*.txt"))
    file.unlink()
    file.mkdir()

    said = inside.run("check", "--fixity", who="jonas")
    rolling = inside.run("check", "--fixity", "--minutes", "5", who="jonas")

    reopen(folder)
    assert said.code not in {0, 1}
    assert rolling.code not in {0, 1}
    assert "Traceback" not in said.err + rolling.err
    assert [entry["n"] > 0 for entry in log("archive.checked")] == [True, True]


def test_f32_a_rebuild_that_fails_anywhere_leaves_no_half_register(
    office: Office, folk: Cast, known: Customer
) -> None:
    filed(office, folk.mira, known)
    register, folder = office.folder / "register.sqlite3", office.folder
    connections["default"].close()
    register.unlink()
    steps = count_steps(lambda: rebuilding.rebuild(folder, as_founder))
    assert steps > 3

    for step in range(0, steps, 1 if LONG else 4):
        connections["default"].close()
        register.unlink(missing_ok=True)
        with disk.watched(Cut(step, io_error)), suppress(OutsideFailed):
            rebuilding.rebuild(folder, as_founder)
        assert not list((folder / "work").glob("rebuild-*"))
        if register.exists():
            assert auditing.verify(reopen(folder), founder()).is_whole

    connections["default"].close()
    register.unlink(missing_ok=True)
    rebuilding.rebuild(folder, as_founder)
    assert list(reconciling.reconcile(reopen(folder))) == []


def test_unknown_files_beside_a_paper_are_told_and_left_alone(inside: Inside, folder: Path) -> None:
    place = folder / "archive" / object_path("urn:docgen:0000000001-0001")
    odd = place / "notes of an archivist.txt"
    odd.write_text("do not lose", "utf-8")

    said = inside.run("check", "--fixity", who="jonas")
    recovered = inside.run("recover", who="jonas")
    inside.run("file", "1", _brought(folder), who="mira")

    assert said.code == 6
    assert odd.name in said.out
    assert recovered.code == 0
    assert odd.read_text("utf-8") == "do not lose"


def _brought(folder: Path) -> Path:
    file = folder.parent / "来信.txt"
    file.write_text("门禁卡失灵，请换一张。", "utf-8")
    return file


def test_a_clock_that_goes_back_moves_no_deadline(
    office: Office, folk: Cast, known: Customer
) -> None:
    filed(office, folk.mira, known, title="维修", group="repair")
    [now] = transfers.due(office, folk.mira, days=400)

    back = at(office, office.now() - dt.timedelta(days=30))
    [then] = transfers.due(back, folk.mira, days=400)

    assert then.claim.day == now.claim.day
    assert not then.claim.is_late(back.today)
