"""Plans of visits, scores, grades, gifts and shares: the pure rules."""

from __future__ import annotations

import datetime as dt
import tomllib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.config import shipped
from docgen.errors import BadInput
from docgen.model.calendar import WorkCalendar
from docgen.model.composition import UNNAMED, parts
from docgen.model.gifting import State, Way, become, begin
from docgen.model.grading import grade_for, total
from docgen.model.survey import average, low, result
from docgen.model.visit_file import parse_visits
from docgen.model.visiting import Planned, Policy, Wanted, is_salesman, period, plan

RULES = parse_visits(
    tomllib.loads((shipped("rules") / "visits.toml").read_text("utf-8")), file="visits.toml"
)
MAY = (dt.date(2026, 5, 1), dt.date(2026, 5, 31))
#: Labour Day is off, the Saturday after it is worked.
DAYS = WorkCalendar(
    days_off=frozenset({dt.date(2026, 5, 1), dt.date(2026, 5, 4)}),
    make_up_days=frozenset({dt.date(2026, 5, 9)}),
)
#: The points that the visit form has for its options.
PRINTED = st.sampled_from([100, 90, 85, 80, 70, 60, 50, 30, 0])
ANSWERS = st.lists(
    st.dictionaries(st.sampled_from(["quality", "attitude", "fame"]), PRINTED), max_size=8
)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-Q1", "2026-01-01", "2026-03-31"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2028-02", "2028-02-01", "2028-02-29"),
        ("2026-12", "2026-12-01", "2026-12-31"),
    ],
)
def test_a_period_has_a_first_and_a_last_day(text: str, first: str, last: str) -> None:
    assert tuple(map(str, period(text))) == (first, last)


@pytest.mark.parametrize("text", ["", "26", "2026-13", "2026-Q5", "2026-Q", "2026-1-1", "二〇二六"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  whatever it says
        period(text)


def test_each_is_visited_on_the_first_working_day_with_room_from_his_turn_on() -> None:
    wanted = [Wanted("K1", 30, dt.date(2026, 4, 20)), Wanted("K2", 15), Wanted("K3", 90)]

    made = plan(wanted, *MAY, DAYS, per_day=1)

    assert made == [
        Planned("K2", dt.date(2026, 5, 5)),
        Planned("K3", dt.date(2026, 5, 6)),
        Planned("K2", dt.date(2026, 5, 18)),
        Planned("K1", dt.date(2026, 5, 20)),
        Planned("K2", None),
    ]


@given(
    st.lists(st.tuples(st.integers(1, 60), st.none() | st.integers(0, 200)), max_size=9),
    st.integers(1, 3),
)
def test_no_visit_is_planned_on_a_day_off_or_beyond_what_a_day_holds(
    customers: list[tuple[int, int | None]], per_day: int
) -> None:
    wanted = [
        Wanted(f"K{n}", every, None if last is None else MAY[0] - dt.timedelta(days=last))
        for n, (every, last) in enumerate(customers)
    ]

    made = plan(wanted, *MAY, DAYS, per_day)

    days = [one.day for one in made if one.day]
    assert all(DAYS.is_worked(day) and MAY[0] <= day <= MAY[1] for day in days)
    assert all(days.count(day) <= per_day for day in days)


@given(ANSWERS)
def test_averages_stand_between_the_least_and_the_most(answers: list[dict[str, int]]) -> None:
    found = result(answers, Decimal(70))

    every = [one for points in answers for one in points.values()]
    assert (found.average is None) == (not every)
    assert found.average is None or min(every) <= found.average <= max(every)
    assert 0 <= found.passed <= found.returned == len(answers)
    for name, mean in found.by_question.items():
        assert mean == average(points[name] for points in answers if name in points)


def test_the_scores_of_the_visit_form_are_averaged_as_printed() -> None:
    assert average([90, 100, 80]) == Decimal("90.0")
    assert average([85, 30, 50]) == Decimal("55.0")
    assert low({"quality": 60, "attitude": 30, "fame": 50}, RULES.complain) == ("attitude",)
    assert low({"attitude": 0}, RULES.complain) == ("attitude",)


@given(st.fixed_dictionaries({one.key: st.integers(0, 100) for one in RULES.criteria}))
def test_more_points_never_make_a_lower_grade(points: dict[str, int]) -> None:
    names = [one.name for one in RULES.grades]
    now = grade_for(total(points, RULES.criteria), RULES.grades).name

    for key in points:
        better = total({**points, key: 100}, RULES.criteria)
        assert names.index(grade_for(better, RULES.grades).name) <= names.index(now)


@pytest.mark.parametrize(
    "points",
    [
        {},
        {"nature": 50},
        {**dict.fromkeys(("nature", "size", "sales"), 50), "trend": 101},
        dict.fromkeys(("nature", "size", "sales", "trend", "more"), 50),
    ],
)
def test_points_that_do_not_fit_the_criteria_are_refused(points: dict[str, int]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  whatever it says
        total(points, RULES.criteria)


def test_a_gift_takes_one_step_after_the_other() -> None:
    asked = begin(Way.GIVEN, Policy.APPROVE)
    declared = begin(Way.RECEIVED, Policy.DECLARE)

    assert become(become(asked, State.APPROVED), State.GIVEN) is State.GIVEN
    assert become(declared, State.HANDED_IN) is State.HANDED_IN
    for state, wanted in [
        (State.ASKED, State.GIVEN),
        (State.REFUSED, State.APPROVED),
        (State.GIVEN, State.GIVEN),
        (State.DECLARED, State.APPROVED),
    ]:
        with pytest.raises(BadInput):
            become(state, wanted)
    for way in Way:
        with pytest.raises(BadInput):
            begin(way, Policy.BAN)


@given(
    st.lists(st.tuples(st.sampled_from(["甲", "乙", " ", "丙"]), st.integers(0, 10**9)), max_size=9)
)
def test_shares_fall_and_their_sum_runs_up_to_a_hundred(figures: list[tuple[str, int]]) -> None:
    amounts = [(name, Decimal(amount)) for name, amount in figures]
    if not sum(amount for _, amount in figures):
        with pytest.raises(ValueError, match="nothing"):
            parts(amounts)
        return

    made = parts(amounts)

    assert made[-1].running == 100
    assert [one.share for one in made] == sorted((one.share for one in made), reverse=True)
    assert sum(one.amount for one in made) == sum(amount for _, amount in amounts)
    assert sum(one.lines for one in made) == len(figures)
    assert not {"", " "} & {one.name for one in made}
    assert (UNNAMED in {one.name for one in made}) == any(name == " " for name, _ in figures)


def test_a_visitor_is_the_salesman_by_any_of_his_names() -> None:
    assert is_salesman(" 孟样例 ", ("孟样例", "meng", "p-0003"))
    assert is_salesman("meng", ("孟样例", "meng", "p-0003"))
    assert not is_salesman("", ("",))
    assert not is_salesman("温样例", ("孟样例", "meng"))
