"""Numbers that Excel shows as days and times: which, and what they say."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.render.celldates import calendar_text, look_of


@pytest.mark.parametrize(
    ("format_id", "code", "look"),
    [
        ("0", "", ""),
        ("14", "", "date"),
        ("22", "", "datetime"),
        ("31", "", "date"),  # 2026年3月5日, built into Chinese Excel
        ("32", "", "time"),
        ("57", "", "date"),
        ("46", "", "span"),
        ("164", "General", ""),
        ("164", "yyyy-mm-dd", "date"),
        ("164", 'yyyy"年"m"月"d"日"', "date"),
        ("164", "yyyy年m月d日", "date"),
        ("164", "[$-804]yyyy/m/d;@", "date"),
        ("164", "mmm-yy", "date"),
        ("164", "yyyy-mm-dd hh:mm", "datetime"),
        ("164", "hh:mm:ss.00", "time"),
        ("164", "[h]:mm", "span"),
        ("164", "0.00", ""),
        ("164", '#,##0"日元"', ""),
        ("164", '"￥"#,##0.00;[Red]\\-"￥"#,##0.00', ""),
        ("164", "0.00E+00", ""),
        ("164", "@", ""),
        ("164", "0_d", ""),
    ],
)
def test_what_a_format_shows(format_id: str, code: str, look: str) -> None:
    assert look_of(format_id, code) == look


@pytest.mark.parametrize(
    ("serial", "look", "text"),
    [
        (46086, "date", "2026-03-05"),
        (46086, "datetime", "2026-03-05 00:00:00"),
        (46086.6041666667, "datetime", "2026-03-05 14:30:00"),
        (46086.6041666667, "date", "2026-03-05 14:30:00"),
        (0.378472222222222, "time", "09:05:00"),
        (46086.5, "time", "2026-03-05 12:00:00"),
        (1.25, "span", "30:00:00"),
        (1, "date", "1900-01-01"),
        (59, "date", "1900-02-28"),
        (61, "date", "1900-03-01"),
        (0.999999999, "time", "1900-01-01 00:00:00"),
        (-1, "date", ""),
        (3_000_000, "date", ""),
    ],
)
def test_what_a_number_says(serial: float, look: str, text: str) -> None:
    assert calendar_text(serial, look) == text


def test_old_macintosh_files_count_from_1904() -> None:
    assert calendar_text(44624, "date", from_1904=True) == "2026-03-05"


@given(st.dates(dt.date(1900, 3, 1), dt.date(9999, 12, 31)))
def test_every_day_comes_back(day: dt.date) -> None:
    serial = (day - dt.date(1899, 12, 30)).days

    assert calendar_text(serial, "date") == day.isoformat()
