"""From a fragment to a page of a paper, in a real browser; and several files dropped at once."""

from __future__ import annotations

from playwright.sync_api import FilePayload, Page, expect
from tests.support import pdfs
from tests.support.browsers import Sat
from tests.support.desks import log
from tests.web.reach.cast import Cast

from docgen.register.models import Item

_BAD = FilePayload(name="坏.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4 broken")
_NOTE = FilePayload(name="便条.txt", mimeType="text/plain", buffer="便条".encode())


def scan(text: str) -> FilePayload:
    """A PDF as somebody drops it."""
    return FilePayload(name=f"{text}.pdf", mimeType="application/pdf", buffer=pdfs.written(text))


def drop(page: Page, *files: FilePayload) -> None:
    """Choose files, and wait until each was looked at."""
    page.set_input_files("#f-files", list(files))
    expect(page.locator(".file .told p")).to_have_count(len(files))


def test_a_fragment_leads_to_the_paper_and_its_pages(sat: Sat, cast: Cast) -> None:
    page = sat.page("mira")
    page.goto("/search/")
    page.locator("#q").press_sequentially("扫描")
    page.locator("#q").press("Enter")
    expect(page.locator("#hits-title")).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.locator(f'.hit a[href="/items/{cast.pdf}/"]').first.click()
    before = len(log("item.read"))

    page.select_option("#p-read", "inspection")
    page.locator("#pages button.main").click()
    picture = page.locator("#pages .sheet-picture")
    expect(picture).to_have_js_property("complete", value=True)
    first = picture.get_attribute("src")
    page.locator("body").press("ArrowRight")
    expect(picture).not_to_have_attribute("src", str(first))

    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") > 500
    assert len(log("item.read")) == before + 1


def test_suggestions_are_chosen_by_keyboard(sat: Sat, cast: Cast) -> None:
    del cast
    page = sat.page("mira")
    page.goto("/search/")

    page.locator("#q").press_sequentially("扫描")
    expect(page.locator("#q")).to_have_attribute("aria-expanded", "true")
    page.locator("#q").press("ArrowDown")
    expect(page.locator("#hits-title")).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.locator("#q")).to_have_attribute("aria-activedescendant", "s-1")
    before = page.url
    page.locator("#q").press("Enter")
    page.wait_for_url(lambda url: url != before)
    page.wait_for_load_state("networkidle")

    expect(page.locator("#hits-title")).to_be_visible()


def test_typing_searches_by_itself_after_a_pause(sat: Sat, cast: Cast) -> None:
    page = sat.page("mira")
    page.goto("/search/")

    page.locator("#q").press_sequentially("扫描")

    expect(page.locator(f'.hit a[href="/items/{cast.pdf}/"]').first).to_be_visible()
    assert "q=" in page.url


def test_a_stranger_finds_nothing(sat: Sat, cast: Cast) -> None:
    page = sat.page("lena")

    page.goto("/search/?q=扫描")
    expect(page.locator(".empty")).to_be_visible()
    found = page.locator("#hits-title").inner_text()
    page.goto("/search/?q=没有这样的词")

    assert page.locator("#hits-title").inner_text() == found
    answer = page.goto(f"/items/{cast.pdf}/")
    assert answer is not None
    assert answer.status == 404


def test_one_bad_file_of_three_lets_none_in_until_it_is_left_out(sat: Sat, cast: Cast) -> None:
    page = sat.page("mira")
    page.goto(f"/dossiers/{cast.dossier}/add/")
    before = Item.objects.count()

    drop(page, scan("good"), _BAD, _NOTE)
    expect(page.locator(".file.bad")).to_have_count(1)
    page.locator("#upload button.main").click()
    expect(page.locator("#wrong [role=alert]")).to_contain_text("坏.pdf")
    none = Item.objects.count()
    page.locator(".file.bad .remove").click()
    page.locator(".file .title").first.fill("现场扫描")
    page.locator("#upload button.main").click()
    expect(page.locator(".message.success")).to_be_visible()

    assert none == before
    assert Item.objects.count() == before + 2
    assert Item.objects.filter(title="现场扫描").exists()


def test_files_are_added_without_scripts(sat: Sat, cast: Cast) -> None:
    page = sat.page("mira", scripts=False)
    page.goto(f"/dossiers/{cast.dossier}/add/")

    page.set_input_files("#f-files", [scan("alone")])
    page.fill("#f-title", "无脚本扫描")
    page.locator("#upload button.main").click()

    expect(page.get_by_text("无脚本扫描")).to_be_visible()


def test_a_paper_is_read_on_a_telephone(sat: Sat, cast: Cast) -> None:
    page = sat.page("mira", width=360)
    page.goto(f"/items/{cast.pdf}/")

    page.select_option("#p-read", "inspection")
    page.locator("#pages button.main").click()
    expect(page.locator("#pages .sheet-picture")).to_be_visible()

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
