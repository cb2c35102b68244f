"""A new version of a template on pages: sent by one, looked at, released by another."""

from __future__ import annotations

from typing import cast

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from tests.support.desks import log
from tests.support.pages import client
from tests.support.papers import plain
from tests.support.proposals import NAME, NEW, OLD, live, proposed, word

from docgen.office import people, proposing_templates
from docgen.office.desk import Office

URL = f"/templates/{NAME}/"


def sent(login: str, name: str, data: bytes) -> HttpResponse:
    """What the page says to somebody who sends a file."""
    files = {"files": SimpleUploadedFile(name, data)}
    return cast("HttpResponse", client(login).post(f"{URL}propose/", files))


def test_one_sends_and_another_releases(office: Office) -> None:
    answer = sent("shen", "新版.docx", word(office))
    seen = plain(client("jonas").get(answer["Location"]).content)
    released = client("jonas").post(f"{URL}release/")

    assert answer["Location"] == f"{URL}proposal/"
    assert f"-{OLD}" in seen
    assert f"+{NEW}" in seen
    assert released["Location"] == URL
    assert NEW in live(office)
    history = plain(client("mira").get(f"{URL}history/").content)
    assert "accepted · version 2 · jonas" in history
    assert f"new version proposed · {people.by_login('shen').name}" in history


def test_whoever_releases_shows_again_who_he_is(office: Office) -> None:
    proposed(office)

    answer = client("jonas", minutes=16).post(f"{URL}release/")

    assert "/reauthenticate/" in answer["Location"]
    assert log("template.released") == []


def test_who_sent_it_sees_why_he_cannot_release_it(office: Office) -> None:
    proposed(office, "jonas")
    browser = client("jonas")

    seen = plain(browser.get(f"{URL}proposal/").content)
    answer = browser.post(f"{URL}release/")

    assert "nobody releases what he proposed himself" in seen
    assert answer.status_code == 403
    assert OLD in live(office)
    assert log("template.released")[-1]["res"] == "deny"


def test_remarks_keep_it_waiting(office: Office) -> None:
    sent("shen", "a.docx", word(office, "{{ content", "{{ contentt"))

    seen = plain(client("jonas").get(f"{URL}proposal/").content)

    assert "T002" in seen
    assert "the check has" in seen
    assert client("jonas").post(f"{URL}release/").status_code == 403


def test_a_form_that_cannot_be_read_still_has_its_page(office: Office) -> None:
    proposed(office, form_toml=b"title = ")

    seen = plain(client("jonas").get(f"{URL}proposal/").content)

    assert "T019" in seen
    assert "Questions that change" in seen


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(("name", "data"), [("a.docx", b"PK\3\4"), ("a.exe", b"MZ")])
def test_what_is_no_template_comes_back_with_the_reason(name: str, data: bytes) -> None:
    answer = sent("shen", name, data)

    assert answer.status_code == 422
    assert f"“{name}”" in plain(answer.content) or "“template.docx”" in plain(answer.content)
    assert 'type="file"' in answer.content.decode()


def test_a_second_version_is_refused_while_one_waits(office: Office) -> None:
    proposed(office)

    answer = sent("jonas", "a.docx", word(office, OLD, "又一个"))

    assert answer.status_code == 422
    assert "waits already" in plain(answer.content)


def test_the_library_and_the_template_lead_to_what_waits(office: Office) -> None:
    proposed(office)

    assert OLD in plain(client("mira").get("/templates/?state=proposed").content)
    assert f"{URL}proposal/" in client("jonas").get(URL).content.decode()
    assert f"{URL}proposal/" not in client("mira").get(URL).content.decode()


@pytest.mark.parametrize("login", ["mira", "lena"])
def test_for_a_clerk_nothing_waits(office: Office, login: str) -> None:
    proposed(office)
    browser = client(login)

    answers = [
        browser.get(f"{URL}proposal/"),
        browser.post(f"{URL}release/"),
        browser.post(f"{URL}withdraw/"),
    ]

    assert [one.status_code for one in answers] == [404, 404, 404]
    assert proposing_templates.waiting(office) == [NAME]


def test_withdrawn_it_is_gone(office: Office) -> None:
    proposed(office)

    answer = client("jonas").post(f"{URL}withdraw/", follow=True)

    assert "is withdrawn" in plain(answer.content)
    assert proposing_templates.waiting(office) == []


def test_files_that_were_changed_meanwhile_are_told_of(office: Office) -> None:
    proposed(office)
    file = office.folder / "templates" / ".proposed" / NAME / "form.toml"
    file.write_bytes(file.read_bytes() + b"\n# more\n")

    answer = client("jonas").post(f"{URL}release/")

    assert answer.status_code == 409
    assert "was changed" in plain(answer.content)
