"""The primitives that write, and how their failures are said."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from docgen.archive import disk
from docgen.archive.disk import Step
from docgen.errors import OutsideFailed


def test_a_file_is_written_and_brought_to_the_disk(tmp_path: Path) -> None:
    seen: list[tuple[str, bool]] = []

    with disk.watched(lambda step: seen.append((step.act, step.done))):
        disk.write_new(tmp_path / "a", [b"1", b"2"])

    assert (tmp_path / "a").read_bytes() == b"12"
    assert seen == [
        (act, done) for act in ("create", "write", "write", "fsync") for done in (False, True)
    ]


def test_files_and_folders_are_really_brought_to_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    monkeypatch.setattr(
        os,
        "fsync",
        lambda number: synced.append(str(Path(f"/proc/self/fd/{number}").readlink())),
    )

    disk.write_new(tmp_path / "a", [b"1"])
    disk.fsync_folder(tmp_path)

    assert synced == [str(tmp_path / "a"), str(tmp_path)]


def test_an_existing_file_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")

    for name in ("a", "link"):
        with pytest.raises(FileExistsError):
            disk.write_new(tmp_path / name, [b"new"])

    assert (tmp_path / "a").read_bytes() == b"old"
    assert not (tmp_path / "elsewhere").exists()


def test_an_archived_file_is_not_writable(tmp_path: Path) -> None:
    disk.write_new(tmp_path / "a", [b"1"])

    assert (tmp_path / "a").stat().st_mode & 0o222 == 0


def test_short_writes_go_on_until_all_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda number, data: write(number, bytes(data[:3])))

    disk.write_new(tmp_path / "a", [b"0123456789"])

    assert (tmp_path / "a").read_bytes() == b"0123456789"


def test_a_watcher_sees_each_act_with_its_names(tmp_path: Path) -> None:
    seen: list[Step] = []

    with disk.watched(seen.append):
        disk.mkdir(tmp_path / "a")
        disk.rename(tmp_path / "a", tmp_path / "b")
        disk.fsync_folder(tmp_path)
        disk.rmdir(tmp_path / "b")

    assert [(step.act, step.path.name) for step in seen if step.done] == [
        ("mkdir", "a"),
        ("rename", "a"),
        ("fsync-folder", tmp_path.name),
        ("rmdir", "b"),
    ]
    assert seen[2].target == tmp_path / "b"


def test_what_a_watcher_raises_stops_the_act(tmp_path: Path) -> None:
    def refuse(step: Step) -> None:
        raise OSError(step.act)

    with disk.watched(refuse), pytest.raises(OSError, match="mkdir"):
        disk.mkdir(tmp_path / "a")
    disk.mkdir(tmp_path / "b")

    assert not (tmp_path / "a").exists()


def test_folders_are_brought_to_the_disk_from_below(tmp_path: Path) -> None:
    disk.mkdirs(tmp_path / "a" / "b")
    (tmp_path / "a" / "file").write_bytes(b"1")
    seen: list[str] = []

    with disk.watched(lambda step: seen.append(step.path.name)):
        disk.fsync_tree(tmp_path / "a")

    assert seen == ["b", "b", "a", "a"]


def test_removing_does_not_follow_links(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "file").write_bytes(b"1")
    (tmp_path / "gone" / "deep").mkdir(parents=True)
    (tmp_path / "gone" / "link").symlink_to(tmp_path / "kept")

    disk.remove(tmp_path / "gone")
    disk.remove(tmp_path / "gone")

    assert not (tmp_path / "gone").exists()
    assert (tmp_path / "kept" / "file").exists()


@pytest.mark.parametrize(
    ("number", "what"),
    [
        (errno.ENOSPC, "The disk is full"),
        (errno.EDQUOT, "The disk is full"),
        (errno.EACCES, "may not read or write"),
        (errno.EROFS, "may not read or write"),
        (errno.EIO, "The disk failed"),
        (errno.ENAMETOOLONG, "The disk failed"),
    ],
)
def test_a_failure_of_the_disk_is_said_and_names_the_file(number: int, what: str) -> None:
    with pytest.raises(OutsideFailed) as failed, disk.told():
        raise OSError(number, os.strerror(number), "/office/archive/x")

    assert failed.value.what.startswith(what) or what in failed.value.what
    assert "/office/archive/x" in f"{failed.value}"
    assert failed.value.fix
    assert failed.value.exit_code == 7


def test_nothing_is_tried_again_after_a_failed_fsync(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def fail(number: int) -> None:
        tries.append(number)
        raise OSError(errno.EIO, "error")

    monkeypatch.setattr(os, "fsync", fail)

    with pytest.raises(OSError, match="error"):
        disk.write_new(tmp_path / "a", [b"1"])

    assert len(tries) == 1


def test_no_file_stays_open_after_a_failure(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"1"
        raise OSError

    before = len(list(Path("/proc/self/fd").iterdir()))

    with pytest.raises(OSError, match=r"^$"):
        disk.write_new(tmp_path / "a", pieces())

    assert len(list(Path("/proc/self/fd").iterdir())) == before
