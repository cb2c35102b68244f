"""Repair: finishes what is proved, moves what is strange, guesses nothing, deletes nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from tests.support.archive import ITEM, Office

STATE = {"v1": {"a.txt": b"1"}, "v2": {"a.txt": b"2", "b.txt": b"3"}}


@pytest.fixture
def place(office: Office) -> Path:
    """An object with two versions; its files may be written to, as a vandal's can."""
    office.add({"a.txt": b"1"})
    office.add({"a.txt": b"2", "b.txt": b"3"})
    for path in office.place().rglob("*"):
        if path.is_file():
            path.chmod(0o600)
    return office.place()


def _copy(place: Path, *names: str) -> None:
    """Give the object these files of its first version."""
    for name in names:
        shutil.copy(place / "v1" / name, place / name)


def _spoil(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5])


def _each(paths: Iterable[Path], act: Callable[[Path], None]) -> None:
    for path in list(paths):
        act(path)


FINISHED: dict[str, Callable[[Path], object]] = {
    "nothing wrong": lambda _: None,
    "inventory and digest behind": lambda place: _copy(
        place, "inventory.json", "inventory.json.sha512"
    ),
    "inventory behind": lambda place: _copy(place, "inventory.json"),
    "digest behind": lambda place: _copy(place, "inventory.json.sha512"),
    "digest damaged": lambda place: _spoil(place / "inventory.json.sha512"),
    "digest missing": lambda place: (place / "inventory.json.sha512").unlink(),
    "inventory missing": lambda place: (place / "inventory.json").unlink(),
    "inventory empty": lambda place: (place / "inventory.json").write_bytes(b""),
    "both missing": lambda place: _each(place.glob("inventory*"), Path.unlink),
}


@pytest.mark.parametrize("kind", FINISHED)
def test_the_inventory_is_finished_from_the_newest_version(
    office: Office, place: Path, kind: str
) -> None:
    FINISHED[kind](place)

    repair = office.store.repair_object(ITEM)

    assert bool(repair.done) == (kind != "nothing wrong")
    assert repair.left == []
    assert office.state() == STATE
    office.assert_clean()


def test_a_strange_inventory_is_kept_in_quarantine(office: Office, place: Path) -> None:
    _spoil(place / "inventory.json")
    strange = (place / "inventory.json").read_bytes()

    repair = office.store.repair_object(ITEM)

    kept = list((office.work / "quarantine").glob("*-inventory.json"))
    assert [path.read_bytes() for path in kept] == [strange]
    assert str(kept[0]) in repair.done[0]
    assert office.state() == STATE
    assert office.findings() == []


@pytest.mark.parametrize("name", ["inventory.json.tmp", "v2.bak", "extra", "v03"])
def test_strange_things_in_the_folder_go_to_quarantine(
    office: Office, place: Path, name: str
) -> None:
    (place / name).mkdir()
    (place / name / "file").write_bytes(b"kept")

    office.store.repair_object(ITEM)

    kept = list((office.work / "quarantine").glob(f"*-{name}/file"))
    assert [path.read_bytes() for path in kept] == [b"kept"]
    assert office.findings() == []


@pytest.mark.parametrize("half", ["empty", "no digest", "content missing", "content damaged"])
def test_a_half_version_no_inventory_speaks_of_goes_to_quarantine(
    office: Office, place: Path, half: str
) -> None:
    sealed = office.seal({"c.txt": b"4"})
    shutil.copytree(office.work / sealed.name / "v1", place / "v3")
    office.store.discard(sealed.name)
    if half == "empty":
        shutil.rmtree(place / "v3")
        (place / "v3").mkdir()
    elif half == "no digest":
        (place / "v3" / "inventory.json.sha512").unlink()
    elif half == "content missing":
        shutil.rmtree(place / "v3" / "content")
    else:
        (place / "v3/content/c.txt").chmod(0o600)
        (place / "v3/content/c.txt").write_bytes(b"5")

    repair = office.store.repair_object(ITEM)

    assert len(repair.done) == 1
    assert list((office.work / "quarantine").glob("*-v3"))
    assert office.state() == STATE
    assert office.findings() == []


def test_a_whole_version_is_finished_without_its_sealed_folder(office: Office, place: Path) -> None:
    sealed = office.seal({"c.txt": b"4"})
    (office.work / sealed.name / "v1").rename(place / "v3")
    office.store.discard(sealed.name)

    office.store.repair_object(ITEM)

    assert office.state() == {**STATE, "v3": {"c.txt": b"4"}}
    office.assert_clean()


GUESSES: dict[str, Callable[[Path], object]] = {
    "content damaged": lambda place: _spoil(place / "v2/content/b.txt"),
    "content missing": lambda place: (place / "v1/content/a.txt").unlink(),
    "newest version lost": lambda place: shutil.rmtree(place / "v2"),
    "newest inventory damaged": lambda place: _spoil(place / "v2/inventory.json"),
    "both damaged": lambda place: _each(place.glob("**/inventory.json"), _spoil),
    "no version left": lambda place: _each(place.glob("v*"), shutil.rmtree),
}


@pytest.mark.parametrize("kind", GUESSES)
def test_what_would_have_to_be_guessed_is_left(office: Office, place: Path, kind: str) -> None:
    GUESSES[kind](place)
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}

    repair = office.store.repair_object(ITEM)

    assert repair.left
    assert repair.done == []
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == before


def test_an_object_that_is_not_there_needs_no_repair(office: Office) -> None:
    repair = office.store.repair_object(ITEM)

    assert (repair.done, repair.left) == ([], [])
    assert not office.place().exists()
