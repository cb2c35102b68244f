"""The search page: what is found, marked, narrowed, kept, and taken along as a list."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from django.http import QueryDict
from tests.support.desks import Cast, cast_there, filed, log
from tests.support.pages import client

from docgen.index.snippet import Span
from docgen.office import customers, suggesting
from docgen.office.desk import Office
from docgen.register.models import Customer, Item
from docgen.web import server
from docgen.web.search_answer import marked
from docgen.web.search_wish import wish_of


@pytest.fixture
def people(office: Office) -> Cast:
    """The three, and two papers of mira's customer."""
    there = cast_there()
    known = Customer.objects.earliest("pk")
    filed(office, there.mira, known, title="投诉记录", text="会议室漏水")
    filed(office, there.jonas, known, title="保密报价", text="漏水维修报价", grade="A")
    suggesting._told.clear()
    return there


def get(login: str, path: str, **more: str) -> str:
    """A page as text."""
    headers = {"HX-Request": "true"} if more.pop("part", "") else None
    return client(login).get(path, more, headers=headers).content.decode()


def searches() -> list[dict[str, object]]:
    """The searches that the log has."""
    return log("archive.searched")


@pytest.mark.usefixtures("people")
def test_hits_show_marks_numbers_and_where_they_lie() -> None:
    text = get("mira", "/search/", q="漏水")

    item = Item.objects.get(title="投诉记录")
    assert "会议室<mark>漏水</mark>" in text
    assert f'href="/items/{item}/"' in text
    assert f'href="/dossiers/{item.dossier}/"' in text


@pytest.mark.usefixtures("people")
def test_what_is_above_ones_clearance_is_neither_shown_nor_counted() -> None:
    mira, jonas = get("mira", "/search/", q="漏水"), get("jonas", "/search/", q="title报价 保密")

    assert "保密报价" not in mira
    assert ("1 paper found" in mira) or ("找到 1 件" in mira)
    assert "保密报价" in get("jonas", "/search/", q="保密报价")
    assert "保密报价" not in jonas


@pytest.mark.usefixtures("people")
def test_a_stranger_hears_what_everybody_hears_of_an_empty_archive() -> None:
    nothing = re.compile(r"csrf[^>]+>|value=\"[^\"]*\"|[?]q=[^\"&]*|X-CSRFToken[^}]+}")

    found, none = (nothing.sub("", get("lena", "/search/", q=one)) for one in ("漏水", "没有的词"))

    assert found.replace("漏水", "") == none.replace("没有的词", "")


@pytest.mark.usefixtures("people")
def test_each_search_is_an_entry_and_an_empty_one_is_none() -> None:
    get("mira", "/search/")
    before = len(searches())

    get("mira", "/search/", q="漏水")
    get("mira", "/search/", q="漏水", part="yes")

    assert len(searches()) == before + 2
    assert searches()[-1]["n"] == 1


@pytest.mark.usefixtures("people")
def test_typing_is_one_entry_however_many_letters() -> None:
    for typed in ("投", "投诉", "投诉记", "投诉记录"):
        assert "投诉记录" in get("mira", "/search/suggestions/", q=typed)

    told = [one for one in searches() if one.get("more", {}) == {"as": "suggestions"}]
    assert len(told) == 1


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("typed", ["", " ", "-", '"', "x" * 200])
def test_nothing_is_suggested_for_what_says_nothing(typed: str) -> None:
    assert get("mira", "/search/suggestions/", q=typed).strip() == ""


@pytest.mark.usefixtures("people")
def test_a_stranger_is_suggested_nothing() -> None:
    assert get("lena", "/search/suggestions/", q="投诉").strip() == ""


@pytest.mark.usefixtures("people")
def test_a_search_that_cannot_be_read_comes_back_with_advice() -> None:
    answer = client("mira").get("/search/", {"q": '漏水 "未完'})

    assert answer.status_code == 422
    assert "漏水 &quot;未完" in answer.content.decode()


@pytest.mark.usefixtures("people")
def test_filters_narrow_and_can_be_taken_away() -> None:
    item = Item.objects.get(title="投诉记录")
    year = str(item.dated.year)

    there = get("jonas", "/search/", q="漏水", grade="C", year=year, dossier=str(item.dossier))
    gone = get("jonas", "/search/", q="漏水", year="1999")

    assert "投诉记录" in there
    assert "grade=C" in there
    assert "投诉记录" not in gone


def test_facets_are_told_in_words(office: Office, people: Cast) -> None:
    other = customers.add(office, people.jonas, customers.NewCustomer("另一家样例公司"))
    filed(office, people.jonas, other, title="漏水", text="漏水", grade="B")

    text = get("jonas", "/search/", q="漏水")

    assert "普通商密" in text
    assert "另一家样例公司" in text
    assert f"{other.dossiers.get()} 另一家样例公司" in text


@pytest.mark.usefixtures("people")
def test_nothing_found_offers_what_may_have_been_meant() -> None:
    text = get("mira", "/search/", q="投诉 渗水")

    assert "投诉记录" not in text
    assert "/search/?q=%E6%8A%95%E8%AF%89" in text


@pytest.mark.usefixtures("people")
def test_more_like_a_paper_that_one_may_not_know_is_like_none() -> None:
    secret = Item.objects.get(title="保密报价")

    hidden = client("mira").get("/search/", {"q": f"like:{secret}"})
    missing = client("mira").get("/search/", {"q": "like:0000000001-0999"})

    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert str(secret) in hidden.content.decode()


@pytest.mark.usefixtures("people")
def test_a_search_is_kept_used_shared_and_deleted() -> None:
    mira = client("mira")

    kept = mira.post("/search/save/", {"save": "漏水的", "q": "漏水 grade:C", "shared": "1"})
    used = mira.get("/search/saved/S000001/")
    refused = client("jonas").get("/search/saved/S000001/")
    gone = mira.post("/search/saved/S000001/delete/")

    assert kept.status_code == 302
    assert "grade%3AC" in used["Location"]
    assert refused.status_code == 404
    assert gone.status_code == 302
    assert mira.get("/search/saved/S000001/").status_code == 404


@pytest.mark.usefixtures("people")
def test_a_name_that_is_taken_comes_back_with_what_was_typed() -> None:
    mira = client("mira")
    mira.post("/search/save/", {"save": "漏水的", "q": "漏水"})

    again = mira.post("/search/save/", {"save": "漏水的", "q": "投诉"})

    assert again.status_code == 422
    assert 'value="漏水的"' in again.content.decode()
    assert 'value="投诉"' in again.content.decode()


@pytest.mark.usefixtures("people")
def test_hits_leave_as_a_workbook_and_the_log_says_so() -> None:
    answer = client("mira").get("/search/list.xlsx", {"q": "漏水"})

    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.values)  # type: ignore[union-attr]
    assert answer["Content-Disposition"].startswith("attachment")
    assert [row[2] for row in rows[1:]] == ["投诉记录"]
    assert searches()[-1]["more"]["listed"] == 1  # type: ignore[index]


@pytest.mark.usefixtures("office")
def test_an_empty_list_leads_back_to_the_page() -> None:
    assert client("mira").get("/search/list.xlsx")["Location"] == "/search/?"


@pytest.mark.parametrize(
    ("text", "spans", "shown"),
    [
        ("漏水", ((0, 2),), "<mark>漏水</mark>"),
        ("<b>漏水", ((3, 5),), "&lt;b&gt;<mark>漏水</mark>"),
        ("漏<水", ((0, 3),), "<mark>漏&lt;水</mark>"),
        ("<script>", (), "&lt;script&gt;"),
        ("ab", ((0, 1), (1, 2)), "<mark>a</mark><mark>b</mark>"),
    ],
)
def test_marks_let_nothing_else_through(text: str, spans: tuple[Span, ...], shown: str) -> None:
    assert marked(text, spans) == shown


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("q=漏水", "漏水"),
        ("q=漏水&grade=C", "漏水 grade:C"),
        ("q=&year=2026", "since:2026 until:2026"),
        ("q=a&year=2026&since=2026-03-01", "a since:2026-03-01 until:2026"),
        ("customer=样例 公司", 'customer:"样例 公司"'),
        ('customer="样例"', "customer:样例"),
        ("unknown=1&order=upside", ""),
    ],
)
def test_the_address_says_what_is_asked(query: str, asked: str) -> None:
    assert wish_of(QueryDict(query)).asked == asked


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("manifest", ["sound", "lost"])
def test_a_server_opens_the_index_before_anybody_asks_and_starts_without_one(
    office: Office, manifest: str
) -> None:
    get("jonas", "/search/", q="漏水")
    before, folder = len(log()), office.folder / "index"
    if manifest == "lost":
        (folder / "manifest.json").unlink()

    server._read_ahead(office)

    assert len(log()) == before
    assert "找到 1 件" in (text := get("mira", "/search/", q="漏水")) or "1 paper found" in text
