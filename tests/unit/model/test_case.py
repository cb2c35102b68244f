"""A case through its states: whose turn it is, what is due, and what each act refuses."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from tests.support.cases import DAYS, KINDS, at, begun, done, up_to

from docgen.errors import BadInput, NotAllowed
from docgen.model import case_acts
from docgen.model.calendar import Due
from docgen.model.case import ENDED, Case, State, StepState
from docgen.model.case_profile import Authority


def turn(case: Case) -> list[str]:
    return [one.key for one in case.turn]


def finished(case: Case, when: str = "2026-03-02 10:00") -> Case:
    """Every step that has its turn done, until none is left."""
    while case.turn:
        case = done(case, case.turn[0].key, when)
    return case


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_goes_from_call_to_call_back(name: str) -> None:
    case = finished(begun(name))

    assert case.state is State.SETTLED
    assert {one.state for one in case.steps} <= ENDED
    assert case_acts.close(case).state is State.CLOSED


def test_steps_run_in_order_and_only_those_that_are_needed() -> None:
    case = begun("oil", "较大")
    assert turn(case) == ["contact"]

    case = up_to(case, "meeting", "2026-03-02 10:00")

    assert case.step("approve").state is StepState.UNNEEDED
    assert case.step("inform").state is StepState.WAITING


def test_steps_side_by_side_begin_together() -> None:
    case = up_to(
        begun("clothing"),
        "visit",
        "2026-03-02 10:00",
        ways=["折让", "退货"],
        tracked="是",
        category="质量异常",
    )

    assert turn(case) == ["allowance", "return", "improve", "visit"]
    assert case.step("follow").state is StepState.WAITING


def test_a_step_out_of_turn_is_refused() -> None:
    with pytest.raises(BadInput, match="not next") as wrong:
        done(begun("oil"), "inform", "2026-03-02 10:00")

    assert "contact" in wrong.value.why


def test_a_step_without_what_it_needs_is_refused() -> None:
    with pytest.raises(BadInput) as wrong:
        done(begun("oil"), "contact", "2026-03-02 10:00", contacted_units="")

    assert wrong.value.field == "contacted_units"


def test_only_what_the_rules_say_may_be_left_out() -> None:
    case = up_to(begun("oil"), "investigate", "2026-03-02 10:00")
    now = at("2026-03-02 11:00")

    left = case_acts.skip(case, "investigate", by="mira", now=now, calendar=DAYS)

    assert left.step("investigate").state is StepState.SKIPPED
    assert turn(left) == ["opinion"]
    with pytest.raises(BadInput, match="cannot be left out"):
        case_acts.skip(left, "opinion", by="mira", now=now, calendar=DAYS)


@pytest.mark.parametrize("name", ["oil", "clothing"])
def test_nobody_decides_the_case_he_took_in(name: str) -> None:
    end = {"oil": "approve", "clothing": "decide"}[name]
    case = up_to(begun(name), end, "2026-03-02 10:00")
    facts = {"approval": "同意", "decision": "同意", "outcome": "成立"}

    with pytest.raises(NotAllowed) as refused:
        case_acts.finish(
            case, end, by="mira", now=at("2026-03-02 11:00"), calendar=DAYS, facts=facts
        )

    assert [one.rule for one in refused.value.reasons] == ["R6"]


def test_a_decision_that_the_table_gives_to_nobody_is_refused() -> None:
    case = up_to(begun("clothing"), "decide", "2026-03-02 10:00", amount="8000")
    for lines in ((), (Authority("经理", up_to=Decimal(5000)),)):
        narrow = replace(case, profile=replace(case.profile, authorities=lines))

        with pytest.raises(BadInput, match="Nobody is named who decides") as wrong:
            done(narrow, "decide", "2026-03-02 11:00")

        assert "rules/cases/clothing.toml" in wrong.value.why


def test_an_empty_table_refuses_the_penalty_and_a_written_one_lets_it_pass() -> None:
    case = up_to(begun("clothing"), "penalty", "2026-03-02 10:00", penalty="罚扣奖金")

    with pytest.raises(BadInput, match="客户投诉罚扣判定基准 is empty") as wrong:
        done(case, "penalty", "2026-03-03 10:00")
    written = replace(case.profile.standards[0], rows=("第一类：罚扣当月奖金",))
    fuller = replace(case, profile=replace(case.profile, standards=(written,)))

    assert "G-010" in wrong.value.why
    assert done(fuller, "penalty", "2026-03-03 10:00").step("penalty").state is StepState.DONE


def test_human_carelessness_is_not_tracked() -> None:
    case = up_to(
        begun("clothing"), "combined", "2026-03-02 10:00", category="非质量异常（人为因素）"
    )

    with pytest.raises(BadInput, match="not tracked"):
        done(case, "combined", "2026-03-02 11:00", tracked="是")

    settled = up_to(case, "visit", "2026-03-02 11:00")
    assert settled.step("improve").state is StepState.UNNEEDED


def test_an_unfounded_complaint_collects_the_debt_instead_of_paying() -> None:
    case = up_to(
        begun("clothing"), "visit", "2026-03-02 10:00", outcome="不成立", ways=["折让", "退货"]
    )

    assert turn(case) == ["collect", "visit"]


def test_what_the_customer_does_not_accept_is_not_settled() -> None:
    case = up_to(begun("oil"), "settle", "2026-03-02 10:00", acceptance="不接受")

    with pytest.raises(BadInput, match="does not accept"):
        done(case, "settle", "2026-03-02 11:00")

    assert case_acts.not_accepted(case).state is State.NOT_ACCEPTED


def test_before_a_decision_there_is_nothing_not_to_accept() -> None:
    with pytest.raises(BadInput, match="Nothing was decided"):
        case_acts.not_accepted(begun("oil"))


def test_no_case_closes_before_the_call_back() -> None:
    case = up_to(begun("oil"), "visit", "2026-03-02 10:00")

    with pytest.raises(BadInput) as wrong:
        case_acts.close(case)

    assert "visit 回访客户" in wrong.value.why
    assert case_acts.close(done(case, "visit", "2026-03-03 10:00")).state is State.CLOSED


def test_nothing_is_done_in_a_case_that_has_ended() -> None:
    case = case_acts.close(finished(begun("oil")))

    with pytest.raises(BadInput, match="The case is fully closed"):
        done(case, "visit", "2026-03-04 10:00")
    with pytest.raises(BadInput, match="The case is fully closed"):
        case_acts.not_accepted(case)
    with pytest.raises(BadInput, match="The case is fully closed"):
        case_acts.close(case)
    with pytest.raises(BadInput, match="The case is fully closed"):
        case_acts.graver(case, "特殊", now=at("2026-03-04 10:00"), calendar=DAYS)


@pytest.mark.parametrize(
    ("severity", "when", "day"),
    [
        ("一般", "2026-03-02 09:00", dt.date(2026, 3, 3)),
        ("一般", "2026-03-06 23:59", dt.date(2026, 3, 9)),
        ("较大", "2026-03-02 09:00", dt.date(2026, 3, 5)),
        ("较大", "2026-09-30 16:00", dt.date(2026, 10, 10)),
        ("特殊", "2026-03-02 09:00", dt.date(2026, 3, 5)),
    ],
)
def test_the_whole_case_counts_working_days_from_the_complaint(
    severity: str, when: str, day: dt.date
) -> None:
    assert begun("oil", severity, when=when).due == Due(day)


def test_the_report_is_due_three_days_after_the_investigation_whatever_days_they_are() -> None:
    case = up_to(begun("clothing"), "report", "2026-03-06 17:00")

    assert case.due_of(case.step("report")) == Due(dt.date(2026, 3, 9))


def test_gas_counts_hours_round_the_clock_from_the_call() -> None:
    case = up_to(begun("gas", when="2026-03-06 22:30"), "handle", "2026-03-06 22:50")

    assert case.due_of(case.step("handle")) == Due(dt.date(2026, 3, 7), time=dt.time(4, 30))
    assert not case.late(at("2026-03-07 04:29"))
    assert [one.key for one in case.late(at("2026-03-07 04:30"))] == ["handle"]


def test_whoever_gets_his_turn_after_the_end_has_until_the_evening() -> None:
    case = up_to(begun("oil"), "opinion", "2026-03-05 10:00")

    assert case.due_of(case.step("opinion")) == Due(dt.date(2026, 3, 5))


def test_a_graver_case_takes_the_other_route_and_keeps_what_was_done() -> None:
    case = up_to(begun("oil"), "approve", "2026-03-02 10:00")

    graver = case_acts.graver(case, "较大", now=at("2026-03-02 11:00"), calendar=DAYS)

    assert turn(graver) == ["meeting"]
    assert graver.step("opinion").state is StepState.DONE
    assert graver.due == Due(dt.date(2026, 3, 5))
    for wrong in ("一般", "较大", "紧急"):
        with pytest.raises(BadInput):
            case_acts.graver(graver, wrong, now=at("2026-03-02 11:00"), calendar=DAYS)


def test_a_case_without_loss_becomes_one_with_loss_and_back() -> None:
    case = begun("clothing", lost="否")
    assert turn(case) == ["reply"]

    now = at("2026-03-02 11:00")
    other = case_acts.convert(case, loss=True, now=now, calendar=DAYS)
    back = case_acts.convert(other, loss=False, now=now, calendar=DAYS)

    assert turn(other) == ["register"]
    assert turn(back) == ["reply"]
    with pytest.raises(BadInput, match="not converted"):
        case_acts.convert(back, loss=False, now=now, calendar=DAYS)


def test_more_time_needs_two_heads_and_ends_at_the_seventh_working_day() -> None:
    case = begun("oil", "特殊")
    last = dt.date(2026, 3, 11)

    case_acts.refuse_extension(case, last, DAYS)
    one = case_acts.extend(case, last, "mira", ["boss"])
    two = case_acts.extend(case, last, "mira", ["boss", "chief"])

    assert (one.due, two.due) == (case.due, Due(last))
    for day in (last + dt.timedelta(days=1), dt.date(2026, 3, 5)):
        with pytest.raises(BadInput, match="cannot be extended"):
            case_acts.refuse_extension(case, day, DAYS)
    with pytest.raises(BadInput, match="cannot be extended"):
        case_acts.refuse_extension(begun("oil"), last, DAYS)
    with pytest.raises(NotAllowed):
        case_acts.extend(case, last, "boss", ["boss", "chief"])
