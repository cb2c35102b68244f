"""The law of search and its twins, each of which breaks it on purpose; the check must notice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tantivy import Query as Asked
from tests.support.index_scan import EVERYTHING, SAMPLE, assert_lawful, paper, visible

from docgen.index import bits, matching, second_query, second_schema
from docgen.index.conditions import Query
from docgen.index.embedded import Embedded
from docgen.index.lines import Lines
from docgen.index.matching import Shelf
from docgen.index.paper import Result
from docgen.index.query import parse
from docgen.index.second import Tantivy
from docgen.model.scope import Scope


def test_secret_papers_are_not_even_looked_at(
    index: Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.add([paper(1), paper(2, rank=3)], upto=1)
    looked_at: list[int] = []
    holding = Lines.holding

    def watched(self: Lines, piece: bytes, among: int, **which: int) -> int:
        looked_at.extend(bits.numbers(among))
        return holding(self, piece, among, **which)

    monkeypatch.setattr(Lines, "holding", watched)
    index.search(parse("供气压力"), Scope(rank=1, everything=True))
    assert looked_at == [1]

    index.search(parse("供气压力"), EVERYTHING)
    assert looked_at == [1, 0, 1]


class CountsFirst(Embedded):
    """A twin that filters after counting."""

    def search(self, query: Query, scope: Scope, **how: Any) -> Result:  # noqa: ANN401 - as given
        every = super().search(query, EVERYTHING, **how)
        known = {one.item for one in visible(LEAKY, scope)}
        hits = tuple(hit for hit in every.hits if hit.item in known)
        return replace(every, hits=hits)


LEAKY = [paper(1), paper(2, rank=3)]


def _all_exact(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(matching, "EXACT", 8)  # long words are looked up as terms


def _never_checked(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Lines, "holding", lambda _, __, among, **___: among)  # a candidate is a hit


def _never_checked_before_the_body(patch: pytest.MonkeyPatch) -> None:
    checked = Shelf._checked

    def but_in_bodies(shelf: Shelf, kind: str, piece: str, candidates: int) -> int:
        return checked(shelf, kind, piece, candidates) if kind == "body" else candidates

    patch.setattr(Shelf, "_checked", but_in_bodies)


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
    index: Embedded,
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


def _phrases_of_any_order(patch: pytest.MonkeyPatch) -> None:
    def every_piece(name: str, text: str, size: int) -> Asked:
        pieces = [text[at : at + size] for at in range(len(text) - size + 1)]
        terms = [Asked.term_query(second_schema.schema(), name, one, "basic") for one in pieces]
        return second_query.both(*terms)

    patch.setattr(second_query, "_phrase", every_piece)


def _no_second_half(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(second_query, "_in_runs", second_query._exactly)


def _no_gap(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(second_schema, "_GAP", " ")


def _no_credits(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(second_query, "credits_of", lambda *_, **__: [])


@pytest.mark.parametrize(
    ("break_it", "typed"),
    [
        (_phrases_of_any_order, "供气压力"),
        (_phrases_of_any_order, "199000000042"),
        (_no_second_half, "1990000"),
        (_no_gap, "公司00"),
        (_no_credits, "样云"),
    ],
)
def test_a_twin_of_the_second_engine_is_noticed(
    break_it: Callable[[pytest.MonkeyPatch], None],
    typed: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scattered = "供气气压压力 19900-000421 99000-00042 199000000-04"
    papers = [
        replace(SAMPLE, date=SAMPLE.date.replace(year=2025)),
        paper(8, body=f"{scattered}样云", customer="云物业有限公司"),
    ]
    sound, twin = Tantivy(tmp_path / "sound"), Tantivy(tmp_path / "twin")
    sound.replace_with(papers, upto=1)
    assert_lawful(sound, papers, parse(typed), EVERYTHING)

    break_it(monkeypatch)
    twin.replace_with(papers, upto=1)

    with pytest.raises(AssertionError):
        assert_lawful(twin, papers, parse(typed), EVERYTHING)
