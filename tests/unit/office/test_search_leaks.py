"""Nobody learns of a paper that he may not know.

What a search gives is what it would give if the index held nothing else, and what a plain scan of
the register gives.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from tests.support.searched import PAPERS, Searched, searched

from docgen.errors import NotFound, Problem
from docgen.index.analysis import normalise
from docgen.index.engine import FACETS
from docgen.office import finding, hit_list, nearest, similar, suggesting
from docgen.office.desk import Office
from docgen.register.models import Item, Person
from docgen.register.models_log import LogEntry
from docgen.render.sheet import read_grids

PEOPLE = ("mira", "jonas", "lena", "bo")
#: Words of papers that some know and others do not, whole, in part, and slightly wrong.
WORDS = (
    *("漏水", "深圳", "样本贸易", "TS-2026", "2026002", "核价单", "核定"),
    *("customer:szyb", "unit:后勤部", "grade:A", "漏水 -投诉", "since:2020"),
    *("深证样本", "样木贸易", "杭州虚构 漏水", "TS-2026020", "深圳 和解"),
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Searched:
    return searched(tmp_path_factory.mktemp("searched") / "office")


@pytest.fixture(scope="module", params=PEOPLE)
def who(request: pytest.FixtureRequest, place: Searched) -> Person:
    return {one.login: one for one in place.everybody}[request.param]


@pytest.fixture(scope="module")
def shrunk(place: Searched, who: Person, tmp_path_factory: pytest.TempPathFactory) -> Office:
    return place.shrunk(who, tmp_path_factory.mktemp("shrunk") / who.login)


def found(office: Office, who: Person, words: str) -> dict[str, Any]:
    """All that a search tells, but the time it takes."""
    try:
        result = finding.search(office, who, words, facets=FACETS)
    except Problem as problem:
        return {"problem": str(problem)}
    return asdict(result) | {
        "took_ms": 0,
        "percents": similar.percents(office, words, result.hits),
    }


def everything(office: Office, who: Person, words: str) -> dict[str, Any]:
    """All that a person can be told about what he types."""
    return found(office, who, words) | {
        "suggestions": suggesting.suggest(office, who, words),
        "nearest": nearest.nearest(office, who, words),
    }


def numbers() -> list[str]:
    return [str(item) for item in Item.objects.order_by("pk")]


def test_an_index_without_the_other_papers_gives_the_same(
    place: Searched, who: Person, shrunk: Office
) -> None:
    for words in WORDS:
        assert everything(place.office, who, words) == everything(shrunk, who, words), words
    for words in (f"like:{number}" for number in numbers()):
        assert found(place.office, who, words) == found(shrunk, who, words), words


@pytest.mark.parametrize("words", ["漏水", "投诉", "深圳", "2026", "核定", "单"])
def test_totals_and_counts_are_those_of_a_plain_scan(
    place: Searched, who: Person, words: str
) -> None:
    papers = [
        item
        for item in place.known(who)
        if words in normalise(f"{item.title}\n{item.form_number}\n{item.dossier.customer.name}")
        or (item.rank < 3 and words in normalise(item.text.body))
    ]

    result = finding.search(place.office, who, words, facets=("customer", "unit"))

    assert {hit.item for hit in result.hits} == {str(item) for item in papers}
    assert result.total == len(papers)
    by_customer = Counter(item.dossier.customer.name for item in papers)
    by_unit = Counter(item.dossier.unit for item in papers)
    assert dict(result.facets["customer"]) == by_customer
    assert dict(result.facets["unit"]) == by_unit


def test_nothing_is_suggested_but_of_papers_that_are_known(place: Searched, who: Person) -> None:
    known = place.known(who)
    told = {item.dossier.customer.name for item in known} | {str(item.dossier) for item in known}
    told |= {text for item in known for text in (item.title, item.form_number)}
    typed = {name[:n] for name, *_ in PAPERS for n in range(1, 5)} | {"sz", "hzxg", "2026", "投"}

    shown = {
        one.text for word in typed for one in suggesting.suggest(place.office, who, word, limit=99)
    }

    assert shown <= told
    assert shown or not known


def test_like_a_paper_that_one_may_not_know_is_like_one_that_is_not_there(
    place: Searched, who: Person
) -> None:
    hidden = set(numbers()) - set(map(str, place.known(who)))
    told, entries = set(), LogEntry.objects.count()

    for number in (*hidden, "0000000001-0999"):
        with pytest.raises(NotFound) as missing:
            finding.search(place.office, who, f"like:{number}")
        told.add(re.sub(r"\d{10}-\d{4}", "…", str(missing.value)))

    assert len(told) == 1
    assert LogEntry.objects.count() == entries


def test_a_list_that_leaves_has_nothing_else(place: Searched, who: Person, tmp_path: Path) -> None:
    result = finding.search(place.office, who, "since:2000", limit=hit_list.MOST, is_list=True)

    hit_list.write(tmp_path / "hits.xlsx", result.hits, str)

    [grid] = read_grids((tmp_path / "hits.xlsx").read_bytes(), "hits.xlsx")
    assert {cells[0] for _, cells in grid.rows[1:]} == set(map(str, place.known(who)))
