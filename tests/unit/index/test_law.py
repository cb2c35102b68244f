"""Exactness and silence: what is found is what a plain scan over the admitted papers finds.

Every engine is held to it, through additions, removals and rebuilds. The long versions are
marked slow; ``make search-full`` runs them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.index_scan import EVERYTHING, assert_lawful, sample_papers

from docgen.index.analysis import normalise
from docgen.index.conditions import Condition, Field, Query
from docgen.index.engine import Engine, Name, open_engine
from docgen.index.paper import Paper
from docgen.model.scope import Scope

ENGINES: tuple[Name, ...] = get_args(Name)
UNITS = ("客户服务部", "法务部", "")
DOSSIERS = ("0000000001", "0000000002", "0000000003")
NUMBERS = ("", "HT-2026-00123", "TS-2026-12345", "ＨＴ２０２６", "粤B·12345")

# A small alphabet makes words meet; it holds what is hard: full-width forms, characters that
# fold to several, half-width kana, emoji, extension B, separators, white space, quotes, and
# traditional characters beside their simplified ones.
letters = st.text("投诉臺台灣湾理ab1234567-－ (）ＡＢⅡß😀𠮷゛か\u200b\u3000\n·,.“", max_size=24)
phones = st.sampled_from(["199-0000-0042", "(010) 5555-1234", "19900000042", "+86 199 0000 1234"])
texts = letters | phones | st.text(max_size=12)
scopes = st.builds(
    Scope,
    rank=st.integers(-1, 3),
    everything=st.booleans(),
    units=st.frozensets(st.sampled_from(UNITS)),
    dossiers=st.frozensets(st.sampled_from(DOSSIERS)),
)


@st.composite
def libraries(draw: st.DrawFn) -> list[Paper]:
    """Up to eight papers, each with texts from the small alphabet."""
    return [
        Paper(
            item=f"{draw(st.sampled_from(DOSSIERS))}-{turn:04d}",
            title=draw(texts),
            number=draw(st.sampled_from(NUMBERS)),
            customer=draw(texts),
            dossier=draw(st.sampled_from(DOSSIERS)),
            template=draw(st.sampled_from(["", "complaint/complaint-record", "visit/report"])),
            group=draw(st.sampled_from(["repair", "Visits", ""])),
            rank=draw(st.integers(0, 3)),
            unit=draw(st.sampled_from(UNITS)),
            date=date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 3))),
            body=draw(texts),
            pinyin=draw(st.sampled_from(["", "szyb shenzhenyangben", "yzyy yunzhouyangyun"])),
            sketch=tuple(sorted(draw(st.sets(st.integers(0, 5), max_size=4)))),
        )
        for turn in range(draw(st.integers(1, 8)))
    ]


@st.composite
def queries(draw: st.DrawFn, papers: list[Paper]) -> Query:
    """One to three conditions; words are pieces of the papers, or anything."""
    conditions = tuple(draw(st.lists(_conditions(papers), min_size=1, max_size=3)))
    if draw(st.integers(0, 4)):
        return Query(conditions)
    like = tuple(sorted(draw(st.sets(st.integers(0, 5), min_size=1))))
    few = conditions[: draw(st.integers(0, 1))]
    return Query(few, like, draw(st.integers(1, len(like))))


def _conditions(papers: list[Paper]) -> st.SearchStrategy[Condition]:
    whole = [text for one in papers for text in (one.number, one.item, one.title, one.body)]
    pieces = st.builds(
        lambda text, at, length: text[at : at + length],
        st.sampled_from(whole + [one.customer for one in papers]),
        st.integers(0, 20),
        st.integers(1, 8),
    )
    words = (pieces | letters).map(normalise).filter(bool)
    by_word = st.builds(
        Condition,
        st.sampled_from([Field.TEXT, Field.TEXT, Field.CUSTOMER, Field.NUMBER]),
        words,
        st.sampled_from([True, True, True, False]),
    )
    values = {
        Field.PINYIN: ("szyb", "yun", "y", "ab", "b"),
        Field.PHONE: ("199000", "00042", "0105555", "12345"),
        Field.DOSSIER: DOSSIERS,
        Field.ITEM: ("0000000001-0000", "0000000002-0001"),
        Field.UNIT: ("客户服务部", "法务部"),
        Field.GROUP: ("repair", "visits"),
        Field.TEMPLATE: ("complaint", "complaint-record", "visit/report"),
        Field.GRADE: ("0", "1", "3"),
        Field.SINCE: ("2026-01-02", "2026-01-03"),
        Field.UNTIL: ("2026-01-02", "2026-01-03"),
    }
    pairs = [(field, value) for field, several in values.items() for value in several]
    by_value = st.builds(
        lambda pair, wanted: Condition(pair[0], pair[1], wanted),
        st.sampled_from(pairs),
        st.booleans(),
    )
    return by_word | by_word | by_value


def hold_to_the_law(name: Name, data: st.DataObject, papers: list[Paper], asked: int) -> None:
    """Search an engine after a rebuild, an addition, a change and a removal."""
    fold = data.draw(st.booleans())
    first, changed = papers[0], data.draw(libraries())[0]
    with TemporaryDirectory() as folder:
        index = open_engine(Path(folder), name, fold=fold)
        cut = data.draw(st.integers(0, len(papers)))
        index.replace_with(papers[:cut], upto=1)
        index.add(papers[cut:], upto=2)
        for now in _changes(index, papers, first, changed):
            for _ in range(asked):
                query, scope = data.draw(queries(papers)), data.draw(scopes)
                assert_lawful(index, now, query, scope, fold=fold)
                assert_lawful(index, now, query, EVERYTHING, fold=fold)


def _changes(
    index: Engine, papers: list[Paper], first: Paper, changed: Paper
) -> Iterator[list[Paper]]:
    yield papers
    rest = [one for one in papers if one.item not in {first.item, changed.item}]
    index.remove([first.item], upto=3, purge=True)
    index.add([changed], upto=4)
    yield [*rest, changed]


@pytest.mark.parametrize("name", ENGINES)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), papers=libraries())
def test_found_is_what_the_scan_finds(name: Name, data: st.DataObject, papers: list[Paper]) -> None:
    hold_to_the_law(name, data, papers, asked=5)


@pytest.mark.slow
@pytest.mark.parametrize("name", ENGINES)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), papers=libraries())
def test_found_is_what_the_scan_finds_many_times(
    name: Name, data: st.DataObject, papers: list[Paper]
) -> None:
    hold_to_the_law(name, data, papers, asked=10)


@pytest.fixture(scope="module")
def library() -> list[Paper]:
    return sample_papers(100, characters=300, per_customer=5)


@pytest.fixture(scope="module", params=ENGINES)
def large(
    request: pytest.FixtureRequest,
    library: list[Paper],
    tmp_path_factory: pytest.TempPathFactory,
) -> Engine:
    index = open_engine(tmp_path_factory.mktemp("large"), request.param)
    index.replace_with(library, upto=1)
    return index


def _pieces(library: list[Paper], count: int) -> list[Query]:
    """Random substrings of one to eight characters of the texts of random papers."""
    chosen = random.Random(7)  # noqa: S311 - the same pieces every time
    found: list[Query] = []
    while len(found) < count:
        one = chosen.choice(library)
        text = chosen.choice([one.body, one.body, one.body, one.customer, one.number, one.title])
        at = chosen.randrange(len(text))
        word = normalise(text[at : at + chosen.randint(1, 8)])
        if word:
            found.append(Query((Condition(Field.TEXT, word),)))
    return found


def _scopes(library: list[Paper], count: int) -> list[Scope]:
    chosen = random.Random(8)  # noqa: S311 - the same scopes every time
    units = sorted({one.unit for one in library})
    dossiers = sorted({one.dossier for one in library})
    return [
        Scope(
            rank=chosen.randint(-1, 3),
            everything=chosen.random() < 0.1,
            units=frozenset(chosen.sample(units, chosen.randint(0, 2))),
            dossiers=frozenset(chosen.sample(dossiers, chosen.randint(0, 6))),
        )
        for _ in range(count)
    ]


def _random_pieces(library: list[Paper], large: Engine, count: int) -> None:
    for query in _pieces(library, count):
        assert_lawful(large, library, query, EVERYTHING)


def _random_people(library: list[Paper], large: Engine, count: int) -> None:
    for query, scope in zip(_pieces(library, count), _scopes(library, count), strict=True):
        assert_lawful(large, library, query, scope)


def test_random_pieces_of_realistic_papers(library: list[Paper], large: Engine) -> None:
    _random_pieces(library, large, 25)


@pytest.mark.slow
def test_two_thousand_pieces_of_realistic_papers(library: list[Paper], large: Engine) -> None:
    _random_pieces(library, large, 2_000)


def test_nobody_learns_of_papers_he_may_not_know(library: list[Paper], large: Engine) -> None:
    _random_people(library, large, 25)


@pytest.mark.slow
def test_a_thousand_people_learn_of_none_they_may_not_know(
    library: list[Paper], large: Engine
) -> None:
    _random_people(library, large, 1_000)
