"""Suggestions while typing, “did you mean”, similar papers: what they offer, and its truth."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.support.desks import at, log
from tests.support.searched import Searched, searched

from docgen.errors import BadInput, NotAllowed
from docgen.index.engine import Engine
from docgen.office import finding, nearest, similar, suggesting
from docgen.office.suggesting import Suggestion

SAMPLE, TRADE, CLOTHES = (
    "深圳市样例物业服务有限公司",
    "深圳样本贸易有限公司",
    "杭州虚构服饰有限公司",
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Searched:
    return searched(tmp_path_factory.mktemp("searched") / "office")


def kinds(suggestions: tuple[Suggestion, ...]) -> set[tuple[str, str, int]]:
    return {(one.kind, one.text, one.count) for one in suggestions}


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("样例", ("customer", SAMPLE, 3)),
        ("szsyl", ("customer", SAMPLE, 3)),
        ("szyb", ("customer", TRADE, 3)),
        ("customer:hangzhou", ("customer", CLOTHES, 1)),
        ("客户：杭州", ("customer", CLOTHES, 1)),
        ("ts-2026", ("number", "TS-2026002", 1)),
        ("和解协", ("title", "和解协议", 1)),
        ("投诉 深圳样", ("customer", TRADE, 2)),
        ("0000000003", ("dossier", "0000000003", 1)),
        ('"报价', ("title", "报价单", 1)),
    ],
)
def test_the_last_word_is_completed(
    place: Searched, typed: str, wanted: tuple[str, str, int]
) -> None:
    found = suggesting.suggest(place.office, place.folk.jonas, typed)

    assert wanted in kinds(found)


@pytest.mark.parametrize(
    "typed", ["", "  ", '"', "colour:r", '"漏 水" "', "-", "x" * 600, "\u202e"]
)
def test_nobody_is_corrected_while_he_types(place: Searched, typed: str) -> None:
    assert suggesting.suggest(place.office, place.folk.jonas, typed) == ()


@pytest.mark.parametrize("typed", ["样例", "szyb", "ts-2026", "投诉 深圳样", "投", "000000000"])
def test_what_is_suggested_is_found(place: Searched, typed: str) -> None:
    who = place.folk.jonas

    for one in suggesting.suggest(place.office, who, typed):
        found = finding.search(place.office, who, one.query).total
        assert found >= one.count if one.kind in {"number", "title"} else found == one.count


@pytest.fixture(name="asked")
def _asked(place: Searched, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """How each search was made of the index."""
    kind: type[Engine] = type(place.office.index)
    real, asked = kind.search, []

    def counted(self: Engine, *args: Any, **more: Any) -> object:  # noqa: ANN401  passed on
        asked.append(more)
        return real(self, *args, **more)

    monkeypatch.setattr(kind, "search", counted)
    return asked


@pytest.mark.parametrize(
    ("typed", "facets"),
    [
        ("投诉 漏水 样", [("customer",), ("template",)]),
        ("００００", [("customer",), ("template", "dossier")]),
    ],
)
def test_a_suggestion_takes_two_searches(
    place: Searched, asked: list[dict[str, Any]], typed: str, facets: list[tuple[str, ...]]
) -> None:
    """Papers are counted by dossier only if what was typed can be a piece of its number."""
    suggesting.suggest(place.office, place.folk.jonas, typed)

    assert [one["facets"] for one in asked] == facets


def test_typing_is_one_entry_in_ten_minutes(place: Searched) -> None:
    now = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
    before = len(log())

    for minutes, typed in ((0, "样"), (0, "样例"), (9, "样例物"), (11, "样例"), (11, "无此")):
        office = at(place.office, now + dt.timedelta(minutes=minutes))
        suggesting.suggest(office, place.folk.mira, typed)

    added = log()[before:]
    assert [entry["act"] for entry in added] == ["archive.searched"] * 2
    assert added[0]["more"] == {"as": "suggestions"}


def test_who_may_not_search_gets_no_suggestions(place: Searched) -> None:
    place.folk.lena.roles = ["auditor"]

    with pytest.raises(NotAllowed):
        suggesting.suggest(place.office, place.folk.lena, "样例")


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("样列物业", ("customer", SAMPLE, 3)),  # one character wrong
        ("深证样本", ("customer", TRADE, 3)),  # it sounds the same
        ("杭洲", ("customer", CLOTHES, 1)),
        ("客户:杭洲虚够", ("customer", CLOTHES, 1)),
        ("TS-2026005", ("number", "TS-2026001", 1)),
        ("漏水 样列物业", ("customer", SAMPLE, 2)),
        ("杭州 和解协议 无此词", ("fewer words", "杭州 和解协议", 1)),
        ("杭洲 和解 协议 双方 漏水 赔偿", ("customer", CLOTHES, 1)),
    ],
)
def test_a_near_search_is_offered(
    place: Searched, words: str, wanted: tuple[str, str, int]
) -> None:
    office, who = place.office, place.folk.jonas
    assert finding.search(office, who, words).total == 0

    offered = nearest.nearest(office, who, words)

    assert wanted in kinds(offered)
    for one in offered:
        assert finding.search(office, who, one.query).total == one.count


@pytest.mark.parametrize("words", ["龘", "山羊", "qqqqqqqq", "unit:无", "since:2099"])
def test_where_nothing_is_near_nothing_is_offered(place: Searched, words: str) -> None:
    assert nearest.nearest(place.office, place.folk.jonas, words) == ()


def test_nothing_near_is_looked_for_beside_a_word_that_nothing_has(
    place: Searched, asked: list[dict[str, Any]]
) -> None:
    assert nearest.nearest(place.office, place.folk.jonas, "样列物业 没有此词") == ()

    assert len(asked) <= 10
    assert sum("customer" in one["facets"] for one in asked) <= 6


def test_names_are_near_only_if_their_papers_have_the_other_words(
    place: Searched, asked: list[dict[str, Any]]
) -> None:
    """So few searches are made, however many customers have a name like the word."""
    offered = nearest.nearest(place.office, place.folk.jonas, "和解 深圳样列")

    assert [(one.kind, one.text) for one in offered] == [("fewer words", "和解")]
    assert len(asked) <= 10


def test_a_complaint_that_came_twice_is_like_the_first(place: Searched) -> None:
    office, jonas = place.office, place.folk.jonas

    result = finding.search(office, jonas, "相似:1-1")

    [again] = result.hits
    assert (again.number, result.total) == ("TS-2026002", 1)
    assert 50 < similar.percents(office, "相似:1-1", result.hits)[again.item] < 100
    assert finding.search(office, jonas, "like:1-1 unit:后勤部").total == 1
    assert finding.search(office, jonas, "like:1-1 unit:法务部").total == 0
    assert similar.percents(office, "漏水", result.hits) == {}


def test_a_paper_that_is_known_by_its_facts_alone_is_like_none(place: Searched) -> None:
    with pytest.raises(BadInput) as refused:
        finding.search(place.office, place.folk.jonas, "like:1-3")

    assert refused.value.field == "query"
