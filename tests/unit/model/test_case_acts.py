"""Acts on a case at their edges: after the end, twice, by the wrong one, with no words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.support.cases import DAYS, KINDS, at, begun, done, up_to

from docgen.errors import BadInput, NotAllowed
from docgen.model import case_acts
from docgen.model.calendar import Due
from docgen.model.case import Case, State, StepState
from docgen.model.span import Span

NOW = at("2026-03-02 10:00")


def decided() -> Case:
    return up_to(begun("oil"), "inform", "2026-03-02 10:00")


def longer(severity: str = "较大", **rule: object) -> Case:
    """An oil case whose severity has other rules."""
    case = begun("oil", severity)
    kinds = tuple(
        replace(one, **rule) if one.name == severity else one  # type: ignore[arg-type]  # any rule
        for one in case.profile.severities
    )
    return replace(case, profile=replace(case.profile, severities=kinds))


@pytest.mark.parametrize("missing", [None, "", [], ()])
def test_an_answer_that_is_there_and_empty_is_missing(missing: object) -> None:
    with pytest.raises(BadInput) as refused:
        case_acts.finish(
            begun("oil"),
            "contact",
            by="mira",
            now=NOW,
            calendar=DAYS,
            facts={"contacted_units": missing},
        )

    assert refused.value.field == "contacted_units"
    assert "--set contacted_units=" in refused.value.fix


@pytest.mark.parametrize("given", [0, False, "0", "否"])
def test_zero_and_no_are_answers(given: object) -> None:
    facts = {"contacted_units": given}

    case = case_acts.finish(begun("oil"), "contact", by="m", now=NOW, calendar=DAYS, facts=facts)

    assert case.step("contact").state is StepState.DONE
    assert case.facts["contacted_units"] == given


def test_a_step_says_who_did_it_and_when_and_the_case_before_is_as_it_was() -> None:
    before = begun("oil")

    after = done(before, "contact", "2026-03-02 17:59")

    assert (after.step("contact").by, after.step("contact").done_at) == (
        "mira",
        at("2026-03-02 17:59"),
    )
    assert before.step("contact").state is StepState.OPEN
    assert "contacted_units" not in before.facts


def test_a_step_done_is_not_done_again() -> None:
    case = done(begun("oil"), "contact", "2026-03-02 10:00")

    for key in ("contact", "nobody", ""):
        with pytest.raises(BadInput, match="not next") as refused:
            done_by_hand(case, key)
        assert refused.value.field == "step"
        assert "investigate" in refused.value.why


def done_by_hand(case: Case, key: str, by: str = "boss") -> Case:
    return case_acts.finish(case, key, by=by, now=NOW, calendar=DAYS)


def test_an_earlier_answer_counts_and_a_later_one_corrects_it() -> None:
    case = replace(begun("oil"), facts={"contacted_units": "计量站"})

    kept = case_acts.finish(case, "contact", by="mira", now=NOW, calendar=DAYS)
    other = done(case, "contact", "2026-03-02 10:00", contacted_units="油库")

    assert kept.facts["contacted_units"] == "计量站"
    assert other.facts["contacted_units"] == "油库"


@pytest.mark.parametrize("answer", ["接受", "部分接受", ["接受"], None])
def test_only_a_plain_refusal_stops_the_settlement(answer: object) -> None:
    case = up_to(begun("oil"), "settle", "2026-03-02 10:00")
    case = replace(case, facts={**case.facts, "acceptance": answer})

    settled = done(case, "settle", "2026-03-02 11:00")

    assert (settled.state, settled.settled_at) == (State.SETTLED, at("2026-03-02 11:00"))


def test_what_may_be_left_out_is_left_out_in_its_turn_alone() -> None:
    early = begun("oil")

    with pytest.raises(BadInput, match="not next"):
        case_acts.skip(early, "investigate", by="mira", now=NOW, calendar=DAYS)

    case = up_to(early, "investigate", "2026-03-02 10:00")
    left = case_acts.skip(case, "investigate", by="bian", now=NOW, calendar=DAYS)
    assert (left.step("investigate").by, left.step("investigate").done_at) == ("bian", NOW)
    with pytest.raises(BadInput, match="not next"):
        case_acts.skip(left, "investigate", by="bian", now=NOW, calendar=DAYS)


def test_a_case_may_be_contested_after_its_settlement_but_not_twice() -> None:
    settled = up_to(begun("oil"), "visit", "2026-03-02 10:00")

    contested = case_acts.not_accepted(settled)

    assert contested.state is State.NOT_ACCEPTED
    with pytest.raises(BadInput, match="The case is contested"):
        case_acts.not_accepted(contested)


@pytest.mark.parametrize(
    "act",
    [
        lambda case: case_acts.skip(case, "inform", by="m", now=NOW, calendar=DAYS),
        lambda case: case_acts.finish(case, "inform", by="m", now=NOW, calendar=DAYS),
        lambda case: case_acts.convert(case, loss=True, now=NOW, calendar=DAYS),
        lambda case: case_acts.graver(case, "特殊", now=NOW, calendar=DAYS),
        lambda case: case_acts.refuse_extension(case, dt.date(2026, 3, 9), DAYS),
        case_acts.close,
    ],
)
def test_after_the_end_nothing_is_done(act: Callable[[Case], object]) -> None:
    with pytest.raises(BadInput, match="The case is contested") as refused:
        act(case_acts.not_accepted(decided()))

    assert refused.value.field == "case"


@pytest.mark.parametrize("loss", [True, False])
def test_only_a_kind_with_two_forms_is_converted(loss: bool) -> None:  # noqa: FBT001  as parametrised
    for case in (begun("oil"), begun("gas"), begun("clothing", lost="是" if loss else "否")):
        with pytest.raises(BadInput, match="not converted") as refused:
            case_acts.convert(case, loss=loss, now=NOW, calendar=DAYS)
        assert refused.value.field == "loss"


def test_what_is_decided_is_not_converted_any_more() -> None:
    case = up_to(begun("clothing"), "inform", "2026-03-02 10:00")

    with pytest.raises(BadInput, match="not converted"):
        case_acts.convert(case, loss=False, now=NOW, calendar=DAYS)


@pytest.mark.parametrize("name", KINDS)
def test_a_case_becomes_graver_step_by_step_to_the_gravest_alone(name: str) -> None:
    case = begun(name)
    names = [one.name for one in case.profile.severities]

    for severity in names[1:]:
        case = case_acts.graver(case, severity, now=NOW, calendar=DAYS)
        assert case.severity == severity

    for severity in (*names, "", "严重"):
        with pytest.raises(BadInput) as refused:
            case_acts.graver(case, severity, now=NOW, calendar=DAYS)
        assert refused.value.field == "severity"


def test_made_graver_late_it_still_counts_from_the_complaint() -> None:
    case = begun("oil", when="2026-02-27 23:59")  # a Friday

    later = case_acts.graver(case, "较大", now=at("2026-03-04 10:00"), calendar=DAYS)

    assert (case.due, later.due) == (Due(dt.date(2026, 3, 2)), Due(dt.date(2026, 3, 4)))
    assert later.step("contact").since == case.step("contact").since


@pytest.mark.parametrize(
    ("until", "allowed"),
    [("2026-03-05", False), ("2026-03-06", True), ("2026-03-11", True), ("2026-03-12", False)],
)
def test_an_extension_lies_after_the_limit_and_not_after_the_longest(
    until: str, *, allowed: bool
) -> None:
    case, day = begun("oil", "较大"), dt.date.fromisoformat(until)

    if allowed:
        case_acts.refuse_extension(case, day, DAYS)
    else:
        with pytest.raises(BadInput) as refused:
            case_acts.refuse_extension(case, day, DAYS)
        assert refused.value.field == "until"
        assert "2026-03-11" in refused.value.why


def test_what_has_no_limit_is_not_extended_and_says_so() -> None:
    endless = replace(longer(), due=None)

    with pytest.raises(BadInput, match="cannot be extended") as refused:
        case_acts.refuse_extension(endless, dt.date(2026, 3, 9), DAYS)

    assert "lasts until -" in refused.value.why
    settled = up_to(begun("oil", "较大"), "visit", "2026-03-02 10:00")
    with pytest.raises(BadInput, match="cannot be extended"):
        case_acts.refuse_extension(settled, dt.date(2026, 3, 9), DAYS)


@pytest.mark.parametrize(
    ("levels", "approved", "enough"),
    [
        (1, [], False),
        (1, ["qiao"], True),
        (2, ["qiao"], False),
        (2, ["qiao", "qiao"], False),
        (2, ["qiao", "tang"], True),
        (3, ["qiao", "tang", "qiao"], False),
        (3, ["qiao", "tang", "xu", "he"], True),
    ],
)
def test_so_many_different_heads_agree(levels: int, approved: list[str], *, enough: bool) -> None:
    case, until = longer(levels=levels, longest=Span(7, "workdays")), dt.date(2026, 3, 10)

    after = case_acts.extend(case, until, "mira", approved)

    assert after.due == (Due(until) if enough else case.due)
    with pytest.raises(NotAllowed) as refused:
        case_acts.extend(case, until, "mira", [*approved, "mira"])
    assert [one.rule for one in refused.value.reasons] == ["R6"]


def test_nothing_closes_while_anything_is_left_and_all_that_is_left_is_told() -> None:
    with pytest.raises(BadInput, match="not finished") as early:
        case_acts.close(begun("gas"))

    assert all(key in early.value.why for key in ("dispatch", "handle", "settle", "visit"))
    assert early.value.field == "case"
