"""Exactness and silence: what is found is what a plain scan over the admitted papers finds.

Each law has a twin that breaks it on purpose; the check must notice.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.index_scan import EVERYTHING, SAMPLE, assert_lawful, paper, sample_papers, scan

from docgen.index import matching
from docgen.index.analysis import normalise
from docgen.index.conditions import Condition, Field, Query
from docgen.index.engine import Index
from docgen.index.lines import Lines
from docgen.index.paper import Paper, Result
from docgen.index.query import parse
from docgen.model.scope import Scope

UNITS = ("客户服务部", "法务部", "")
DOSSIERS = ("0000000001", "0000000002", "0000000003")

# A small alphabet makes words meet; it holds what is hard: full-width forms, characters that
# fold to several, half-width kana, emoji, extension B, separators, white space, quotes.
letters = st.text("投诉客户处理ab1234567-－ (）ＡＢⅡß😀𠮷゛か\u200b\u3000\n·,.“", max_size=24)
texts = letters | st.text(max_size=12)
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
            number=draw(st.sampled_from(["", "HT-2026-00123", "TS-2026-12345", "ＨＴ２０２６"])),
            customer=draw(texts),
            dossier=draw(st.sampled_from(DOSSIERS)),
            template=draw(st.sampled_from(["", "complaint/complaint-record", "visit/report"])),
            group=draw(st.sampled_from(["repair", "Visits", ""])),
            rank=draw(st.integers(0, 3)),
            unit=draw(st.sampled_from(UNITS)),
            date=date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 3))),
            body=draw(texts),
        )
        for turn in range(draw(st.integers(1, 8)))
    ]


@st.composite
def queries(draw: st.DrawFn, papers: list[Paper]) -> Query:
    """One to three conditions; words are pieces of the papers, or anything."""
    return Query(tuple(draw(st.lists(_conditions(papers), min_size=1, max_size=3))))


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
        Field.DOSSIER: DOSSIERS,
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


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), papers=libraries())
def test_found_is_what_the_scan_finds(data: st.DataObject, papers: list[Paper]) -> None:
    with TemporaryDirectory() as folder:
        index = Index(Path(folder))
        cut = data.draw(st.integers(0, len(papers)))
        index.replace_with(papers[:cut], upto=1)
        index.add(papers[cut:], upto=2)

        for _ in range(8):
            query, scope = data.draw(queries(papers)), data.draw(scopes)
            assert_lawful(index, papers, query, scope)
            assert_lawful(index, papers, query, EVERYTHING)


@pytest.fixture(scope="module")
def library() -> list[Paper]:
    return sample_papers(150, characters=400, per_customer=5)


@pytest.fixture(scope="module")
def large(library: list[Paper], tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = Index(tmp_path_factory.mktemp("large"))
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


def test_random_pieces_of_realistic_papers(library: list[Paper], large: Index) -> None:
    for query in _pieces(library, 120):
        assert_lawful(large, library, query, EVERYTHING)


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


def test_nobody_learns_of_papers_he_may_not_know(library: list[Paper], large: Index) -> None:
    for query, scope in zip(_pieces(library, 80), _scopes(library, 80), strict=True):
        assert_lawful(large, library, query, scope)


def test_secret_papers_are_not_even_looked_at(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.add([paper(1), paper(2, rank=3)], upto=1)
    looked_at: list[int] = []
    holding = Lines.holding

    def watched(self: Lines, piece: bytes, papers: Iterable[int]) -> list[int]:
        looked_at.extend(asked := list(papers))
        return holding(self, piece, asked)

    monkeypatch.setattr(Lines, "holding", watched)
    index.search(parse("供气压力"), Scope(rank=1, everything=True))
    assert looked_at == [0]

    index.search(parse("供气压力"), EVERYTHING)
    assert looked_at == [0, 0, 1]


class CountsFirst(Index):
    """A twin that filters after counting."""

    def search(self, query: Query, scope: Scope, *, limit: int = 20, offset: int = 0) -> Result:
        every = super().search(query, EVERYTHING, limit=10**6)
        hidden = set(scan(query, LEAKY, EVERYTHING)) - set(scan(query, LEAKY, scope))
        hits = tuple(hit for hit in every.hits if hit.item not in hidden)
        return Result(every.total, hits[offset : offset + limit], every.took_ms)


LEAKY = [paper(1), paper(2, rank=3)]


def _all_exact(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(matching, "_EXACT", 8)  # long words are looked up as terms


def _never_checked(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Lines, "holding", lambda _, __, papers: list(papers))  # a candidate is a hit


def _never_checked_before_the_body(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(matching, "first_line_with", lambda *_: 3)


def _no_runs(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(matching, "digit_grams", lambda _: {"-"})


def test_a_twin_that_counts_before_it_filters_is_noticed(tmp_path: Path) -> None:
    twin = CountsFirst(tmp_path / "twin")
    twin.replace_with(LEAKY, upto=1)

    with pytest.raises(AssertionError):
        assert_lawful(twin, LEAKY, parse("投诉"), Scope(rank=1, everything=True))


@pytest.mark.parametrize(
    ("break_it", "typed"),
    [
        (_all_exact, "供气压力"),
        (_never_checked, "供气压力"),
        (_never_checked, "199000000042"),
        (_never_checked_before_the_body, "样云物业"),
        (_no_runs, "1990000"),
    ],
)
def test_a_twin_that_is_not_exact_is_noticed(
    break_it: Callable[[pytest.MonkeyPatch], None],
    typed: str,
    index: Index,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # All pairs of the word, or all fives of its digits, and not the word.
    scattered = "供气气压压力 19900-000421 99000-00042 199000000-04"
    papers = [SAMPLE, paper(8, body=scattered, customer="样云云物物业")]
    index.add(papers, upto=1)
    assert_lawful(index, papers, parse(typed), EVERYTHING)

    break_it(monkeypatch)

    with pytest.raises(AssertionError):
        assert_lawful(index, papers, parse(typed), EVERYTHING)
