"""The folders above the objects: to the disk once, again after somebody removed some."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.archive.hierarchy import Hierarchy


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "locks").mkdir()
    (tmp_path / "root").mkdir()
    return tmp_path / "root"


def _new(root: Path) -> Hierarchy:
    return Hierarchy(root, root.parent / "locks")


def _object(root: Path, name: str) -> Path:
    folder = root.parent / name
    folder.mkdir()
    (folder / "file").write_bytes(b"x")
    return folder


def test_the_first_paper_of_a_dossier_needs_every_folder(root: Path) -> None:
    hierarchy, place = _new(root), root / "01" / "02" / "one"

    hierarchy.move_in(_object(root, "new"), place)

    assert hierarchy.unsettled(place) == [root, root / "01", root / "01" / "02"]
    assert (place / "file").read_bytes() == b"x"


def test_the_next_one_needs_its_own_folder_only(root: Path) -> None:
    hierarchy, place = _new(root), root / "01" / "02" / "one"
    hierarchy.move_in(_object(root, "new"), place)
    hierarchy.unsettled(place)
    hierarchy.settled(place)

    beside = root / "01" / "02" / "two"

    assert hierarchy.unsettled(beside) == [root / "01" / "02"]


def test_what_another_process_removed_is_not_taken_for_known(root: Path) -> None:
    hierarchy, place = _new(root), root / "01" / "02" / "one"
    hierarchy.move_in(_object(root, "new"), place)
    hierarchy.unsettled(place)
    hierarchy.settled(place)

    other = _new(root)
    other.take_out(place, root.parent / "out")
    other.prune(place.parent)

    assert list(root.iterdir()) == []
    assert hierarchy.unsettled(place) == [root, root / "01", root / "01" / "02"]


def test_folders_with_something_in_them_stay(root: Path) -> None:
    hierarchy = _new(root)
    hierarchy.move_in(_object(root, "a"), root / "01" / "02" / "one")
    hierarchy.move_in(_object(root, "b"), root / "01" / "03" / "two")

    hierarchy.take_out(root / "01" / "02" / "one", root.parent / "out")
    hierarchy.prune(root / "01" / "02")

    assert [path.name for path in (root / "01").iterdir()] == ["03"]
