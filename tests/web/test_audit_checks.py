"""Checking the log from the page: in slices, with and without JavaScript, against checkpoints."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.support.desks import log
from tests.support.offices import person
from tests.support.pages import client

from docgen.office import auditing, log_checking
from docgen.office.desk import Office
from docgen.register.models import Person
from docgen.register.models_page import Job

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def ada(office: Office, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Who audits; a slice is five entries."""
    monkeypatch.setattr(log_checking, "SLICE", 5)
    for turn in range(12):
        person(office, f"clerk-{turn}")
    return person(office, "ada", "auditor", unit="审计部")


def tamper(office: Office, statement: str) -> None:
    """What somebody does with SQLite's own tool, the triggers out of the way first."""
    path = office.folder / "register.sqlite3"
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        for verb in ("update", "delete", "replace"):
            database.execute(f"DROP TRIGGER IF EXISTS register_log_entry_no_{verb}")
        database.execute(statement)


def run(browser: Client, **sent: object) -> str:
    """Begin a check and press “go on” until it has ended; the last page."""
    page = browser.post("/audit/verify/", sent)["Location"]
    while Job.objects.latest("pk").state == log_checking.RUNNING:
        assert browser.post(page)["Location"] == page
    return browser.get(page, headers=ENGLISH).content.decode()


@pytest.mark.usefixtures("ada")
def test_a_whole_log_is_told_to_be_whole() -> None:
    page = run(client("ada"))

    assert "The log is whole." in page
    assert log("log.verified")[-1]["n"] == 0


@pytest.mark.usefixtures("ada")
def test_while_it_runs_the_page_says_how_far_it_is_and_asks_for_more() -> None:
    browser = client("ada")
    page = browser.post("/audit/verify/")["Location"]

    first = browser.get(page, headers=ENGLISH).content.decode()
    part = browser.post(page, headers={**ENGLISH, "hx-request": "true"}).content.decode()

    assert "<progress" in first
    assert "0 of" in first
    assert "hx-post" in part
    assert "<html" not in part
    done = re.search(r"(\d+) of \d+ entries are checked", part)
    assert done is not None
    assert int(done[1]) > 0


def test_a_changed_entry_is_named(office: Office, ada: Person) -> None:
    del ada
    tamper(
        office,
        "UPDATE register_log_entry SET leaf = replace(leaf, 'allow', 'error') WHERE idx = 7",
    )

    page = run(client("ada"))

    assert "The log was changed." in page
    assert "/audit/log/?before=8" in page
    assert "L003" in page


def test_after_a_finding_the_overview_says_so(office: Office, ada: Person) -> None:
    del ada
    tamper(office, "UPDATE register_log_entry SET leaf_hash = x'00' WHERE idx = 7")

    run(client("ada"))
    page = client("ada").get("/audit/", headers=ENGLISH).content.decode()

    assert "changed" in page
    assert "finding(s) when it was checked" in page


def test_a_log_that_takes_no_more_entries_can_still_be_checked(office: Office, ada: Person) -> None:
    del ada
    tamper(office, "UPDATE register_log_head SET frontier = x'0000000000000000'")

    page = run(client("ada"))

    assert "The log was changed." in page
    assert client("ada").get("/audit/").status_code == 200


def test_an_earlier_checkpoint_is_compared_with(
    office: Office, ada: Person, tmp_path: Path
) -> None:
    note = auditing.checkpoint(office, ada)
    file = SimpleUploadedFile("usb.note", note.encode(), "text/plain")

    page = run(client("ada"), files=[file])

    assert "The log is whole." in page
    assert "usb.note" in page
    assert list(tmp_path.glob("upload-*")) == []


def test_a_pasted_checkpoint_finds_a_log_that_was_cut_off(office: Office, ada: Person) -> None:
    note = auditing.checkpoint(office, ada)
    tamper(office, "DELETE FROM register_log_entry WHERE idx > 8")
    tamper(office, "DELETE FROM register_checkpoint")

    page = run(client("ada"), note=note.replace("\n", "\r\n"))

    assert "L005" in page


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize("note", ["x", "a\nb\nc\n\n", "\0", "a\n1\n" + "A" * 44 + "="])
def test_what_is_no_checkpoint_comes_back_with_what_was_typed(note: str) -> None:
    answer = client("ada").post("/audit/verify/", {"note": note}, headers=ENGLISH)

    assert answer.status_code == 422
    assert "is no checkpoint" in answer.content.decode()
    assert not Job.objects.exists()


@pytest.mark.usefixtures("ada")
def test_a_file_that_is_no_text_is_refused() -> None:
    file = SimpleUploadedFile("x.note", b"\xff\xfe\x00")

    answer = client("ada").post("/audit/verify/", {"files": [file]}, headers=ENGLISH)

    assert answer.status_code == 422
    assert "is no checkpoint" in answer.content.decode()


def test_a_checkpoint_is_signed_to_be_kept(office: Office, ada: Person) -> None:
    answer = client("ada").post("/audit/checkpoint/")

    note = answer.content.decode()
    size = int(note.split("\n")[1])
    assert f'filename="checkpoint-{size}.note"' in answer["Content-Disposition"]
    assert log("log.checkpointed")[-1]["who"] == ada.code
    assert auditing.opened(office, [("kept", note)])[1] == []


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize("code", ["J999999", "x", "J1"])
def test_another_ones_check_is_like_none(office: Office, code: str) -> None:
    person(office, "ben", "auditor")
    client("ben").post("/audit/verify/")

    mine = client("ada").get("/audit/verify/J000001/", headers=ENGLISH)
    none = client("ada").get(f"/audit/verify/{code}/", headers=ENGLISH)

    assert mine.status_code == none.status_code == 404
    assert "There is nothing here that you may see" in mine.content.decode()


@pytest.mark.usefixtures("ada")
def test_checks_before_are_listed() -> None:
    run(client("ada"))

    page = client("ada").get("/audit/verify/", headers=ENGLISH).content.decode()

    assert "/audit/verify/J000001/" in page
    assert "log whole" in page


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize(
    "address", ["/audit/verify/", "/audit/checkpoint/", "/audit/verify/J000001/"]
)
def test_a_clerk_checks_nothing(address: str) -> None:
    answer = client("mira").post(address)

    assert answer.status_code == 403
    assert not Job.objects.exists()
    assert log("audit.reported")[-1]["res"] == "deny"
