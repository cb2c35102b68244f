"""Complaints in a real browser: from the call to the closing by the right people; the calendar."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import Page, expect
from tests.support.browsers import Sat, violations
from tests.support.cases import CALLED_BACK
from tests.web.reach.cast import Cast

PHONE = 360
#: Radios and menus alike are chosen by what they say.
_INFORMED = {"informed_by": "电话", "acceptance": "接受"}


def answer(page: Page, name: str, value: str) -> None:
    """Answer a question, whichever kind of control it has."""
    menu = page.locator(f'select[name="f-{name}"]')
    radio = page.locator(f'input[type=radio][name="f-{name}"][value="{value}"]')
    if menu.count():
        menu.select_option(value)
    elif radio.count():
        radio.check()
    else:
        page.locator(f'[name="f-{name}"]').fill(value)


def step(page: Page, number: str, key: str, answers: dict[str, str]) -> None:
    """Do a step by its page."""
    page.goto(f"/cases/{number}/steps/{key}/")
    for name, value in answers.items():
        answer(page, name, value)
    page.locator("#paper button.main").click()
    page.wait_for_url(f"**/cases/{number}/")


def test_a_phone_complaint_goes_from_the_call_to_its_end(sat: Sat, cast: Cast) -> None:
    clerk, head = sat.page("mira"), sat.page("qiao")
    clerk.goto(f"/cases/new/?profile=oil&customer={cast.customer}")
    answer(clerk, "channel", "来电")
    answer(clerk, "content", "卸油晚了三小时")
    clerk.locator("#paper button.main").click()
    clerk.wait_for_url(re.compile(r"/cases/\d+/$"))
    number = clerk.url.rstrip("/").rpartition("/")[2]

    step(clerk, number, "contact", {"contacted_units": "油站"})
    clerk.goto(f"/cases/{number}/steps/investigate/")
    clerk.locator('[name="remark"]').fill("当场已查明")
    clerk.locator('button[name="skip"]').click()
    clerk.wait_for_url(f"**/cases/{number}/")
    step(clerk, number, "opinion", {"opinion": "致歉并减免运费"})
    expect(clerk.locator('.card [aria-disabled="true"]')).to_have_count(1)
    step(head, number, "approve", {"approval": "同意", "outcome": "成立"})
    soon = f"{dt.datetime.now(dt.UTC) + dt.timedelta(hours=8, minutes=1):%Y-%m-%dT%H:%M}"
    step(clerk, number, "inform", {"informed_at": soon, **_INFORMED})
    step(clerk, number, "settle", {"result": "已减免"})
    step(clerk, number, "visit", {**CALLED_BACK, "contact_name": "樊样例"})
    clerk.goto(f"/cases/{number}/turns/close/")
    clerk.locator("#paper button.main").click()

    clerk.wait_for_url(f"**/cases/{number}/")
    expect(clerk.locator("h1 .badge")).to_have_class(re.compile("good"))
    expect(clerk.locator(".timeline li.done")).to_have_count(8)
    assert violations(clerk) == []


def test_a_case_that_is_late_is_shown_late(sat: Sat, cast: Cast) -> None:
    page = sat.page("mira")

    page.goto("/cases/?late=on")
    row = page.locator("tbody tr", has_text=cast.case)
    expect(row.locator(".badge.bad").first).to_be_visible()
    row.get_by_role("link").first.click()

    expect(page.locator(".timeline li.late")).to_have_count(1)
    assert violations(page) == []


def test_the_calendar_is_a_list_on_a_phone(sat: Sat, cast: Cast) -> None:
    del cast
    page = sat.page("qiao")
    page.set_viewport_size({"width": PHONE, "height": 780})

    page.goto("/calendar/?whose=all")

    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE
    assert page.locator("table.month tr").first.evaluate("e => getComputedStyle(e).display") == (
        "block"
    )
    assert violations(page) == []
