"""The rules of destruction in any order: two approvers, two witnesses, nothing too early."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.errors import BadInput, NotAllowed, Reason
from docgen.model.disposal import (
    DestructionList,
    Kind,
    Paper,
    State,
    approve,
    carry_out,
    obstacles,
    refuse,
    withdraw,
    witness,
)
from docgen.model.retention import Due

TODAY = dt.date(2026, 11, 23)
DAYS = [TODAY, TODAY + dt.timedelta(days=1)]
PEOPLE = ["p-1", "p-2", "p-3", "p-4", "p-5"]
OVER = Due(dt.date(2026, 1, 1), Reason("R-117", "1 year"))
FREE = Paper("0000000001-0001", "filed", OVER, twin="0000000001-0002")
NEW = DestructionList(Kind.EXPIRED, "p-1")

Step = Callable[[DestructionList, str, dt.date], DestructionList]
STEPS: dict[str, Step] = {
    "approve": lambda one, by, _day: approve(one, by=by),
    "refuse": lambda one, by, _day: refuse(one, by=by, reason="仍需查用"),
    "withdraw": lambda one, by, _day: withdraw(one, by=by),
    "witness": lambda one, by, day: witness(one, by=by, day=day),
    "carry-out": lambda one, by, day: carry_out(one, by=by, day=day),
}
# The straight way often enough that lists get to their end.
ACTS = st.sampled_from([*["approve", "witness", "carry-out"] * 4, "refuse", "withdraw"])
HISTORY = st.lists(st.tuples(ACTS, st.sampled_from(PEOPLE), st.sampled_from(DAYS)), max_size=14)


@given(st.sampled_from(Kind), HISTORY)
def test_nothing_goes_without_the_people_it_needs(
    kind: Kind, history: list[tuple[str, str, dt.date]]
) -> None:
    one, ended = DestructionList(kind, "p-1"), False
    for act, by, day in history:
        try:
            after = STEPS[act](one, by, day)
        except (BadInput, NotAllowed):
            continue
        assert not ended, f"{act} after {one.state}"
        one = after
        ended = one.state not in {State.PROPOSED, State.APPROVED}
        assert "p-1" not in one.approvers
        assert "p-1" not in [who for who, _ in one.witnesses]
        assert len(set(one.approvers)) == len(one.approvers)
        if one.state is State.UNDER_WAY:
            needed = {Kind.EXPIRED: 2, Kind.DUPLICATE: 1}[kind]
            present = {who for who, at in one.witnesses if at == day} - {by}
            assert len(one.approvers) >= needed
            assert kind is Kind.DUPLICATE or len(present) >= 2


def test_the_straight_way() -> None:
    one = approve(approve(NEW, by="p-2"), by="p-3")
    one = witness(witness(one, by="p-4", day=TODAY), by="p-2", day=TODAY)

    done = carry_out(one, by="p-5", day=TODAY)

    assert done.state is State.UNDER_WAY
    assert done.approvers == ("p-2", "p-3")
    assert done.carried_out_by == "p-5"


def test_yesterdays_witnesses_saw_nothing_of_today() -> None:
    one = approve(approve(NEW, by="p-2"), by="p-3")
    one = witness(witness(one, by="p-4", day=DAYS[0]), by="p-2", day=DAYS[0])

    with pytest.raises(NotAllowed) as refused:
        carry_out(one, by="p-5", day=DAYS[1])

    assert refused.value.reasons[0].rule == "witness"


def test_who_carries_it_out_is_no_witness_to_himself() -> None:
    one = approve(approve(NEW, by="p-2"), by="p-3")
    one = witness(witness(one, by="p-4", day=TODAY), by="p-2", day=TODAY)

    with pytest.raises(NotAllowed):
        carry_out(one, by="p-4", day=TODAY)


def test_a_duplicate_needs_the_custodian_alone() -> None:
    one = approve(DestructionList(Kind.DUPLICATE, "p-1"), by="p-2")

    assert carry_out(one, by="p-1", day=TODAY).state is State.UNDER_WAY


def test_a_refusal_needs_a_reason() -> None:
    with pytest.raises(BadInput) as refused:
        refuse(NEW, by="p-2", reason="  ")

    assert refused.value.field == "reason"


def test_others_do_not_withdraw_a_list() -> None:
    with pytest.raises(NotAllowed):
        withdraw(NEW, by="p-2")

    assert withdraw(NEW, by="p-1").state is State.WITHDRAWN


@pytest.mark.parametrize(
    ("kind", "paper", "rule"),
    [
        (Kind.EXPIRED, replace(FREE, state="destroyed"), "R9"),
        (Kind.EXPIRED, replace(FREE, holds=["H000001"]), "hold"),
        (Kind.EXPIRED, replace(FREE, loans=["L000001"]), "loan"),
        (Kind.EXPIRED, replace(FREE, lists=["D000001"]), "list"),
        (Kind.EXPIRED, replace(FREE, due=Due(None, Reason("R-116", "for ever"))), "R-116"),
        (Kind.EXPIRED, replace(FREE, due=replace(OVER, day=DAYS[1])), "R-117"),
        (Kind.DUPLICATE, replace(FREE, twin=""), "R-064"),
        (Kind.DUPLICATE, replace(FREE, holds=["H000001"]), "hold"),
        (Kind.DUPLICATE, replace(FREE, loans=["L000001"]), "loan"),
    ],
)
def test_what_forbids_it(kind: Kind, paper: Paper, rule: str) -> None:
    assert [reason.rule for reason in obstacles(kind, paper, TODAY)] == [rule]


def test_every_hold_is_named_on_its_own() -> None:
    found = obstacles(Kind.EXPIRED, replace(FREE, holds=["H000001", "H000002"]), TODAY)

    assert len(found) == 2


def test_nothing_forbids_a_paper_whose_period_is_over_or_that_has_a_twin() -> None:
    permanent = Due(None, Reason("R-116", "for ever"))

    assert obstacles(Kind.EXPIRED, replace(FREE, twin=""), TODAY) == []
    assert obstacles(Kind.DUPLICATE, replace(FREE, due=permanent), TODAY) == []
