"""Keeping house: what was committed is finished, what was not is swept, nothing else goes."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.support.desks import Cast, assert_whole, filed, log
from tests.support.offices import person

from docgen.archive import layout, locks
from docgen.archive.hierarchy import Hierarchy
from docgen.archive.store import Store
from docgen.archive.work import Unpublished
from docgen.errors import NotAllowed, OutsideFailed
from docgen.office import finding, upkeep
from docgen.office.desk import Office
from docgen.register.models import Customer, Item, Outbox
from docgen.register.models_log import LogHead

#: Another process that files one paper and is gone right after the commit.
FILE_AND_DIE = """
import os, sys, time
from pathlib import Path
from docgen.office import opening, people, dossiers, filing
office = opening.open_office(Path(sys.argv[1]))
type(office.store).publish = lambda *_: os._exit(9)
who = people.by_login("shen")
place = dossiers.place_for(office, who, "1")
ready, now = map(Path, sys.argv[2:])
ready.touch()
while not now.exists():
    time.sleep(0.01)
filing.file(office, who, place, filing.NewPaper({"a.txt": b"a"}, "t", "other", "text"))
"""


def refuse(*_: object) -> None:
    raise OutsideFailed("The disk is full.", why="w", fix="f")


@pytest.fixture
def cut(office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch) -> Item:
    """A paper that is committed and not published."""
    with monkeypatch.context() as patch:
        patch.setattr(Store, "publish", refuse)
        return filed(office, folk.mira, known)


def test_what_was_committed_is_published(office: Office, cut: Item) -> None:
    assert upkeep.is_unfinished(office)

    done = upkeep.finish(office)

    assert done.did_something
    assert [name.split("-v1-")[0] for name in done.published] == [f"sealed-{cut}"]
    assert not upkeep.is_unfinished(office)
    assert not upkeep.finish(office).did_something
    assert_whole(office)


def test_what_was_not_committed_is_swept_once_its_writer_is_gone(office: Office, cut: Item) -> None:
    Outbox.objects.all().delete()
    (waiting,) = office.store.unpublished()

    assert upkeep.finish(office).swept == ()  # this process prepared it, and lives
    locks.disown(office.folder / "work" / waiting.name)
    assert upkeep.finish(office).swept == (waiting.name,)

    assert not office.store.exists(f"urn:docgen:{cut}")


def test_what_cannot_be_published_is_told_and_stays(
    office: Office, cut: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Hierarchy, "move_in", refuse)
        done = upkeep.finish(office)

    assert done.failed[0].endswith(": The disk is full.")
    assert str(cut) in done.failed[0]
    assert upkeep.finish(office).published


def test_a_paper_committed_meanwhile_is_never_swept(
    office: Office, folk: Cast, known: Customer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer commits and dies while another process looks what there is to sweep."""
    filed(office, folk.mira, known)
    ready, now = tmp_path / "ready", tmp_path / "now"
    command = [sys.executable, "-c", FILE_AND_DIE, str(office.folder), str(ready), str(now)]
    writer = subprocess.Popen(command)
    while not ready.exists():  # opening an office may want to write, and we are about to hold it
        assert writer.poll() is None
        time.sleep(0.01)
    real = Store.unpublished

    def meanwhile(self: Store) -> list[Unpublished]:
        found = real(self)
        if not now.exists():
            now.touch()
            with pytest.raises(subprocess.TimeoutExpired):
                writer.wait(0.5)  # it waits for us: nobody commits while we look
        return found

    with monkeypatch.context() as patch:
        patch.setattr(Store, "unpublished", meanwhile)
        upkeep.finish(office)

    assert writer.wait() == 9
    assert Item.objects.count() == 2
    assert upkeep.finish(office).published
    assert_whole(office)


def test_recovering_is_logged_and_indexes(office: Office, folk: Cast, cut: Item) -> None:
    (office.folder / "index" / "manifest.json").unlink()

    done = upkeep.recover(office, folk.jonas)

    assert (len(done.published), done.indexed) == (1, 1)
    assert log()[-1]["act"] == "archive.recovered"
    assert log()[-1]["more"] == {"published": 1, "swept": 0}
    assert finding.search(office, folk.mira, "漏水").hits[0].item == str(cut)


def test_a_log_that_takes_no_entry_does_not_stop_the_finishing(
    office: Office, cut: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    LogHead.objects.update(frontier=b"")
    monkeypatch.setattr("docgen.office.numbers.abandoned", lambda: ["TS-1"])
    monkeypatch.setattr("docgen.office.numbers.release_each", lambda *_: refuse())

    done = upkeep.finish(office)

    assert len(done.published) == 1
    assert done.failed == ("TS-1: The disk is full.",)
    assert office.store.exists(f"urn:docgen:{cut}")


def test_an_index_made_anew_is_the_same(office: Office, folk: Cast, known: Customer) -> None:
    for grade in ("P", "C", "B"):
        filed(office, folk.jonas, known, grade=grade)
    before = finding.search(office, folk.mira, "漏水")

    assert upkeep.reindex(office, folk.jonas) == 3

    after = finding.search(office, folk.mira, "漏水")
    assert (after.total, after.hits) == (before.total, before.hits)
    assert log("index.rebuilt")[-1]["n"] == 3


def test_checking_compares_the_archive_with_the_register(
    office: Office, folk: Cast, known: Customer
) -> None:
    kept, lost = filed(office, folk.mira, known), filed(office, folk.mira, known)
    assert list(upkeep.check(office, folk.jonas, fixity=True)) == []

    place = office.folder / "archive" / layout.object_path(f"urn:docgen:{lost}")
    place.rename(place.with_name(place.name[:-1] + "9"))
    findings = list(upkeep.check(office, folk.jonas, fixity=False))

    codes = {(one.code, one.urn) for one in findings}
    assert ("A101", f"urn:docgen:{lost}") in codes
    assert "A102" in {code for code, _ in codes}
    assert f"urn:docgen:{kept}" not in {urn for _, urn in codes}
    assert log("archive.checked")[-1]["n"] == len(findings)


@pytest.mark.parametrize("role", ["clerk", "legal", "auditor", "manager"])
def test_who_may_not_keep_house(office: Office, role: str) -> None:
    who = person(office, "someone", role)

    for verb in (
        lambda: upkeep.recover(office, who),
        lambda: upkeep.reindex(office, who),
        lambda: list(upkeep.check(office, who, fixity=False)),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_the_index_takes_many_papers_in_their_order(
    office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "_BATCH", 2)
    with monkeypatch.context() as patch:
        patch.setattr(upkeep, "catch_up", lambda *_, **__: 0)
        for _ in range(5):
            filed(office, folk.mira, known)

    assert upkeep.catch_up(office, wait=True) == 5
    assert office.index.sequence() == Outbox.objects.latest("seq").seq
    assert upkeep.catch_up(office, wait=True) == 0


def test_what_waits_is_published_in_the_order_it_was_filed(
    office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "_BATCH", 2)
    with monkeypatch.context() as patch:
        patch.setattr(type(office.store), "publish", lambda *_: None)
        items = [str(filed(office, folk.mira, known)) for _ in range(5)]

    done = upkeep.finish(office)

    assert [name.split("-v1-")[0] for name in done.published] == [f"sealed-{one}" for one in items]
    assert not upkeep.is_unfinished(office)


def test_filing_leaves_a_few_papers_to_the_next_search(
    office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "_FAR", 3)

    indexed = []
    for _ in range(4):
        filed(office, folk.mira, known)
        indexed.append(office.index.sequence())

    assert indexed == [0, 0, 3, 3]


def test_a_busy_index_is_left_alone_by_a_filing(
    office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "_FAR", 1)
    monkeypatch.setattr(type(office.index), "add", lambda *_, **__: refuse())

    assert filed(office, folk.mira, known).pk
    with pytest.raises(OutsideFailed):
        finding.search(office, folk.mira, "漏水")
