"""How duties and their rules are printed and given as JSON; every rhythm and unit has a word."""

from __future__ import annotations

import datetime as dt
import json
from types import SimpleNamespace
from typing import Any, cast

import pytest

from docgen.cli import duty_reminded, duty_view
from docgen.model.calendar import Due
from docgen.model.duty import Rule, Side, State, When
from docgen.model.rhythm import Rhythm
from docgen.model.span import DAY_UNITS, HOUR_UNITS, Span
from docgen.office.duties_list import Kind, Line
from docgen.office.duties_rules import Held
from docgen.office.reminding_facts import DIGEST, LADDER, OFFERED, REFUSED, SENT
from docgen.register.models_duties import OwedDuty

DAY = dt.date(2024, 2, 29)
RHYTHMS = ("day", "workday", "week", "month", "quarter", "half-year", "year")


def line(late: int | None = None, *, due: Due | None = None, **more: str) -> Line:
    facts = {"code": "Y000001", "title": "工作日志", "of": "米拉", "unit": "客户服务部", **more}
    return Line(Kind.DUTY, due=due or Due(DAY), late=late, **facts)


def row(**more: object) -> OwedDuty:
    facts: dict[str, object] = {
        "code": "Y000001",
        "rule": "daily",
        "title": "工作日志",
        "unit": "客户服务部",
        "person": None,
        "due": DAY,
        "time": None,
        "subject": "",
        "state": "open",
        "ended_by": None,
        "reason": "",
        "unknown_years": [],
    }
    return cast("OwedDuty", SimpleNamespace(**{**facts, **more}))


def held(when: When, due: Due | None = None, owed_by: int = 0, form: str = "") -> Held:
    return Held(Rule("daily", "工作日志", "D-028", when, form=form), due, owed_by)


def printed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [one.rstrip() for one in capsys.readouterr().out.splitlines() if one.strip()]


@pytest.mark.parametrize(
    ("time", "text"),
    [
        (None, "2024-02-29"),
        (dt.time(0), "2024-02-29 00:00"),
        (dt.time(23, 59, 59), "2024-02-29 23:59"),
    ],
)
def test_a_day_has_its_time_if_it_has_one_and_midnight_is_one(
    time: dt.time | None, text: str
) -> None:
    assert duty_view.shown(DAY, time) == text


def test_nothing_owed_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    duty_view.tell_lines([])

    assert printed(capsys) == ["Nothing is owed."]


@pytest.mark.parametrize(("late", "cell"), [(None, None), (0, "<1"), (1, "1"), (366, "366")])
def test_late_is_told_in_days_and_on_the_day_itself_as_less_than_one(
    late: int | None, cell: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    duty_view.tell_lines([line(late)])

    words = printed(capsys)[-1].split()
    assert words == ["Y000001", "2024-02-29", *([cell] if cell else []), "工作日志", "米拉"]


def test_years_without_known_holidays_are_told_once_each(
    capsys: pytest.CaptureFixture[str],
) -> None:
    dues = [Due(DAY, (2031, 2030)), Due(DAY, (2030,)), Due(DAY)]

    duty_view.tell_lines([line(due=due) for due in dues])

    told = capsys.readouterr()
    notes = told.err.splitlines()
    assert [one.split("of ")[1][:4] for one in notes if "holidays of" in one] == ["2030", "2031"]
    assert "2030" not in told.out


def test_a_line_as_json_keeps_its_types() -> None:
    due = Due(DAY, (2031,), dt.time(9, 5))

    data = duty_view.line_data(line(0, due=due, subject="260301", source="C-013"))

    assert json.loads(json.dumps(data, default=str)) == {
        "kind": "duty",
        "number": "Y000001",
        "title": "工作日志",
        "who": "米拉",
        "unit": "客户服务部",
        "due": "2024-02-29",
        "time": "09:05",
        "late": True,
        "late_days": 0,
        "about": "260301",
        "source": "C-013",
        "unknown_years": [2031],
    }
    plain = duty_view.line_data(line())
    assert (plain["time"], plain["late"], plain["late_days"], plain["about"]) == (
        *(None, False, None),
        None,
    )


@pytest.mark.parametrize("state", list(State))
def test_a_duty_as_json_in_each_state(state: State) -> None:
    who = SimpleNamespace(code="P0002")
    ended = None if state is State.OPEN else who

    data = duty_view.duty_data(row(state=state.value, person=who, ended_by=ended, time=dt.time(0)))

    assert (data["state"], data["person"], data["time"]) == (state, "P0002", "00:00")
    assert data["ended_by"] == (None if state is State.OPEN else "P0002")
    assert (data["about"], data["reason"]) == (None, None)


def test_a_duty_of_a_unit_has_no_person() -> None:
    data = duty_view.duty_data(row(reason="休假", subject="K000001"))

    assert (data["person"], data["unit"], data["reason"], data["about"]) == (
        *(None, "客户服务部"),
        *("休假", "K000001"),
    )


def test_what_was_begun_says_when_it_is_due(capsys: pytest.CaptureFixture[str]) -> None:
    duty_view.tell_started(row(unknown_years=[2031], time=dt.time(12)))

    told = capsys.readouterr()
    assert told.out == "Y000001 工作日志 is due: 2024-02-29 12:00.\n"
    assert "2031" in told.err


@pytest.mark.parametrize("every", RHYTHMS)
def test_each_rhythm_has_words(every: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = {"workday": "working day"}.get(every, every)

    duty_view.rules_table([held(When(rhythm=Rhythm(every)), Due(DAY), 3)])

    assert f"every {words} " in printed(capsys)[-1]


@pytest.mark.parametrize("unit", [*DAY_UNITS, *HOUR_UNITS])
@pytest.mark.parametrize(
    ("side", "text"),
    [
        (Side.WITHIN, "within 3 {}"),
        (Side.BEFORE, "3 {} before"),
        (Side.NOT_BEFORE, "not before 3 {}"),
    ],
)
def test_each_span_has_words(
    unit: str, side: Side, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = {"workdays": "working days", "office-hours": "office hours"}.get(unit, unit)

    duty_view.rules_table([held(When(span=Span(3, unit), side=side))])

    assert text.format(words) in printed(capsys)[-1]


def test_of_a_rule_that_an_event_starts_nobody_is_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rules = [held(When(span=Span(3, "days"))), held(When(rhythm=Rhythm("day")), Due(DAY), 0)]

    duty_view.rules_table(rules)

    event, rhythm = printed(capsys)[-2:]
    assert event.split()[-2:] == ["days", "D-028"]
    assert rhythm.split()[-3:] == ["2024-02-29", "0", "D-028"]


def test_a_rule_as_json() -> None:
    begun = duty_view.rule_data(held(When(span=Span(3, "days")), form="report/daily"))
    again = duty_view.rule_data(held(When(rhythm=Rhythm("day")), Due(DAY), 7))

    assert (begun["form"], begun["due_next"], begun["owed_by"]) == ("report/daily", None, 0)
    assert (again["form"], again["due_next"], again["owed_by"]) == (None, DAY, 7)


def test_no_rules_are_a_table_of_heads(capsys: pytest.CaptureFixture[str]) -> None:
    duty_view.rules_table([])

    assert "duty rule" in printed(capsys)[0]


def test_each_kind_and_state_of_a_reminder_has_words() -> None:
    words: Any = duty_reminded

    assert set(words._KINDS) == {DIGEST, LADDER}
    assert set(words._STATES) == {OFFERED, SENT, REFUSED}
