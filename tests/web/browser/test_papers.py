"""Papers are made in a real browser: a complaint with its preview, a batch of 50, on a phone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from tests.support.browsers import Sat, violations
from tests.web.reach.cast import Cast

COMPLAINT = "complaint/complaint-record"
_SLOW = 60_000


def _begun(sat: Sat, cast: Cast, *, width: int = 1280, scripts: bool = True) -> Page:
    """A complaint of the customer, on the page."""
    page = sat.page("mira", width=width, scripts=scripts)
    page.goto(f"/new/{COMPLAINT}/?customer={cast.customer}")
    page.locator("button.main").click()
    page.wait_for_url("**/drafts/**")
    return page


def _answer(page: Page, content: str) -> None:
    page.fill("#f-received_on", "2026-03-10T09:40")
    page.fill("#f-customer_name", "深圳样例物业")
    page.select_option("#f-channel", "来电")
    page.check("input[name=f-severity][value=较大]")
    page.fill("#f-content", content)


def test_a_clerk_fills_a_complaint_with_its_preview_and_files_it(sat: Sat, cast: Cast) -> None:
    page = _begun(sat, cast)
    page.fill("#f-contact_phone", "123")
    expect(page.locator("#w-contact_phone")).not_to_be_empty()
    page.fill("#f-contact_phone", "0755-55550101")
    expect(page.locator("#w-contact_phone")).to_be_empty()
    _answer(page, "到货短少三箱")
    page.fill("#t-items-0-what", "纸箱")
    page.keyboard.press("Enter")
    page.keyboard.type("标签")
    expect(page.locator("#c-due_on")).to_contain_text("2026-03-13")
    expect(page.locator("#preview img")).to_be_visible(timeout=_SLOW)
    assert violations(page) == []

    page.locator("button[value=file]").click()

    expect(page.locator(".result .number").first).to_contain_text("TS-")
    expect(page.locator(".result")).to_contain_text(cast.dossier)
    assert violations(page) == []


def test_a_draft_survives_a_reload_and_making_with_holes_leads_to_them(
    sat: Sat, cast: Cast
) -> None:
    page = _begun(sat, cast)
    with page.expect_response(re.compile(r"/drafts/D\d+/$")):
        page.fill("#f-content", "先写一半")

    page.reload()
    kept = page.input_value("#f-content")
    page.locator("button[value=file]").click()

    assert kept == "先写一半"
    page.locator("#faults a").first.click()
    assert re.search(r"#q-\w+$", page.url)
    assert violations(page) == []


def test_rows_are_pasted_from_a_spreadsheet(sat: Sat, cast: Cast) -> None:
    page = _begun(sat, cast)
    page.focus("#t-items-0-what")

    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.setData("text/plain", "纸箱\\t3\\tA-1\\n标签\\t2\\tB-2\\n托盘\\t1\\n");
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }"""
    )

    assert page.input_value("#t-items-2-what") == "托盘"
    assert page.input_value("#t-items-1-reference") == "B-2"
    page.locator("[data-drop]").first.click()
    expect(page.locator("#saved")).to_be_visible()
    assert page.locator("[data-drop]").count() == 2


@pytest.mark.parametrize("count", [12, pytest.param(50, marks=pytest.mark.slow)])
def test_a_batch_with_three_wrong_cells_corrected(
    sat: Sat, cast: Cast, tmp_path: Path, count: int
) -> None:
    del cast
    page = sat.page("mira")
    page.goto(f"/batches/?template={COMPLAINT}")
    assert violations(page) == []
    with page.expect_download() as fetched:
        page.locator("button[formaction]").click()
    rows = _typed(fetched.value.path(), tmp_path / "许多条.xlsx", count)
    page.set_input_files("#files", rows)
    page.locator("form button.main").click()
    expect(page.locator(".faults tbody tr")).to_have_count(3, timeout=_SLOW)
    assert violations(page) == []
    page.select_option("[name=x-5-severity]", "一般")
    page.fill("[name=x-9-received_on]", "2026-03-10 10:00")
    page.fill("[name=x-11-content]", "补写的内容")

    page.locator("button[value=correct]").click()
    page.locator("input[name=pdf]").uncheck(timeout=_SLOW)
    page.locator("button[value=run]").click()

    expect(page.locator(".result .figure-big")).to_contain_text(f"{count}", timeout=_SLOW)
    with page.expect_download() as zipped:
        page.locator(".result a.main").click()
    assert zipped.value.suggested_filename.endswith(".zip")


def _typed(blank: Path, place: Path, count: int) -> Path:
    book = load_workbook(blank.open("rb"))
    page = book.worksheets[0]
    heads = [str(cell.value or "").strip("* ") for cell in page[1]]
    row = {"投诉时间": "2026-03-10 09:40", "投诉客户": "深圳样例物业", "投诉方式": "来电"}
    row |= {"投诉级别": "一般", "投诉内容": "到货短少", "经办人": "周映秋"}
    wrong = {5: {"投诉级别": "很大"}, 9: {"投诉时间": "昨天"}, 11: {"投诉内容": ""}}
    for number in range(2, count + 2):
        values = {**row, **wrong.get(number, {})}
        for column, head in enumerate(heads, start=1):
            if values.get(head):
                page.cell(number, column).value = values[head]
    book.save(place)
    return place


def test_a_complaint_is_made_without_scripts(sat: Sat, cast: Cast) -> None:
    page = _begun(sat, cast, scripts=False)
    _answer(page, "没有脚本")
    page.fill("#t-items-0-what", "纸箱")
    page.locator("button[name=row]").click()
    page.fill("#t-items-1-what", "标签")

    page.locator("button[value=make]").click()

    expect(page.locator(".result a[download]")).to_have_count(2)


def test_a_form_fits_a_phone(sat: Sat, cast: Cast) -> None:
    page = _begun(sat, cast, width=360)

    pages = ["/new/", page.url, "/drafts/", "/batches/"]

    for one in pages:
        page.goto(one)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, one
