"""Checking the log in slices: as exact as in one go, whoever takes which slice."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Sequence

import pytest
from tests.support.desks import Cast, filed, log
from tests.support.offices import person

from docgen.errors import NotAllowed, NotFound
from docgen.ledger.verify import verify_log
from docgen.office import auditing, log_checking, people
from docgen.office.desk import Office
from docgen.register.models import Customer, Person
from docgen.register.models_page import Job


@pytest.fixture
def ada(office: Office, known: Customer) -> Person:
    """Who audits, in an office where something was done."""
    for _ in range(9):
        filed(office, people.by_login("shen"), known)
    return person(office, "ada", "auditor")


@pytest.fixture(autouse=True)
def _slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_checking, "SLICE", 3)


def tool(office: Office, statement: str, values: Sequence[object] = ()) -> None:
    """What somebody does with SQLite's own tool, the triggers out of the way first."""
    path = office.folder / "register.sqlite3"
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        for verb in ("update", "delete", "replace"):
            database.execute(f"DROP TRIGGER IF EXISTS register_log_entry_no_{verb}")
        database.execute(statement, values)


def run(office: Office, who: Person, kept: Sequence[tuple[str, str]] = ()) -> tuple[Job, int]:
    """Check everything; the job at its end, and how many slices it took."""
    job, slices = log_checking.begin(office, who, kept), 0
    while job.state == log_checking.RUNNING:
        job, slices = log_checking.go_on(office, who, job.code), slices + 1
    return job, slices


def test_a_whole_log_is_found_whole_slice_by_slice(office: Office, ada: Person) -> None:
    report = auditing.verify(office, ada)

    job, slices = run(office, ada)

    assert job.result["whole"]
    assert job.result["size"] == job.total == report.size + 1
    assert slices > 1
    assert log("log.verified")[-1]["n"] == 0


def test_each_slice_says_how_far_it_is(office: Office, ada: Person) -> None:
    job = log_checking.begin(office, ada)

    done = []
    while job.state == log_checking.RUNNING:
        job = log_checking.go_on(office, ada, job.code)
        done.append(job.done)

    assert done == sorted(set(done))
    assert done[-1] == job.total


def test_entries_added_meanwhile_do_not_count(office: Office, ada: Person, known: Customer) -> None:
    job = log_checking.begin(office, ada)
    size = job.total

    filed(office, people.by_login("shen"), known)
    while job.state == log_checking.RUNNING:
        job = log_checking.go_on(office, ada, job.code)

    assert job.result["whole"]
    assert job.result["size"] == size


ATTACKS = {
    "an entry is edited": "UPDATE register_log_entry SET leaf = replace(leaf, 'allow', 'error')"
    " WHERE idx = 7",
    "an entry is gone": "DELETE FROM register_log_entry WHERE idx = 7",
    "the last is gone": "DELETE FROM register_log_entry"
    " WHERE idx = (SELECT max(idx) FROM register_log_entry)",
    "one is put before the first": "INSERT INTO register_log_entry"
    " SELECT -1, leaf, leaf_hash FROM register_log_entry WHERE idx = 0",
    "the head is another": "UPDATE register_log_head SET frontier = x'0000000000000000'",
}


@pytest.mark.parametrize("attack", list(ATTACKS))
def test_slices_find_what_one_pass_finds(office: Office, ada: Person, attack: str) -> None:
    tool(office, ATTACKS[attack])
    size, head = auditing.moment()
    promises, _ = auditing.opened(office, [])
    report = verify_log(auditing.rows(0, size), promises, head=head)

    job, _ = run(office, ada)

    assert not job.result["whole"]
    told = [(one["code"], one["index"], one["en"]) for one in job.result["findings"]]
    assert told == [(one.code, one.index, str(one.text)) for one in report.findings]


def test_findings_are_told_in_both_languages(office: Office, ada: Person) -> None:
    tool(office, ATTACKS["an entry is edited"])

    job, _ = run(office, ada)

    first = job.result["findings"][0]
    assert first["index"] == 7
    assert first["en"].isascii()
    assert not first["zh"].isascii()


def test_what_is_changed_between_two_slices_is_found(office: Office, ada: Person) -> None:
    job = log_checking.begin(office, ada)
    job = log_checking.go_on(office, ada, job.code)

    tool(office, "UPDATE register_log_entry SET leaf_hash = x'00' WHERE idx = 8")
    while job.state == log_checking.RUNNING:
        job = log_checking.go_on(office, ada, job.code)

    assert not job.result["whole"]


def test_an_earlier_checkpoint_is_kept_to(office: Office, ada: Person, known: Customer) -> None:
    note = auditing.checkpoint(office, ada)
    filed(office, people.by_login("shen"), known)

    job, _ = run(office, ada, [("usb", note)])

    assert job.result["whole"]
    assert job.facts["notes"] == [["usb", note]]


def test_a_checkpoint_of_another_log_is_no_proof_and_is_said(office: Office, ada: Person) -> None:
    note = auditing.checkpoint(office, ada).replace("\n— ", "\n— x", 1)

    job, _ = run(office, ada, [("usb", note)])

    assert [one["code"] for one in job.result["findings"]] == ["L007"]


def test_a_cut_off_log_is_found_by_an_earlier_checkpoint(office: Office, ada: Person) -> None:
    note = auditing.checkpoint(office, ada)
    tool(office, "DELETE FROM register_log_entry WHERE idx > 5")
    tool(office, "DELETE FROM register_checkpoint")

    job, _ = run(office, ada, [("usb", note)])

    assert "L005" in {one["code"] for one in job.result["findings"]}


def test_of_two_who_take_the_same_slice_one_does_it(
    office: Office, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_checking, "SLICE", 1000)
    job = log_checking.begin(office, ada)
    stale = log_checking.find(office, ada, job.code)
    log_checking.go_on(office, ada, job.code)

    changed = log_checking._put(office, stale, done=1)

    assert not changed
    assert len(log("log.verified")) == 1


def test_a_check_that_is_over_is_not_done_again(office: Office, ada: Person) -> None:
    job, _ = run(office, ada)
    entries = len(log())

    again = log_checking.go_on(office, ada, job.code)

    assert again.version == job.version
    assert len(log()) == entries


@pytest.mark.parametrize("code", ["J999999", "", "J", "J-1", "x", "J１"])
def test_a_check_that_nobody_began(office: Office, ada: Person, code: str) -> None:
    with pytest.raises(NotFound):
        log_checking.go_on(office, ada, code)


def test_another_persons_check_is_not_there(office: Office, ada: Person) -> None:
    job = log_checking.begin(office, ada)
    other = person(office, "ben", "auditor")

    with pytest.raises(NotFound):
        log_checking.find(office, other, job.code)


def test_a_clerk_checks_nothing(office: Office, folk: Cast, known: Customer) -> None:
    del known

    with pytest.raises(NotAllowed):
        log_checking.begin(office, folk.mira)

    assert not Job.objects.exists()
    assert log("log.verified")[-1]["res"] == "deny"


def test_old_checks_are_not_kept_for_ever(
    office: Office, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_checking, "_KEPT", 3)

    codes = [log_checking.begin(office, ada).code for _ in range(5)]

    assert [row.code for row in log_checking.earlier(ada)] == codes[:1:-1]
