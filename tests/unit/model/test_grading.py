"""Points and grades at their limits."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.model.grading import FULL, grade_for, total
from docgen.model.visiting import Criterion, GradeRule

GRADES = (GradeRule("A", 85, 15), GradeRule("B", 70, 30), GradeRule("C", 55, 60))
TWO = (Criterion("size", "规模", 1), Criterion("sales", "销售额", 2))


@pytest.mark.parametrize(
    ("points", "grade"),
    [
        ("100", "A"),
        ("85", "A"),
        ("84.9", "B"),
        ("70.0", "B"),
        ("69.9", "C"),
        ("55", "C"),
        ("54.9", "C"),
        ("0", "C"),
    ],
)
def test_exactly_as_many_points_are_enough_and_the_last_takes_the_rest(
    points: str, grade: str
) -> None:
    assert grade_for(Decimal(points), GRADES).name == grade


def test_one_grade_takes_everybody() -> None:
    assert grade_for(Decimal(0), GRADES[:1]).name == "A"


@pytest.mark.parametrize(
    ("size", "sales", "points"),
    [
        (0, 0, "0.0"),
        (100, 100, "100.0"),
        (100, 0, "33.3"),
        (0, 100, "66.7"),
        (1, 0, "0.3"),
        (50, 51, "50.7"),
    ],
)
def test_points_are_weighed_to_one_place(size: int, sales: int, points: str) -> None:
    assert str(total({"size": size, "sales": sales}, TWO)) == points


@pytest.mark.parametrize(("points", "found"), [(1, "0.1"), (3, "0.2"), (5, "0.3")])
def test_half_a_tenth_goes_up(points: int, found: str) -> None:
    criteria = (Criterion("a", "甲", 1), Criterion("b", "乙", 19))

    assert str(total({"a": points, "b": 0}, criteria)) == found


def test_what_weighs_nothing_must_be_given_all_the_same() -> None:
    criteria = (*TWO, Criterion("trend", "趋势", 0))

    assert total({"size": 80, "sales": 80, "trend": 0}, criteria) == Decimal(80)
    with pytest.raises(ValueError, match="not the same"):
        total({"size": 80, "sales": 80}, criteria)


@pytest.mark.parametrize("points", [-1, FULL + 1])
def test_points_beyond_the_scale_are_refused(points: int) -> None:
    with pytest.raises(ValueError, match="0 to 100"):
        total({"size": points, "sales": 50}, TWO)


@given(st.integers(0, FULL), st.lists(st.integers(1, 50), min_size=1, max_size=6))
def test_the_same_points_everywhere_are_the_total(points: int, weights: list[int]) -> None:
    criteria = [Criterion(f"k{n}", "项", weight) for n, weight in enumerate(weights)]

    assert total({one.key: points for one in criteria}, criteria) == points


@given(st.integers(0, FULL), st.integers(0, FULL))
def test_a_total_stands_between_the_least_and_the_most(one: int, other: int) -> None:
    found = total({"size": one, "sales": other}, TWO)

    assert min(one, other) <= found <= max(one, other)
