"""The auditor and the administrator in a real browser.

The log that is tampered with is another office's: the one that all tests share stays whole.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.support.browsers import Sat, Served, serving, violations
from tests.support.offices import as_made
from tests.web.reach import cast as casting

AUDITING = (
    *("/audit/", "/audit/log/", "/audit/verify/", "/audit/figures/", "/audit/log/3/"),
    *("/audit/statement/?month=2026-03", "/audit/reports/access/?run=1"),
    *("/audit/reports/who-knew/?run=1&number=0000000001", "/audit/reports/reconcile/?run=1"),
)
_PARTS = (
    *("", "people/", "people/new/", "people/p-0002/", "units/", "rules/", "rules/loans.toml/"),
    *("settings/", "backups/", "queue/", "health/"),
)
RUNNING = tuple(f"/administration/{part}" for part in _PARTS)
PHONE = 360


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Served]:
    """The office of the cast once more, for this test alone."""
    as_made(casting.make, tmp_path / "office")
    with serving(tmp_path / "office") as there:
        yield there


def tamper(folder: Path, index: int) -> None:
    """Edit an entry where it lies, with SQLite's own tool."""
    with contextlib.closing(sqlite3.connect(folder / "register.sqlite3")) as database, database:
        database.execute("DROP TRIGGER register_log_entry_no_update")
        database.execute(
            "UPDATE register_log_entry SET leaf = replace(leaf, 'p-0002', 'p-0003') WHERE idx = ?",
            [index],
        )


def first_of(folder: Path, who: str) -> int:
    """The first entry of somebody."""
    with contextlib.closing(sqlite3.connect(folder / "register.sqlite3")) as database:
        query = "SELECT min(idx) FROM register_log_entry WHERE instr(leaf, ?)"
        [index] = database.execute(query, [f'"who":"{who}"'.encode()]).fetchone()
        return int(index)


def test_an_auditor_finds_the_log_whole_and_then_which_entry_was_changed(
    own: Served, browser: Browser
) -> None:
    sat = Sat(own, browser)
    page = sat.page("ada", language="en")
    page.goto("/audit/")
    page.get_by_role("button", name="Verify now").click()
    expect(page.get_by_text("The log is whole.")).to_be_visible()
    index = first_of(own.folder, "p-0002")

    tamper(own.folder, index)
    page.get_by_role("link", name="Verify again").click()
    page.get_by_role("button", name="Verify now").click()

    expect(page.get_by_text("The log was changed.")).to_be_visible()
    row = page.get_by_role("row").filter(has_text="L003")
    expect(row.get_by_role("link", name=str(index), exact=True)).to_be_visible()
    page.goto("/audit/")
    expect(page.get_by_text("changed", exact=True)).to_be_visible()
    sat.close()
    assert sat.faults == []


def test_an_administrator_opens_an_account_and_its_owner_gets_in_by_the_link(sat: Sat) -> None:
    page = sat.page("root", language="en")
    page.goto("/administration/people/")
    page.get_by_role("link", name="Open an account").click()
    page.get_by_label("Login").fill("lan")
    page.get_by_label("Full name").fill("兰")
    page.get_by_label("Unit").fill("客户服务部")
    page.get_by_label("clerk").check()
    page.get_by_role("button", name="Open the account").click()
    link = page.get_by_label("Link").input_value()

    guest = sat.page(language="en")
    guest.goto(link)
    expect(guest.get_by_role("heading", level=1)).to_be_visible()
    for field in guest.locator("input[type=password]").all():
        field.fill("一只安静的白鹭站在小桥边上看水")
    guest.get_by_role("button", name="Set the password").click()

    guest.wait_for_url(re.compile("/login/"))
    assert guest.goto(link).status == 404  # type: ignore[union-attr]  # it answers


@pytest.mark.slow  # each page, with its reports run; test_every_page looks at them as they open
@pytest.mark.parametrize(("who", "addresses"), [("ada", AUDITING), ("root", RUNNING)])
def test_no_page_has_a_barrier_and_each_fits_a_phone(
    sat: Sat, who: str, addresses: tuple[str, ...]
) -> None:
    page = sat.page(who, width=PHONE)
    faults = []

    for address in addresses:
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth")
        faults += [f"{address}: {one}" for one in violations(page)]
        faults += [f"{address}: {wide} wide"] if wide > PHONE else []

    assert faults == []
