"""The template library on pages: the list, a template, its check, its history, its picture."""

from __future__ import annotations

import pytest
from tests.support.pages import client
from tests.support.papers import HTMX, plain
from tests.support.pictures import png
from tests.support.proposals import NAME, word
from tests.web.reach.cast import Cast

from docgen.errors import OutsideFailed
from docgen.office import editions, people, previews, template_pictures, writing
from docgen.office.desk import Office
from docgen.render.folder import read_template
from docgen.render.page_pictures import Pages

URL = f"/templates/{NAME}/"


def page(login: str, url: str, **headers: str) -> str:
    """The words of a page that is there."""
    answer = client(login).get(url, headers=headers)
    assert answer.status_code == 200, answer.content.decode()
    return plain(answer.content)


@pytest.mark.usefixtures("office")
def test_templates_are_found_as_one_types() -> None:
    found = client("mira").get("/templates/?q=khts", headers=HTMX).content.decode()

    assert "客户投诉记录及处理意见" in found
    assert "<html" not in found
    assert "服务合同" not in found


def test_a_changed_template_stands_among_those_not_accepted(office: Office) -> None:
    (office.folder / "templates" / NAME / "expected.txt").write_text("anders", "utf-8")

    assert "客户投诉记录及处理意见" in page("mira", "/templates/?state=changed")
    assert "客户投诉记录及处理意见" not in page("mira", "/templates/?state=accepted")
    assert "not accepted" in page("mira", URL)


def test_a_template_that_cannot_be_read_is_named_and_its_check_says_why(office: Office) -> None:
    (office.folder / "templates" / NAME / "form.toml").write_text("title = ", "utf-8")

    assert f"These cannot be read: {NAME}" in page("mira", "/templates/")
    assert "T019" in page("mira", f"{URL}check/")
    assert client("mira").get(URL).status_code == 422


@pytest.mark.usefixtures("office")
def test_a_favourite_is_his_who_starred_it() -> None:
    client("mira").post(f"{URL}star/", {"on": "1"})

    assert "客户投诉记录及处理意见" in page("mira", "/templates/?state=favourite")
    assert "No favourites yet" in page("jonas", "/templates/?state=favourite")


@pytest.mark.usefixtures("office")
def test_a_template_tells_what_it_asks_and_where_it_goes() -> None:
    text = page("mira", URL)

    assert "投诉级别 一般" in text
    assert "one of a list 一般、较大、特殊" in text
    assert "known from: the customer&#x27;s record" in text
    assert "computed: 投诉时间 + 按投诉级别取值 个工作日" in text
    assert "if 已填经理办公会决议" in text
    assert "企业发展部、客户档案" in text
    assert "Send a new version" not in text


@pytest.mark.parametrize(("who", "papers"), [("mira", True), ("lena", False), ("ada", False)])
def test_it_tells_how_many_papers_one_may_know_of(cast: Cast, who: str, *, papers: bool) -> None:
    del cast
    text = client(who).get(URL).content.decode()

    assert ("/search/?template=complaint%2Fcomplaint-record" in text) == papers
    assert ("No paper that you may know of" in text) != papers


@pytest.mark.usefixtures("office")
def test_until_the_pages_are_drawn_the_words_stand_there() -> None:
    assert "示例客户服务有限公司" in page("mira", URL)


@pytest.fixture
def _drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A LibreOffice that is ready at once, and draws one small page."""
    monkeypatch.setattr(previews.WARM, "is_ready", lambda: True)
    monkeypatch.setattr(previews.WARM, "pool", lambda: None)
    monkeypatch.setattr(template_pictures, "to_pdf", lambda *_, **__: b"%PDF")
    drawn = Pages((png(4, 4),), 1)
    monkeypatch.setattr(template_pictures, "pictured", lambda *_, **__: drawn)


@pytest.mark.usefixtures("_drawing")
def test_pages_are_drawn_once_and_kept_by_the_digest(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = writing.template(office, NAME)
    template_pictures.look(office, folder)
    monkeypatch.setattr(template_pictures, "to_pdf", lambda *_, **__: 1 / 0)
    browser = client("mira")

    text = browser.get(URL).content.decode()

    address = f"/templates/pages/{folder.sha256}/1.png"
    assert f'src="{address}"' in text
    picture = browser.get(address)
    assert picture.content == png(4, 4)
    assert picture["Content-Type"] == "image/png"
    assert browser.get(f"/templates/pages/{folder.sha256}/2.png").status_code == 404
    assert browser.get("/templates/pages/../1.png").status_code == 404


@pytest.mark.usefixtures("_drawing")
def test_a_printer_that_fails_leaves_the_words(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> bytes:
        raise OutsideFailed("no", why="none", fix="none")

    monkeypatch.setattr(template_pictures, "to_pdf", refuse)

    looked = template_pictures.look(office, writing.template(office, NAME))

    assert looked.pages == 0
    assert "示例客户服务有限公司" in looked.words


def test_remarks_stand_beside_the_pages_and_in_a_copy_of_the_word_file(office: Office) -> None:
    file = office.folder / "templates" / NAME / "template.docx"
    file.write_bytes(word(office, "{{ content", "{{ contentt"))

    text = page("mira", f"{URL}check/")
    marked = client("mira").get(f"{URL}marked/")

    assert "T002" in text
    assert "How it looks" in text
    assert marked["Content-Disposition"] == 'attachment; filename="complaint-record.docx"'
    assert marked.content != file.read_bytes()


def test_the_word_file_is_fetched_as_it_is_and_as_it_was(office: Office) -> None:
    file = office.folder / "templates" / NAME / "template.docx"
    old = file.read_bytes()
    first = writing.template(office, NAME)
    editions.keep(office, read_template(file.parent, NAME))
    file.write_bytes(word(office))
    browser = client("mira")

    assert browser.get(f"{URL}word/").content == file.read_bytes()
    assert browser.get(f"{URL}word/?version={first.sha256}").content == old
    assert browser.get(f"{URL}word/?version={'0' * 64}").status_code == 404


@pytest.mark.usefixtures("office")
def test_a_template_nobody_touched_has_no_history() -> None:
    assert "Nothing was done with it" in page("mira", f"{URL}history/")


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("login", ["mira", "jonas"])
def test_only_who_keeps_templates_is_led_to_a_new_version(login: str) -> None:
    keeps = "archivist" in people.by_login(login).roles

    assert ("Send a new version" in page(login, URL)) == keeps
    assert client(login).get(f"{URL}propose/").status_code == (200 if keeps else 403)
