"""Filing a group and destroying an object, cut off at every single step the disk is told of.

The group's commit is one file that names all its papers: after it all of them are filed, before it
none. The decision to destroy is a file too: after it, recovery removes the object for good.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from tests.support.archive import (
    ITEM,
    MIRA,
    NOW,
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
from tests.support.offices import content, laid_down
from tests.support.power import Disk, Recorder

from docgen.archive import disk
from docgen.errors import OutsideFailed

NEW = [urn(310000001, 13), urn(310000001, 14), urn(9, 1)]
OLD = {"v1": {"a.txt": b"old", "b/c.txt": b"same"}}
FAULTS = {"full": no_space, "broken": io_error, "ctrl-c": ctrl_c, "unexpected": power_cut}
KINDS = (OutsideFailed, KeyboardInterrupt, PowerCutError)


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here cuts the power for real, so the disk need not be waited for."""
    monkeypatch.setattr(os, "fsync", lambda _number: None)
    monkeypatch.setattr(disk, "_SYNCFS", lambda _number: 0)


@pytest.fixture
def offices(tmp_path: Path) -> Callable[[], Office]:
    """Fresh offices with one item, one at a time."""
    pattern = new_office(tmp_path / "pattern")
    pattern.add(dict(OLD["v1"]))
    start = content(pattern.base)

    def fresh() -> Office:
        shutil.rmtree(tmp_path / "office", ignore_errors=True)
        laid_down(start, tmp_path / "office")
        return Office(tmp_path / "office")

    return fresh


def _file(office: Office) -> None:
    """File three new items together, as the office does."""
    with office.store.group() as group:
        stages = []
        try:
            for item in NEW:
                stages.append(group.stage({"合同.txt": item.encode()}))  # noqa: PERF401  each counts
            names = [
                stage.seal(item, message="m", user=MIRA, created=NOW, extra={"i.json": b"{}"}).name
                for item, stage in zip(NEW, stages, strict=True)
            ]
            group.settle()
            (office.base / "committed").write_text("\n".join(names))
        except BaseException:
            for stage in stages:
                stage.discard()
            raise
    refused = office.store.publish_many(names)
    for problem in refused.values():
        raise problem


def _committed(office: Office) -> list[str]:
    with suppress(FileNotFoundError):
        return (office.base / "committed").read_text().split()
    return []


def _recover(office: Office) -> None:
    assert office.store.publish_many(_committed(office)) == {}
    office.store.sweep([], all_=True)


def _assert_all_or_none(office: Office) -> None:
    filed = bool(_committed(office))
    for item in NEW:
        new = {"v1": {"合同.txt": item.encode(), "i.json": b"{}"}}
        assert office.state(item) == (new if filed else {})
    assert office.state() == OLD
    office.assert_clean()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_failure_at_any_write_of_a_group(offices: Callable[[], Office], fault: str) -> None:
    steps = count_steps(lambda: _file(offices()))
    assert steps > 120

    for at in range(steps):
        office = offices()
        with disk.watched(Cut(at, FAULTS[fault])), suppress(*KINDS):
            _file(office)
        _recover(office)

        _assert_all_or_none(office)


def test_a_kill_at_any_write_of_a_group(offices: Callable[[], Office]) -> None:
    steps = count_steps(lambda: _file(offices()))

    for at in range(steps):
        office = offices()

        def die(office: Office = office, at: int = at) -> None:
            with disk.watched(Cut(at, kill)):
                _file(office)

        assert in_child(die) == 9
        _recover(office)

        _assert_all_or_none(office)


def test_a_power_cut_after_any_step_of_a_group(
    offices: Callable[[], Office], tmp_path: Path
) -> None:
    """Only what was brought to the disk is there, and everything that was acknowledged."""
    office = offices()
    shutil.copytree(office.base, tmp_path / "start")
    recorder = Recorder()
    commits: list[int] = []

    def note(_step: disk.Step) -> None:
        if not commits and _committed(office):
            commits.append(len(recorder.steps))

    with disk.watched(note), disk.watched(recorder):
        _file(office)
    names = (office.base / "committed").read_text()
    after = Disk(office.base, tmp_path / "start")

    for at, (step, data) in enumerate(recorder.steps, start=1):
        after.replay(step, data)
        after.lay_down(tmp_path / str(at), strict=True)
        found = Office(tmp_path / str(at))
        if at > commits[0]:
            (found.base / "committed").write_text(names)
        _recover(found)
        _assert_all_or_none(found)
        shutil.rmtree(found.base)
    after.lay_down(tmp_path / "end", strict=True)
    found = Office(tmp_path / "end")
    found.store.sweep([], all_=True)  # what was reported as published is on nobody's list
    assert all(found.store.exists(item) for item in NEW)


def test_what_a_process_knows_to_be_on_the_disk_is_there(
    offices: Callable[[], Office], tmp_path: Path
) -> None:
    """Papers after the first of a dossier skip its folders; also after somebody removed them."""
    office = offices()
    shutil.copytree(office.base, tmp_path / "start")
    recorder = Recorder()
    store, other = office.store, office.store
    dossier = [urn(42, turn) for turn in (1, 2, 3)]

    def file(item: str) -> None:
        stage = store.stage({"a": item.encode()})
        store.publish(stage.seal(item, message="m", user=MIRA, created=NOW).name)

    with disk.watched(recorder):
        file(dossier[0])
        file(dossier[1])
        for item in dossier[:2]:
            other.remove(item)
        file(dossier[2])
    after = Disk(office.base, tmp_path / "start")
    for step, data in recorder.steps:
        after.replay(step, data)
    after.lay_down(tmp_path / "end", strict=True)

    found = Office(tmp_path / "end")

    assert [found.store.exists(item) for item in dossier] == [False, False, True]
    assert found.store.read(dossier[2], "a") == dossier[2].encode()


def _destroy(office: Office) -> None:
    (office.base / "decided").touch()
    office.store.remove(ITEM)


@pytest.mark.parametrize("fault", [*FAULTS, "kill"])
def test_a_cut_at_any_step_of_a_destruction(offices: Callable[[], Office], fault: str) -> None:
    steps = count_steps(lambda: _destroy(offices()))
    assert steps > 20

    for at in range(steps):
        office = offices()

        def cut(office: Office = office, at: int = at) -> None:
            with disk.watched(Cut(at, FAULTS.get(fault, kill))), suppress(*KINDS):
                _destroy(office)

        if fault == "kill":
            in_child(cut)
        else:
            cut()
        assert office.state() in (OLD, {})  # never half of it

        office.store.remove(ITEM)

        assert not office.store.exists(ITEM)
        office.assert_clean()
