"""The ladder for what is late: on which rung a step stands, and which units are asked why."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.cases import DAYS, at, begun, done, up_to

from docgen.model.calendar import Due
from docgen.model.case_ladder import asks_why, days_over, in_days, rung
from docgen.model.span import Span


@pytest.mark.parametrize(
    ("now", "stands"),
    [
        ("2026-03-06 23:59", None),  # Friday, the day it is due
        ("2026-03-08 12:00", None),  # Sunday: no working day has passed
        ("2026-03-09 00:00", 0),
        ("2026-03-10 12:00", 0),
        ("2026-03-11 08:00", 1),
        ("2026-03-13 08:00", 2),
        ("2026-09-13 08:00", 2),
    ],
)
def test_a_late_step_climbs_by_working_days(now: str, stands: int | None) -> None:
    case = begun("oil", when="2026-03-05 09:00")

    assert rung(case, case.step("contact"), at(now), DAYS) == stands


def test_gas_climbs_by_whole_days_from_the_minute() -> None:
    case = begun("gas", when="2026-03-06 20:00")
    step = case.step("dispatch")

    assert rung(case, step, at("2026-03-06 22:00"), DAYS) is None
    assert rung(case, step, at("2026-03-07 21:00"), DAYS) == 0


def test_a_step_without_a_limit_is_never_late() -> None:
    case = up_to(begun("clothing"), "cause", "2026-03-02 10:00")

    assert rung(case, case.step("cause"), at("2027-03-02 10:00"), DAYS) is None


def test_units_that_were_late_are_asked_once_the_case_is_settled() -> None:
    case = up_to(begun("oil"), "approve", "2026-03-02 10:00")
    case = done(case, "approve", "2026-03-06 10:00")
    assert asks_why(case, at("2026-03-09 10:00"), DAYS) == {}

    case = up_to(case, "visit", "2026-03-06 11:00")

    assert asks_why(case, at("2026-03-06 12:00"), DAYS) == {}
    late = asks_why(case, at("2026-03-09 00:00"), DAYS)
    assert {unit: [one.key for one in steps] for unit, steps in late.items()} == {
        "主管领导": ["approve"]
    }


def test_lateness_is_counted_in_working_days_or_in_days() -> None:
    due = Due(dt.date(2026, 9, 30))

    assert days_over(due, dt.date(2026, 10, 8), DAYS, worked=True) == 1
    assert days_over(due, dt.date(2026, 10, 8), DAYS, worked=False) == 8
    assert days_over(due, due.day, DAYS, worked=False) == 0


@pytest.mark.parametrize(
    ("limit", "days"),
    [(None, 0), (Span(3, "workdays"), 3), (Span(6, "hours"), 1), (Span(25, "hours"), 2)],
)
def test_a_limit_in_days(limit: Span | None, days: int) -> None:
    assert in_days(limit) == days
