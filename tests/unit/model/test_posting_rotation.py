"""Rotation proposals, scores and ranking, area classes and staffing, and who agrees to leave."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.postings import RULES

from docgen.model.calendar import WorkCalendar
from docgen.model.posting_appraisal import Seat, average, ranking, unfit_assessor
from docgen.model.posting_areas import Area, class_of, staffed, staffing_of
from docgen.model.posting_leave import chain, next_step
from docgen.model.posting_rotation import Month, propose
from docgen.model.posting_rules import HEAD, MANAGER, REASONS

CALENDAR = WorkCalendar()
SINCE = dt.date(2026, 3, 10)


def keys(since: dt.date, today: str, *months: Month) -> tuple[list[str], int]:
    """The reasons to move somebody, and how much speaks against it."""
    found = propose(RULES, since, months, dt.date.fromisoformat(today), CALENDAR)
    return [one.key for one in found.reasons], len(found.against)


def month(text: str, score: str, *, error: bool = False) -> Month:
    return Month(dt.date.fromisoformat(f"{text}-01"), Decimal(score), error)


@pytest.mark.parametrize(
    ("today", "months", "reasons", "against"),
    [
        ("2026-05-01", (), [], 0),
        ("2026-05-01", (month("2026-04", "60"),), [], 0),
        ("2026-05-01", (month("2026-04", "59.99"),), ["low-score"], 1),
        ("2026-05-01", (month("2026-04", "90", error=True),), ["major-error"], 0),
        ("2026-09-09", (), [], 0),
        ("2026-09-10", (), ["cycle"], 0),
        ("2027-03-09", (), ["cycle"], 0),
        ("2027-03-10", (), ["normal-stay", "cycle"], 0),
        ("2027-03-10", (month("2026-12", "41", error=True),), list(REASONS), 0),
        ("2026-05-01", (month("2026-02", "20", error=True),), [], 0),
    ],
)
def test_reasons_to_move_somebody(
    today: str, months: tuple[Month, ...], reasons: list[str], against: int
) -> None:
    assert keys(SINCE, today, *months) == (reasons, against)


@given(
    st.dates(dt.date(2024, 1, 1), dt.date(2026, 6, 1)).filter(lambda day: day.day <= 28),
    st.dates(dt.date(2026, 6, 1), dt.date(2027, 12, 31)),
    st.lists(
        st.builds(
            Month,
            month=st.dates(dt.date(2023, 6, 1), dt.date(2027, 12, 1)).map(
                lambda day: day.replace(day=1)
            ),
            score=st.decimals(0, 100, places=2),
            major_error=st.booleans(),
        ),
        max_size=12,
    ),
)
def test_every_reason_that_matches_is_listed_in_the_order_of_the_rules(
    since: dt.date, today: dt.date, months: list[Month]
) -> None:
    found = propose(RULES, since, months, today, CALENDAR)

    here = [one for one in months if one.month >= since.replace(day=1)]
    stayed = 12 * (today.year - since.year) + today.month - since.month - (today.day < since.day)
    matching = {
        "major-error": any(one.major_error for one in here),
        "low-score": any(one.score < 60 for one in here),
        "normal-stay": stayed >= 12,
        "cycle": stayed >= 6,
    }
    assert [one.key for one in found.reasons] == [key for key in REASONS if matching[key]]


def test_equal_averages_share_a_place_and_the_next_is_left_out() -> None:
    scores = {
        "a": [Decimal(80), Decimal(90), Decimal(85)],
        "b": [Decimal(85), Decimal(85), Decimal(85)],
        "c": [Decimal("84.99")],
        "d": [],
    }

    found = ranking(scores)

    assert [(one.rank, one.name, str(one.average), one.is_whole) for one in found] == [
        (1, "a", "85.00", True),
        (1, "b", "85.00", True),
        (3, "c", "84.99", False),
    ]
    assert average((Decimal(80), Decimal(80), Decimal("80.01"))) == Decimal("80.00")


@pytest.mark.parametrize(
    ("assessor", "of", "fits"),
    [
        (None, ("站长", "甲"), True),
        (("外派技术人员", "甲"), ("维修服务人员", "甲"), False),
        (("站长", "甲"), ("维修服务人员", "甲"), True),
        (("站长", "甲"), ("维修服务人员", "乙"), False),
        (("站长", "甲"), ("站长", "甲"), False),
        (("站长", "甲"), ("财务站长", "甲"), False),
    ],
)
def test_who_assesses_whom(
    *,
    assessor: tuple[str, str] | None,
    of: tuple[str, str],
    fits: bool,
) -> None:
    seat = Seat(RULES.kind(assessor[0]), assessor[1]) if assessor else None

    assert (unfit_assessor(seat, Seat(RULES.kind(of[0]), of[1])) is None) is fits


@pytest.mark.parametrize(
    ("sales", "fails", "title"),
    [
        (200_000, False, "一类地区"),
        (199_999, False, "二类地区"),
        (100_000, True, "一类地区"),
        (99_999, True, "三类地区"),
        (100_000, False, "二类地区"),
        (0, False, "三类地区"),
    ],
)
def test_the_first_class_that_fits_counts(*, sales: int, fails: bool, title: str) -> None:
    area = Area("a", "甲", sales, high_failure=fails)

    assert class_of(RULES.classes, area).title == title


def test_an_area_with_a_one_stop_shop_is_staffed_like_a_small_one() -> None:
    area = Area("a", "甲", 300_000, one_stop=True)

    assert class_of(RULES.classes, area).title == "一类地区"
    assert staffing_of(RULES.classes, area).title == "三类地区"


def test_staffing_that_does_not_fit_is_told() -> None:
    areas = [Area("a", "甲", 300_000), Area("b", "乙", 5), Area("c", "丙", 5), Area("d", "丁", 5)]
    people = {"赵": ["a", "b"], "钱": ["b"], "孙": ["c"]}

    found = staffed(RULES.classes, areas, people)

    assert [[str(text) for text in one.remarks] for one in found] == [
        ["赵 looks after other areas too"],
        ["more than one person is posted here"],
        [],
        ["nobody is posted here"],
    ]


@pytest.mark.parametrize(
    ("days", "head", "has_head", "steps"),
    [
        (2, False, True, (HEAD,)),
        (3, False, True, (HEAD, MANAGER)),
        (8, False, True, (HEAD, MANAGER, MANAGER)),
        (2, True, True, (MANAGER,)),
        (2, False, False, (MANAGER,)),
    ],
)
def test_the_days_decide_who_agrees_and_a_heads_own_leave_goes_up(
    *,
    days: int,
    head: bool,
    has_head: bool,
    steps: tuple[str, ...],
) -> None:
    assert chain(RULES.tier(days), is_head=head, has_head=has_head) == steps


def test_whose_turn_it_is_follows_from_who_agreed() -> None:
    steps = (HEAD, MANAGER)

    assert [next_step(steps, agreed) for agreed in ([], ["a"], ["a", "b"])] == [HEAD, MANAGER, None]
