"""Exact numbers, days and times."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.forms import reckoning
from docgen.forms.occasion import NoOccasionError, Occasion
from docgen.forms.wrong import WrongValueError
from docgen.model.calendar import WorkCalendar

DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))
NUMBERS = st.integers(-(10**12), 10**12) | st.decimals(-(10**9), 10**9, places=6)
#: 2026-03-05 is a Thursday.
THURSDAY = date(2026, 3, 5)


def at(hour: int, minute: int = 0) -> datetime:
    """A time on that Thursday."""
    return datetime(2026, 3, 5, hour, minute)  # noqa: DTZ001  the office's own clock


def occasion(*, off: tuple[date, ...] = (), years: tuple[int, ...] = (2026,)) -> Occasion:
    """That Thursday, with a few days off."""
    return Occasion(THURSDAY, WorkCalendar(frozenset(off), frozenset(), frozenset(years)))


@given(st.lists(NUMBERS, min_size=1, max_size=40))
def test_a_total_is_exact_in_any_order(values: list[Decimal]) -> None:
    exact = sum(map(Decimal, values))

    assert reckoning.total(values) == reckoning.total(values[::-1]) == exact


@given(NUMBERS, st.integers(0, 6))
def test_rounding_moves_by_half_a_place_at_most_and_only_once(value: Decimal, places: int) -> None:
    once = reckoning.rounded(value, places)

    assert abs(once - Decimal(value)) <= Decimal(5).scaleb(-places - 1)
    assert reckoning.rounded(once, places) == once


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [("0.005", 2, "0.01"), ("0.0049", 2, "0.00"), ("-0.005", 2, "-0.01"), ("2.5", 0, "3")],
)
def test_a_half_is_rounded_up(value: str, places: int, rounded: str) -> None:
    assert str(reckoning.rounded(Decimal(value), places)) == rounded


def test_nothing_to_gather_is_blank() -> None:
    gathering: tuple[Callable[[list[Any]], object], ...] = (
        *(reckoning.total, reckoning.average, reckoning.lowest, reckoning.highest),
        *(reckoning.first, reckoning.last, reckoning.number_of),
    )

    assert [one([]) for one in gathering] == [""] * len(gathering)
    assert reckoning.divide(1, 0) == ""


def test_what_is_gathered() -> None:
    values: list[int | Decimal] = [3, Decimal("1.5"), 6]

    assert reckoning.average(values) == Decimal("3.5")
    assert (reckoning.lowest(values), reckoning.highest(values)) == (Decimal("1.5"), 6)
    assert (reckoning.first(values), reckoning.last(values)) == (3, 6)
    assert reckoning.number_of(values) == 3


@given(DAYS, st.integers(-400, 400))
def test_days_between_undo_days_later(day: date, count: int) -> None:
    assert reckoning.days(day, reckoning.plus_days(day, count)) == count


@given(DAYS, st.integers(-400, 400))
def test_months_later_are_so_many_months(day: date, count: int) -> None:
    later = reckoning.plus_months(day, count)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == count
    assert later.day == day.day or (later.day < day.day and (later + timedelta(1)).day == 1)
    if count >= 0:
        assert reckoning.months(day, later) == count


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2000, 3, 5), date(2026, 3, 4), 25),
        (date(2000, 3, 5), date(2026, 3, 5), 26),
        (date(2000, 2, 29), date(2026, 2, 28), 25),
        (date(2000, 2, 29), date(2026, 3, 1), 26),
    ],
)
def test_an_age_changes_on_the_birthday(born: date, day: date, age: int) -> None:
    assert reckoning.age(born, day) == age


def test_hours_and_months() -> None:
    assert reckoning.hours(at(9), at(14, 30)) == Decimal("5.5")
    assert reckoning.plus_hours(at(9), Decimal("1.5")) == at(10, 30)
    assert reckoning.months(date(2026, 1, 31), date(2026, 2, 28)) == 1
    assert reckoning.months(date(2026, 1, 15), date(2026, 3, 14)) == 1
    assert reckoning.months(date(2026, 3, 14), date(2026, 1, 15)) == -1
    assert reckoning.plus_years(date(2024, 2, 29), 1) == date(2025, 2, 28)


def test_parts_of_a_day_and_words() -> None:
    assert (reckoning.year(THURSDAY), reckoning.month(THURSDAY)) == (2026, 3)
    assert reckoning.week(date(2027, 1, 3)) == 53
    assert reckoning.words(Decimal("23.745")) == "贰拾叁元柒角伍分"
    assert reckoning.words(Decimal(-1)) == ""


def test_working_days_follow_the_calendar() -> None:
    friday = date(2026, 3, 6)
    free = occasion(off=(friday,))

    assert reckoning.plus_workdays(occasion(), THURSDAY, 1) == friday
    assert reckoning.plus_workdays(free, at(16), 1) == date(2026, 3, 9)
    assert reckoning.plus_workdays(free, date(2026, 3, 9), -1) == THURSDAY
    assert reckoning.workdays(free, THURSDAY, date(2026, 3, 9)) == 2
    assert reckoning.workdays(free, date(2026, 3, 9), THURSDAY) == 0
    assert reckoning.today(free) == THURSDAY


@given(DAYS, st.integers(1, 60))
def test_the_nth_working_day_has_n_working_days_up_to_it(day: date, count: int) -> None:
    here = occasion()

    last = reckoning.plus_workdays(here, day, count)

    assert reckoning.workdays(here, day + timedelta(1), last) == count
    assert here.calendar.is_worked(last)


def test_years_without_known_holidays_are_told() -> None:
    here = occasion()

    reckoning.plus_workdays(here, date(2026, 12, 30), 5)
    reckoning.workdays(here, date(2025, 12, 31), date(2026, 1, 2))

    assert here.unknown_years == {2025, 2027}


@pytest.mark.parametrize("count", [10**9, -(10**9)])
def test_working_days_are_counted_over_ten_years_at_most(count: int) -> None:
    with pytest.raises(WrongValueError, match="too many"):
        reckoning.plus_workdays(occasion(), THURSDAY, count)
    with pytest.raises(WrongValueError, match="too many"):
        reckoning.workdays(occasion(), date(1900, 1, 1), date(2100, 1, 1))


def test_a_missing_occasion_is_the_programs_mistake() -> None:
    assert isinstance(NoOccasionError(), ValueError)
    assert "occasion=" in str(NoOccasionError())
