"""The pages on which papers are made, as a browser without JavaScript and one with it see them."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.support.desks import COMPLAINT, cast_there, log
from tests.support.pages import client
from tests.support.papers import HTMX, SENT, answered, begun, customer_there, plain
from tests.support.pictures import png

from docgen.office import drafts, people, previews
from docgen.office.desk import Office
from docgen.register.models import IssuedNumber, Item
from docgen.register.models_page import Draft
from docgen.render.page_pictures import Pages

_FORM = f"/new/{COMPLAINT}/"


@pytest.fixture
def draft(office: Office) -> Draft:
    """A draft of mira's about the customer."""
    return begun(office)


@pytest.mark.usefixtures("office")
def test_templates_are_found_as_one_types() -> None:
    answer = client("mira").get("/new/?q=tsjl", headers=HTMX)

    text = answer.content.decode()
    assert "客户投诉记录及处理意见" in text
    assert "<html" not in text
    assert "服务合同" not in text


def test_a_template_that_nobody_accepted_says_so(office: Office) -> None:
    (office.folder / "templates" / COMPLAINT / "expected.txt").write_text("anders", "utf-8")

    assert "not accepted" in plain(client("mira").get("/new/?q=F-120").content)


@pytest.mark.usefixtures("office")
def test_a_star_stays() -> None:
    browser = client("mira")

    browser.post(f"{_FORM}star/", {"on": "1"})

    assert "Favourites" in plain(browser.get("/new/").content)
    assert "Favourites" not in plain(client("jonas").get("/new/").content)


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("name", ["none/such", "complaint/none", "../register"])
def test_a_template_that_is_not_there_is_not_found(name: str) -> None:
    assert client("mira").get(f"/new/{name}/").status_code == 404


@pytest.mark.usefixtures("office")
def test_a_customer_is_chosen_by_a_piece_of_his_name() -> None:
    row = customer_there()
    browser = client("mira")

    found = browser.get(f"{_FORM}?q={row.name[1:4]}", headers=HTMX)
    by_number = browser.get(f"{_FORM}?q={row.code}", headers=HTMX)
    stranger = client("lena").get(f"{_FORM}?q={row.name[1:4]}", headers=HTMX)

    assert f'value="{row.code}"' in found.content.decode()
    assert f'value="{row.code}"' in by_number.content.decode()
    assert row.name not in stranger.content.decode()


@pytest.mark.usefixtures("office")
def test_a_customer_in_the_address_is_asked_about_no_more() -> None:
    row = customer_there()

    mine = client("mira").get(f"{_FORM}?customer={row.code}")
    hidden = client("lena").get(f"{_FORM}?customer={row.code}")
    nobody = client("lena").get(f"{_FORM}?customer=K999999")

    assert row.name in mine.content.decode()
    assert (hidden.status_code, nobody.status_code) == (404, 404)


@pytest.mark.usefixtures("office")
def test_beginning_leads_to_the_form_with_what_is_known() -> None:
    browser = client("mira")

    answer = browser.post(_FORM, {"customer": customer_there().code})
    text = browser.get(answer["Location"]).content.decode()

    assert answer["Location"] == "/drafts/D000001/"
    assert f'value="{customer_there().name}"' in text
    assert "from the records" in text
    assert text.count("<h1") == 1


def test_every_template_can_be_shown_as_a_form(office: Office) -> None:
    """No kind of question and no rule of any template breaks the page."""
    browser, mira = client("mira"), cast_there().mira
    names = ["archive/regrading", "contract/shop-lease", "dispatch/monthly-appraisal"]
    names += ["handover/asset-register", "service/expense-claim", "visit/satisfaction-survey"]

    codes = [drafts.begin(office, mira, name).code for name in names]

    assert [browser.get(f"/drafts/{code}/").status_code for code in codes] == [200] * len(names)


def test_what_is_sent_is_saved_and_shown_again(office: Office, draft: Draft) -> None:
    browser = client("mira")

    answer = browser.post(f"/drafts/{draft.code}/", SENT)

    assert answer.status_code == 302
    text = browser.get(f"/drafts/{draft.code}/").content.decode()
    assert "到货短少三箱" in text
    assert 'name="t-items-1-what" type="text" value="标签"' in text
    assert 'name="t-items-2-what" type="text" value=""' in text
    assert drafts.get(office, cast_there().mira, draft.code).version == 2


def test_autosaving_answers_with_what_changed(draft: Draft) -> None:
    sent = {**SENT, "f-informed_at": "昨天", "f-resolution": "换货"}

    answer = client("mira").post(f"/drafts/{draft.code}/", sent, headers=HTMX)

    text = answer.content.decode()
    assert answer["HX-Trigger"] == "saved"
    assert 'id="version" value="2"' in text
    assert re.search(r'id="w-informed_at"[^>]*><p>“昨天” is not a day with a time', text)
    assert re.search(r'id="n-minutes_number"[^>]*>required', text)
    assert re.search(r'id="c-due_on"[^>]*>2026-03-13', text)
    assert "<html" not in text


def test_saving_the_same_again_draws_no_new_preview(draft: Draft) -> None:
    browser = client("mira")
    browser.post(f"/drafts/{draft.code}/", SENT, headers=HTMX)

    again = browser.post(f"/drafts/{draft.code}/", {**SENT, "version": "2"}, headers=HTMX)

    assert "HX-Trigger" not in again


def test_a_second_window_is_led_to_a_draft_of_its_own(draft: Draft) -> None:
    browser = client("mira")
    browser.post(f"/drafts/{draft.code}/", SENT)
    other = {**SENT, "window": "w2", "f-content": "另一个窗口"}

    by_script = browser.post(f"/drafts/{draft.code}/", other, headers=HTMX)
    by_form = browser.post(f"/drafts/{draft.code}/", {**other, "f-content": "再一个"})

    assert by_script["HX-Redirect"] == "/drafts/D000002/"
    assert by_form["Location"] == "/drafts/D000003/"
    assert "is kept as D000003" in browser.get("/drafts/D000003/").content.decode()
    assert "到货短少三箱" in browser.get(f"/drafts/{draft.code}/").content.decode()


def test_a_row_more_and_a_row_less_without_scripts(draft: Draft) -> None:
    browser = client("mira")

    answer = browser.post(f"/drafts/{draft.code}/", {**SENT, "drop": "items-0"})

    assert answer["Location"].endswith("#f-items")
    assert Draft.objects.get().answers["items"] == [{"what": "标签"}]


def test_making_with_holes_lists_them_as_links_and_uses_no_number(draft: Draft) -> None:
    sent = {**SENT, "f-channel": "", "t-items-0-what": "", "act": "file"}

    answer = client("mira").post(f"/drafts/{draft.code}/make/", sent)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#q-channel"' in text
    assert 'href="#q-items-0-what"' in text
    assert 'value="到货短少三箱"' in text or "到货短少三箱</textarea>" in text
    assert not IssuedNumber.objects.exists()


def test_making_files_the_paper_and_a_second_press_shows_the_same(
    draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("docgen.office.writing.to_pdf", lambda *_, **__: b"%PDF-1.4")
    browser, sent = client("mira"), {**SENT, "act": "file"}

    first = browser.post(f"/drafts/{draft.code}/make/", sent)
    second = browser.post(f"/drafts/{draft.code}/make/", sent)

    item = Item.objects.get()
    text = browser.get(f"/drafts/{draft.code}/").content.decode()
    assert first["Location"] == second["Location"] == f"/drafts/{draft.code}/"
    assert item.form_number in text
    assert f"/items/{item}/" in text
    assert len(log("item.filed")) == 1


def test_a_paper_that_was_not_filed_is_fetched(
    draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("docgen.office.writing.to_pdf", lambda *_, **__: b"%PDF-1.4")
    browser = client("mira")
    browser.post(f"/drafts/{draft.code}/make/", {**SENT, "act": "make"})

    word = browser.get(f"/drafts/{draft.code}/paper.docx")
    pdf = browser.get(f"/drafts/{draft.code}/paper.pdf")
    none = browser.get(f"/drafts/{draft.code}/paper.exe")

    assert word.content.startswith(b"PK")
    assert word["Content-Disposition"].startswith("attachment")
    assert pdf.content == b"%PDF-1.4"
    assert none.status_code == 404
    assert client("jonas").get(f"/drafts/{draft.code}/paper.docx").status_code == 404


def test_the_list_of_drafts_removes_and_takes_back(draft: Draft) -> None:
    browser = client("mira")

    browser.post(f"/drafts/{draft.code}/move/", {"act": "remove"})
    after = plain(browser.get("/drafts/").content)
    browser.post(f"/drafts/{draft.code}/move/", {"act": "restore"})

    assert f"The draft {draft.code} was removed" in after
    assert "客户投诉记录" in plain(browser.get("/drafts/").content)


def test_the_preview_is_words_where_there_is_no_libreoffice(office: Office) -> None:
    before = len(log())
    code = answered(office).code

    answer = client("mira").get(f"/drafts/{code}/preview/", headers=HTMX)

    assert "到货短少三箱" in answer.content.decode()
    assert [one["act"] for one in log()[before:]] == []
    assert not IssuedNumber.objects.exists()


def test_the_preview_is_pictures_of_its_pages(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previews.WARM, "is_ready", lambda: True)
    monkeypatch.setattr(previews.WARM, "pool", lambda: None)
    monkeypatch.setattr(previews, "to_pdf", lambda *_, **__: b"%PDF")
    monkeypatch.setattr(previews, "pictured", lambda *_, **__: Pages((b"one", b"two"), 3))
    code = answered(office).code

    text = client("mira").get(f"/drafts/{code}/preview/", headers=HTMX).content.decode()

    assert text.count('src="data:image/png;base64,') == 2
    assert "first 2 of 3 pages" in text


def test_only_the_newest_preview_is_drawn(office: Office) -> None:
    code = answered(office).code
    browser = client("mira")

    old = browser.get(f"/drafts/{code}/preview/?version=1", headers=HTMX)
    new = browser.get(f"/drafts/{code}/preview/?version=2", headers=HTMX)

    assert (old.status_code, new.status_code) == (204, 200)


def test_the_preview_has_a_page_of_its_own(draft: Draft) -> None:
    text = client("mira").get(f"/drafts/{draft.code}/preview/").content.decode()

    assert "<h1>" in text
    assert "no paper yet" in text


def test_what_a_form_cannot_say_yet_is_no_fault(office: Office) -> None:
    draft = drafts.begin(office, cast_there().mira, "dispatch/monthly-appraisal")

    answer = client("mira").get(f"/drafts/{draft.code}/preview/", headers=HTMX)

    assert "when more is answered" in answer.content.decode()


def test_a_picture_is_sent_once_and_stays(office: Office) -> None:
    name = "service/with-picture"
    folder = office.folder / "templates" / name
    source = office.folder / "templates" / "complaint" / "memo"
    folder.mkdir()
    for file in source.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    toml = (folder / "form.toml").read_text("utf-8").replace('"complaint"', '"service"')
    toml += '\n[field.photo]\nlabel = "照片"\nkind = "image"\nrequired = false\n'
    (folder / "form.toml").write_text(toml, "utf-8")
    draft = drafts.begin(office, people.by_login("mira"), name)
    browser, at = client("mira"), f"/drafts/{draft.code}/"

    browser.post(at, {"f-photo": SimpleUploadedFile("../照片.png", png()), "version": "1"})
    browser.post(at, {"f-reason": "甲", "version": "2"})

    kept = Draft.objects.get().answers["photo"]
    assert kept["name"] == "照片.png"
    assert 'enctype="multipart/form-data"' in browser.get(at).content.decode()


@pytest.mark.parametrize("seed", range(4))
def test_no_form_post_breaks_the_page(draft: Draft, seed: int) -> None:
    """Hostile names and values end as a saved draft or a sentence."""
    odd = ["\x00", "=1+1", "<script>", "{{7*7}}", "1" * 5_000, "🙈", "٣", "-1", "2026-99-99"]
    sent = {f"f-{name}": odd[(seed + n) % len(odd)] for n, name in enumerate(SENT_NAMES)}
    sent |= {f"t-items-{odd[seed]}-what": "x", f"t-items-{10**8 + seed}-what": odd[seed]}
    sent |= {"version": odd[seed], "window": odd[seed + 1] * 40}

    saved = client("mira").post(f"/drafts/{draft.code}/", sent)
    made = client("mira").post(f"/drafts/{draft.code}/make/", {**sent, "act": "file"})
    shown = client("mira").get(f"/drafts/{draft.code}/preview/")

    assert saved.status_code < 500
    assert made.status_code in {302, 422}
    assert shown.status_code == 200
    assert not Item.objects.exists()


SENT_NAMES = [name.removeprefix("f-") for name in SENT if name.startswith("f-")]
