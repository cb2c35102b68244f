"""A new template on pages: sent with its questions or as a Word form, released by somebody else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import cast

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from docx.shared import Pt
from tests.support.desks import log
from tests.support.pages import client
from tests.support.papers import plain

from docgen.office import accepted, people, proposing_templates, writing
from docgen.office.desk import Office

NAME = "visit/guest-book"
URL = f"/templates/{NAME}/"


def old_form(*lines: str) -> bytes:
    """A Word form with these lines."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line).paragraph_format.line_spacing = Pt(20)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


FORM = old_form("来访登记", "姓名：____　日期：  年  月  日")


def sent(login: str, files: Mapping[str, bytes], **facts: str) -> HttpResponse:
    """What the page says to somebody who sends a template."""
    uploads = [SimpleUploadedFile(name, data) for name, data in files.items()]
    named = {"family": "visit", "name": "guest-book", "title": "", **facts}
    return cast("HttpResponse", client(login).post("/templates/new/", {**named, "files": uploads}))


def folder(office: Office) -> dict[str, bytes]:
    """The files of a template that is there."""
    there = office.folder / "templates" / "complaint" / "complaint-record"
    return {one.name: one.read_bytes() for one in there.iterdir() if one.is_file()}


def test_a_word_form_becomes_a_template_once_somebody_else_releases_it(office: Office) -> None:
    answer = sent("shen", {"来访表.docx": FORM}, title="来客登记")
    seen = plain(client("jonas").get(answer["Location"]).content)
    before = NAME in writing.templates(office)
    released = client("jonas").post(f"{URL}release/")

    assert answer["Location"] == f"{URL}proposal/"
    assert "A new template waits" in seen
    assert "来客登记" in seen
    assert not before
    assert released["Location"] == URL
    assert accepted.digests(office.folder)[NAME] == writing.template(office, NAME).sha256
    who = people.by_login("mira")
    filled = writing.fill(office, who, NAME, {"name": "甲", "day": "2026-03-05"})
    assert filled.title == "来客登记"
    assert "来客登记" in plain(client("mira").get(URL).content)
    assert URL in client("mira").get("/templates/").content.decode()


def test_a_whole_folder_is_taken_as_it_is(office: Office) -> None:
    files = folder(office)

    answer = sent("shen", files, family="complaint", name="complaint-copy")
    released = client("jonas").post("/templates/complaint/complaint-copy/release/")

    assert (answer.status_code, released.status_code) == (302, 302)
    made = writing.template(office, "complaint/complaint-copy")
    assert made.docx == files["template.docx"]


def test_nobody_releases_his_own(office: Office) -> None:
    sent("shen", {"来访表.docx": FORM})

    answer = client("shen").post(f"{URL}release/")

    assert answer.status_code == 403
    assert NAME not in writing.templates(office)
    assert log("template.released")[-1]["res"] == "deny"


def test_it_waits_in_the_library_for_those_who_keep_it(office: Office) -> None:
    sent("shen", {"来访表.docx": FORM})

    keeper, clerk = (client(one).get("/templates/").content.decode() for one in ("jonas", "mira"))

    assert f'href="{URL}proposal/"' in keeper
    assert 'href="/templates/new/"' in keeper
    assert URL not in clerk
    assert "/templates/new/" not in clerk
    assert proposing_templates.waiting(office) == [NAME]


@pytest.mark.usefixtures("office")
def test_its_files_are_fetched_mended_and_sent_again() -> None:
    sent("shen", {"来访表.docx": FORM})

    answer = client("shen").get(f"{URL}proposal/files.zip")
    withdrawn = client("shen").post(f"{URL}withdraw/")
    again = sent("shen", {"新.zip": answer.content})

    with zipfile.ZipFile(io.BytesIO(answer.content)) as pack:
        assert {"template.docx", "form.toml", "example.toml"} <= set(pack.namelist())
    assert withdrawn["Location"] == "/templates/"
    assert again.status_code == 302
    assert client("mira").get(f"{URL}proposal/files.zip").status_code == 404


@pytest.mark.parametrize(
    ("facts", "files", "said"),
    [
        ({"name": "Guest Book"}, {"a.docx": FORM}, "cannot be called"),
        ({"family": "nonsense"}, {"a.docx": FORM}, "cannot be called"),
        ({"name": "../../etc"}, {"a.docx": FORM}, "cannot be called"),
        ({"family": "complaint", "name": "complaint-record"}, {"a.docx": FORM}, "already"),
        ({}, {}, "No file was sent"),
        ({}, {"form.toml": b"title = 1"}, "A new template needs"),
        ({}, {"a.docx": FORM, "form.toml": b""}, "A new template needs"),
        ({}, {"a.docx": b"PK\3\4"}, "template.docx"),
        ({}, {"a.docx": old_form("nothing to fill")}, "Nothing to fill in"),
    ],
)
def test_what_is_no_template_comes_back_with_what_was_typed(
    office: Office, facts: dict[str, str], files: dict[str, bytes], said: str
) -> None:
    answer = sent("shen", files, title="来客登记", **facts)

    assert answer.status_code == 422
    assert said in plain(answer.content)
    assert 'value="来客登记"' in answer.content.decode()
    assert proposing_templates.waiting(office) == []


def test_a_second_one_of_the_name_waits_for_the_first(office: Office) -> None:
    sent("shen", {"来访表.docx": FORM})

    answer = sent("jonas", {"来访表.docx": FORM})

    assert answer.status_code == 422
    assert "waits already" in plain(answer.content)
    assert proposing_templates.waiting(office) == [NAME]


def test_a_name_taken_meanwhile_is_not_released(office: Office) -> None:
    sent("shen", {"来访表.docx": FORM})
    live = office.folder / "templates" / NAME
    live.mkdir(parents=True)
    for file, data in folder(office).items():
        (live / file).write_bytes(data)

    answer = client("jonas").post(f"{URL}release/")

    assert answer.status_code == 403
    assert "was changed since this was proposed" in plain(answer.content)


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("login", ["mira", "lena"])
def test_only_those_who_keep_templates_begin_one(login: str) -> None:
    answer = sent(login, {"来访表.docx": FORM})

    assert answer.status_code == 403
    assert log("template.proposed")[-1]["res"] == "deny"
