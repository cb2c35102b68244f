"""Due dates, against a table made by hand and by laws that hold for every calendar."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from docgen.config import shipped
from docgen.model.calendar import Due, Holiday, WorkCalendar
from docgen.model.duty import Rung, Side, Told, When, due_after, due_dates, rung_of, steps
from docgen.model.duty_when import parse_when
from docgen.model.rhythm import EVERY, Rhythm
from docgen.model.span import DAY_UNITS, Span, months_after
from docgen.office.calendar import read_calendar

TABLE = Path(__file__).parents[2] / "data" / "duties.tsv"
SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
CHINA = read_calendar(shipped("rules").parent)
quickly = settings(deadline=None, max_examples=50)

DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2027, 12, 31))
CALENDARS = st.builds(
    WorkCalendar,
    days_off=st.frozensets(DAYS, max_size=40),
    make_up_days=st.frozensets(DAYS, max_size=40),
    years=st.frozensets(st.integers(2024, 2028)),
)
SPANS = st.builds(Span, st.integers(1, 40), st.sampled_from(DAY_UNITS))
HOLIDAYS = st.sampled_from(Holiday)
WITHIN = st.builds(When, span=SPANS, holiday=HOLIDAYS)
STAYS = st.builds(
    When,
    span=SPANS,
    side=st.just(Side.NOT_BEFORE),
    holiday=st.sampled_from([Holiday.NEXT, Holiday.KEEP]),
)
NOTICES = st.builds(When, span=SPANS, side=st.just(Side.BEFORE), holiday=HOLIDAYS)
RHYTHMS = st.builds(
    When,
    rhythm=st.sampled_from(EVERY).flatmap(
        lambda every: st.builds(
            Rhythm, st.just(every), st.integers(0, 7 if every == "week" else 200)
        )
    ),
    holiday=HOLIDAYS,
)


def rows() -> list[dict[str, str]]:
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t"))


def rule(text: str) -> When:
    """A rule of the table: ``every=month on=10``; a number with its unit stays together."""
    named: dict[str, object] = {}
    for word in text.split():
        key, equals, value = word.partition("=")
        if equals:
            last, named[key] = key, int(value) if key == "on" and value.isdecimal() else value
        else:
            named[last] = f"{named[last]} {key}"
    return parse_when(named)


def first(when: When, start: str) -> Due:
    """What the table asks for: the end of a length of time, or the first turn."""
    if when.span is None:
        day = dt.date.fromisoformat(start)
        return next(due_dates(when, CHINA, day, day + dt.timedelta(400)))
    if "T" in start:
        return due_after(when, CHINA, dt.datetime.fromisoformat(start).replace(tzinfo=SHANGHAI))
    return due_after(when, CHINA, dt.date.fromisoformat(start))


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['start']} {row['rule']}")
def test_it_is_due_on_the_day_counted_by_hand(row: dict[str, str]) -> None:
    due = first(rule(row["rule"]), row["start"])

    told = f"{due.day} {due.time:%H:%M}" if due.time else str(due.day)
    assert told == row["due"], row["why"]


def test_the_table_is_long_enough_and_names_each_kind() -> None:
    rules = {row["rule"].partition("=")[0] for row in rows()}

    assert len(rows()) >= 60
    assert rules == {"within", "before", "not_before", "every"}


def span_of_days(text: str, year: int) -> set[dt.date]:
    """Days of the table's header: ``2.10-2.17``, one or many."""
    ends = [dt.date(year, *map(int, end.split("."))) for end in text.split("-")]
    days = (ends[-1] - ends[0]).days
    return {ends[0] + dt.timedelta(n) for n in range(days + 1)}


def notices() -> list[tuple[int, set[dt.date], set[dt.date]]]:
    """The year, days off and make-up days of each notice in the table's header."""
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if line.startswith("#   ")]
    text = " ".join(line.lstrip("# ") for line in lines)
    found = []
    for part in text.split("国办发明电")[1:]:
        year = {"2023": 2024, "2024": 2025, "2025": 2026}[part[1:5]]
        off, _, worked = part.partition(" off ")[2].partition(" worked ")
        worked = worked.partition(" 202")[0]
        days_off = set().union(*(span_of_days(one.strip(), year) for one in off.split(";")))
        make_up = set().union(*(span_of_days(one, year) for one in worked.split()))
        found.append((year, days_off, make_up))
    return found


@pytest.mark.parametrize(
    ("year", "off", "worked"), notices(), ids=lambda one: str(one) if isinstance(one, int) else ""
)
def test_the_maintained_calendar_says_what_the_notices_say(
    year: int, off: set[dt.date], worked: set[dt.date]
) -> None:
    days = [dt.date(year, 1, 1) + dt.timedelta(n) for n in range(365 + (year == 2024))]

    by_hand = [day in worked or (day.weekday() < 5 and day not in off) for day in days]

    assert [CHINA.is_worked(day) for day in days] == by_hand
    assert year in CHINA.years


# ---- laws


@given(CALENDARS, WITHIN | STAYS, DAYS, st.integers(0, 60))
@quickly
def test_later_events_are_never_due_earlier(
    calendar: WorkCalendar, when: When, start: dt.date, later: int
) -> None:
    due = due_after(when, calendar, start).day

    assert due <= due_after(when, calendar, start + dt.timedelta(later)).day


@given(CALENDARS, WITHIN, DAYS)
@quickly
def test_nothing_is_due_before_its_event(
    calendar: WorkCalendar, when: When, start: dt.date
) -> None:
    assert due_after(when, calendar, start).day >= start


@given(CALENDARS, STAYS, DAYS)
@quickly
def test_a_stay_is_never_made_shorter(calendar: WorkCalendar, when: When, start: dt.date) -> None:
    assert when.span is not None

    assert due_after(when, calendar, start).day >= when.span.after(start, calendar).day


@given(CALENDARS, NOTICES, DAYS, st.integers(0, 60))
@quickly
def test_a_notice_stands_before_its_event(
    calendar: WorkCalendar, when: When, event: dt.date, later: int
) -> None:
    assume(when.holiday is not Holiday.NEXT)
    due = due_after(when, calendar, event).day

    assert due < event
    assert due <= due_after(when, calendar, event + dt.timedelta(later)).day


@given(CALENDARS, WITHIN | STAYS | NOTICES, DAYS)
@quickly
def test_no_event_is_due_on_a_day_off_that_gives_way(
    calendar: WorkCalendar, when: When, start: dt.date
) -> None:
    assume(when.holiday is not Holiday.KEEP)

    assert calendar.is_worked(due_after(when, calendar, start).day)


@given(CALENDARS, RHYTHMS, DAYS, st.integers(0, 200))
@quickly
def test_turns_lie_in_the_time_asked_for(
    calendar: WorkCalendar, when: When, since: dt.date, days: int
) -> None:
    until = since + dt.timedelta(days)

    dues = list(due_dates(when, calendar, since, until))

    found = [due.day for due in dues]
    assert found == sorted(found)
    assert all(since <= day <= until for day in found)
    assert len({due.nominal for due in dues}) == len(dues)
    if when.holiday is not Holiday.KEEP:
        assert all(map(calendar.is_worked, found))


@given(CALENDARS, RHYTHMS, DAYS, st.integers(0, 90), st.integers(1, 90))
@quickly
def test_two_looks_find_what_one_long_look_finds(
    calendar: WorkCalendar, when: When, since: dt.date, one: int, two: int
) -> None:
    middle, until = since + dt.timedelta(one), since + dt.timedelta(one + two)

    pieces = [
        *due_dates(when, calendar, since, middle),
        *due_dates(when, calendar, middle + dt.timedelta(1), until),
    ]

    assert pieces == list(due_dates(when, calendar, since, until))


@given(st.sampled_from(["week", "month", "quarter", "half-year", "year"]), DAYS)
@quickly
def test_each_period_has_one_turn(every: str, day: dt.date) -> None:
    rhythm = Rhythm(every, 31)
    begin, end = rhythm.period(day)

    assert begin <= day <= end
    assert len(list(rhythm.turns(begin, end))) == 1


@given(CALENDARS, RHYTHMS, DAYS)
@quickly
def test_no_unknown_year_is_kept_quiet(calendar: WorkCalendar, when: When, since: dt.date) -> None:
    assume(when.holiday is not Holiday.KEEP)
    for due in due_dates(when, calendar, since, since + dt.timedelta(40)):
        unknown = {due.day.year, due.nominal.year if due.nominal else 0} - calendar.years

        assert set(due.unknown_years) >= unknown - {0}


@given(DAYS, st.integers(1, 60))
@quickly
def test_months_end_where_months_end(day: dt.date, count: int) -> None:
    later = months_after(day, count)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == count
    assert later.day == day.day or (later + dt.timedelta(1)).day == 1
    assert later.day <= day.day


# ---- hours


MOMENTS = st.datetimes(
    dt.datetime(2026, 1, 1),  # noqa: DTZ001  hypothesis puts the zone there
    dt.datetime(2026, 12, 31),  # noqa: DTZ001  the same
    timezones=st.sampled_from([BERLIN, SHANGHAI]),
).filter(lambda moment: moment == moment.astimezone(dt.UTC))


@given(MOMENTS, st.integers(1, 100))
@quickly
def test_hours_are_hours_when_clocks_are_moved(start: dt.datetime, count: int) -> None:
    zone = start.tzinfo
    assert isinstance(zone, ZoneInfo)

    due = due_after(When(span=Span(count, "hours")), WorkCalendar(), start)

    assert due.deadline(zone) - start.astimezone(dt.UTC) == dt.timedelta(hours=count)


@given(CALENDARS, MOMENTS, st.integers(1, 40), st.integers(0, 5000))
@quickly
def test_office_hours_end_while_the_office_is_open(
    calendar: WorkCalendar, start: dt.datetime, count: int, later: int
) -> None:
    zone, when = start.tzinfo, When(span=Span(count, "office-hours"))
    assert isinstance(zone, ZoneInfo)
    due = due_after(when, calendar, start)
    after = (start.astimezone(dt.UTC) + dt.timedelta(minutes=later)).astimezone(zone)

    assert calendar.is_worked(due.day)
    assert due.time is not None
    assert any(opens < due.time <= closes for opens, closes in calendar.hours)
    assert due.deadline(zone) - start.astimezone(dt.UTC) >= dt.timedelta(hours=count)
    assert due.deadline(zone) <= due_after(when, calendar, after).deadline(zone)


@pytest.mark.parametrize(
    ("start", "hours", "shown"),
    [
        ("2026-03-29T01:30", 1, "03:30"),  # two o'clock does not come
        ("2026-10-25T01:30", 1, "02:30"),
        ("2026-10-25T01:30", 2, "02:30"),  # it comes twice
        ("2026-10-25T01:30", 3, "03:30"),
    ],
)
def test_the_clock_shows_what_it_shows(start: str, hours: int, shown: str) -> None:
    moment = dt.datetime.fromisoformat(start).replace(tzinfo=BERLIN)

    due = due_after(When(span=Span(hours, "hours")), WorkCalendar(), moment)

    assert f"{due.time:%H:%M}" == shown


def test_a_day_ends_at_midnight_even_when_it_has_25_hours() -> None:
    due = Due(dt.date(2026, 10, 25))

    assert due.deadline(BERLIN) == dt.datetime(2026, 10, 25, 23, tzinfo=dt.UTC)
    assert not due.is_late(dt.datetime(2026, 10, 25, 22, 59, tzinfo=dt.UTC), BERLIN)
    assert due.is_late(dt.datetime(2026, 10, 25, 23, tzinfo=dt.UTC), BERLIN)


@pytest.mark.parametrize("start", [dt.date(2026, 1, 1), dt.datetime(2026, 1, 1)])  # noqa: DTZ001  that is the mistake
def test_hours_need_a_moment(start: dt.date) -> None:
    with pytest.raises(ValueError, match="2026"):
        due_after(When(span=Span(6, "hours")), WorkCalendar(), start)


def test_a_rule_of_the_other_kind_is_a_mistake() -> None:
    day = dt.date(2026, 1, 1)

    with pytest.raises(ValueError, match="rhythm"):
        due_after(When(rhythm=Rhythm("month")), CHINA, day)
    with pytest.raises(ValueError, match="span"):
        next(due_dates(When(span=Span(1, "days")), CHINA, day, day))
    with pytest.raises(ValueError, match="hours"):
        due_after(When(span=Span(1, "hours"), side=Side.BEFORE), CHINA, day)


# ---- the ladder


@pytest.mark.parametrize(
    ("moment", "come"),
    [
        ("2026-09-29T23:59", []),
        ("2026-09-30T00:00", [("0 workdays doer", False)]),
        ("2026-10-07T12:00", [("0 workdays doer", False), ("2 hours doer", True)]),
        (
            "2026-10-08T00:00",
            [("0 workdays doer", False), ("2 hours doer", True), ("1 workdays unit", True)],
        ),
    ],
)
def test_steps_come_in_working_days(moment: str, come: list[tuple[str, bool]]) -> None:
    ladder = [rung_of(text) for text in ("0 workdays doer", "2 hours doer", "1 workdays unit")]
    due = Due(dt.date(2026, 9, 30), time=dt.time(13))
    now = dt.datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)

    found = steps(ladder, due, CHINA, now, SHANGHAI)

    assert [(str(rung), late) for rung, late in found] == come


@pytest.mark.parametrize("text", ["", "doer", "1 workdays", "1 workdays boss", "x days doer"])
def test_what_is_no_step_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        rung_of(text)


def test_a_step_is_read_as_it_is_written() -> None:
    rung = Rung(Span(3, "workdays"), Told.UNIT)

    assert rung_of(str(rung)) == rung
