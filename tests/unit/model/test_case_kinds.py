"""The three shipped kinds of cases say what the rule book says, and are complete in themselves."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest
from tests.support.cases import KINDS, begun, done, kind, up_to

from docgen.errors import BadInput
from docgen.model import case_acts
from docgen.model.calendar import Due
from docgen.model.case import State
from docgen.model.case_profile import Does, StepRule, holds
from docgen.model.span import Span

_RULE = re.compile(r"[CDFGRS]-\d{3}")


@pytest.mark.parametrize("name", KINDS)
def test_every_step_says_where_it_is_from_and_who_owes_it(name: str) -> None:
    for step in kind(name).steps:
        assert step.source, step.key
        assert all(_RULE.fullmatch(one) for one in step.source)
        assert step.unit


@pytest.mark.parametrize("name", KINDS)
def test_the_call_back_is_in_five_working_days_and_never_left_out(name: str) -> None:
    [visit] = [one for one in kind(name).steps if one.does is Does.VISIT]

    assert (visit.within, visit.skip) == (Span(5, "workdays"), False)
    assert visit.form == "complaint/return-visit"


def test_oil_is_settled_in_one_or_three_days_and_seven_at_the_most() -> None:
    limits = {
        one.name: (one.within, one.longest, one.levels, one.event) for one in kind("oil").severities
    }

    three, seven = Span(3, "workdays"), Span(7, "workdays")
    assert limits == {
        "一般": (Span(1, "workdays"), None, 1, False),
        "较大": (three, seven, 2, True),
        "特殊": (three, seven, 2, True),
    }


@pytest.mark.parametrize(
    ("name", "severity", "approver"),
    [
        ("oil", "一般", "主管领导"),
        ("oil", "较大", "经理办公会"),
        ("oil", "特殊", "经理办公会"),
        ("clothing", "一般", "总经理"),
        ("gas", "重大抢险", "客户服务中心负责人"),
    ],
)
def test_who_decides(name: str, severity: str, approver: str) -> None:
    line = kind(name).authority(severity, Decimal(1_000_000))

    assert line is not None
    assert line.approver == approver


def test_the_route_of_clothing_is_that_of_the_rule_book() -> None:
    steps = [one for one in kind("clothing").steps if one.when.get("lost") == ("是",)]
    route = [one.unit for one in steps if one.key not in {"assign", "investigate", "report"}]

    assert route[:9] == [
        *("总经理室", "商品部", "生产单位", "总经理室", "商品部"),
        *("总经理室", "市场客户服务科", "总经理室", "总经理"),
    ]


@pytest.mark.parametrize("lost", ["是", "否"])
def test_clothing_is_closed_after_the_call_back_alone(lost: str) -> None:
    settled = up_to(begun("clothing", lost=lost), "visit", "2026-03-02 10:00")

    with pytest.raises(BadInput, match="not finished"):
        case_acts.close(settled)

    assert settled.step("visit").due == Due(dt.date(2026, 3, 9))
    called = done(settled, "visit", "2026-03-03 10:00")
    assert case_acts.close(called).state is State.CLOSED


def test_clothing_has_its_own_limits_and_none_that_nobody_wrote() -> None:
    within = {one.key: one.within for one in kind("clothing").steps}

    assert (within["report"], within["combined"]) == (Span(3, "days"), Span(1, "days"))
    assert within["assign"] == within["inform"] == Span(0, "days")
    assert [one.within for one in kind("clothing").severities] == [None, None]
    assert [one.rows for one in kind("clothing").standards] == [(), ()]


def test_gas_counts_six_and_twenty_four_hours_from_the_call() -> None:
    steps = {one.key: (one.within, one.after) for one in kind("gas").steps}

    assert steps["handle"] == (Span(6, "hours"), "received")
    assert steps["repair"] == (Span(24, "hours"), "received")


@pytest.mark.parametrize("name", KINDS)
def test_the_ladder_reminds_after_one_and_three_days_and_then_escalates(name: str) -> None:
    ladder = kind(name).ladder

    assert [one.after.count for one in ladder] == [1, 3, 5]
    assert [one.escalate for one in ladder] == [False, False, True]


def test_papers_after_the_settlement_follow_the_decision() -> None:
    steps = {one.key: one for one in kind("clothing").steps}
    paid: dict[str, object] = {"outcome": "成立", "ways": ["赔款"], "penalty": "罚扣奖金"}

    assert needed(steps, paid) == {"allowance", "penalty"}
    assert needed(steps, {**paid, "ways": "退货", "penalty": "无"}) == {"return"}
    assert needed(steps, {"outcome": "不成立"}) == {"collect"}
    assert needed(steps, {"tracked": True, "category": "质量异常"}) == {"improve"}


def needed(steps: dict[str, StepRule], facts: dict[str, object]) -> set[str]:
    after = ("allowance", "return", "collect", "penalty", "improve")
    return {key for key in after if steps[key].is_needed(facts)}


@pytest.mark.parametrize(
    ("fact", "wanted", "answer"),
    [
        ("是", ("是",), True),
        (True, ("是",), True),
        (False, ("是",), False),
        (["折让", "退货"], ("退货",), True),
        ([], ("退货",), False),
        (None, ("是",), False),
    ],
)
def test_a_fact_holds_what_is_wanted(fact: object, wanted: tuple[str, ...], answer: bool) -> None:  # noqa: FBT001  as parametrised
    assert holds(fact, wanted) is answer
