"""File numbers: what a pattern may say, and that it gives every dossier its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.model.filenumber import FilePattern, parse_pattern, pattern_fault


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
