"""What every answer carries, which methods there are, and what people see when all else fails."""

from __future__ import annotations

import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from tests.support.pages import client

from docgen.office.desk import Office
from docgen.web import home, statics, wrong

STYLES = "docgen/docgen.css"


@pytest.mark.parametrize(
    "path", ["/", "/login/", "/nosuch/", "/health/", "/robots.txt", f"/static/{STYLES}"]
)
@pytest.mark.usefixtures("office")
def test_every_answer_carries_the_headers(path: str) -> None:
    answer = client("mira").get(path)
    policy = dict(one.split(" ", 1) for one in answer["Content-Security-Policy"].split("; "))

    assert (policy["default-src"], policy["base-uri"]) == ("'none'", "'none'")
    assert (policy["frame-ancestors"], policy["script-src"]) == ("'none'", "'self'")
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert "Access-Control-Allow-Origin" not in answer
    assert "charset=" in answer["Content-Type"]
    assert ("no-store" in answer["Cache-Control"]) != path.startswith("/static/")


@pytest.mark.usefixtures("office")
def test_nothing_is_compressed_but_files_of_ours() -> None:
    answer = client("mira").get("/", HTTP_ACCEPT_ENCODING="gzip, br")

    assert "Content-Encoding" not in answer


@pytest.mark.usefixtures("office")
def test_a_file_whose_address_tells_what_is_in_it_is_kept_for_a_year() -> None:
    marked = statics.Versioned().url(STYLES)
    plain = client().get(f"/static/{STYLES}")
    kept = client().get(marked)
    lost = client().get("/static/nosuch.css?v=1")

    assert re.fullmatch(rf"/static/{STYLES}\?v=[0-9a-f]{{12}}", marked)
    assert kept["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "immutable" not in plain["Cache-Control"]
    assert lost.status_code == 404
    assert "immutable" not in lost.headers.get("Cache-Control", "")


def test_a_file_that_is_not_there_has_no_mark() -> None:
    assert statics.Versioned().url("nosuch.css") == "/static/nosuch.css"


@pytest.mark.usefixtures("office")
def test_a_file_is_not_sent_again_to_who_has_it() -> None:
    first = client().get(f"/static/{STYLES}")
    again = client().get(f"/static/{STYLES}", HTTP_IF_NONE_MATCH=first["ETag"])

    assert (first.status_code, again.status_code) == (200, 304)


@pytest.mark.parametrize("path", ["/static/../settings.py", "/static/%2e%2e/settings.py"])
@pytest.mark.usefixtures("office")
def test_no_file_beside_the_static_ones_is_served(path: str) -> None:
    assert client("mira").get(path).status_code == 404


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT", "NOSUCH"])
@pytest.mark.usefixtures("office")
def test_methods_that_nobody_uses_are_refused(method: str) -> None:
    answer = client("mira").generic(method, "/")

    assert answer.status_code == 405


@pytest.mark.usefixtures("office")
def test_a_method_is_not_changed_by_a_header_or_a_field() -> None:
    asked = client("mira").get("/?_method=POST", HTTP_X_HTTP_METHOD_OVERRIDE="POST")
    sent = client("mira").post("/health/?_method=GET", HTTP_X_HTTP_METHOD_OVERRIDE="GET")

    assert (asked.status_code, sent.status_code) == (200, 405)


def test_what_nobody_foresaw_is_a_page_of_ours(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> HttpResponse:
        raise ZeroDivisionError("secret of the program")

    monkeypatch.setattr(home, "page", fail)
    browser = client("mira")
    browser.raise_request_exception = False

    answer = browser.get("/")

    assert answer.status_code == 500
    assert "secret" not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()
    assert "docgen.css" in answer.content.decode()
    assert "Content-Security-Policy" in answer
    assert office
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (wrong.misunderstood, 400),
        (wrong.forbidden, 403),
        (wrong.not_found, 404),
        (wrong.csrf_failed, 403),
        (wrong.broken, 500),
    ],
)
@pytest.mark.usefixtures("office")
def test_each_failure_says_what_why_and_what_to_do(view: object, status: int) -> None:
    assert callable(view)
    answer = view(HttpRequest())

    page = answer.content.decode()
    assert answer.status_code == status
    assert '<p class="what">' in page
    assert '<p class="fix">' in page


@pytest.mark.usefixtures("office")
def test_a_form_of_another_site_is_told_so() -> None:
    strict = Client(enforce_csrf_checks=True, SERVER_NAME="127.0.0.1")

    answer = strict.post("/language/", {"language": "en"})

    assert answer.status_code == 403
    assert "docgen.css" in answer.content.decode()
