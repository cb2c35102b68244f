"""The power fails after any step of filing: what was committed is there, the rest is not."""

from __future__ import annotations

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


class Filing:
    """Files two new items and a version, and notes at which step each was committed."""

    def __init__(self, base: Path) -> None:
        self.office = new_office(base / "office")
        self.office.add(OLD[ITEM]["v1"])
        shutil.copytree(self.office.base, base / "start")
        self.start = base / "start"
        self.recorder = Recorder()
        self.commits: list[tuple[int, str, str]] = []
        with disk.watched(self.recorder):
            self._file(OTHER, {"合同.txt": b"1" * 100}, {"item.json": b"{}"})
            self._file(ITEM, NEW[ITEM]["v2"], {})
            self._file(urn(9, 1), {"x": b"9"}, {})

    def _file(self, item: str, files: dict[str, bytes], extra: dict[str, bytes]) -> None:
        sealed = self.office.seal(files, item, extra=extra)
        self.commits.append((len(self.recorder.steps), item, sealed.name))
        self.office.store.publish(sealed.name)

    def committed(self, steps: int) -> dict[str, str]:
        """The items that are filed after so many steps, with their sealed names."""
        return {item: name for at, item, name in self.commits if at <= steps}


@pytest.fixture(scope="module")
def filing(tmp_path_factory: pytest.TempPathFactory) -> Filing:
    return Filing(tmp_path_factory.mktemp("filing"))


def _recover(base: Path, committed: dict[str, str]) -> None:
    """Do what a start after a crash does, and look at what is there then."""
    office = Office(base)
    for name in committed.values():
        office.store.publish(name)
    office.store.sweep([])
    for item, new in NEW.items():
        assert office.state(item) == (new if item in committed else OLD.get(item, {}))
    office.assert_clean()


def test_only_what_was_brought_to_the_disk_is_needed(filing: Filing, tmp_path: Path) -> None:
    after = Disk(filing.office.base, filing.start)

    for at, (step, data) in enumerate(filing.recorder.steps, start=1):
        after.replay(step, data)
        after.lay_down(tmp_path / str(at), strict=True)
        _recover(tmp_path / str(at), filing.committed(at))


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
            _recover(tmp_path / f"{at}-{names}", filing.committed(at))


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
