"""The piece of text that is shown with a hit, and where the words are in it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.index.analysis import Word, normalise, tidy
from docgen.index.asked import wanted_words
from docgen.index.query import parse
from docgen.index.snippet import LENGTH, snippet

LONG = "甲" * 100


def shown(body: str, *typed: str) -> tuple[str, list[str]]:
    """The snippet of a text and the marked pieces in it."""
    body = tidy(body)
    text, spans = snippet(body, normalise(body), [Word.of(word) for word in typed])
    return text, [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("body", "typed", "marked"),
    [
        (f"{LONG}供气压力不足{LONG}", ["压力"], ["压力"]),
        (f"{LONG}ＨＴ－２０２６{LONG}", ["ht-2026"], ["ＨＴ－２０２６"]),
        (f"{'Ⅲ' * 90}Straße 12{LONG}", ["strasse"], ["Straße"]),
        (f"{LONG}电话 (010) 5555-1234。", ["01055551234"], ["010) 5555-1234"]),
        ("投诉人投诉", ["投诉"], ["投诉", "投诉"]),
        ("供气压力不足", ["压力", "供气"], ["供气", "压力"]),
        ("型号Ⅱ", ["i"], ["Ⅱ"]),
        ("甲乙丙", ["丁"], []),
    ],
)
def test_words_are_marked_as_they_were_written(
    body: str, typed: Sequence[str], marked: Sequence[str]
) -> None:
    assert shown(body, *typed)[1] == marked


def test_snippet_is_short_and_says_where_it_is_cut() -> None:
    text, _ = shown(f"{LONG}压力{LONG}", "压力")

    assert text.startswith("…")
    assert text.endswith("…")
    assert len(text) == LENGTH + 2


def test_without_a_hit_in_the_text_its_beginning_is_shown() -> None:
    assert shown(f"开头{LONG}", "别处") == (f"开头{LONG}"[:LENGTH] + "…", [])
    assert shown("开头") == ("开头", [])
    assert shown("", "别处") == ("", [])


@given(st.text(max_size=200), st.integers(0, 150), st.integers(1, 9))
def test_spans_lie_in_the_snippet_in_order(body: str, start: int, length: int) -> None:
    word = Word.of(body[start : start + length] or "x")
    if not word.text:
        return
    tidied = tidy(body)

    text, spans = snippet(tidied, normalise(tidied), [word])

    ends = [0, *(place for span in spans for place in span), len(text)]
    assert ends == sorted(ends)
    assert all(start < end for start, end in spans)
    assert text.strip("…") in tidied or "…" in tidied


def test_words_and_phone_numbers_are_marked_and_no_other_field() -> None:
    query = parse("投诉 -发票 phone:19900-1 customer:样云 number:TS-2026")

    assert wanted_words(query, fold=False) == [Word.of("投诉"), Word.of("199001")]
