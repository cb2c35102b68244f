"""“Did you mean”: pieces of a word, how near a text is, and searches that did find something."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from tests.support.desks import Cast, filed
from tests.support.offices import customer

from docgen.errors import NotFound
from docgen.office import finding, nearest, similar
from docgen.office.desk import Office
from docgen.register.models import Customer, Person


def texts(office: Office, who: Person, words: str, **more: int) -> list[tuple[str, str, int]]:
    found = nearest.nearest(office, who, words, **more)
    return [(one.kind, one.text, one.count) for one in found]


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("", []),
        ("样", ["样"]),
        ("样例", ["例", "样"]),
        ("样例公", ["例公", "样例"]),
        ("样例公司", ["例公司", "样例公", "样例", "公司"]),
        ("aaaa", ["aaa", "aa"]),
    ],
)
def test_one_wrong_character_leaves_a_right_piece(word: str, pieces: list[str]) -> None:
    assert list(nearest._pieces(word)) == pieces


@pytest.mark.parametrize(
    ("word", "text", "least", "most"),
    [
        ("样例", "深圳样例公司", 1.0, 1.0),
        ("样列", "深圳样例公司", 0.5, 0.5),
        ("样例", "", 0.0, 0.0),
        ("样例公司", "样例", 0.6, 0.7),
        ("乙丙", "深圳样例公司", 0.0, 0.0),
    ],
)
def test_likeness_is_that_of_the_most_similar_part(
    word: str, text: str, least: float, most: float
) -> None:
    assert least <= nearest._likeness(word, text) <= most


@pytest.fixture(name="papers")
def _papers(office: Office, folk: Cast, known: Customer) -> Office:
    """A paper of mira's unit, and one of another unit that she may not know of."""
    filed(office, folk.mira, known, title="投诉记录", number="TS-2026001", text="外窗漏水" * 20)
    hidden = customer(office, "乌鲁木齐样列商贸有限公司")
    filed(office, folk.jonas, hidden, grade="A", title="核价单", number="HJ-2026009")
    return office


def test_near_names_numbers_and_fewer_words_are_offered_as_far_as_one_may_know(
    papers: Office, folk: Cast
) -> None:
    assert finding.search(papers, folk.mira, "漏水").total == 1
    name = "深圳市样例物业服务有限公司"

    assert texts(papers, folk.mira, "样例物叶") == [("customer", name, 1)]
    assert ("number", "TS-2026001", 1) in texts(papers, folk.mira, "TS-2026002")
    assert texts(papers, folk.mira, "漏水 没有的词语") == [("fewer words", "漏水", 1)]
    assert texts(papers, folk.mira, "HJ-2026008") == []
    assert texts(papers, folk.lena, "样例物叶") == []
    assert texts(papers, folk.mira, "样例物叶", limit=0) == []


ODD: Iterable[str] = (
    *("", " ", '"', '""', "-", "-样例", "customer:", 'customer:"样例 物叶"', ":", "：：", "{n}"),
    *("样" * 300, "\ud800样例", "a\x00b", "customer:样例 customer:样例", "since:gestern"),
)


def test_odd_words_are_answered_or_not_and_never_fail(papers: Office, folk: Cast) -> None:
    for words in ODD:
        assert len(texts(papers, folk.mira, words)) <= 3, words


def test_likeness_is_given_for_the_paper_however_its_number_was_typed(
    papers: Office, folk: Cast
) -> None:
    twin = Customer.objects.order_by("pk")[0]
    filed(papers, folk.mira, twin, title="投诉记录", text="外窗漏水" * 20)

    for words in ("like:0000000001-0001", "相似:0000000001-0001"):
        hits = finding.search(papers, folk.mira, words).hits
        assert similar.percents(papers, words, hits) == {"0000000001-0002": 100}
    assert similar.percents(papers, "漏水", hits) == {}


@pytest.mark.parametrize("number", ["0000000002-0001", "0000000001-0099", "9999999999-0001"])
def test_a_paper_one_may_not_know_is_like_one_that_is_not_there(
    papers: Office, folk: Cast, number: str
) -> None:
    with pytest.raises(NotFound) as refused:
        finding.search(papers, folk.mira, f"like:{number}")

    assert str(refused.value).replace(number, "N") == (
        "There is no item N\n  why: nothing was filed under that number\n"
        "  fix: look it up: docgen find WORDS"
    )
