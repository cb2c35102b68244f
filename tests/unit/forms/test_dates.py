"""Days and times as people write them."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.forms.dates import read_date, read_datetime
from docgen.forms.wrong import WrongValueError

DAY = date(2026, 3, 5)
MOMENT = datetime(2026, 3, 5, 14, 30)  # noqa: DTZ001 - a form holds the office's local time


@pytest.mark.parametrize(
    "raw",
    [
        DAY,
        datetime(2026, 3, 5),  # noqa: DTZ001 - as a spreadsheet gives a day
        "2026-03-05",
        "2026-3-5",
        "2026/03/05",
        "2026.3.5",
        "2026年3月5日",
        "2026年03月05日",
        "2026 年 3 月 5 日",
        "2026年3月5号",
        "２０２６－３－５",
        "２０２６年３月５日",
        "  2026-03-05　",
    ],
)
def test_a_day_is_read(raw: object) -> None:
    day = read_date(raw)

    assert day == DAY
    assert type(day) is date


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("2026-02-30", "“2026-02-30” is not a day of the calendar"),
        ("2025-02-29", "“2025-02-29” is not a day of the calendar"),
        ("2026-13-01", "“2026-13-01” is not a day of the calendar"),
        ("2026-00-10", "“2026-00-10” is not a day of the calendar"),
        ("2026年4月31日", "“2026年4月31日” is not a day of the calendar"),
        ("2026-3/5", "“2026-3/5” is not a date"),
        ("5.3.2026", "“5.3.2026” is not a date"),
        ("26-03-05", "“26-03-05” is not a date"),
        ("0026-03-05", "“0026-03-05” is not a date"),
        ("20260305", "“20260305” is not a date"),
        ("2026-03", "“2026-03” is not a date"),
        ("٢٠٢٦-٠٣-٠٥", "“٢٠٢٦-٠٣-٠٥” is not a date"),
        ("昨天", "“昨天” is not a date"),
        (20260305, "“20260305” is not a date"),
        (True, "“True” is not a date"),
        (["2026-03-05"], "“a list” is not a date"),
        (MOMENT, "“2026-03-05 14:30:00” has a time of day, and a day is asked"),
    ],
)
def test_what_is_no_day_is_refused(raw: object, said: str) -> None:
    with pytest.raises(WrongValueError) as caught:
        read_date(raw)

    assert caught.value.text == said
    assert caught.value.fix


@pytest.mark.parametrize(
    "raw",
    [
        MOMENT,
        "2026-03-05 14:30",
        "2026-03-05T14:30",
        "2026-3-5 14:30:00",
        "2026/3/5　14：30",
        "2026年3月5日14时30分",
        "2026年3月5日 14点30分",
        "2026年3月5日 14:30",
    ],
)
def test_a_time_is_read(raw: object) -> None:
    assert read_datetime(raw) == MOMENT


def test_seconds_are_kept() -> None:
    assert read_datetime("2026-03-05 14:30:09").second == 9


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (DAY, "“2026-03-05” has no time of day"),
        ("2026-03-05", "“2026-03-05” is not a day with a time"),
        ("2026-03-0514:30", "“2026-03-0514:30” is not a day with a time"),
        ("2026-03-05 25:00", "“2026-03-05 25:00” has a time that no clock shows"),
        ("2026-03-05 14:60", "“2026-03-05 14:60” has a time that no clock shows"),
        ("2026-02-30 14:30", "“2026-02-30 14:30” is not a day of the calendar"),
        ("2026-03-05 14:30Z", "“2026-03-05 14:30Z” is not a day with a time"),
        (14.5, "“14.5” is not a date"),
        (
            datetime(2026, 3, 5, 14, 30, tzinfo=UTC),
            "“2026-03-05 14:30:00+00:00” has an offset or parts of a second",
        ),
    ],
)
def test_what_is_no_time_is_refused(raw: object, said: str) -> None:
    with pytest.raises(WrongValueError) as caught:
        read_datetime(raw)

    assert caught.value.text == said


@given(st.dates(min_value=date(1000, 1, 1)))
@settings(deadline=None)
def test_every_way_to_write_a_day_is_that_day(day: date) -> None:
    year, month, number = day.year, day.month, day.day
    spellings = [
        f"{year}-{month:02}-{number:02}",
        f"{year}/{month}/{number}",
        f"{year}.{month}.{number}",
        f"{year}年{month}月{number}日",
    ]

    assert {read_date(text) for text in spellings} == {day}


@given(st.text() | st.from_regex(r"\d{4}.\d{1,2}.\d{1,2}.{0,9}", fullmatch=True))
@settings(deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (read_date, read_datetime):
        with contextlib.suppress(WrongValueError):
            assert read(text).year >= 1000
