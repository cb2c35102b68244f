"""File numbers: what a pattern may say, and that it gives every dossier its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.model.filenumber import (
    FilePattern,
    item_number,
    parse_item_number,
    parse_pattern,
    pattern_fault,
)


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("DW-{key}", "DW-3栋-1703"),
        ("KH-{seq:05}", "KH-00012"),
        ("ZT-{year}-{seq:03}", "ZT-2026-012"),
        ("{key}/{seq}".replace("/", "-"), "3栋-1703-12"),
        ("{year}-{seq:02}-{key}", "2026-12-3栋-1703"),
    ],
)
def test_a_number_is_written_from_its_pattern(pattern: str, number: str) -> None:
    assert not pattern_fault(pattern)
    assert parse_pattern(pattern).render(key="3栋-1703", year=2026, seq=12) == number


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("KH", "one number"),
        ("KH-{year}", "one number"),
        ("{seq}-{seq}", "one number"),
        ("KH-{kye}", "no part"),
        ("KH-{seq:5}", "no width"),
        ("KH-{key:05}", "no width"),
        ("KH-{seq:00}", "no width"),
        ("KH/{seq}", "cannot stand"),
        ("KH {seq}", "cannot stand"),
        ("KH-{seq", "cannot stand"),
        ("K" * 60 + "{seq}", "longer"),
    ],
)
def test_a_wrong_pattern_says_why(pattern: str, told: str) -> None:
    assert told in pattern_fault(pattern)
    with pytest.raises(ValueError, match=r".*"):
        parse_pattern(pattern)


def test_what_counts_by_itself_is_what_stands_before_the_count() -> None:
    pattern = parse_pattern("ZT-{year}-{seq:03}")

    assert pattern == FilePattern("ZT-{year}-", 3)
    assert pattern.series(key="x", year=2026) == "ZT-2026-"
    assert parse_pattern("DW-{key}").width is None


@given(st.text(max_size=70))
def test_any_text_is_a_pattern_or_told(text: str) -> None:
    if not pattern_fault(text):
        parse_pattern(text).render(key="k", year=2026, seq=1)


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_no_two_counts_give_one_number(one: int, other: int) -> None:
    pattern = parse_pattern("KH-{seq:02}")

    same = pattern.render(key="", year=2026, seq=one) == pattern.render(
        key="", year=2026, seq=other
    )

    assert same == (one == other)


KEYS = st.text("3栋-苑BGS·_.0", min_size=1, max_size=12)


@given(
    st.sampled_from(["KH-{seq:05}", "WS·{year}-D30-{key}", "FC-Z-{key}", "ZT-{year}-{seq:03}"]),
    KEYS,
    st.integers(1900, 2999),
    st.integers(1, 99999),
    st.integers(1, 9999),
    st.sampled_from(["", "Z001", "0123"]),
)
def test_s02_an_archive_number_is_read_as_it_was_written(
    pattern: str, key: str, year: int, seq: int, turn: int, fonds: str
) -> None:
    file = parse_pattern(pattern).render(key=key, year=year, seq=seq)

    written = item_number(file, turn, fonds=fonds)

    assert parse_item_number(written, fonds=fonds) == (file, turn)


def test_the_example_of_the_standard() -> None:
    number = item_number("WS·2011-Y-BGS", 1, fonds="Z109")

    assert number == "Z109-WS·2011-Y-BGS-0001"
    assert parse_item_number(number, fonds="Z109") == ("WS·2011-Y-BGS", 1)


@pytest.mark.parametrize("text", ["", "KH-00001", "KH-00001-0000", "-0001", "KH-00001-１２３４"])
def test_what_is_no_archive_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=text or "^$"):
        parse_item_number(text)
