"""Putting a version in place: once, again, after others, and after a crash half-way."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.support.archive import ITEM, Office, urn

from docgen.archive import disk
from docgen.archive.disk import Step
from docgen.errors import Integrity


def _two_versions_one_sealed(office: Office) -> str:
    office.add({"a.txt": b"1"})
    return office.seal({"a.txt": b"2", "b.txt": b"3"}).name


NEW = {"v1": {"a.txt": b"1"}, "v2": {"a.txt": b"2", "b.txt": b"3"}}


def test_a_version_appears_and_the_work_folder_is_empty(office: Office) -> None:
    name = _two_versions_one_sealed(office)

    office.store.publish(name)

    assert office.state() == NEW
    office.assert_clean()


def test_publishing_again_changes_nothing(office: Office) -> None:
    name = _two_versions_one_sealed(office)
    office.store.publish(name)
    before = {path: path.stat().st_mtime_ns for path in office.place().rglob("*")}

    office.store.publish(name)

    assert {path: path.stat().st_mtime_ns for path in office.place().rglob("*")} == before


def test_publishing_an_old_version_again_does_not_take_the_object_back(office: Office) -> None:
    first = office.add({"a.txt": b"1"})
    office.add({"a.txt": b"2", "b.txt": b"3"})

    office.store.publish(first.name)

    assert office.state() == NEW


def test_the_steps_come_in_the_order_that_survives_a_crash(office: Office) -> None:
    name = _two_versions_one_sealed(office)
    acts: list[str] = []

    def note(step: Step) -> None:
        inside = step.target and step.target.parent == office.place()
        if step.done and (inside or step.path == office.place()):
            acts.append(f"{step.act} {step.target.name if step.target else ''}".strip())

    with disk.watched(note):
        office.store.publish(name)

    assert acts == [
        "rename v2",
        "fsync-folder",
        "replace inventory.json",
        "fsync-folder",
        "replace inventory.json.sha512",
        "fsync-folder",
    ]


def test_every_folder_above_the_object_is_brought_to_the_disk(office: Office) -> None:
    sealed = office.seal({"a.txt": b"1"})
    folders: list[Path] = []

    with disk.watched(lambda step: folders.append(step.path)):
        office.store.publish(sealed.name)

    wanted = list(reversed(office.place().parents))
    wanted = [folder for folder in wanted if folder.is_relative_to(office.root)]
    assert [folder for folder in wanted if folder in folders] == wanted


def _half(office: Office, name: str, replaced: int) -> None:
    """Leave the object as if publishing had been cut off after so many replacements."""
    office.store.publish(name)
    for file in ("inventory.json.sha512", "inventory.json")[: 2 - replaced]:
        shutil.copy(office.place() / "v1" / file, office.work / file)
        (office.work / file).replace(office.place() / file)


@pytest.mark.parametrize("replaced", [0, 1])
def test_a_half_published_version_is_finished(office: Office, replaced: int) -> None:
    name = _two_versions_one_sealed(office)
    _half(office, name, replaced)
    assert office.findings()

    office.store.publish(name)

    assert office.state() == NEW
    office.assert_clean()


@pytest.mark.parametrize("replaced", [0, 1])
def test_the_next_version_finishes_the_one_before(office: Office, replaced: int) -> None:
    name = _two_versions_one_sealed(office)
    office.store.publish(name)
    third = office.seal({"a.txt": b"4"})
    _half(office, name, replaced)

    office.store.publish(third.name)

    assert office.state() == {**NEW, "v3": {"a.txt": b"4"}}
    office.assert_clean()


def test_the_first_version_again_finishes_the_newest(office: Office) -> None:
    first = office.add({"a.txt": b"1"})
    second = office.seal({"a.txt": b"2", "b.txt": b"3"})
    _half(office, second.name, 0)

    office.store.publish(first.name)

    assert office.state() == NEW


def test_a_version_based_on_something_else_is_refused(office: Office) -> None:
    sealed = office.seal({"a.txt": b"mine"})
    aside = office.base / "aside"
    (office.work / sealed.name).rename(aside)
    office.add({"a.txt": b"theirs"})
    aside.rename(office.work / sealed.name)

    with pytest.raises(Integrity, match="has changed since"):
        office.store.publish(sealed.name)

    assert office.state() == {"v1": {"a.txt": b"theirs"}}
    assert office.in_work() == [sealed.name]


def test_a_second_version_based_on_something_else_is_refused(office: Office) -> None:
    name = _two_versions_one_sealed(office)
    aside = office.base / "aside"
    (office.work / name).rename(aside)
    office.add({"a.txt": b"theirs"})
    aside.rename(office.work / name)

    with pytest.raises(Integrity, match="has changed since"):
        office.store.publish(name)

    assert office.state()["v2"] == {"a.txt": b"theirs"}


def test_a_version_of_an_object_that_was_made_anew_is_refused(office: Office) -> None:
    name = _two_versions_one_sealed(office)
    aside = office.base / "aside"
    (office.work / name).rename(aside)
    shutil.rmtree(office.place())
    office.add({"a.txt": b"another first version"})
    aside.rename(office.work / name)

    with pytest.raises(Integrity, match="has changed since"):
        office.store.publish(name)

    assert list(office.state()) == ["v1"]


@pytest.mark.parametrize("lost", ["", "seal.json", "v1"])
def test_a_version_that_is_lost_is_said_to_be_lost(office: Office, lost: str) -> None:
    name = _two_versions_one_sealed(office)
    disk.remove(office.work / name / lost)

    with pytest.raises(Integrity, match="is lost") as refused:
        office.store.publish(name)

    assert "v2" in refused.value.what
    assert office.state() == {"v1": {"a.txt": b"1"}}


def test_a_seal_of_another_version_is_not_used(office: Office) -> None:
    name = _two_versions_one_sealed(office)
    seal = office.work / name / "seal.json"
    seal.chmod(0o600)
    seal.write_bytes(seal.read_bytes().replace(b'"v2"', b'"v3"'))

    with pytest.raises(Integrity, match="is lost"):
        office.store.publish(name)


def test_nothing_is_published_onto_a_damaged_object(office: Office) -> None:
    name = _two_versions_one_sealed(office)
    inventory = office.place() / "inventory.json"
    inventory.chmod(0o600)
    inventory.write_bytes(inventory.read_bytes()[:-1])

    with pytest.raises(Integrity):
        office.store.publish(name)

    assert not (office.place() / "v2").exists()


@pytest.mark.parametrize("name", ["", "stage-1", "../archive", "sealed-1-v1-0", "sealed-"])
def test_other_names_are_a_programmers_mistake(office: Office, name: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        office.store.publish(name)


def test_a_committed_version_of_a_dead_process_can_be_published_by_another(office: Office) -> None:
    one = office.seal({"a.txt": b"1"}, urn(2, 1))

    Office(office.base).store.publish(one.name)

    office.assert_clean()
    assert office.store.exists(urn(2, 1))
    assert not office.store.exists(ITEM)
