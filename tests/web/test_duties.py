"""Duties and the calendar on pages: listed, done, let go, begun, exported, seen in a month."""

from __future__ import annotations

import datetime as dt

import pytest
from icalendar import Calendar
from tests.support.offices import person
from tests.support.pages import client

from docgen.model.calendar import Due
from docgen.model.duty import Rule, Rung, State, Told, When
from docgen.model.rhythm import Rhythm
from docgen.model.span import Span
from docgen.office import duties, duties_month, duties_seen, people
from docgen.office.desk import Office
from docgen.office.duties_list import Wanted
from docgen.register.models_duties import DutyStep, OwedDuty

TASK = Rule("filing-check", "检查归档", "R-011", When(), ladder=(Rung(Span(1, "days"), Told.UNIT),))


def owed(office: Office, key: str, days: int = 0, *, unit: str = "", login: str = "") -> OwedDuty:
    """A duty that is due so many days from today."""
    due = Due(office.today + dt.timedelta(days=days))
    who = people.by_login(login) if login else None
    return duties.owe(office, key=key, rule=TASK, due=due, person=who, unit=unit)


def test_mine_are_my_own_and_my_units(office: Office) -> None:
    mine = owed(office, "a", login="mira")
    ours = owed(office, "b", unit="客户服务部")
    other = owed(office, "c", unit="后勤部")

    page = client("mira").get("/duties/").content.decode()

    assert mine.code in page
    assert ours.code in page
    assert other.code not in page


def test_whoever_lists_all_sees_all(office: Office) -> None:
    other = owed(office, "c", unit="后勤部")

    page = client("jonas").get("/duties/?whose=all").content.decode()

    assert other.code in page


@pytest.mark.parametrize(
    ("part", "shown"),
    [("late", {-3}), ("today", {-3, 0}), ("week", {-3, 0, 5}), ("", {-3, 0, 5, 30})],
)
def test_the_parts_of_the_list(office: Office, part: str, shown: set[int]) -> None:
    rows = {days: owed(office, f"d{days}", days, login="mira") for days in (-3, 0, 5, 30)}

    page = client("mira").get(f"/duties/?part={part}").content.decode()

    assert {days for days, row in rows.items() if row.code in page} == shown


def test_what_is_late_says_by_how_much(office: Office) -> None:
    owed(office, "a", -3, login="mira")

    page = client("mira").get("/duties/").content.decode()

    assert "3 days late" in page


def test_it_is_done_with_a_remark(office: Office) -> None:
    row = owed(office, "a", login="mira")

    answer = client("mira").post(f"/duties/{row.code}/", {"reason": "已全部归档"})

    row.refresh_from_db()
    assert answer.status_code == 302
    assert (row.state, row.reason) == (State.DONE, "已全部归档")
    assert "已全部归档" in client("mira").get("/duties/?part=ended").content.decode()


def test_a_remark_that_cannot_be_comes_back(office: Office) -> None:
    row = owed(office, "a", login="mira")

    answer = client("mira").post(f"/duties/{row.code}/", {"reason": "长" * 301})

    row.refresh_from_db()
    assert answer.status_code == 422
    assert "长" * 301 in answer.content.decode()
    assert row.state == State.OPEN


def test_a_manager_lets_it_go_for_a_reason(office: Office) -> None:
    row = owed(office, "a", unit="客户服务部")
    url = f"/duties/{row.code}/"

    silent = client("jonas").post(url, {"waive": "1"})
    said = client("jonas").post(url, {"waive": "1", "reason": "本月无外派人员"})

    row.refresh_from_db()
    assert (silent.status_code, said.status_code) == (422, 302)
    assert row.state == State.WAIVED


def test_letting_go_is_grey_for_a_clerk(office: Office) -> None:
    row = owed(office, "a", login="mira")

    seen = duties_seen.show(office, people.by_login("mira"), row.code)
    answer = client("mira").post(f"/duties/{row.code}/", {"waive": "1", "reason": "不想做"})

    assert [one.rule for one in seen.keeps] == ["R0"]
    assert seen.against == ()
    assert answer.status_code == 403


def test_nobody_lets_his_own_go(office: Office) -> None:
    row = owed(office, "a", login="jonas")

    seen = duties_seen.show(office, people.by_login("jonas"), row.code)

    assert [one.rule for one in seen.keeps] == ["R6"]


def test_what_others_owe_is_done_by_them(office: Office) -> None:
    row = owed(office, "a", unit="客户服务部")

    seen = duties_seen.show(office, people.by_login("jonas"), row.code)

    assert [one.rule for one in seen.against] == ["R3"]


def test_the_ladder_says_where_the_duty_stands(office: Office) -> None:
    row = owed(office, "a", -5, login="mira")

    client("mira").get("/duties/")
    seen = duties_seen.show(office, people.by_login("mira"), row.code)
    page = client("mira").get(f"/duties/{row.code}/").content.decode()

    assert [one.at is not None for one in seen.steps] == [True]
    assert DutyStep.objects.get().duty == row
    assert "the unit is told" in page


def test_a_duty_of_strangers_is_not_there(office: Office) -> None:
    row = owed(office, "a", unit="客户服务部")

    answers = [client("lena").get(f"/duties/{code}/").status_code for code in (row.code, "Y999999")]

    assert answers == [404, 404]


def test_the_rules_are_listed_and_one_is_begun(office: Office) -> None:
    rule = next(one for one in duties.rules(office).rules if one.when.span is not None)

    page = client("mira").get("/duties/rules/").content.decode()
    answer = client("mira").post("/duties/rules/", {"rule": rule.key, "about": "K000001"})

    row = OwedDuty.objects.get(rule=rule.key)
    assert rule.title in page
    assert answer["Location"] == f"/duties/{row.code}/"
    assert row.subject == "K000001"


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    "sent", [{}, {"rule": "no-such"}, {"rule": "no-such", "on": "x"}, {"on": "2026-02-30"}]
)
def test_a_duty_that_cannot_be_begun_is_said(sent: dict[str, str]) -> None:
    answer = client("mira").post("/duties/rules/", sent)

    assert answer.status_code in {404, 422}
    assert 'role="alert"' in answer.content.decode()


def test_duties_go_into_calendars(office: Office) -> None:
    row = owed(office, "a", 4, login="mira")

    answer = client("mira").get("/duties/export.ics")

    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert answer["Content-Type"].startswith("text/calendar")
    assert f"{row.code}@{office.settings.origin}" in {str(one["UID"]) for one in events}


def test_a_month_has_what_is_due_on_its_day(office: Office) -> None:
    row = owed(office, "a", login="mira")

    month = duties_month.month(office, people.by_login("mira"), "", Wanted(mine=True))

    [day] = [one for week in month.weeks for one in week if one.day == office.today]
    assert row.code in [line.code for line in day.lines]


def test_weeks_begin_on_monday_and_hold_the_whole_month(office: Office) -> None:
    month = duties_month.month(office, people.by_login("mira"), "2026-02", Wanted())

    days = [one.day for week in month.weeks for one in week if one.within]
    assert {len(week) for week in month.weeks} == {7}
    assert {week[0].day.weekday() for week in month.weeks} == {0}
    assert days == [dt.date(2026, 2, n) for n in range(1, 29)]
    assert (month.before, month.after) == (dt.date(2026, 1, 1), dt.date(2026, 3, 1))


def test_holidays_and_make_up_days_are_told_apart(office: Office) -> None:
    (office.folder / "rules" / "calendar" / "own.toml").write_text(
        "days_off = [2026-10-01]\nmake_up_days = [2026-10-10]\n", "utf-8"
    )

    month = duties_month.month(office, people.by_login("mira"), "2026-10", Wanted())

    days = {one.day: one for week in month.weeks for one in week}
    first, saturday = days[dt.date(2026, 10, 1)], days[dt.date(2026, 10, 10)]
    assert (first.holiday, first.worked) == (True, False)
    assert (saturday.make_up, saturday.worked) == (True, True)


def test_what_the_rules_will_bring_is_expected_once(office: Office) -> None:
    who = people.by_login("mira")
    after = (office.today.replace(day=1) + dt.timedelta(days=62)).replace(day=1)

    month = duties_month.month(office, who, f"{after:%Y-%m}", Wanted(unit=who.unit))

    titles = [one.title for week in month.weeks for day in week for one in day.expected]
    known = {
        one.title
        for one in duties.rules(office).rules
        if one.when.rhythm and one.when.rhythm.every in {"day", "workday"}
    }
    assert titles
    assert not known & set(titles)


def test_a_month_gone_expects_nothing(office: Office) -> None:
    month = duties_month.month(office, people.by_login("jonas"), "2026-01", Wanted())

    assert not [one for week in month.weeks for day in week for one in day.expected]


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("text", ["x", "2026-13", "9999-12", "0001-01", "2026-1", "x" * 500])
def test_a_month_that_is_none_is_said(text: str) -> None:
    answer = client("mira").get("/calendar/", {"month": text})

    assert answer.status_code == 422


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("whose", ["mine", "unit", "all", "x"])
def test_the_calendar_is_a_table_that_can_be_read_out(whose: str) -> None:
    page = client("mira").get("/calendar/", {"whose": whose, "month": "2026-10"}).content.decode()

    assert "<caption" in page
    assert page.count('<th scope="col">') == 7
    assert "?whose=" in page
    assert "month=2026-09" in page


def test_a_page_of_the_duties_asks_no_more_for_more(office: Office) -> None:
    person(office, "qiao", "manager")
    for n in range(60):
        owed(office, f"d{n}", n, login="mira")

    page = client("mira").get("/duties/").content.decode()
    second = client("mira").get("/duties/?page=2").content.decode()

    assert page.count('<th scope="row"') == 50
    assert 'rel="next"' in page
    assert second.count('<th scope="row"') >= 10


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (When(rhythm=Rhythm("month", 10)), "every month"),
        (When(rhythm=Rhythm("workday")), "every working day"),
        (When(span=Span(3, "workdays")), "within 3 working days"),
    ],
)
def test_when_a_duty_is_due_is_said(when: When, said: str) -> None:
    assert when.said == said


def test_a_rung_says_who_is_told() -> None:
    assert (
        Rung(Span(2, "workdays"), Told.MANAGER).said
        == "after 2 working days: the managers are told"
    )
