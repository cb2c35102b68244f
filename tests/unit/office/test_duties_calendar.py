"""Duties as a calendar file: read back by the library, and held against the lines of RFC 5545."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar, Event
from tests.support.desks import Cast, at
from tests.support.offices import person

from docgen.errors import BadInput
from docgen.model.calendar import Due
from docgen.model.duty import Rule, When
from docgen.office import duties, duties_calendar
from docgen.office.desk import Office
from docgen.register.models import Person

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
LONG = "巡访日报表，一同呈报客户卡；" * 12 + "\n续行, 有; 标点\\"


def owe(office: Office, who: Person, key: str, by: time | None = None, title: str = "周报") -> None:
    rule = Rule("report", title, "D-029", When())
    duties.owe(office, key=key, rule=rule, due=Due(date(2026, 11, 30), (), by), person=who)


def exported(office: Office, who: Person, file: Path, unit: str = "") -> list[Event]:
    duties_calendar.export(office, who, file, unit=unit)
    read = Calendar.from_ical(file.read_bytes())
    assert isinstance(read, Calendar)
    return read.events


def test_a_day_is_a_whole_day_and_a_time_is_where_the_office_is(
    office: Office, folk: Cast, tmp_path: Path
) -> None:
    office = at(office, MONDAY)
    owe(office, folk.mira, "a")
    owe(office, folk.mira, "b", time(13))

    timed, whole = exported(office, folk.mira, tmp_path / "duties.ics")

    assert (whole.start, whole.end) == (date(2026, 11, 30), date(2026, 12, 1))
    assert timed.end == datetime(2026, 11, 30, 5, tzinfo=UTC)
    assert timed.end - timed.start == timedelta(minutes=30)
    assert str(timed["DTEND"].params["TZID"]) == "Asia/Shanghai"
    assert (whole.summary, whole.description) == ("周报", "Y000001 · mira · D-029")


def test_its_lines_are_those_of_the_standard(office: Office, folk: Cast, tmp_path: Path) -> None:
    owe(office, folk.mira, "a", time(13), LONG)

    [event] = exported(office, folk.mira, tmp_path / "duties.ics")

    raw = (tmp_path / "duties.ics").read_bytes()
    lines = raw.split(b"\r\n")
    assert (lines[0], lines[-2:]) == (b"BEGIN:VCALENDAR", [b"END:VCALENDAR", b""])
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert all(line.decode("utf-8") is not None for line in lines)
    assert b"BEGIN:VTIMEZONE" in lines
    assert event.summary == LONG


def test_a_later_file_names_the_same_events(office: Office, folk: Cast, tmp_path: Path) -> None:
    owe(office, folk.mira, "a")
    [first] = exported(office, folk.mira, tmp_path / "1.ics")
    duties.rows().update(due=date(2026, 12, 7), version=2)

    [again] = exported(office, folk.mira, tmp_path / "2.ics")

    assert first.uid == again.uid == f"Y000001@{office.settings.origin}"
    assert (first.sequence, again.sequence) == (1, 2)


def test_ones_own_or_one_units(office: Office, folk: Cast, tmp_path: Path) -> None:
    for who, key in ((folk.mira, "a"), (person(office, "gao"), "b"), (folk.lena, "c")):
        owe(office, who, key)

    own = exported(office, folk.mira, tmp_path / "own.ics")
    unit = exported(office, folk.jonas, tmp_path / "unit.ics", folk.mira.unit)
    strange = exported(office, folk.mira, tmp_path / "strange.ics", folk.lena.unit)

    assert [len(own), len(unit), len(strange)] == [1, 2, 0]


def test_what_is_there_is_not_written_over(office: Office, folk: Cast, tmp_path: Path) -> None:
    (tmp_path / "duties.ics").write_text("mine", "utf-8")

    with pytest.raises(BadInput, match="is there already"):
        duties_calendar.export(office, folk.mira, tmp_path / "duties.ics")


def test_a_time_that_clocks_leave_out_is_a_time_all_the_same(
    office: Office, folk: Cast, tmp_path: Path
) -> None:
    berlin = replace(office, settings=replace(office.settings, time_zone="Europe/Berlin"))
    rule = Rule("report", "周报", "D-029", When())
    due = Due(date(2026, 3, 29), (), time(2, 30))
    duties.owe(berlin, key="a", rule=rule, due=due, person=folk.mira)

    [event] = exported(berlin, folk.mira, tmp_path / "duties.ics")

    assert event.end == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
