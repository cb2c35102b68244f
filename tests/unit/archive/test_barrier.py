"""Many files, one wait: everything is on the disk when the barrier is settled, or it raises."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from docgen.archive import barrier, disk
from docgen.archive.barrier import Barrier
from docgen.archive.disk import Step


def _acts(seen: list[Step]) -> list[tuple[str, str]]:
    return [(step.act, step.path.name) for step in seen if step.done]


def _open_files(folder: Path) -> set[str]:
    """The files below a folder that this process has open; other tests' are no concern here."""
    links = [one for one in Path("/proc/self/fd").iterdir() if one.is_symlink()]
    return {one.name for one in links if one.exists() and folder in one.resolve().parents}


def test_files_and_folders_are_on_the_disk_after_settling(tmp_path: Path) -> None:
    seen: list[Step] = []
    one = Barrier()

    with disk.watched(seen.append):
        one.write(tmp_path / "a", [b"a"])
        one.write(tmp_path / "b", [b"b"])
        assert "fsync" not in {act for act, _ in _acts(seen)}
        one.folders([tmp_path, tmp_path])
        one.settle()

    assert _acts(seen)[-3:] == [("fsync", "a"), ("fsync", "b"), ("fsync-folder", tmp_path.name)]
    assert (tmp_path / "b").read_bytes() == b"b"


def test_every_file_is_really_given_to_the_kernel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda number: synced.append(os.fstat(number).st_ino))
    one = Barrier()
    one.write(tmp_path / "a", [b"a"])
    one.write(tmp_path / "b", [b"b"])
    one.folders([tmp_path])

    one.settle()

    wanted = [tmp_path / "a", tmp_path / "b", tmp_path]
    assert sorted(synced) == sorted(path.stat().st_ino for path in wanted)


def test_all_bytes_are_on_their_way_before_the_first_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    monkeypatch.setattr(disk, "_SYNC_RANGE", lambda *_: order.append("begin"))
    monkeypatch.setattr(os, "fsync", lambda _number: order.append("wait"))
    one = Barrier()
    one.write(tmp_path / "a", [b"a"])
    one.write(tmp_path / "b", [b"b"])
    one.folders([tmp_path])

    one.settle()

    assert order == ["begin", "begin", "wait", "wait", "wait"]


def test_what_is_added_to_a_file_is_waited_for(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    seen: list[Step] = []
    one = Barrier()

    with disk.watched(seen.append):
        one.append(tmp_path / "a", [b"2", b"3"])
        one.settle()

    assert (tmp_path / "a").read_bytes() == b"123"
    assert _acts(seen) == [("append", "a"), ("append", "a"), ("fsync", "a")]


def test_more_files_than_may_be_open_are_synced_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(barrier, "_OPEN", 2)
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda number: synced.append(os.fstat(number).st_ino))
    one = Barrier()

    for name in "abcd":
        one.write(tmp_path / name, [b"x"])
    one.settle()

    assert sorted(synced) == sorted((tmp_path / name).stat().st_ino for name in "abcd")


def test_a_moved_file_is_synced_under_its_new_name(tmp_path: Path) -> None:
    seen: list[Step] = []
    (tmp_path / "old").mkdir()
    one = Barrier()
    one.write(tmp_path / "old" / "a", [b"a"])
    (tmp_path / "old").rename(tmp_path / "new")

    one.moved(tmp_path / "old", tmp_path / "new")
    with disk.watched(seen.append):
        one.settle()

    assert [step.path for step in seen if step.done] == [tmp_path / "new" / "a"]


def test_one_failure_fails_all_and_leaves_no_file_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = tmp_path / "b"

    def fail(number: int) -> None:
        if os.fstat(number).st_ino == bad.stat().st_ino:
            raise OSError(errno.EIO, "Input/output error")

    one = Barrier()
    for name in "abc":
        one.write(tmp_path / name, [b"x"])
    monkeypatch.setattr(os, "fsync", fail)

    with pytest.raises(OSError, match="Input/output"):
        one.settle()

    assert _open_files(tmp_path) == set()


def test_a_file_that_is_forgotten_is_not_waited_for(tmp_path: Path) -> None:
    seen: list[Step] = []
    one = Barrier()
    one.write(tmp_path / "a", [b"a"])
    (tmp_path / "a").unlink()

    one.forget(tmp_path / "a")
    with disk.watched(seen.append):
        one.settle()

    assert seen == []


def test_a_group_waits_once(tmp_path: Path) -> None:
    seen: list[Step] = []
    one = Barrier(tmp_path)

    with disk.watched(seen.append):
        for name in "abc":
            one.write(tmp_path / name, [b"x"])
        one.settle()

    acts = [act for act, _ in _acts(seen)]
    assert [act for act in acts if "sync" in act] == ["sync-disk"]
    assert acts[-1] == "sync-disk"


def test_a_group_on_an_old_kernel_waits_for_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "open_disk", lambda _path: None)
    seen: list[Step] = []
    one = Barrier(tmp_path)

    with disk.watched(seen.append):
        one.write(tmp_path / "a", [b"x"])
        one.folders([tmp_path])
        one.settle()

    acts = [act for act, _ in _acts(seen)]
    assert acts == ["create", "write", "fsync", "fsync-folder"]


def test_a_disk_that_reports_an_error_fails_the_group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Barrier(tmp_path)
    one.write(tmp_path / "a", [b"x"])
    monkeypatch.setattr(disk, "_SYNCFS", lambda _number: -1)

    with pytest.raises(OSError):  # noqa: PT011  which one, the kernel says
        one.settle()

    assert _open_files(tmp_path) == set()


@pytest.mark.parametrize(
    ("release", "tells"),
    [
        ("6.18.44-fc", True),
        ("5.8.0", True),
        ("5.4.0-generic", False),
        ("4.19", False),
        ("?", False),
    ],
)
def test_only_kernels_that_tell_of_errors_are_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, release: str, *, tells: bool
) -> None:
    monkeypatch.setattr(os, "uname", lambda: SimpleNamespace(release=release))

    number = disk.open_disk(tmp_path)

    assert (number is not None) == tells
    if number is not None:
        os.close(number)
