"""Complaint cases on pages: taken in, worked through, watched, closed."""

from __future__ import annotations

import pytest
from tests.support.pages import client

from docgen.office import cases_opening, people
from docgen.office.desk import Office
from docgen.register.models_cases import Case

CALL = {
    "profile": "oil",
    "customer": "K000001",
    "severity": "一般",
    "f-channel": "来电",
    "f-content": "加油枪计量不准",
}


def opened(office: Office, **more: object) -> Case:
    """A case that mira took in."""
    wish = cases_opening.Intake(
        profile="oil",
        customer="K000001",
        given={"channel": "来电", "content": "加油枪计量不准"},
        **more,
    )
    return cases_opening.open_case(office, people.by_login("mira"), wish).row


def test_a_call_becomes_a_case_on_one_screen(office: Office) -> None:
    del office
    browser = client("mira")

    answer = browser.post("/cases/new/", CALL)

    row = Case.objects.get()
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == f"/cases/{row.number}/"
    assert row.first.login == "mira"


def test_pages(office: Office) -> None:
    row = opened(office)
    for url in ("/cases/", "/cases/new/", "/cases/new/?profile=oil&customer=K000001", "/cases/overdue/", "/cases/review/", f"/cases/{row.number}/", f"/cases/{row.number}/steps/contact/", f"/cases/{row.number}/turns/raise/","/cases/register.xlsx"):
        answer = client("mira").get(url)
        assert answer.status_code == 200, url
        if "xlsx" not in url: print(url, len(answer.content))
