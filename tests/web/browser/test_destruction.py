"""A destruction list from the proposal to the certificate, by five people in a real browser.

And a template's new version, sent by one and released by another.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect
from tests.support.browsers import Sat
from tests.support.proposals import word
from tests.web.reach.cast import LOGINS, Cast

from docgen.register.models import Item
from docgen.register.models_disposal import DestructionList

#: A form that no other test looks at, and its heading.
NAME, OLD, NEW = "service/leave-slip", "请\u3000假\u3000条", "请\u3000假\u3000单"


def turn(page: Page, name: str) -> Page:
    """Take a step of the list that the page shows."""
    box = page.locator(f"#{name}")
    if not box.evaluate("one => one.open"):
        box.locator("summary").click()
    box.locator("form button").click()
    return page


def test_a_list_goes_through_two_approvers_and_two_witnesses_to_its_certificate(
    sat: Sat, cast: Cast
) -> None:
    url = f"/destructions/{cast.destruction}/"
    people = {role: sat.page(LOGINS[role][0]) for role in ("archivist", "manager", "legal")}
    for page in people.values():
        page.goto(url)
    archivist, manager, legal = people.values()

    for page in (manager, legal):
        turn(page, "approve")
        expect(page.locator(".message.success")).to_be_visible()
    for page in (manager, legal):
        page.goto(url)
        turn(page, "witness")
        expect(page.locator(".message.success")).to_be_visible()
    archivist.goto(url)
    archivist.locator("#f-typed").fill("D999999")
    archivist.locator("#carry-out button").click()
    expect(archivist.locator(".problem")).to_be_visible()
    archivist.locator("#f-typed").fill(cast.destruction)
    archivist.locator("#carry-out button").click()
    expect(archivist.locator(".message.success")).to_be_visible()
    archivist.locator("details.stone summary").click()
    expect(archivist.locator("details.stone dl")).to_be_visible()
    with archivist.expect_download() as fetched:
        archivist.locator("a", has_text="Word").click()

    [item] = Item.objects.filter(state="destroyed")
    assert DestructionList.objects.get().tombstones.get().item == item
    assert fetched.value.path().read_bytes().startswith(b"PK")


def test_a_new_version_of_a_template_is_released_by_somebody_else(
    sat: Sat, cast: Cast, tmp_path: Path
) -> None:
    file = tmp_path / "新版.docx"
    file.write_bytes(word(cast.office, OLD, NEW, name=NAME))
    sender, other = sat.page(LOGINS["archivist"][0]), sat.page(LOGINS["administrator"][0])

    sender.goto(f"/templates/{NAME}/propose/")
    sender.locator("#files").set_input_files(file)
    sender.locator("main form button.main").click()
    expect(sender.locator(".act.refused")).to_be_visible()
    other.goto(f"/templates/{NAME}/proposal/")
    expect(other.locator("ins")).to_contain_text(NEW)
    expect(other.locator("del")).to_contain_text(OLD)
    other.locator("form.act button.main").click()
    expect(other.locator(".message.success")).to_be_visible()

    expected = cast.office.folder / "templates" / NAME / "expected.txt"
    assert NEW in expected.read_text("utf-8")
