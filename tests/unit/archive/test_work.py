"""The work folder: what is swept, what is kept, and what goes to quarantine."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.support.archive import ITEM, Office, in_child, urn

from docgen.archive import locks
from docgen.archive.work import Unpublished
from docgen.errors import NotFound


def _leave(office: Office, item: str, *, sealed: bool) -> None:
    """Prepare something in a process that dies before it is done."""

    def prepare() -> None:
        if sealed:
            office.seal({"a.txt": b"1"}, item)
        else:
            office.store.stage({"a.txt": b"1"})
        os._exit(9)

    assert in_child(prepare) == 9


def test_what_a_dead_process_left_is_swept(office: Office) -> None:
    _leave(office, urn(1, 1), sealed=False)
    _leave(office, urn(1, 2), sealed=True)
    left = office.in_work()

    swept = office.store.sweep([])

    assert len(left) == 2
    assert swept == left
    assert office.in_work() == []


def test_what_was_committed_is_kept(office: Office) -> None:
    _leave(office, urn(1, 1), sealed=True)
    _leave(office, urn(1, 2), sealed=True)
    committed = office.store.unpublished()[0]

    office.store.sweep([committed.name])

    assert office.in_work() == [committed.name]
    office.store.publish(committed.name)
    office.assert_clean()
    assert list(office.store.urns()) == [urn(1, 1)]


def test_what_a_living_process_prepares_is_left_alone(office: Office) -> None:
    office.store.stage({"a.txt": b"1"})
    sealed = office.seal({"a.txt": b"1"})

    assert office.store.sweep([]) == []
    assert in_child(lambda: office.store.sweep([]) and os._exit(3)) == 0
    assert len(office.store.sweep([sealed.name], all_=True)) == 1

    assert office.in_work() == [sealed.name]


def test_a_process_number_that_comes_again_saves_nothing(office: Office) -> None:
    (office.work / f"stage-{'0' * 32}-{os.getpid()}").mkdir()

    assert len(office.store.sweep([])) == 1


def test_what_the_archive_did_not_make_is_left_alone(office: Office) -> None:
    strange = ["notes.txt", "stage-", "sealed-x", "stage-1-2", "quarantine"]
    for name in strange:
        (office.work / name).mkdir()

    assert office.store.sweep([], all_=True) == []

    assert office.in_work() == sorted(strange)


def test_a_sealed_version_can_be_given_up(office: Office) -> None:
    sealed = office.seal({"a.txt": b"1"})

    office.store.discard(sealed.name)
    office.store.discard(sealed.name)

    assert office.in_work() == []
    with pytest.raises(NotFound):
        office.store.read(ITEM, "a.txt")
    with pytest.raises(ValueError, match="quarantine"):
        office.store.discard("quarantine")


def test_names_of_sealed_versions_can_be_read_back(office: Office) -> None:
    sealed = office.seal({"a.txt": b"1"})

    waiting = Unpublished.parse(sealed.name)

    assert waiting == office.store.unpublished()[0]
    assert (waiting.urn, waiting.version, waiting.name) == (ITEM, "v1", sealed.name)


def test_quarantine_keeps_the_thing_and_says_why(office: Office) -> None:
    (office.root / "03").mkdir()
    (office.root / "03" / "奇怪.txt").write_bytes(b"who wrote this?")

    place = office.store.quarantine(office.root / "03" / "奇怪.txt", "not an object")

    assert place.read_bytes() == b"who wrote this?"
    note = place.with_name(place.name + ".why.txt").read_text("utf-8")
    assert "not an object" in note
    assert "奇怪.txt" in note
    assert not (office.root / "03").exists()
    assert office.findings() == []


def test_quarantine_does_not_remove_folders_that_are_in_use(office: Office) -> None:
    office.add({"a.txt": b"1"}, urn(1, 1))
    office.add({"a.txt": b"2"}, urn(1, 2))

    place = office.store.quarantine(office.place(urn(1, 2)), "asked for")

    assert (place / "v1" / "content" / "a.txt").read_bytes() == b"2"
    assert list(office.store.urns()) == [urn(1, 1)]
    assert office.findings() == []


def test_two_things_of_one_name_both_fit_into_quarantine(office: Office) -> None:
    for text in (b"1", b"2"):
        (office.work / "odd").write_bytes(text)
        office.store.quarantine(office.work / "odd", "twice")

    kept = [path.read_bytes() for path in (office.work / "quarantine").glob("*-odd")]
    assert sorted(kept) == [b"1", b"2"]


def test_no_lock_or_open_file_is_left_by_filing(office: Office) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))

    for turn in range(1, 6):
        office.add({"a.txt": b"1"}, urn(1, turn))
        office.store.stage({"a.txt": b"1"}).discard()

    assert len(list(Path("/proc/self/fd").iterdir())) == before
    assert not any(path.is_relative_to(office.base) for path in locks._owned)
