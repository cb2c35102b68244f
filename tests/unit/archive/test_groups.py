"""Papers filed together: one wait for the disk, the same order of writes, the same result."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from tests.support.archive import MIRA, NOW, Office, urn

from docgen.archive import disk
from docgen.archive.disk import Step
from docgen.archive.hierarchy import Hierarchy
from docgen.archive.store import Group
from docgen.errors import OutsideFailed

ITEMS = [urn(310000001, turn) for turn in range(1, 6)]


def _seal(group: Group, item: str) -> str:
    stage = group.stage({"合同.txt": item.encode()})
    extra = {"item.json": b"{}"}
    return stage.seal(item, message="filed", user=MIRA, created=NOW, extra=extra).name


def _file(office: Office, items: list[str]) -> list[str]:
    with office.store.group() as group:
        names = [_seal(group, item) for item in items]
        group.settle()
    return names


def test_a_group_is_filed_like_single_papers(office: Office) -> None:
    names = _file(office, ITEMS)

    assert office.store.publish_many(names) == {}

    assert list(office.store.urns()) == ITEMS
    assert all(office.store.read(item, "合同.txt") == item.encode() for item in ITEMS)
    office.assert_clean()


def test_publishing_again_changes_nothing(office: Office) -> None:
    names = _file(office, ITEMS)
    office.store.publish_many(names)
    before = {path: path.stat().st_mtime_ns for path in office.root.rglob("*")}

    assert office.store.publish_many(names) == {}

    assert {path: path.stat().st_mtime_ns for path in office.root.rglob("*")} == before


def test_new_versions_go_the_usual_way(office: Office) -> None:
    office.add({"合同.txt": b"old"}, ITEMS[0])
    names = _file(office, ITEMS)

    assert office.store.publish_many(names) == {}

    assert list(office.store.versions(ITEMS[0])) == ["v1", "v2"]
    office.assert_clean()


def test_nothing_is_dropped_before_all_is_on_the_disk(office: Office) -> None:
    seen: list[Step] = []
    names = _file(office, ITEMS)

    with disk.watched(seen.append):
        office.store.publish_many(names)

    acts = [step.act for step in seen if step.done]
    assert acts.count("sync-disk") == 1
    assert "rename" not in acts[acts.index("sync-disk") :]
    assert "unlink" not in acts[: acts.index("sync-disk")]


def test_one_that_cannot_be_published_stays_and_the_others_go(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = _file(office, ITEMS)
    real = Hierarchy.move_in

    def full(self: Hierarchy, folder: Path, place: Path) -> None:
        if place.name.endswith("-0003"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(place))
        real(self, folder, place)

    with monkeypatch.context() as patch:
        patch.setattr(Hierarchy, "move_in", full)
        refused = office.store.publish_many(names)

    assert list(refused) == [names[2]]
    assert "full" in str(refused[names[2]])
    assert [one.name for one in office.store.unpublished()] == [names[2]]
    assert office.store.publish_many([names[2]]) == {}
    office.assert_clean()


def test_a_disk_that_fails_at_the_wait_refuses_all(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with office.store.group() as group:
        names = [_seal(group, item) for item in ITEMS]
        with monkeypatch.context() as patch:
            patch.setattr(disk, "_SYNCFS", lambda _number: -1)
            with pytest.raises(OutsideFailed):
                group.settle()

    assert [one.name for one in office.store.unpublished()] == names
    for name in names:
        office.store.discard(name)
    office.assert_clean()


def test_a_failed_wait_while_publishing_keeps_all_waiting(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = _file(office, ITEMS)

    with monkeypatch.context() as patch:
        patch.setattr(disk, "_SYNCFS", lambda _number: -1)
        refused = office.store.publish_many(names)

    assert list(refused) == names
    assert office.store.publish_many(names) == {}
    office.assert_clean()
