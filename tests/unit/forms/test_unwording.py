"""What a filter wrote is read back as what it was given; everything else stays a text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.forms.dates import read_date
from docgen.forms.unwording import (
    INVERSES,
    from_cn_date,
    from_cn_number,
    from_digits_date,
    from_join,
)
from docgen.forms.wording import FILTERS, cn_date, cn_number, digits_date, join

NUMBERS = st.integers(0, 999_999_999_999) | st.integers(0, 30) | st.integers(0, 10**6)


@given(NUMBERS)
def test_every_number(number: int) -> None:
    assert from_cn_number(cn_number(number)) == number


@pytest.mark.parametrize(
    "text", ["", "十十", "一百二", "两百", "12", "亿", "零五", "一" * 50, "约三"]
)
def test_what_is_no_number_stays_a_text(text: str) -> None:
    assert from_cn_number(text) == text


@given(st.dates(date(1000, 1, 1)))
def test_every_day(day: date) -> None:
    assert read_date(from_cn_date(cn_date(day))) == day
    assert read_date(from_digits_date(digits_date(day))) == day


@pytest.mark.parametrize("text", ["", "2026年3月5日", "二〇二六年三月", "明天"])
def test_what_is_no_day_in_characters_stays_a_text(text: str) -> None:
    assert from_cn_date(text) == text
    assert from_digits_date(text) == text


@given(st.lists(st.sampled_from(["水电", "门窗", "空调"]), unique=True), st.sampled_from("、，/"))
def test_every_list(values: list[str], mark: str) -> None:
    assert from_join(join(values, mark), mark) == values


def test_the_inverses_are_of_filters_that_there_are() -> None:
    assert INVERSES.keys() <= FILTERS.keys()
