"""Tracing a stray page, and taking back what the auditor cosigned; on pages."""

from __future__ import annotations

from typing import cast

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from tests.support import pdfs
from tests.support.desks import cast_there, filed
from tests.support.offices import person
from tests.support.pages import client
from tests.support.papers import customer_there, plain

from docgen.ledger.cosign import cosign, cosigner
from docgen.office import auditing, dossiers, filing, tracing
from docgen.office.controlled import Given, give
from docgen.office.desk import Office
from docgen.office.filing import NewPaper
from docgen.register.models_copies import Copy
from docgen.register.models_log import Cosignature

AUDITOR = cosigner(b"\x05" * 32, "audit.example/lin")


@pytest.fixture
def auditor(office: Office) -> Office:
    """The office with an auditor."""
    person(office, "ada", "auditor")
    return office


@pytest.fixture
def given(auditor: Office) -> Given:
    """A controlled copy that mira took."""
    office = auditor
    mira = cast_there().mira
    place = dossiers.place_for(office, mira, customer_there().code)
    scan = NewPaper({"合同.pdf": pdfs.written("CONTRACT")}, "服务合同", "other", "合同")
    item = filing.file(office, mira, place, scan).item
    return give(office, mira, str(item), "legal")


def traced(name: str, data: bytes, login: str = "ada") -> HttpResponse:
    """What the page says to a stray page."""
    files = {"files": SimpleUploadedFile(name, data)}
    return cast("HttpResponse", client(login).post("/audit/trace/", files))


def test_a_page_leads_to_who_had_it_and_to_its_entry(given: Given) -> None:
    answer = traced("散页.pdf", given.pdf)

    text = plain(answer.content)
    assert str(given.copy.number) in text
    assert "mira" in text
    assert f'href="/audit/log/{given.log_index}/"' in answer.content.decode()
    assert "forged" not in text


def test_a_number_that_was_never_given_out_is_told(given: Given) -> None:
    Copy.objects.update(number="FB-1999-000001")

    assert "gave out no such copy" in plain(traced("散页.pdf", given.pdf).content)


@pytest.mark.usefixtures("auditor")
@pytest.mark.parametrize(("name", "data"), [("a.txt", b"hello"), ("a.pdf", b""), ("a.png", b"x")])
def test_what_is_no_page_is_said(name: str, data: bytes) -> None:
    answer = traced(name, data)

    assert answer.status_code in {200, 422}
    assert "No copy number" in plain(answer.content) or answer.status_code == 422


@pytest.mark.usefixtures("auditor")
def test_without_a_file_nothing_is_traced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracing, "trace", None)

    answer = client("ada").post("/audit/trace/")

    assert answer.status_code == 422
    assert "No file was sent" in plain(answer.content)


def cosigned(login: str, note: str, key: str = "") -> HttpResponse:
    """What the page says to a checkpoint that came back."""
    files = {"note": SimpleUploadedFile("checkpoint", note.encode())}
    keys = {"key": SimpleUploadedFile("auditor.vkey", key.encode())} if key else {}
    sent = {**files, **keys}
    return cast("HttpResponse", client(login).post("/audit/cosigned/", sent, follow=True))


def test_a_cosigned_checkpoint_is_kept(office: Office) -> None:
    folk = cast_there()
    filed(office, folk.mira, customer_there())
    note = cosign(auditing.checkpoint(office, folk.jonas), AUDITOR, int(office.now().timestamp()))

    before = plain(client("jonas").get("/audit/cosigned/").content)
    unknown = cosigned("jonas", note)
    kept = cosigned("jonas", note, AUDITOR.vkey)

    assert "No auditor has cosigned" in before
    assert (unknown.status_code, kept.status_code) == (422, 200)
    assert Cosignature.objects.get().vkey == AUDITOR.vkey
    assert "Cosigned on" in plain(kept.content)
    assert "signed within the last working day" in plain(kept.content)


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("note", ["", "nonsense", "a\n1\nb\n\n— x y\n", "\x00"])
def test_what_is_no_checkpoint_is_said(note: str) -> None:
    answer = cosigned("jonas", note, AUDITOR.vkey)

    assert answer.status_code in {409, 422}
    assert 'role="alert"' in answer.content.decode()
    assert not Cosignature.objects.exists()


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("login", ["mira", "lena"])
def test_a_clerk_does_neither(login: str) -> None:
    answers = [client(login).get(f"/audit/{page}/").status_code for page in ("trace", "cosigned")]

    assert answers == [403, 403]
