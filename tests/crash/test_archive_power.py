"""The power fails after any step of filing: what was committed is there, the rest is not."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from tests.support.archive import ITEM, Office, new_office, urn
from tests.support.power import Disk, Recorder

from docgen.archive import disk

OTHER = urn(310000001, 13)
OLD = {ITEM: {"v1": {"a.txt": b"old" * 50, "b.txt": b"b"}}}
NEW = {
    ITEM: {**OLD[ITEM], "v2": {"a.txt": b"new" * 50, "c/d.txt": b"b"}},
    OTHER: {"v1": {"合同.txt": b"1" * 100, "item.json": b"{}"}},
    urn(9, 1): {"v1": {"x": b"9"}},
}


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here cuts the power for real, so the disk need not be waited for."""
    monkeypatch.setattr(os, "fsync", lambda _number: None)


class Filing:
    """Files two new items and a version; notes when each was committed and acknowledged."""

    def __init__(self, base: Path) -> None:
        self.office = new_office(base / "office")
        self.office.add(OLD[ITEM]["v1"])
        shutil.copytree(self.office.base, base / "start")
        self.start = base / "start"
        self.recorder = Recorder()
        self.commits: list[tuple[int, str, str]] = []
        self.published: list[tuple[int, str]] = []
        with disk.watched(self.recorder):
            self._file(OTHER, {"合同.txt": b"1" * 100}, {"item.json": b"{}"})
            self._file(ITEM, NEW[ITEM]["v2"], {})
            self._file(urn(9, 1), {"x": b"9"}, {})

    def _file(self, item: str, files: dict[str, bytes], extra: dict[str, bytes]) -> None:
        sealed = self.office.seal(files, item, extra=extra)
        self.commits.append((len(self.recorder.steps), item, sealed.name))
        self.office.store.publish(sealed.name)
        self.published.append((len(self.recorder.steps), sealed.name))

    def recover(self, base: Path, steps: int) -> None:
        """Do what a start after a cut does, and look at what is there then.

        What was reported as published is no longer on anybody's list.
        """
        office = Office(base)
        committed = {item: name for at, item, name in self.commits if at <= steps}
        for name in committed.values():
            if name not in {done for at, done in self.published if at <= steps}:
                office.store.publish(name)
        office.store.sweep([])
        for item, new in NEW.items():
            assert office.state(item) == (new if item in committed else OLD.get(item, {}))
        office.assert_clean()


@pytest.fixture(scope="module")
def filing(tmp_path_factory: pytest.TempPathFactory) -> Filing:
    return Filing(tmp_path_factory.mktemp("filing"))


def test_only_what_was_brought_to_the_disk_is_needed(filing: Filing, tmp_path: Path) -> None:
    after = Disk(filing.office.base, filing.start)

    for at, (step, data) in enumerate(filing.recorder.steps, start=1):
        after.replay(step, data)
        after.lay_down(tmp_path / str(at), strict=True)
        filing.recover(tmp_path / str(at), at)


def test_any_number_of_later_names_may_be_there_too(filing: Filing, tmp_path: Path) -> None:
    last_sync = 0

    for at in range(1, len(filing.recorder.steps) + 1):
        if filing.recorder.steps[at - 1][0].act == "fsync-folder":
            last_sync = at
        for names in {at, (at + last_sync) // 2}:
            after = Disk(filing.office.base, filing.start)
            for step, data in filing.recorder.steps[:names]:
                after.replay(step, data)
            after.lay_down(tmp_path / f"{at}-{names}", strict=False)
            filing.recover(tmp_path / f"{at}-{names}", at)


def test_the_paper_disk_can_lose_something(filing: Filing, tmp_path: Path) -> None:
    """Without the fsync calls the same walk must find losses, or it shows nothing."""
    after = Disk(filing.office.base, filing.start)
    for step, data in filing.recorder.steps:
        if not step.act.startswith("fsync"):
            after.replay(step, data)
    after.lay_down(tmp_path / "cut", strict=True)

    office = Office(tmp_path / "cut")

    assert office.state(ITEM) == OLD[ITEM]
    assert not office.store.exists(OTHER)
