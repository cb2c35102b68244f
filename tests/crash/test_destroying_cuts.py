"""Carrying a destruction list out is cut off at every single write and at its commits.

Killed there and failed there is ``test_office_walks``; here it ends in a way nobody expects.

Afterwards the paper is whole and on the list, or it is destroyed with its tombstone; and when
the office has been opened again, nothing of a destroyed paper is left anywhere.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections
from tests.support.archive import Cut, PowerCutError, count_steps, power_cut
from tests.support.desks import at
from tests.support.destruction import NOW, WORDS, room
from tests.support.offices import Folder, content, founder, laid_down, reopen

from docgen.archive import disk
from docgen.archive.check import check_root
from docgen.office import auditing, destroyed, destroying, finding, lending, people, upkeep
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Item
from docgen.register.models_disposal import DestructionList, Tombstone

LIST, ITEM = "D000001", "0000000001-0001"


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _number: None)


@pytest.fixture(scope="module", name="pattern")
def _pattern(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """An office with a paper on a list that only needs carrying out, and one that stays."""
    place = room(tmp_path_factory.mktemp("pattern") / "office")
    item = place.old()
    place.old("留下来的文字")
    place.witnessed(item)
    shutil.rmtree(place.office.folder / "templates")
    connections["default"].close()
    return content(place.office.folder)


@pytest.fixture(name="offices")
def _offices(pattern: Folder, tmp_path: Path) -> Callable[[], Office]:
    """Fresh copies of that office, one at a time, on the day of destruction."""

    def fresh() -> Office:
        connections["default"].close()
        shutil.rmtree(tmp_path / "office", ignore_errors=True)
        laid_down(pattern, tmp_path / "office")
        return at(reopen(tmp_path / "office"), NOW)

    return fresh


def _carry_out(office: Office) -> None:
    destroying.carry_out(office, people.by_login("jonas"), LIST)


def _holders(office: Office) -> list[str]:
    files = (file for file in sorted(office.folder.rglob("*")) if file.is_file())
    return [file.name for file in files if WORDS.encode() in file.read_bytes()]


def _assert_whole_or_destroyed(office: Office, *, cut_at: object) -> str:
    """As another process finds it; the paper's state."""
    office = at(reopen(office.folder), NOW)
    upkeep.recover(office, founder())
    item, row = Item.objects.get(turn=1), DestructionList.objects.get()
    if item.state == "filed":
        assert row.state == "approved", cut_at
        opened = lending.open(office, founder(), ITEM, "service")
        assert opened.files["材料.txt"] == WORDS.encode()
        assert not Tombstone.objects.exists()
        assert not destroyed.place_of(office, row).exists()
    else:
        assert (item.state, row.state) == ("destroyed", "done"), cut_at
        assert Tombstone.objects.get().list == row
        assert destroyed.place_of(office, row).read_bytes() == destroyed.record(row)
        assert _holders(office) == [], cut_at
        assert finding.search(office, founder(), WORDS[:6], limit=9).total == 0
    assert list(check_root(office.folder / "archive", fixity=True, patience=0)) == []
    assert [path.name for path in (office.folder / "work").iterdir()] == ["locks"]
    assert finding.search(office, founder(), "留下来", limit=9).total == 1
    assert auditing.verify(office, founder()).is_whole
    return item.state


def test_an_unexpected_end_at_any_write(offices: Callable[[], Office]) -> None:
    office = offices()
    steps = count_steps(lambda: _carry_out(office))
    assert steps > 60

    found = set()
    for cut_at in range(steps):
        office = offices()
        with disk.watched(Cut(cut_at, power_cut)), contextlib.suppress(PowerCutError):
            _carry_out(office)

        found.add(_assert_whole_or_destroyed(office, cut_at=cut_at))

    # Whether there is a write before the commit is not ours to say; after it, nothing is undone.
    assert "destroyed" in found


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("module", [destroying, destroyed], ids=["decision", "end"])
def test_a_cut_at_a_commit(
    offices: Callable[[], Office], monkeypatch: pytest.MonkeyPatch, module: object, when: str
) -> None:
    office = offices()

    @contextlib.contextmanager
    def cut() -> Iterator[None]:
        with one_transaction():
            yield
            if when == "before":
                raise PowerCutError
        raise PowerCutError

    with monkeypatch.context() as patch:
        patch.setattr(module, "one_transaction", cut)
        with pytest.raises(PowerCutError):
            _carry_out(office)

    state = _assert_whole_or_destroyed(office, cut_at=when)
    assert state == ("filed" if (module, when) == (destroying, "before") else "destroyed")


def test_a_second_cut_during_recovery(offices: Callable[[], Office]) -> None:
    office = offices()
    steps = count_steps(lambda: _carry_out(office))

    for cut_at in range(0, steps, 13):
        for again in range(0, steps, 17):
            office = offices()
            with disk.watched(Cut(cut_at, power_cut)), contextlib.suppress(PowerCutError):
                _carry_out(office)
            with disk.watched(Cut(again, power_cut)), contextlib.suppress(PowerCutError):
                reopen(office.folder)

            _assert_whole_or_destroyed(office, cut_at=(cut_at, again))
