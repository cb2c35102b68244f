"""The pages that stand alone in README and guides, and what is done before each is taken.

Used by ``tools/screenshots.py``; everything that is typed or sent is invented.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import FilePayload, Page

#: A data sheet in which two cells are wrong.
_SHEET = """客户号,投诉时间,投诉方式,投诉级别,投诉内容
K000010,2026-03-02 09:30,来电,一般,燃气表读数与短信不一致
K000011,2026-03-32 08:15,来电,一般,热水时断时续
K000009,2026-03-04 16:20,传真,较大,外窗雨后漏水
K000006,2026-03-05 11:05,来信,一般,报修两次未按时上门
"""
_VISIT = "/templates/visit/visit-report/"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Single:
    """A page: the picture's name, whose it is, its address, and what is done first."""

    name: str
    login: str
    path: str
    first: Callable[[Page], None] | None = None
    width: int = 1280


def a_sheet(page: Page) -> None:
    """A batch whose sheet has faults, when it has been checked."""
    page.locator("#template").select_option("complaint/complaint-record")
    page.locator("#files").set_input_files(file("三月投诉.csv", "text/csv", _SHEET.encode()))
    page.locator('form[enctype="multipart/form-data"] button.main').click()
    page.locator("table.faults").wait_for()


def a_look(page: Page) -> None:
    """A paper whose pages are shown."""
    page.locator("#p-read").select_option("complaint")
    page.locator('form[action$="/look/"] button.main').click()
    page.locator(".sheet-picture").wait_for()


def a_case(page: Page) -> None:
    """The first case of the list."""
    page.locator('a[href^="/cases/2"]').first.click()


def a_preview(page: Page) -> None:
    """A form beside which its preview stands."""
    page.locator("#preview img").first.wait_for()


def dropped(page: Page) -> None:
    """Three files that were looked at, one of them broken."""
    page.locator("#f-files").set_input_files(
        [
            file("回访记录.txt", "text/plain", "客户表示满意。".encode()),
            file("维修确认单.txt", "text/plain", "窗框重新打胶，未再渗漏。".encode()),
            file("扫描件.pdf", "application/pdf", b"%PDF-1.7 cut short"),
        ]
    )
    page.locator("#files .file.bad").wait_for()


def original(page: Page) -> None:
    """The original on paper is asked for."""
    page.locator('input[name="kind"][value="paper"]').check()


def verified(page: Page) -> None:
    """A check of the log that has come to its end."""
    page.locator('form[action$="/verify/"] button.main').first.click()
    page.locator(".message.success").wait_for()


def made(page: Page) -> None:
    """A draft whose last fields were filled in, made and filed."""
    for field in page.get_by_label("必填").all():
        if field.is_visible() and not field.input_value():
            is_date = field.get_attribute("type") == "date"
            field.fill("2026-11-20" if is_date else "客户反映巡检及时，希望增加夜间值守。")
    for choice in page.locator("main select").all():
        if choice.is_visible() and not choice.input_value():
            choice.select_option(index=1)
    page.locator('button[value="file"]').click()
    page.get_by_role("heading", name="已生成并归档").wait_for()


def sent(page: Page) -> None:
    """A changed Word file that waits for the second person."""
    word = io.BytesIO(page.request.get(f"{_VISIT}word/").body())
    page.locator("#files").set_input_files(
        file("template.docx", _WORD, reworded(word, "接待人", "接待人员"))
    )
    page.locator('form[enctype="multipart/form-data"] button.main').click()
    page.locator("main img").first.wait_for()


def reworded(word: io.BytesIO, old: str, new: str) -> bytes:
    """A Word file with some words of its text changed."""
    changed = io.BytesIO()
    with zipfile.ZipFile(word) as before, zipfile.ZipFile(changed, "w") as after:
        for part in before.infolist():
            content = before.read(part)
            if part.filename == "word/document.xml":
                content = content.replace(old.encode(), new.encode())
            after.writestr(part, content)
    return changed.getvalue()


def file(name: str, kind: str, content: bytes) -> FilePayload:
    """A file as a browser sends it."""
    return {"name": name, "mimeType": kind, "buffer": content}


SINGLES = (
    Single("sign-in", "", "/login/"),
    Single("home", "zhou", "/"),
    Single("new-paper", "lin", "/new/"),
    Single("new-form", "lin", "/drafts/D000001/", a_preview),
    Single("batch", "lin", "/batches/", a_sheet),
    Single("search", "lin", "/search/?q=漏水"),
    Single("dossier", "shen", "/dossiers/0000000001/"),
    Single("dossier-add", "lin", "/dossiers/0000000001/add/", dropped),
    Single("item", "lin", "/items/0000000001-0003/", a_look),
    Single("loans", "shen", "/loans/"),
    Single("loans-overdue", "shen", "/loans/?tab=overdue"),
    Single("loan", "shen", "/loans/L000003/"),
    Single("loan-new", "lin", "/loans/new/?item=0000000001-0003", original),
    Single("outside-request", "shen", "/outside/OUT-000001/"),
    Single("transfers", "shen", "/transfers/?days=60"),
    Single("destruction-new", "shen", "/destructions/new/"),
    Single("approvals", "zhou", "/approvals/"),
    Single("case", "lin", "/cases/", a_case),
    Single("audit", "qin", "/audit/"),
    Single("audit-log", "qin", "/audit/log/?text=借阅"),
    Single("who-knew", "qin", "/audit/reports/who-knew/?number=0000000001-0003&until=&run=1"),
    Single("unusual", "qin", "/audit/reports/unusual/?since=&until=&run=1"),
    Single("audit-verify", "qin", "/audit/verify/", verified),
    Single("audit-statement", "qin", "/audit/statement/"),
    Single("template", "shen", _VISIT),
    Single("template-new", "shen", "/templates/new/"),
    Single("administration", "he", "/administration/"),
    Single("phone-home", "lin", "/", width=390),
    Single("phone-search", "lin", "/search/?q=漏水", width=390),
)
#: What changes the office is done when all its pages have been taken.
LAST = (
    Single("made", "lin", "/drafts/D000001/", made),
    Single("template-waits", "shen", f"{_VISIT}propose/", sent),
)
