"""Filing is cut off at every single write: afterwards there is the old state or the new one.

A walk counts the steps of a scenario, before and after each, then runs it once for each of them
and cuts it off there: by the errors a disk gives, by Ctrl-C, by an unexpected error, and by
killing the process. Then it recovers as a start after a crash does.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from tests.support.archive import (
    ITEM,
    Cut,
    Office,
    PowerCutError,
    count_steps,
    ctrl_c,
    in_child,
    io_error,
    kill,
    new_office,
    no_space,
    power_cut,
    urn,
)
from tests.support.ocfl_layout import problems
from tests.support.offices import Folder, content, laid_down

from docgen.archive import disk
from docgen.errors import OutsideFailed

OTHER = urn(310000001, 13)
OLD = {"a.txt": b"old", "b/c.txt": b"same"}
NEW = {"a.txt": b"new", "d.txt": b"same", "e.txt": b"more"}
STATES = {
    ITEM: ({"v1": OLD}, {"v1": OLD, "v2": NEW}),
    OTHER: ({}, {"v1": {"合同.txt": b"1", "item.json": b"{}"}}),
}
FAULTS = {"full": no_space, "broken": io_error, "ctrl-c": ctrl_c, "unexpected": power_cut}


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here cuts the power for real, so the disk need not be waited for."""
    monkeypatch.setattr(os, "fsync", lambda _number: None)


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """An office with one item, and nothing under way."""
    office = new_office(tmp_path_factory.mktemp("pattern") / "office")
    office.add(OLD)
    return content(office.base)


@pytest.fixture
def offices(pattern: Folder, tmp_path: Path) -> Iterator[Callable[[], Office]]:
    """Fresh copies of that office, one at a time."""

    def fresh() -> Office:
        shutil.rmtree(tmp_path / "office", ignore_errors=True)
        laid_down(pattern, tmp_path / "office")
        return Office(tmp_path / "office")

    yield fresh
    shutil.rmtree(tmp_path / "office")


def _file(office: Office, item: str) -> None:
    """File as the office does: the commit is a line in a file."""
    if item == ITEM:
        sealed = office.seal({name: NEW[name] for name in ("a.txt", "d.txt", "e.txt")})
    else:
        sealed = office.seal({"合同.txt": b"1"}, item, extra={"item.json": b"{}"})
    (office.base / "committed").write_text(sealed.name)
    office.store.publish(sealed.name)


def _committed(office: Office) -> list[str]:
    with suppress(FileNotFoundError):
        return [(office.base / "committed").read_text()]
    return []


def _recover(office: Office) -> None:
    for name in _committed(office):
        office.store.publish(name)
    office.store.sweep([], all_=True)


def _assert_old_or_new(office: Office, item: str) -> None:
    """Nothing mixed, nothing half, and no committed paper lost."""
    old, new = STATES[item]
    assert office.state(item) == (new if _committed(office) else old)
    office.assert_clean()


@pytest.mark.parametrize("item", [ITEM, OTHER], ids=["new version", "new item"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_failure_at_any_write(offices: Callable[[], Office], item: str, fault: str) -> None:
    office = offices()
    steps = count_steps(lambda: _file(office, item))
    assert steps > 60

    for at in range(steps):
        office = offices()
        kinds = (OutsideFailed, KeyboardInterrupt, PowerCutError)
        with disk.watched(Cut(at, FAULTS[fault])), pytest.raises(kinds):
            _file(office, item)
        if not _committed(office):
            assert office.in_work() == [], at
        _recover(office)

        _assert_old_or_new(office, item)


@pytest.mark.parametrize("item", [ITEM, OTHER], ids=["new version", "new item"])
def test_a_kill_at_any_write(offices: Callable[[], Office], item: str) -> None:
    office = offices()
    steps = count_steps(lambda: _file(office, item))

    for at in range(steps):
        office = offices()

        def die(office: Office = office, at: int = at) -> None:
            with disk.watched(Cut(at, kill)):
                _file(office, item)

        assert in_child(die) == 9
        _recover(office)

        _assert_old_or_new(office, item)


@pytest.mark.parametrize("item", [ITEM, OTHER], ids=["new version", "new item"])
def test_a_second_cut_during_recovery(
    offices: Callable[[], Office], item: str, tmp_path: Path
) -> None:
    """Every half state, and every step of its recovery; to cut after a step is before the next."""
    steps = count_steps(lambda: _file(offices(), item))
    committed_at = _first_step_after_commit(offices(), item)

    for at in range(committed_at, steps, 2):
        half = offices()
        with disk.watched(Cut(at, power_cut)), pytest.raises(PowerCutError):
            _file(half, item)
        started = content(half.base)
        for again in range(0, count_steps(partial(_recover, half)), 2):
            office = Office(tmp_path / "again")
            laid_down(started, office.base)
            with disk.watched(Cut(again, power_cut)), pytest.raises(PowerCutError):
                _recover(office)

            _recover(office)

            assert office.state(item) == STATES[item][1]
            assert office.findings() == []
            assert office.in_work() == []
            shutil.rmtree(office.base)


def _first_step_after_commit(office: Office, item: str) -> int:
    """How many steps are told before the commit."""
    seen = []

    def note(_step: disk.Step) -> None:
        if not _committed(office):
            seen.append(1)

    with disk.watched(note):
        _file(office, item)
    return len(seen)


def test_repair_finishes_what_recovery_cannot(offices: Callable[[], Office]) -> None:
    """The work folder is lost after the version was moved into the object."""
    office = offices()
    steps = count_steps(lambda: _file(office, ITEM))
    moved = 0

    for at in range(steps):
        office = offices()
        with disk.watched(Cut(at, power_cut)), pytest.raises(PowerCutError):
            _file(office, ITEM)
        office.store.sweep([], all_=True)
        in_place = (office.place() / "v2").exists()
        moved += in_place
        with suppress(FileNotFoundError):
            (office.base / "committed").unlink()

        office.store.repair_object(ITEM)

        assert office.state() == STATES[ITEM][in_place]
        office.assert_clean()
    assert moved > 10


def test_repair_itself_may_be_cut_off(offices: Callable[[], Office]) -> None:
    def half(office: Office) -> None:
        sealed = office.seal(NEW)
        (office.work / sealed.name / "v1").rename(office.place() / "v2")
        (office.place() / "odd").write_bytes(b"odd")
        office.store.discard(sealed.name)

    office = offices()
    half(office)
    steps = count_steps(lambda: office.store.repair_object(ITEM))

    for at in range(steps):
        office = offices()
        half(office)
        with disk.watched(Cut(at, power_cut)), pytest.raises(PowerCutError):
            office.store.repair_object(ITEM)
        office.store.sweep([], all_=True)

        office.store.repair_object(ITEM)

        assert office.state() == STATES[ITEM][1]
        assert office.findings() == []
        assert problems(office.root) == []
        odd = [path for path in office.work.glob("quarantine/*-odd") if path.is_file()]
        assert [path.read_bytes() for path in odd] == [b"odd"]


def test_sweeping_and_quarantine_may_be_cut_off(offices: Callable[[], Office]) -> None:
    def leave(office: Office) -> None:
        office.store.stage({"a.txt": b"1", "b/c": b"2"})
        office.seal(NEW, OTHER)
        (office.root / "03" / "odd").mkdir()

    def tidy(office: Office) -> None:
        office.store.sweep([], all_=True)
        if (office.root / "03" / "odd").exists():
            office.store.quarantine(office.root / "03" / "odd", "odd")

    office = offices()
    leave(office)
    steps = count_steps(lambda: tidy(office))

    for at in range(steps):
        office = offices()
        leave(office)
        with disk.watched(Cut(at, power_cut)), pytest.raises(PowerCutError):
            tidy(office)

        tidy(office)

        assert office.in_work() == ["quarantine"]
        assert len(list(office.work.glob("quarantine/*-odd"))) == 1
        assert office.state() == STATES[ITEM][0]
        assert office.findings() == []
