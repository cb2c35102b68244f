"""A period shortens only if two others than the proposer sign, and never below what is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.errors import BadInput, NotAllowed
from docgen.model import shortening as rules
from docgen.model.proposal import State
from docgen.model.retention import Kind, Least, Period, Schedule
from docgen.model.shortening import Paper, Shortening

PERIODS = (
    Period("permanent", "永久", Kind.PERMANENT),
    Period("30 years", "30年", Kind.YEARS, 30),
    Period("10 years", "10年", Kind.YEARS, 10),
    Period("1 year", "1年", Kind.YEARS, 1),
    Period("external", "按其他规定", Kind.EXTERNAL, rule="会计档案管理办法", source="R-040"),
)
SCHEDULE = Schedule(
    {one.name: one for one in PERIODS},
    frozenset({"customer"}),
    (
        Least("10 years", types=frozenset({"event"}), source="R-118"),
        Least("1 year", templates=frozenset({"service/sterilisation-list"}), source="R-117"),
    ),
)
PEOPLE = ("mira", "jonas", "legal", "shen")


USUAL = Paper("1", "filed", "project", "", "permanent")


@pytest.mark.parametrize(
    ("paper", "new", "objecting"),
    [
        (USUAL, "1 year", []),
        (replace(USUAL, dossier_type="event"), "30 years", []),
        (replace(USUAL, dossier_type="event"), "10 years", []),
        (replace(USUAL, dossier_type="event"), "1 year", ["R-118"]),
        (replace(USUAL, dossier_type="customer"), "30 years", ["R-116"]),
        (replace(USUAL, period="external"), "10 years", ["R-040"]),
        (replace(USUAL, holds=["H000001", "H000002"]), "10 years", ["hold", "hold"]),
        (replace(USUAL, state="destroyed"), "10 years", ["R9"]),
        (replace(USUAL, open=["P000001"]), "10 years", ["open"]),
        (
            replace(USUAL, dossier_type="customer", holds=["H000001"], state="destroyed"),
            "10 years",
            ["R9", "hold", "R-116"],
        ),
    ],
)
def test_what_forbids_it_is_all_told(paper: Paper, new: str, objecting: list[str]) -> None:
    found = rules.obstacles(SCHEDULE, paper, new)

    assert [reason.rule for reason in found] == objecting


def test_a_least_period_is_for_its_forms_alone() -> None:
    least = SCHEDULE.least[1]

    assert least.is_for("service/sterilisation-list", "project")
    assert not least.is_for("service/repair-order", "project")


def test_two_others_carry_it_out() -> None:
    first = rules.approve(Shortening("shen"), by="jonas")

    second = rules.approve(first, by="legal")

    assert (first.state, second.state) == (State.PROPOSED, State.DONE)
    assert (second.approver, second.ended_by) == ("jonas", "legal")


@pytest.mark.parametrize(
    ("step", "by"),
    [
        (rules.approve, "shen"),
        (rules.approve, "jonas"),
        (rules.refuse, "shen"),
        (rules.withdraw, "legal"),
    ],
)
def test_nobody_signs_his_own_or_twice(step: Callable[..., Shortening], by: str) -> None:
    one = rules.approve(Shortening("shen"), by="jonas")

    with pytest.raises(NotAllowed):
        step(one, by=by)


STEPS = st.tuples(st.sampled_from(["approve", "refuse", "withdraw"]), st.sampled_from(PEOPLE))


@given(st.lists(STEPS))
def test_whatever_people_do_it_is_done_by_three_or_not_at_all(steps: list[tuple[str, str]]) -> None:
    one = Shortening("shen")

    for name, by in steps:
        before = one
        try:
            one = getattr(rules, name)(one, by=by)
        except (BadInput, NotAllowed):
            continue
        assert before.state is State.PROPOSED

    if one.state is State.DONE:
        assert len({one.proposer, one.approver, one.ended_by}) == 3
    if one.state is State.WITHDRAWN:
        assert one.ended_by == one.proposer
    if one.state is State.REFUSED:
        assert one.ended_by != one.proposer
