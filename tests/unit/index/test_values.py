"""The values of search fields: every way to write one is read as the same."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.index.analysis import Word, digit_runs, normalise
from docgen.index.conditions import Field
from docgen.index.values import Unfit, comparable, shown
from docgen.model.grades import Grade


@given(st.dates(date(1000, 1, 1), date(9999, 12, 31)))
def test_a_day_is_one_however_it_is_written(day: date) -> None:
    year, month, number = day.year, day.month, day.day
    spellings = {
        f"{day}",
        f"{year}/{month}/{number}",
        f"{year}.{month:02}.{number:02}",
        f"{year}{month:02}{number:02}",
        f"{year}年{month}月{number}日",
        f"{year} 年 {month} 月 {number} 日",
        f"{day}".translate(str.maketrans("0123456789-", "０１２３４５６７８９－")),
    }

    read = {comparable(field, one) for field in (Field.SINCE, Field.UNTIL) for one in spellings}

    assert read == {day.isoformat()}


@given(st.integers(1, 9998), st.integers(1, 12))
def test_a_month_goes_to_the_day_before_the_next(year: int, month: int) -> None:
    first = comparable(Field.SINCE, f"{year:04}-{month}")
    last = date.fromisoformat(comparable(Field.UNTIL, f"{year:04}年{month}月"))

    assert first == f"{year:04}-{month:02}-01"
    assert (last + timedelta(days=1)).day == 1
    assert (last.year, last.month) == (year, month)


@pytest.mark.parametrize("grade", Grade)
def test_a_grade_has_several_names_and_is_shown_by_its_code(grade: Grade) -> None:
    named = (grade.code, grade.mark, grade.english, grade.name, grade.code.lower())

    read = {comparable(Field.GRADE, name) for name in named}

    assert read == {str(grade.rank)}
    assert shown(Field.GRADE, read.pop()) == grade.code


@given(st.from_regex(r"\(?[0-9]{3,4}\)?[- ]?[0-9]{4}[- ]?[0-9]{4}", fullmatch=True))
def test_a_phone_number_is_found_in_the_text_it_was_copied_from(written: str) -> None:
    wanted = comparable(Field.PHONE, written)

    assert wanted in digit_runs(normalise(f"电话：{written}，"))
    assert Word.of(wanted).digits == wanted


@pytest.mark.parametrize(
    ("field", "raw", "nearest", "instead"),
    [
        (Field.DOSSIER, "42-7", "42-7", Field.ITEM),
        (Field.ITEM, "42", "", None),
        (Field.GRADE, "核心", "核心商密", None),
        (Field.GRADE, "绝密", "", None),
        (Field.SINCE, "31/12/2026", "2026-12-31", None),
        (Field.SINCE, "2026-04-31", "2026-04", None),
        (Field.UNTIL, "20261332", "", None),
        (Field.PHONE, "12-34", "", None),
        (Field.PHONE, "电话12345", "", None),
    ],
)
def test_what_does_not_fit_has_a_nearest_value(
    field: Field, raw: str, nearest: str, instead: Field | None
) -> None:
    with pytest.raises(Unfit) as caught:
        comparable(field, raw)

    assert caught.value.why
    assert caught.value.nearest == nearest
    assert not nearest or caught.value.field is instead
    assert not nearest or comparable(instead or field, nearest)
