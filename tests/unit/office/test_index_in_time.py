"""The index in time: filing never waits for it, a search finds what was filed a moment ago."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import TypeVar

import pytest
from tests.support.desks import Cast, filed
from tests.support.offices import reopen

from docgen.errors import OutsideFailed
from docgen.index import folder
from docgen.office import finding, upkeep
from docgen.office.desk import Office
from docgen.register.models import Customer

T = TypeVar("T")


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every filing would index, and nobody waits: who does not get the lock at once fails."""
    monkeypatch.setattr(upkeep, "_FAR", 1)
    monkeypatch.setattr(upkeep, "_MOMENT", 0)
    monkeypatch.setattr(upkeep, "_PATIENCE", 0)


def busy(office: Office) -> AbstractContextManager[None]:
    """Another process is bringing the index up to date."""
    return folder.locked(office.folder / "index", "turn.lock", patience=0)


def test_filing_does_not_wait_for_a_busy_index(
    office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("time.sleep", waits.append)

    with busy(office):
        filed(office, folk.mira, known)

    assert waits == []
    assert office.index.sequence() == 0
    assert finding.search(office, folk.mira, "漏水").total == 1


def test_a_search_beside_a_busy_index_has_what_is_there(
    office: Office, folk: Cast, known: Customer
) -> None:
    filed(office, folk.mira, known)
    with busy(office):
        filed(office, folk.mira, known)

        assert finding.search(office, folk.mira, "漏水").total == 1

    assert finding.search(office, folk.mira, "漏水").total == 2


def test_what_was_filed_is_found_at_once_by_others(
    office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "_FAR", 100)
    other = reopen(office.folder)

    totals = []
    for _ in range(3):
        filed(office, folk.mira, known)
        totals.append(finding.search(other, folk.mira, "漏水").total)

    assert totals == [1, 2, 3]


def test_a_search_with_nothing_new_takes_no_lock(
    office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed(office, folk.mira, known)
    finding.search(office, folk.mira, "漏水")

    monkeypatch.setattr(upkeep, "_turn", None)

    assert finding.search(office, folk.mira, "漏水").total == 1


@pytest.mark.parametrize("damage", ["gone", "no manifest", "cut"])
def test_filing_leaves_a_lost_index_to_the_next_search(
    office: Office, folk: Cast, known: Customer, damage: str
) -> None:
    filed(office, folk.mira, known)
    manifest = office.folder / "index" / "manifest.json"
    if damage == "gone":
        shutil.rmtree(office.folder / "index")
    elif damage == "cut":
        manifest.write_bytes(manifest.read_bytes()[:20])
    else:
        manifest.unlink()
    bars: list[int] = []

    def bar(steps: Iterable[T], length: int) -> Iterator[T]:
        bars.append(length)
        yield from steps

    filed(office, folk.mira, known)
    assert office.index.state() != "ok"

    assert finding.search(office, folk.mira, "漏水", bar=bar).total == 2
    assert bars == [2]


def test_while_a_lost_index_is_made_by_another_nobody_is_answered(
    office: Office, folk: Cast, known: Customer
) -> None:
    filed(office, folk.mira, known)
    shutil.rmtree(office.folder / "index")
    (office.folder / "index").mkdir()

    with busy(office), pytest.raises(OutsideFailed, match="another process"):
        finding.search(office, folk.mira, "漏水")

    assert finding.search(office, folk.mira, "漏水").total == 1


def test_an_index_that_may_not_be_written_stops_no_filing(
    office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.mkdir", refuse)
        assert upkeep.catch_up(office, wait=False) == 0
        with pytest.raises(OutsideFailed, match="could not be written"):
            upkeep.catch_up(office, wait=True)

    assert filed(office, folk.mira, known).pk
