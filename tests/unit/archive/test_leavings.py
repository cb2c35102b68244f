"""Destroying an object: it is gone with all that lies in the work folder, and others stay."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.archive import ITEM, Cut, Office, count_steps, io_error, new_office, urn
from tests.support.ocfl_layout import problems

from docgen.archive import disk
from docgen.archive.leavings import remove_leavings
from docgen.errors import OutsideFailed

NEIGHBOUR = urn(310000001, 13)
ELSEWHERE = urn(990000001, 1)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = new_office(tmp_path / "office")
    for item in (ITEM, NEIGHBOUR, ELSEWHERE):
        made.add({"a.txt": item.encode(), "b/c.txt": b"more"}, item)
    made.add({"a.txt": b"second"}, ITEM)
    return made


def gone(office: Office, item: str = ITEM) -> None:
    """Destroy an object as the office does."""
    office.store.remove(item)
    remove_leavings(office.root, office.work, item)


def test_nothing_is_left_and_the_others_stay(office: Office) -> None:
    gone(office)

    assert list(office.store.urns()) == [NEIGHBOUR, ELSEWHERE]
    assert office.findings() == []
    assert problems(office.root) == []
    assert not list(office.work.glob("removed-*"))


def test_folders_that_become_empty_go(office: Office) -> None:
    gone(office, ELSEWHERE)

    assert not (office.root / "99").exists()
    assert office.findings() == []


def test_it_may_be_called_again(office: Office) -> None:
    gone(office, ELSEWHERE)

    gone(office, ELSEWHERE)

    assert office.findings() == []


def test_what_lies_in_quarantine_goes_and_a_strangers_things_stay(office: Office) -> None:
    for item in (ITEM, NEIGHBOUR):
        (office.place(item) / "v9").mkdir()
        (office.place(item) / "v9" / "leaf.txt").write_text("half")
        office.store.repair_object(item)

    gone(office)

    left = sorted(path.name.partition("-")[2] for path in (office.work / "quarantine").iterdir())
    assert left == ["v9", "v9.why.txt"]
    assert len(list((office.work / "quarantine").rglob("leaf.txt"))) == 1


def test_cut_off_anywhere_a_second_call_finishes(tmp_path: Path) -> None:
    def fresh(name: str) -> Office:
        made = new_office(tmp_path / name)
        made.add({"a.txt": b"one", "b/c.txt": b"two"}, ELSEWHERE)
        return made

    office = fresh("count")
    steps = count_steps(lambda: gone(office, ELSEWHERE))
    assert steps > 30

    for at in range(steps):
        office = fresh(str(at))
        with disk.watched(Cut(at, io_error)), pytest.raises(OutsideFailed):
            gone(office, ELSEWHERE)
        whole = office.store.exists(ELSEWHERE)
        assert not whole or office.store.read(ELSEWHERE, "a.txt") == b"one"

        gone(office, ELSEWHERE)

        assert not list(office.work.glob("removed-*")), at
        assert office.findings() == [], at
