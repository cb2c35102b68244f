"""The frame around every page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from tests.support.pages import client

from docgen.office.desk import Office

#: What a browser keeps for a site, beside cookies.
_STORES = re.compile(r"\b(localStorage|sessionStorage|indexedDB|caches|serviceWorker)\b")


def script(name: str) -> str:
    """A script that pages load."""
    found = finders.find(name)
    assert isinstance(found, str)
    return Path(found).read_text("utf-8")


@pytest.mark.usefixtures("office")
def test_who_is_not_signed_in_is_sent_to_the_door() -> None:
    answer = client().get("/")

    assert answer.status_code == 302
    assert "/login/" in answer["Location"]


@pytest.mark.usefixtures("office")
def test_home_has_the_persons_name_and_menu() -> None:
    answer = client("mira").get("/")

    assert answer.status_code == 200
    assert "mira" in answer.content.decode()


def test_what_is_not_there_is_said(office: Office) -> None:
    answer = client("mira").get("/no-such-page/")

    assert answer.status_code == 404
    assert office.settings.company in answer.content.decode()


@pytest.mark.usefixtures("office")
def test_the_browser_keeps_nothing_of_a_page() -> None:
    answer = client("mira").get("/")

    [said] = re.findall(r'name="htmx-config" content=\'([^\']+)\'', answer.content.decode())
    assert json.loads(said)["historyCacheSize"] == 0
    assert json.loads(said)["allowEval"] is False
    assert answer["Cache-Control"] == "no-store"
    own = Path(str(finders.find("docgen/docgen.js"))).parent.glob("*.js")
    assert [one.name for one in own if _STORES.search(one.read_text("utf-8"))] == []


def test_htmx_would_keep_pages_if_it_were_not_told() -> None:
    assert _STORES.search(script("django_htmx/htmx-2.min.js"))
    assert "historyCacheSize" in script("django_htmx/htmx-2.min.js")
