"""The parts of a kind of case fit together, so that no case of it can be stuck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from tests.support.cases import KINDS, kind

from docgen.errors import BadInput
from docgen.model.case_check import refuse_incoherent
from docgen.model.case_file import telling_of_cases
from docgen.model.case_profile import Authority, Does, Profile, Severity, Standard, StepRule

DECIDE = StepRule("decide", "核决", does=Does.DECIDE)
INFORM = StepRule("inform", "告知", does=Does.INFORM)
SETTLE = StepRule("settle", "办结", does=Does.SETTLE)
VISIT = StepRule("visit", "回访", does=Does.VISIT)
SMALLEST = Profile(
    name="sample",
    title="样例投诉",
    number="{yy}{seq:02}",
    form="complaint/complaint-record",
    unit="企业发展部",
    controller="总经理室",
    severities=(Severity("一般"),),
    steps=(DECIDE, INFORM, SETTLE, VISIT),
)


def fault(profile: Profile) -> BadInput:
    """The first fault of a kind of case."""
    with pytest.raises(BadInput) as found, telling_of_cases("sample.toml"):
        refuse_incoherent(profile)
    assert found.value.file == "sample.toml"
    return found.value


def with_steps(*steps: StepRule) -> Profile:
    return replace(SMALLEST, steps=steps)


@pytest.mark.parametrize("name", KINDS)
def test_the_shipped_kinds_fit(name: str) -> None:
    refuse_incoherent(kind(name))

    assert fault(replace(kind(name), severities=())).field == "severity"


def test_four_steps_are_enough_and_none_of_them_can_be_spared() -> None:
    refuse_incoherent(SMALLEST)

    for gone in SMALLEST.steps:
        error = fault(with_steps(*(one for one in SMALLEST.steps if one is not gone)))
        assert (error.field, error.why) == ("step", f"no step does {gone.does}")
        assert error.fix.endswith(f'does = "{gone.does}"')


@pytest.mark.parametrize(
    ("changes", "field", "why"),
    [
        ({"severities": ()}, "severity", "it is missing"),
        (
            {"severities": (Severity("一般"), Severity("较大"), Severity("一般"))},
            "severity.name",
            "一般 stands there twice",
        ),
        ({"gravest": "特殊"}, "gravest", "there is no 特殊"),
        (
            {"authorities": (Authority("主管"), Authority("总经理", ("一般", "重大")))},
            "authority.severity",
            "there is no 重大",
        ),
    ],
)
def test_what_is_named_is_there_once(changes: Mapping[str, Any], field: str, why: str) -> None:
    error = fault(replace(SMALLEST, **changes))

    assert (error.field, error.why) == (field, why)


@pytest.mark.parametrize("after", ["visit", "pay", "unknown", "Received"])
def test_time_is_counted_from_what_comes_before(after: str) -> None:
    """Not from the step itself, from a later one, or from one that is not there."""
    pay = StepRule("pay", "赔付", after=after)

    error = fault(with_steps(DECIDE, INFORM, SETTLE, pay, VISIT))

    assert (error.field, error.why) == ("step.after", f"there is no earlier step {after}")
    assert "received, decide, inform, settle" in error.fix


@pytest.mark.parametrize("after", ["", "received", "decide", "settle"])
def test_time_may_be_counted_from_the_complaint_or_any_earlier_step(after: str) -> None:
    pay = StepRule("pay", "赔付", after=after)

    refuse_incoherent(with_steps(DECIDE, INFORM, SETTLE, pay, VISIT))

    assert fault(with_steps(pay, pay, *SMALLEST.steps)).field in {"step.key", "step.after"}


def test_a_standard_that_a_step_applies_is_announced() -> None:
    penalty = StepRule("penalty", "罚扣", standard="penalty")
    steps = (DECIDE, INFORM, SETTLE, penalty, VISIT)

    refuse_incoherent(replace(SMALLEST, steps=steps, standards=(Standard("penalty", "罚扣基准"),)))

    assert "[[standard]]" in fault(with_steps(*steps)).fix
    other = replace(SMALLEST, steps=steps, standards=(Standard("loss", "损失"),))
    assert (fault(other).field, fault(other).fix) == (
        "step.standard",
        "write for instance: loss",
    )


def test_the_call_back_is_never_left_out_and_comes_last() -> None:
    assert fault(with_steps(DECIDE, INFORM, SETTLE, replace(VISIT, skip=True))).field == "step.skip"

    early = fault(with_steps(DECIDE, INFORM, VISIT, SETTLE))

    assert (early.field, early.why) == ("step.does", "the call-back comes after the settlement")


def test_the_call_back_is_part_of_every_end() -> None:
    """One of several ways may be for some cases alone, but there is one for all."""
    some = replace(VISIT, key="home", when={"lost": ("是",)})

    alone = fault(with_steps(DECIDE, INFORM, SETTLE, some))

    assert (alone.field, alone.why) == (
        "step.when",
        "the call-back is part of every end (C-075)",
    )
    refuse_incoherent(with_steps(DECIDE, INFORM, SETTLE, some, VISIT))


def test_a_case_is_settled_once() -> None:
    again = replace(SETTLE, key="again")

    error = fault(with_steps(DECIDE, INFORM, SETTLE, again, VISIT))

    assert (error.field, error.why) == ("step.does", "settle stands there twice")


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"skip": True}, "step.skip"), ({"when": {"lost": ("是",)}}, "step.when")],
)
def test_no_case_goes_past_its_settlement(changes: Mapping[str, Any], field: str) -> None:
    """Passed over, it would never be settled and so never be closed."""
    passed = replace(SETTLE, **changes)

    error = fault(with_steps(DECIDE, INFORM, passed, VISIT))

    assert (error.field, error.why) == (field, "every case is settled before it ends")


@pytest.mark.parametrize(
    "steps", [(SETTLE, DECIDE, INFORM, VISIT), (DECIDE, SETTLE, INFORM, VISIT)]
)
def test_nothing_is_settled_before_it_is_decided_and_told(steps: tuple[StepRule, ...]) -> None:
    error = fault(with_steps(*steps))

    assert error.field == "step.does"
    assert "after the decision and the word" in error.why


def test_two_decisions_and_two_call_backs_are_allowed() -> None:
    steps = (replace(DECIDE, key="first"), DECIDE, INFORM, SETTLE, VISIT, replace(VISIT, key="b"))

    refuse_incoherent(with_steps(*steps))

    doubled = fault(with_steps(DECIDE, *steps))
    assert (doubled.field, doubled.why) == ("step.key", "decide stands there twice")


def test_only_the_first_fault_is_told() -> None:
    error = fault(replace(SMALLEST, severities=(), gravest="特殊", steps=()))

    assert error.field == "severity"
