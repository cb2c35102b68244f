"""A paper that comes back: its signed scan, and its Word file edited by hand, on pages."""

from __future__ import annotations

import re
from typing import cast

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from tests.support import pdfs
from tests.support.desks import COMPLAINT, cast_there, example, log
from tests.support.edited import typed_over
from tests.support.pages import client
from tests.support.papers import customer_there, plain

from docgen.office import lending, writing
from docgen.office.desk import Office
from docgen.register.models import Item

WAS, NOW = "JL-202603-04", "JL-202603-99"


@pytest.fixture
def word(office: Office) -> bytes:
    """The Word file of a complaint that mira filled and filed."""
    mira = cast_there().mira
    code = customer_there().code
    writing.fill(office, mira, COMPLAINT, example(office), customer=code, file=True)
    files = lending.open(office, mira, number(), "service").files
    return next(data for name, data in files.items() if name.endswith(".docx"))


def number() -> str:
    """The number of the complaint."""
    return str(Item.objects.get())


def sent(browser: Client, kind: str, name: str, data: bytes) -> HttpResponse:
    """What the page says to a file."""
    files = {"kind": kind, "files": SimpleUploadedFile(name, data)}
    return cast("HttpResponse", browser.post(f"/items/{number()}/return/", files))


def applied(browser: Client, page: HttpResponse, **words: str) -> HttpResponse:
    """What the page says when what was read is filed."""
    found = re.search(r'name="token" value="([\w-]+)"', page.content.decode())
    token = found[1] if found else ""
    facts = {"token": token, "name": "改.docx", **words}
    return cast("HttpResponse", browser.post(f"/items/{number()}/apply/", facts))


@pytest.mark.usefixtures("word")
def test_a_signed_scan_is_the_next_version() -> None:
    answer = sent(client("mira"), "signed", "签字件.pdf", pdfs.written("signed"))

    assert answer["Location"] == f"/items/{number()}/"
    assert Item.objects.get().head == 2
    assert "签字件.pdf" in plain(client("mira").get(f"/items/{number()}/").content)


def test_an_edited_form_is_shown_before_it_is_filed(word: bytes) -> None:
    browser = client("mira")

    seen = sent(browser, "edited", "改.docx", typed_over(word, {WAS: NOW}))
    before = Item.objects.get().head
    filed = applied(browser, seen, reason="编号写错")

    text = plain(seen.content)
    assert WAS in text
    assert NOW in text
    assert (before, Item.objects.get().head) == (1, 2)
    assert filed["Location"] == f"/items/{number()}/"
    assert "编号写错" in plain(browser.get(f"/items/{number()}/").content)


def test_what_was_read_is_filed_once_and_by_its_browser(word: bytes) -> None:
    browser, other = client("mira"), client("mira")
    seen = sent(browser, "edited", "改.docx", typed_over(word, {WAS: NOW}))

    answers = [applied(other, seen), applied(browser, seen), applied(browser, seen)]

    assert [one.status_code for one in answers] == [422, 302, 422]
    assert "is not kept any more" in plain(answers[0].content)
    assert Item.objects.get().head == 2


def test_what_is_unchanged_is_said(word: bytes) -> None:
    seen = sent(client("mira"), "edited", "原.docx", word)

    assert "Nothing was changed" in plain(seen.content)
    assert Item.objects.get().head == 1


@pytest.mark.usefixtures("word")
@pytest.mark.parametrize(
    ("kind", "name", "data"),
    [
        ("signed", "x.exe", b"MZ"),
        ("signed", "x.pdf", b"%PDF-"),
        ("edited", "x.docx", b"PK\3\4"),
        ("edited", "x.pdf", b"%PDF-"),
        ("nonsense", "x.txt", b""),
    ],
)
def test_what_is_no_such_file_comes_back(kind: str, name: str, data: bytes) -> None:
    answer = sent(client("mira"), kind, name, data)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert Item.objects.get().head == 1


@pytest.mark.usefixtures("word")
def test_nobody_else_files_a_version_of_it() -> None:
    stranger = sent(client("lena"), "signed", "签字件.pdf", pdfs.written("signed"))

    assert stranger.status_code == 404
    assert f"/items/{number()}/return/" not in client("lena").get("/search/").content.decode()
    assert Item.objects.get().head == 1
    assert log("item.signed") == []
