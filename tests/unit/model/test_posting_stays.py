"""Proposals to move somebody, day by day: month ends, leap days, exactly 60 points, priorities."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from tests.support.postings import RULES

from docgen.model.calendar import WorkCalendar
from docgen.model.posting_rotation import FORM_WORDS, Month, Proposal, propose
from docgen.model.posting_rules import REASONS, PostingRules
from docgen.model.span import Span


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def month(text: str, score: str, *, error: bool = False) -> Month:
    return Month(day(f"{text}-01"), Decimal(score), error)


def proposed(since: str, today: str, *months: Month, rules: PostingRules = RULES) -> Proposal:
    return propose(rules, day(since), months, day(today), WorkCalendar())


def keys(one: Proposal) -> list[str]:
    return [reason.key for reason in one.reasons]


@pytest.mark.parametrize(
    ("since", "before", "on"),
    [
        ("2026-01-05", "2026-07-04", "2026-07-05"),
        ("2026-08-31", "2027-02-27", "2027-02-28"),
        ("2027-08-31", "2028-02-28", "2028-02-29"),
        ("2026-12-31", "2027-06-29", "2027-06-30"),
        ("2028-02-29", "2028-08-28", "2028-08-29"),
    ],
)
def test_half_a_year_is_over_on_the_same_day_or_the_months_last(
    since: str, before: str, on: str
) -> None:
    assert keys(proposed(since, before)) == []
    assert keys(proposed(since, on)) == ["cycle"]


@pytest.mark.parametrize(
    ("since", "before", "on"),
    [
        ("2026-01-05", "2027-01-04", "2027-01-05"),
        ("2028-02-29", "2029-02-27", "2029-02-28"),
        ("2027-02-28", "2028-02-27", "2028-02-28"),
    ],
)
def test_a_year_after_a_leap_day_ends_in_february(since: str, before: str, on: str) -> None:
    assert keys(proposed(since, before)) == ["cycle"]
    assert keys(proposed(since, on)) == ["normal-stay", "cycle"]


@pytest.mark.parametrize(
    ("score", "low"),
    [("60", False), ("60.00", False), ("59.99", True), ("0", True), ("100", False)],
)
def test_sixty_points_are_enough(*, score: str, low: bool) -> None:
    found = proposed("2026-03-10", "2026-05-01", month("2026-04", score))

    assert keys(found) == (["low-score"] if low else [])
    assert bool(found.against) is low


def test_what_speaks_against_ends_with_half_a_year() -> None:
    bad = month("2026-04", "41")

    early = proposed("2026-03-10", "2026-09-09", bad)
    late = proposed("2026-03-10", "2026-09-10", bad)

    assert (keys(early), len(early.against)) == (["low-score"], 1)
    assert "2026-03-10" in early.against[0]
    assert (keys(late), late.against) == (["low-score", "cycle"], ())


def test_a_major_error_in_another_month_takes_away_what_speaks_against() -> None:
    found = proposed(
        "2026-03-10", "2026-06-01", month("2026-04", "50"), month("2026-05", "95", error=True)
    )

    assert keys(found) == ["major-error", "low-score"]
    assert found.against == ()


def test_nothing_speaks_against_where_nothing_speaks_for() -> None:
    assert proposed("2026-03-10", "2026-03-10") == Proposal((), ())


def test_the_month_of_his_arrival_counts_and_the_one_before_does_not() -> None:
    arrival = proposed("2026-03-31", "2026-05-01", month("2026-03", "10"))
    before = proposed("2026-03-31", "2026-05-01", month("2026-02", "10"))

    assert (keys(arrival), keys(before)) == (["low-score"], [])


def test_months_are_told_oldest_first_with_their_points() -> None:
    months = [month("2026-06", "58.50"), month("2026-04", "9"), month("2026-05", "60")]

    [reason] = proposed("2026-03-10", "2026-07-01", *months).reasons

    assert reason.text == "monthly score too low: 2026-04 (9), 2026-06 (58.5)"
    assert reason.source == "D-088, D-090"


def test_points_are_never_told_in_exponents() -> None:
    months = [month("2026-04", "50.00"), month("2026-05", "0.00"), month("2026-06", "10")]

    [reason] = proposed("2026-03-10", "2026-07-01", *months).reasons

    assert "(50), 2026-05 (0), 2026-06 (10)" in reason.text


def test_the_office_may_put_its_reasons_in_another_order() -> None:
    turned = replace(RULES.rotation, priority=tuple(reversed(REASONS)))
    rules = replace(RULES, rotation=turned)

    found = proposed("2026-03-10", "2027-03-10", month("2026-04", "9", error=True), rules=rules)

    assert keys(found) == list(reversed(REASONS))


def test_the_office_may_have_other_lengths_and_another_limit() -> None:
    times = replace(
        RULES.rotation, least=Span(1, "days"), normal=Span(3, "days"), cycle=Span(2, "workdays")
    )
    rules = replace(RULES, rotation=times, pass_score=90)

    found = proposed("2026-05-08", "2026-05-12", month("2026-05", "89.99"), rules=rules)

    assert (keys(found), found.against) == (["low-score", "normal-stay", "cycle"], ())


def test_every_reason_has_its_word_on_the_forms() -> None:
    assert {*FORM_WORDS} == {*REASONS}
    assert all(FORM_WORDS.values())
