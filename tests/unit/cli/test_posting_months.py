"""Months, scores and quarters as people type them, and areas, leave and moves by the commands."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from docgen.cli import posting_months
from docgen.cli.days import day_of
from docgen.errors import BadInput
from docgen.model.typed import score_of
from docgen.office import postings_appraising


@pytest.mark.parametrize(
    ("text", "first"),
    [("2026-01", "2026-01-01"), ("2028-02", "2028-02-01"), ("9999-12", "9999-12-01")],
)
def test_a_month_is_its_first_day(text: str, first: str) -> None:
    assert posting_months._month(text) == dt.date.fromisoformat(first)


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "2026-1", "2026-03-01", "0000-01", "三月", "2026/03"]
)
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        posting_months._month(text)

    assert caught.value.what == f"{text or '-'} is no month"
    assert caught.value.field == "month"


@pytest.mark.parametrize(
    ("text", "score"),
    [("60", "60.00"), ("59.99", "59.99"), ("0", "0.00"), ("87.5", "87.50"), ("1e2", "100.00")],
)
def test_a_score_has_two_digits(text: str, score: str) -> None:
    assert str(score_of(text, "score")) == score


@pytest.mark.parametrize(
    "text", ["", "良好", "NaN", "sNaN", "-NaN", "Infinity", "-inf", "1e30", "87,5", "60分"]
)
def test_what_is_no_score_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        score_of(text, "score")

    assert caught.value.what == f"{text or '-'} is no score"
    assert caught.value.fix == "write it like 87.5"


def test_a_score_is_a_decimal_and_never_a_float() -> None:
    assert score_of("0.1", "score") == Decimal("0.10")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2026Q1", "2026-01-01"),
        ("2026-Q2", "2026-04-01"),
        ("2026q3", "2026-07-01"),
        ("2026Q4", "2026-10-01"),
        ("0001Q1", "0001-01-01"),
    ],
)
def test_a_quarter_is_its_first_day(text: str, first: str) -> None:
    assert postings_appraising.quarter_of(text) == dt.date.fromisoformat(first)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "2026Q0",
        "2026Q5",
        "2026--Q1",
        "26Q1",
        "0000Q1",
        "9999Q4",
        "２０２６Q1",
        "2026Q1\n",
    ],
)
def test_what_is_no_quarter_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        postings_appraising.quarter_of(text)

    assert caught.value.field == "quarter"
    assert caught.value.fix == "write it like 2026Q1"


@pytest.mark.parametrize("text", ["2028-02-29", "2026-12-31", "0001-01-01"])
def test_a_day_is_read(text: str) -> None:
    assert day_of(text, "on").isoformat() == text


@pytest.mark.parametrize(
    "text", ["", "2026-02-29", "2026-2-9", "2026-13-01", "today", "29.02.2028"]
)
def test_what_is_no_day_is_refused_and_names_its_option(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        day_of(text, "from")

    assert (caught.value.field, caught.value.fix) == ("from", "write it like 2026-03-14")
