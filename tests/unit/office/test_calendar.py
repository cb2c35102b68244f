"""The office's working days: public holidays, and days of its own that go before them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from docgen.errors import BadInput
from docgen.office.calendar import read_calendar
from docgen.office.desk import Office


def calendar(office: Office, text: str) -> Path:
    path = office.folder / "rules" / "calendar" / "office.toml"
    path.write_text(text, "utf-8")
    return path


def test_public_holidays_are_known_without_a_word(office: Office) -> None:
    found = read_calendar(office.folder)

    assert not found.is_worked(dt.date(2025, 10, 1))
    assert not found.is_worked(dt.date(2025, 10, 4))
    assert found.is_worked(dt.date(2025, 10, 11))  # a Saturday that is made up for
    assert found.is_worked(dt.date(2025, 10, 13))


def test_the_office_has_days_of_its_own(office: Office) -> None:
    calendar(
        office,
        "days_off = [2025-10-13, 2025-10-11]\nmake_up_days = [2025-10-18, 2025-10-01]\n"
        "complete_years = [2099]\n",
    )

    found = read_calendar(office.folder)

    assert not found.is_worked(dt.date(2025, 10, 13))
    assert not found.is_worked(dt.date(2025, 10, 11))
    assert found.is_worked(dt.date(2025, 10, 18))
    assert found.is_worked(dt.date(2025, 10, 1))
    assert 2099 in found.years


def test_the_office_has_hours_of_its_own(office: Office) -> None:
    before = read_calendar(office.folder).hours
    calendar(office, 'office_hours = ["09:00-12:00", "12:00-18:00"]')

    found = read_calendar(office.folder).hours

    noon = dt.time(12)
    assert before == ((dt.time(8, 30), noon), (dt.time(13, 30), dt.time(17, 30)))
    assert found == ((dt.time(9), noon), (noon, dt.time(18)))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('days_off = ["2026-10-01"]', "days_off"),
        ("days_off = 5", "days_off"),
        ("days_off = [2026-10-01T08:00:00]", "days_off"),
        ("make_up_days = [1]", "make_up_days"),
        ('complete_years = ["x"]', "complete_years"),
        ("complete_years = 2026", "complete_years"),
        ("day_off = []", "day_off"),
        ('office_hours = "08:30-12:00"', "office_hours"),
        ('office_hours = ["8:30-12:00"]', "office_hours"),
        ('office_hours = ["12:00-08:30"]', "office_hours"),
        ('office_hours = ["08:30-12:00", "11:00-17:00"]', "office_hours"),
        ('office_hours = ["08:30-24:00"]', "office_hours"),
        ("office_hours = [8]", "office_hours"),
    ],
)
def test_a_wrong_calendar_says_file_and_key(office: Office, text: str, key: str) -> None:
    path = calendar(office, text)

    with pytest.raises(BadInput) as wrong:
        read_calendar(office.folder)

    assert (wrong.value.file, wrong.value.field) == (str(path), key)
