"""Plans of visits and periods at their edges: no customers, the last of all days, full days."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.model.calendar import WorkCalendar
from docgen.model.visiting import Planned, Wanted, is_salesman, period, plan

PLAIN = WorkCalendar()
#: A Monday.
FIRST = dt.date(2026, 3, 2)


def days(made: list[Planned]) -> list[str]:
    return [str(one.day) for one in made]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2027-02", "2027-02-01", "2027-02-28"),
        ("2028-02", "2028-02-01", "2028-02-29"),
        ("2026-Q2", "2026-04-01", "2026-06-30"),
        ("2026-Q3", "2026-07-01", "2026-09-30"),
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("9998-12", "9998-12-01", "9998-12-31"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
    ],
)
def test_a_period_ends_on_its_last_day(text: str, first: str, last: str) -> None:
    assert tuple(one.isoformat() for one in period(text)) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-", "2026-0", "2026-00", "2026-Q0", "2026-Q-1", "2026-q1", "2026-07-15"),
        *("+202", " 202", "2026 ", "2026-+7", "2026-1_0", "2026- 7", "２０２６", "2026-٣"),
        *("0000", "0000-01", "-2026", "26-07", "20260", "2026\n", "2026/07"),
    ],
)
def test_what_only_looks_like_a_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  whatever it says
        period(text)


@given(st.dates(dt.date(1900, 1, 1), dt.date(9998, 12, 31)))
def test_a_day_is_in_its_month_its_quarter_and_its_year(day: dt.date) -> None:
    quarter = (day.month + 2) // 3

    for text in (f"{day:%Y}", f"{day.year}-Q{quarter}", f"{day.year}-{day.month:02}"):
        first, last = period(text)
        assert first <= day <= last
        assert first.day == 1
        assert (last + dt.timedelta(days=1)).day == 1


def test_nobody_to_visit_makes_an_empty_plan() -> None:
    assert plan([], FIRST, FIRST, PLAIN, 6) == []


def test_a_day_off_alone_holds_no_visit() -> None:
    saturday = dt.date(2026, 3, 7)

    made = plan([Wanted("K1", 30)], saturday, saturday, PLAIN, 6)

    assert made == [Planned("K1", None)]


def test_a_turn_on_a_day_off_waits_for_the_next_day_of_work() -> None:
    made = plan([Wanted("K1", 5, dt.date(2026, 3, 2))], FIRST, FIRST + dt.timedelta(9), PLAIN, 6)

    assert days(made) == ["2026-03-09"]


def test_a_turn_on_the_last_day_still_belongs_to_the_period() -> None:
    last = dt.date(2026, 3, 31)

    on = plan([Wanted("K1", 30, dt.date(2026, 3, 1))], FIRST, last, PLAIN, 6)
    after = plan([Wanted("K1", 30, dt.date(2026, 3, 2))], FIRST, last, PLAIN, 6)

    assert (days(on), after) == (["2026-03-31"], [])


def test_whoever_is_overdue_comes_at_once_and_then_in_his_rhythm() -> None:
    overdue = Wanted("K1", 15, dt.date(2024, 2, 29))

    made = plan([overdue], FIRST, dt.date(2026, 3, 31), PLAIN, 6)

    assert days(made) == ["2026-03-02", "2026-03-17"]


def test_customers_of_one_turn_go_by_their_number() -> None:
    wanted = [Wanted(one, 90) for one in ("K3", "K1", "K2")]

    made = plan(wanted, FIRST, dt.date(2026, 3, 4), PLAIN, 1)

    assert [(one.customer, str(one.day)) for one in made] == [
        ("K1", "2026-03-02"),
        ("K2", "2026-03-03"),
        ("K3", "2026-03-04"),
    ]


def test_a_leap_day_is_a_day_like_another() -> None:
    first, last = period("2028-02")

    made = plan([Wanted("K1", 28)], first, last, PLAIN, 6)

    assert days(made) == ["2028-02-01", "2028-02-29"]


@pytest.mark.parametrize("every", [1, 30, 365, 1_000_000_000])
def test_the_last_year_of_all_can_be_planned(every: int) -> None:
    made = plan([Wanted("K1", min(every, 999_999))], *period("9999"), PLAIN, 6)

    assert made[0].day == dt.date(9999, 1, 1)
    assert all(one.day is None or one.day.year == 9999 for one in made)


@given(st.integers(1, 40), st.integers(0, 60), st.integers(1, 4))
def test_a_longer_period_only_adds_visits(every: int, more: int, per_day: int) -> None:
    wanted = [Wanted(f"K{n}", every) for n in range(3)]
    last = dt.date(2026, 3, 31)

    short = plan(wanted, FIRST, last, PLAIN, per_day)
    long = plan(wanted, FIRST, last + dt.timedelta(days=more), PLAIN, per_day)

    kept = [one for one in short if one.day]
    assert len(long) >= len(short)
    assert all(one in long for one in kept)


@given(st.permutations([Wanted("K1", 7), Wanted("K2", 10), Wanted("K3", 3)]))
def test_the_order_of_the_customers_changes_nothing(wanted: list[Wanted]) -> None:
    made = plan(wanted, FIRST, dt.date(2026, 3, 31), PLAIN, 1)

    assert made == plan(sorted(wanted, key=lambda one: one.customer), *MARCH, PLAIN, 1)


MARCH = (FIRST, dt.date(2026, 3, 31))


@pytest.mark.parametrize(
    ("salesman", "names", "same"),
    [
        ("", [], False),
        ("  ", ["  "], False),
        ("孟样例", [], False),
        ("孟样例", ["孟样例"], True),
        ("　孟样例　", ["孟样例"], True),
        ("孟样", ["孟样例"], False),
        ("MENG", ["meng"], False),
    ],
)
def test_only_a_whole_name_is_the_salesmans(*, salesman: str, names: list[str], same: bool) -> None:
    assert is_salesman(salesman, names) is same
