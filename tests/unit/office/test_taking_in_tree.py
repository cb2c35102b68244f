"""The files below a folder: what is found, what is refused, and reading what is still the same."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path

import pytest
from tests.support.taking import put

from docgen.errors import BadInput, Misuse
from docgen.office import taking_in_tree
from docgen.office.taking_in_tree import Found, Tree, read, walk

MOST = 1_000_000


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    return folder


def found(root: Path) -> Tree:
    return walk(root, root.parent / "office")


def faults(root: Path) -> dict[str, str]:
    return {one.source: one.fault or "" for one in found(root).files}


def only(root: Path) -> Found:
    return found(root).files[0]


def test_files_are_found_in_order_with_their_paths(root: Path) -> None:
    for source in ("b/2.txt", "a/1.txt", "a/c/3.txt", "0.txt"):
        put(root, source)

    assert list(faults(root)) == ["0.txt", "a/1.txt", "a/c/3.txt", "b/2.txt"]
    assert set(faults(root).values()) == {""}


def test_a_link_is_not_followed(root: Path, tmp_path: Path) -> None:
    outside = put(tmp_path, "secret/file.txt")
    (root / "file.txt").symlink_to(outside)
    (root / "folder").symlink_to(outside.parent)
    (root / "nowhere.txt").symlink_to(tmp_path / "missing")

    assert set(faults(root)) == {"file.txt", "folder", "nowhere.txt"}
    assert set(faults(root).values()) == {"it is a link to another file or folder"}


def test_a_file_of_two_names_is_refused(root: Path, tmp_path: Path) -> None:
    os.link(put(tmp_path, "other.txt"), root / "a.txt")

    assert faults(root) == {"a.txt": "it has 2 names (hard links)"}


def test_pipes_and_sockets_are_never_opened(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(root / "pipe.txt")
    monkeypatch.chdir(root)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.txt")

        assert set(faults(root).values()) == {"it is no file but a device, a pipe or a socket"}


def test_a_device_is_no_file() -> None:
    known = Path("/dev/null").stat()

    assert taking_in_tree._kind_fault(known) == "it is no file but a device, a pipe or a socket"


def test_twins_of_composed_and_decomposed_letters_are_both_refused(root: Path) -> None:
    put(root, "caf\u00e9.txt")
    put(root, "cafe\u0301.txt")

    assert set(faults(root).values()) == {"another name beside it looks the same"}


def test_what_lies_in_a_folder_of_a_bad_name_is_refused(root: Path) -> None:
    put(root, "合\u200b同/a/b.txt")

    [fault] = faults(root).values()
    assert "invisible character" in fault


def test_what_programs_left_behind_is_counted(root: Path) -> None:
    for source in (".DS_Store", "a/.DS_Store", "a/Thumbs.db", "a/~$x.docx", "a/x.txt"):
        put(root, source)

    tree = found(root)

    assert [one.source for one in tree.files] == ["a/x.txt"]
    assert tree.passed_over == {".DS_Store": 2, "Thumbs.db": 1, "~$x.docx": 1}


def test_a_folder_that_may_not_be_opened_stands_for_its_files(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root, "a/x.txt")
    real = os.scandir

    def refuse(path: Path) -> object:
        if path.name == "a":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)

    assert faults(root) == {"a/": "the folder cannot be looked into: Permission denied"}


def test_neither_the_office_nor_a_folder_around_it_is_imported(tmp_path: Path) -> None:
    office = tmp_path / "papers" / "office"
    office.mkdir(parents=True)

    for root in (office, tmp_path / "papers", office / "archive", tmp_path / "none"):
        with pytest.raises(Misuse):
            walk(root, office)


def test_the_bytes_of_a_file(root: Path) -> None:
    put(root, "a.txt", "x" * 3_000_000)

    assert read(only(root), 4_000_000) == b"x" * 3_000_000


def test_an_empty_file_is_refused(root: Path) -> None:
    (root / "a.txt").touch()

    with pytest.raises(BadInput) as told:
        read(only(root), MOST)

    assert told.value.why == "it is empty"


def test_a_file_above_the_limit_is_refused(root: Path) -> None:
    put(root, "a.txt", "x" * (MOST + 1))

    with pytest.raises(BadInput) as told:
        read(only(root), MOST)

    assert told.value.why == "it is larger than 1 MB"


@pytest.mark.parametrize("change", ["shrunk", "grown", "touched", "replaced", "linked"])
def test_a_file_that_changed_since_it_was_found_is_refused(root: Path, change: str) -> None:
    path = put(root, "a.txt", "erste Fassung")
    seen = only(root)
    if change == "shrunk":
        os.truncate(path, 3)
    elif change == "grown":
        path.write_text("erste Fassung, länger")
    elif change == "touched":
        os.utime(path, ns=(0, 1))
    elif change == "replaced":
        path.rename(root / "b.txt")
        put(root, "a.txt", "erste Fassung")
    else:
        os.link(path, root / "b.txt")

    with pytest.raises(BadInput) as told:
        read(seen, MOST)

    assert told.value.why == "it was changed meanwhile"


@pytest.mark.parametrize("part", [b"", b"much more than there should be"])
def test_a_file_that_changes_while_it_is_read_is_refused(
    root: Path, monkeypatch: pytest.MonkeyPatch, part: bytes
) -> None:
    put(root, "a.txt")
    parts = [part, b""]
    monkeypatch.setattr(os, "read", lambda _number, _most: parts.pop(0))

    with pytest.raises(BadInput) as told:
        read(only(root), MOST)

    assert told.value.why == "it was changed meanwhile"


def test_a_file_replaced_by_a_link_is_not_followed(root: Path, tmp_path: Path) -> None:
    path = put(root, "a.txt")
    seen = only(root)
    path.unlink()
    path.symlink_to(put(tmp_path, "secret.txt"))

    with pytest.raises(BadInput) as told:
        read(seen, MOST)

    assert told.value.why.startswith("it cannot be read")


@pytest.mark.parametrize("code", [errno.EIO, errno.EACCES])
def test_a_disk_that_fails_is_told(root: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    put(root, "a.txt")

    def fail(_number: int, _most: int) -> bytes:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "read", fail)

    with pytest.raises(BadInput) as told:
        read(only(root), MOST)

    assert told.value.why == f"it cannot be read: {os.strerror(code)}"
