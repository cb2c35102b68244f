"""How much somebody may send, and where files lie while they are looked at."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings
from django.utils.datastructures import MultiValueDict
from tests.support.pages import client

from docgen.office import people, tokens
from docgen.office.desk import Office
from docgen.web import desk, uploads
from docgen.web.limits import Limits
from docgen.web.uploads import name_of, received

FORM = "application/x-www-form-urlencoded"


@pytest.fixture(name="small")
def _small(office: Office) -> Office:
    """An office that takes files of 1 MB."""
    return desk.use(replace(office, settings=replace(office.settings, max_megabytes=1)))


def answered(request: HttpRequest) -> HttpResponse:
    """What ``Limits`` says; 200 and how much was read if it lets the request through."""

    def view(asked: HttpRequest) -> HttpResponse:
        return HttpResponse(f"{len(asked.POST)} {len(asked.FILES)}")

    return Limits(view)(request)


def sent(length: str, kind: str, *, known: bool = True, **more: str) -> HttpRequest:
    """A request that announces a length, and whose body must not be touched."""
    body = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": length, "wsgi.input": Untouchable(), **more}
    request = RequestFactory().generic("POST", "/x/", **body)  # type: ignore[arg-type]  # headers
    if known:
        request.COOKIES["docgen_session"] = client("mira").session.session_key or ""
    return request


class Untouchable(io.RawIOBase):
    """A body that fails whoever reads it."""

    def read(self, size: int = -1) -> bytes:
        raise AssertionError(f"{size} bytes were read")


@pytest.mark.parametrize(
    ("length", "kind", "known"),
    [
        (str(4 * 2**20 + 1), "multipart/form-data; boundary=x", True),
        (str(4 * 2**20 + 1), FORM, True),
        (str(10**30), "application/json", True),
        (str(50 * 2**20), "multipart/form-data; boundary=x", False),
    ],
)
@pytest.mark.usefixtures("small")
def test_what_is_too_large_is_refused_before_it_is_read(
    length: str, kind: str, *, known: bool
) -> None:
    answer = answered(sent(length, kind, known=known))

    assert answer.status_code == 413
    assert "no more than 4 MB" in answer.content.decode()


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    "claim",
    [
        {"HTTP_COOKIE": "docgen_session=0123456789abcdefghijklmnopqrstuv"},
        {"HTTP_AUTHORIZATION": "Bearer docgen_made-up"},
    ],
)
def test_a_made_up_session_or_token_is_nobodys(claim: dict[str, str]) -> None:
    kind, length = "multipart/form-data; boundary=x", str(50 * 2**20)

    assert answered(sent(length, kind, known=False, **claim)).status_code == 413


def test_a_token_that_can_be_used_brings_files(office: Office) -> None:
    key, _ = tokens.make(office, people.by_login("mira"), "x", ["write"], 1)
    kind, length = "multipart/form-data; boundary=x", str(50 * 2**20)

    with pytest.raises(AssertionError, match="were read"):
        answered(sent(length, kind, known=False, HTTP_AUTHORIZATION=f"Bearer {key}"))


@pytest.mark.usefixtures("office")
@override_settings(SECURE_SSL_REDIRECT=True)
def test_a_program_that_comes_by_http_is_refused_and_not_led_on() -> None:
    by_http, by_https = (client().get("/api/v1/me", secure=safe) for safe in (False, True))

    assert (by_http.status_code, by_https.status_code) == (403, 401)
    assert by_http["Content-Type"] == "application/problem+json"
    assert client().get("/login/").status_code == 301


@pytest.mark.usefixtures("small")
def test_what_announces_no_length_is_refused() -> None:
    answer = answered(sent("", FORM, HTTP_TRANSFER_ENCODING="chunked"))

    assert answer.status_code == 411


@pytest.mark.usefixtures("office")
def test_more_may_come_together_than_one_file() -> None:
    limit = 4 * 50 * 2**20

    assert answered(sent(str(limit + 1), "multipart/form-data; boundary=x")).status_code == 413
    with pytest.raises(AssertionError, match="were read"):
        answered(sent(str(limit), "multipart/form-data; boundary=x"))


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"a=1&b=2", FORM, 200),
        (b"&".join(b"f%d=1" % n for n in range(10_001)), FORM, 413),
        (b"no form at all", "multipart/form-data", 400),
        (b'{"a": 1}', "application/json", 200),
    ],
)
@pytest.mark.usefixtures("office")
def test_what_is_sent_is_read_or_called_wrong(body: bytes, kind: str, status: int) -> None:
    request = RequestFactory().generic("POST", "/x/", body, kind)

    assert answered(request).status_code == status


@pytest.mark.usefixtures("office")
def test_too_many_files_are_refused() -> None:
    files = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(51)]
    request = RequestFactory().post("/x/", {"files": files})

    assert answered(request).status_code == 413


@pytest.mark.usefixtures("office")
def test_too_much_is_told_as_a_page_of_ours() -> None:
    answer = client("mira").post("/language/", "x" * (5 * 2**20), content_type=FORM)

    assert answer.status_code == 413
    assert "docgen.css" in answer.content.decode()
    assert answer["Content-Security-Policy"]


def test_files_lie_in_a_private_folder_that_is_gone_at_the_end() -> None:
    one = TemporaryUploadedFile("信.txt", "text/plain", 3, "utf-8")
    one.write(b"one")
    one.flush()
    request = HttpRequest()
    request.FILES = MultiValueDict({"files": [one, SimpleUploadedFile("信.txt", b"two")]})

    with received(request) as files:  # type: ignore[arg-type]  # nobody is signed in
        paths = [file.path for file in files]
        found = [(file.name, file.path.name, file.path.read_bytes()) for file in files]
        folder = paths[0].parents[1]
        assert folder.stat().st_mode & 0o077 == 0

    assert found == [("信.txt", "信.txt", b"one"), ("信.txt", "信.txt", b"two")]
    assert not folder.exists()
    one.close()


def test_the_folder_is_gone_also_when_the_office_refuses() -> None:
    request = HttpRequest()
    request.FILES = MultiValueDict({"files": [SimpleUploadedFile("a.txt", b"x")]})
    seen: list[Path] = []

    def refuse() -> None:
        with received(request) as files:  # type: ignore[arg-type]  # nobody is signed in
            seen.extend(file.path for file in files)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        refuse()

    assert not seen[0].parents[1].exists()


@pytest.mark.parametrize(
    ("sent_as", "kept"),
    [
        ("letter.docx", "letter.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\mira\\信.pdf", "信.pdf"),
        ("..", "file"),
        ("", "file"),
        (".hidden", "hidden"),
        ("a\x00b\n.txt", "ab.txt"),
        ("  x.txt ", "x.txt"),
        ("信" * 100 + ".docx", "信" * 65 + ".docx"),
        ("x" * 300, "x" * 200),
        ("a." + "y" * 300, "a." + "y" * 198),
    ],
)
def test_a_name_has_no_folders_and_fits_a_disk(sent_as: str, kept: str) -> None:
    assert name_of(sent_as) == kept
    assert len(name_of(sent_as).encode()) <= 200
    assert uploads.name_of(name_of(sent_as)) == name_of(sent_as)
