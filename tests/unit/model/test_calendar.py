"""Working days in mainland China, against days counted by hand, and by laws.

The days off and make-up days of 2025 and 2026 are those of the State Council's notices of
12 November 2024 and 4 November 2025; the program reads them from ``chinesecalendar``.
"""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.config import shipped
from docgen.model.calendar import Due, WorkCalendar, working_days_after
from docgen.office.calendar import read_calendar

CHINA = read_calendar(shipped("rules").parent)
DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2026, 12, 31))
COUNTS = st.integers(1, 40)
PLAIN = st.builds(
    WorkCalendar,
    days_off=st.frozensets(DAYS, max_size=40),
    make_up_days=st.frozensets(DAYS, max_size=40),
    years=st.frozensets(st.integers(2024, 2028)),
)
quickly = settings(deadline=None)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "worked"),
    [
        ("2025-01-01", False),  # 元旦, a Wednesday
        ("2025-01-26", True),  # a Sunday worked for 春节
        ("2025-01-28", False),  # 除夕
        ("2025-02-04", False),  # the last day of 春节
        ("2025-02-05", True),
        ("2025-02-08", True),  # a Saturday worked for 春节
        ("2025-02-09", False),  # the Sunday after it
        ("2025-04-04", False),  # 清明, a Friday
        ("2025-04-27", True),  # a Sunday worked for 劳动节
        ("2025-05-05", False),  # a Monday
        ("2025-05-06", True),
        ("2025-06-02", False),  # 端午, a Monday
        ("2025-09-28", True),  # a Sunday worked for 国庆
        ("2025-10-08", False),  # 中秋 made it eight days
        ("2025-10-09", True),
        ("2025-10-11", True),  # a Saturday worked for 国庆
        ("2025-12-27", False),  # an ordinary Saturday
        ("2026-01-02", False),  # 元旦, a Friday
        ("2026-01-04", True),  # a Sunday worked for 元旦
        ("2026-02-14", True),  # a Saturday worked for 春节
        ("2026-02-23", False),  # 春节 ends on a Monday
        ("2026-02-28", True),  # a Saturday worked for 春节
        ("2026-04-06", False),  # 清明, a Monday
        ("2026-05-09", True),  # a Saturday worked for 劳动节
        ("2026-06-19", False),  # 端午, a Friday
        ("2026-09-20", True),  # a Sunday worked for 国庆
        ("2026-09-25", False),  # 中秋, a Friday
        ("2026-10-07", False),  # the last day of 国庆
        ("2026-10-10", True),  # a Saturday worked for 国庆
        ("2026-12-31", True),  # an ordinary Thursday
    ],
)
def test_a_day_is_worked_or_not(text: str, worked: bool) -> None:  # noqa: FBT001  a table's cell
    assert CHINA.is_worked(day(text)) is worked


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        ("2025-03-03", 1, "2025-03-04"),  # a Monday; the day itself does not count
        ("2025-03-07", 1, "2025-03-10"),  # over a weekend
        ("2025-03-08", 1, "2025-03-10"),  # from a Saturday
        ("2025-03-03", 5, "2025-03-10"),
        ("2025-03-03", 7, "2025-03-12"),
        ("2024-12-31", 1, "2025-01-02"),
        ("2025-01-24", 1, "2025-01-26"),  # the next day worked is a Sunday
        ("2025-01-27", 1, "2025-02-05"),  # over 春节
        ("2025-01-24", 5, "2025-02-07"),
        ("2025-01-27", 5, "2025-02-10"),  # with the Saturday that is worked
        ("2025-04-03", 1, "2025-04-07"),
        ("2025-04-25", 7, "2025-05-08"),
        ("2025-04-30", 1, "2025-05-06"),
        ("2025-05-30", 1, "2025-06-03"),
        ("2025-09-26", 5, "2025-10-10"),
        ("2025-09-30", 1, "2025-10-09"),
        ("2025-09-30", 3, "2025-10-11"),  # a Saturday
        ("2025-12-31", 1, "2026-01-04"),  # a Sunday
        ("2025-12-30", 5, "2026-01-07"),
        ("2026-02-11", 7, "2026-02-27"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-02-24", 5, "2026-03-02"),
        ("2026-04-03", 1, "2026-04-07"),
        ("2026-04-30", 4, "2026-05-09"),
        ("2026-06-18", 1, "2026-06-22"),
        ("2026-09-18", 5, "2026-09-24"),
        ("2026-09-24", 1, "2026-09-28"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2026-11-21", 7, "2026-12-01"),  # from a Saturday
    ],
)
def test_the_last_day_is_the_one_counted_by_hand(start: str, count: int, last: str) -> None:
    assert working_days_after(CHINA, day(start), count) == Due(day(last))


@given(PLAIN, DAYS, COUNTS)
@quickly
def test_a_deadline_is_a_working_day(calendar: WorkCalendar, start: dt.date, count: int) -> None:
    due = working_days_after(calendar, start, count).day

    assert due > start
    assert calendar.is_worked(due)


@given(PLAIN, DAYS, COUNTS)
@quickly
def test_so_many_days_are_worked_until_then(
    calendar: WorkCalendar, start: dt.date, count: int
) -> None:
    due = working_days_after(calendar, start, count).day

    between = (start + dt.timedelta(n) for n in range(1, (due - start).days + 1))

    assert sum(map(calendar.is_worked, between)) == count


@given(PLAIN, DAYS, st.integers(0, 30), COUNTS, st.integers(0, 10))
@quickly
def test_later_or_longer_never_ends_earlier(
    calendar: WorkCalendar, start: dt.date, later: int, count: int, more: int
) -> None:
    due = working_days_after(calendar, start, count).day

    assert due <= working_days_after(calendar, start + dt.timedelta(later), count).day
    assert due <= working_days_after(calendar, start, count + more).day


@given(PLAIN, DAYS, COUNTS, COUNTS)
@quickly
def test_two_terms_in_a_row_are_one_long_one(
    calendar: WorkCalendar, start: dt.date, one: int, two: int
) -> None:
    rest = working_days_after(calendar, working_days_after(calendar, start, one).day, two)

    assert rest.day == working_days_after(calendar, start, one + two).day


def test_years_without_known_holidays_are_told() -> None:
    known = WorkCalendar(years=frozenset({2025, 2026}))

    short = working_days_after(known, day("2026-12-30"), 1)
    long = working_days_after(known, day("2026-12-30"), 300)

    assert short.unknown_years == ()
    assert long.unknown_years == (2027, 2028)


def test_the_day_of_the_event_needs_no_known_year() -> None:
    known = WorkCalendar(years=frozenset({2027}))

    assert working_days_after(known, day("2026-12-31"), 1) == Due(day("2027-01-01"))


@given(PLAIN, DAYS, COUNTS)
@quickly
def test_no_unknown_year_is_kept_quiet(calendar: WorkCalendar, start: dt.date, count: int) -> None:
    due = working_days_after(calendar, start, count)

    touched = set(range((start + dt.timedelta(1)).year, due.day.year + 1))

    assert set(due.unknown_years) == touched - calendar.years


def test_a_weekend_is_off_where_nothing_is_known() -> None:
    saturday = day("2026-11-21")

    assert not WorkCalendar().is_worked(saturday)
    assert WorkCalendar(make_up_days=frozenset({saturday})).is_worked(saturday)


@pytest.mark.parametrize("count", [0, -1])
def test_no_term_is_shorter_than_a_day(count: int) -> None:
    with pytest.raises(ValueError, match=str(count)):
        working_days_after(CHINA, day("2026-11-20"), count)
