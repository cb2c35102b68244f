"""What errands did last, as it is kept for whoever looks after the office."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.support.desks import Cast, later

from docgen.errors import OutsideFailed, Problem, Said, say
from docgen.office import errand_notes, errands
from docgen.office.desk import Office
from docgen.office.errands import Errand

NOON = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
DID = say("{n} paper(s) indexed", n=3)


def failed() -> Problem:
    return OutsideFailed(say("No mail goes"), why=say("it said nothing"), fix=say("look"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "work").mkdir()
    return tmp_path


def test_an_office_whose_worker_never_ran_has_no_notes(folder: Path) -> None:
    assert errand_notes.read(folder) == {}


def test_what_an_errand_did_is_kept_in_both_languages(folder: Path) -> None:
    errand_notes.keep(folder, "index", NOON, DID)

    note = errand_notes.read(folder)["index"]

    assert note.moment == note.did_moment == NOON
    assert note.did[0] == "3 paper(s) indexed"
    assert "3" in note.did[1]
    assert not note.did[1].isascii()
    assert not any(note.fault)


def test_a_run_with_nothing_to_do_keeps_what_was_done_before(folder: Path) -> None:
    errand_notes.keep(folder, "index", NOON, DID)
    errand_notes.keep(folder, "index", NOON + dt.timedelta(hours=1), None)

    note = errand_notes.read(folder)["index"]

    assert note.moment == NOON + dt.timedelta(hours=1)
    assert note.did_moment == NOON
    assert note.did[0] == "3 paper(s) indexed"


def test_why_it_failed_is_kept_until_it_runs_well_again(folder: Path) -> None:
    errand_notes.keep(folder, "mail", NOON, failed())
    wrong = errand_notes.read(folder)["mail"]

    errand_notes.keep(folder, "mail", NOON, None)
    right = errand_notes.read(folder)["mail"]

    assert (wrong.did[0], wrong.fault[0]) == ("No mail goes", "it said nothing")
    assert right.fault == ("", "")


def test_errands_are_kept_beside_each_other(folder: Path) -> None:
    errand_notes.keep(folder, "mail", NOON, failed())
    errand_notes.keep(folder, "index", NOON, DID)

    assert set(errand_notes.read(folder)) == {"mail", "index"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "[]",
        "{}",
        '{"a": 1}',
        '{"a": {"at": "x"}}',
        '{"a": {"at": "2026-11-21T12:00:00"}}',
        "\xff",
    ],
)
def test_a_damaged_file_is_no_notes_and_the_next_run_writes_it_anew(
    folder: Path, text: str
) -> None:
    (folder / "work" / errand_notes.FILE).write_text(text, "latin-1")

    before = errand_notes.read(folder)
    errand_notes.keep(folder, "index", NOON, DID)

    assert before == {}
    assert set(errand_notes.read(folder)) == {"index"}


def test_a_disk_that_refuses_stops_no_errand(tmp_path: Path) -> None:
    errand_notes.keep(tmp_path / "nowhere", "index", NOON, DID)

    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("outcome", ["did", "failed", "nothing"])
def test_each_run_of_an_errand_is_noted(office: Office, folk: Cast, outcome: str) -> None:
    def act(*_: object) -> Said | None:
        if outcome == "failed":
            raise failed()
        return DID if outcome == "did" else None

    errand = Errand("index", say("bring the search index up to date"), act)

    errands.run(errand, later(office, 1), folk.jonas, str, lambda _, __: None)

    note = errand_notes.read(office.folder)["index"]
    assert note.moment > office.now()
    assert bool(note.fault[0]) == (outcome == "failed")
    assert bool(note.did[0]) == (outcome != "nothing")


def test_what_one_waits_for_is_every_errand_but_reading_papers_again() -> None:
    assert {one.key for one in errands.ERRANDS} - {one.key for one in errands.QUICK} == {"fixity"}
