"""The desk in a real browser: a paper lent and back, an outside request from form to serving."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.support.browsers import Sat, violations
from tests.web.reach.cast import Cast

from docgen.register.models import Item, Loan
from docgen.register.models_outside import OutsideRequest, OutsideServing


def scan(page: Page, text: str) -> None:
    """Type what a scanner types: the field is ready for it as soon as the desk is open."""
    page.goto("/loans/")
    expect(page.locator("#scan")).to_be_focused()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_borrowed_with_approval_handed_over_and_back_with_damage(sat: Sat, cast: Cast) -> None:
    item = str(Item.objects.get(pk=2))
    mira, qiao, jonas = (sat.page(who) for who in ("mira", "qiao", "jonas"))

    scan(mira, item)  # nobody has it: the way leads to the form
    mira.get_by_label("纸质原件").check()
    mira.locator("button[value=request]").click()
    code = mira.url.rstrip("/").rpartition("/")[2]
    qiao.goto("/approvals/")
    row = qiao.locator(f"#loan-{code}")
    row.locator("button[value=yes]").click()
    expect(row.get_by_role("alert")).to_contain_text("overdue")  # he has another paper too long
    row.locator("input[name=words]").fill("诉讼急用")
    row.locator("button[value=yes]").click()
    expect(qiao.locator(".message.success")).to_contain_text(code)
    scan(jonas, code)
    jonas.locator("#hand-over button").click()
    expect(jonas.locator("h1 .badge")).to_have_class("badge good")
    with jonas.expect_download() as slip:
        jonas.locator("a[href$='slip/?as=pdf']").click()
    scan(jonas, item)  # out: the paper's own number leads to taking it back, the hand on the pages
    expect(jonas.locator("#f-pages")).to_be_focused()
    jonas.locator("#f-pages").fill("1")
    jonas.locator("#damaged").check()
    jonas.locator("#f-remark").fill("封面水渍")
    jonas.locator("#return button").click()

    expect(jonas.locator(".message.warning")).to_be_visible()
    assert Path(slip.value.path()).read_bytes().startswith(b"%PDF")
    returned = Loan.objects.get(pk=int(code[1:]))
    assert (returned.state, returned.condition, returned.remark) == (
        "returned",
        "damaged",
        "封面水渍",
    )
    assert returned.decided_by == cast.people["manager"]


def test_an_outside_request_from_the_form_to_the_copy(sat: Sat, cast: Cast, tmp_path: Path) -> None:
    files = [tmp_path / f"证件{n}.txt" for n in range(3)]
    for n, one in enumerate(files):
        one.write_text(f"扫描件第{n}号", "utf-8")
    jonas, wen = sat.page("jonas"), sat.page("wen")

    jonas.goto("/outside/new/")
    for name, words in {
        "body": "云汀市样本区人民法院",
        "visitor-1-name": "庄知遥",
        "visitor-1-number": "示法990117",
        "visitor-2-name": "桑令仪",
        "visitor-2-number": "示法990264",
        "notice": "（2026）示民初991号",
        "notice_on": "2026-03-01",
        "scope": "扫描件一件",
        "papers": cast.pdf,
    }.items():
        jonas.locator(f"[name='{name}']").fill(words)
    jonas.locator("[name=branch]").select_option("人民法院")
    for name, one in zip(("visitor-1-scan", "visitor-2-scan", "notice_scan"), files, strict=True):
        jonas.locator(f"[name='{name}']").set_input_files(one)
    jonas.locator("main button.main").click()
    code = jonas.url.rstrip("/").rpartition("/")[2]
    wen.goto(f"/outside/{code}/")
    wen.locator("#approve input[name=opinion]").fill("同意查阅并复制")
    wen.locator("#approve button").click()
    jonas.goto(f"/outside/{code}/")
    jonas.locator("[name=items]").check()
    jonas.locator("[name=escort]").select_option("mira")
    jonas.locator("#present").check()
    jonas.locator("#serve button").click()
    with jonas.expect_download() as copy:
        jonas.locator("a[download]").click()

    assert Path(copy.value.path()).read_bytes().startswith(b"%PDF")
    row = OutsideRequest.objects.get(pk=int(code.rpartition("-")[2]))
    assert row.state == "approved"
    assert OutsideServing.objects.get(request=row).escort == cast.people["clerk"]


@pytest.mark.slow  # test_every_page looks at the same pages
def test_the_desks_pages_have_no_barrier(sat: Sat, cast: Cast) -> None:
    jonas, qiao = sat.page("jonas"), sat.page("qiao", width=390)
    faults = {}

    for path in ("/loans/", f"/loans/{cast.loan}/", f"/loans/new/?item={cast.item}"):
        jonas.goto(path)
        faults[path] = violations(jonas)
    for path in ("/outside/new/", f"/outside/{cast.outside}/"):
        jonas.goto(path)
        faults[path] = violations(jonas)
    for path in ("/", "/approvals/", "/outside/", "/loans/?tab=out"):
        qiao.goto(path)
        faults[path] = violations(qiao)
        assert qiao.evaluate("document.documentElement.scrollWidth") <= 390, path

    assert {path: found for path, found in faults.items() if found} == {}
