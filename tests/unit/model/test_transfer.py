"""Transfers: steps in any order by anybody; a paper changes hands once, and only when checked."""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from docgen.errors import BadInput
from docgen.model import transfer as rules
from docgen.model.transfer import Finding, Piece, State, Transfer

DUE = dt.date(2026, 3, 31)
ITEMS = tuple(f"0000000001-{turn:04d}" for turn in range(1, 4))
PEOPLE = st.sampled_from(["mira", "jonas"])
FOUND = st.builds(Finding, st.sampled_from(Piece), st.sampled_from(["", " ", "缺首页"]))
#: The drawing at the head of the module, as a table.
TURN = {
    (State.PROPOSED, "send"): State.SENT,
    (State.PROPOSED, "withdraw"): State.WITHDRAWN,
    (State.SENT, "withdraw"): State.WITHDRAWN,
    (State.SENT, "accept"): State.ACCEPTED,
}


class TransferMachine(RuleBasedStateMachine):
    """Lists on the table; what is refused changes nothing and says why."""

    lists = Bundle("lists")

    def __init__(self) -> None:
        super().__init__()
        self.now: list[Transfer] = []

    def step(self, n: int, name: str, after: Transfer | None) -> None:
        before = self.now[n]
        if after is None:
            return
        assert after.state is TURN[before.state, name]
        assert set(after.papers) == set(before.papers)
        self.now[n] = after

    @rule(target=lists, count=st.integers(1, 3))
    def propose(self, count: int) -> int:
        self.now.append(rules.propose(ITEMS[:count], DUE))
        return len(self.now) - 1

    @rule(n=lists, by=PEOPLE, late=st.booleans(), reason=st.sampled_from(["", " ", "合并移交"]))
    def send(self, n: int, by: str, *, late: bool, reason: str) -> None:
        today = DUE + dt.timedelta(days=int(late))
        after = None
        try:
            after = rules.send(self.now[n], by=by, today=today, late_reason=reason)
        except BadInput:
            assert (self.now[n].state, "send") not in TURN or (late and not reason.strip())
        self.step(n, "send", after)

    @rule(n=lists)
    def withdraw(self, n: int) -> None:
        after = None
        try:
            after = rules.withdraw(self.now[n])
        except BadInput:
            assert (self.now[n].state, "withdraw") not in TURN
        self.step(n, "withdraw", after)

    @rule(n=lists, by=PEOPLE, found=st.dictionaries(st.sampled_from((*ITEMS, "x")), FOUND))
    def accept(self, n: int, by: str, found: dict[str, Finding]) -> None:
        after = None
        with contextlib.suppress(BadInput, ValueError):
            after = rules.accept(self.now[n], found, by=by)
        if after:
            assert by != self.now[n].sent_by
            assert set(found) == set(after.papers)
        self.step(n, "accept", after)

    @invariant()
    def papers_are_judged_when_accepted_and_never_before(self) -> None:
        for one in self.now:
            listed = {found.piece is Piece.LISTED for found in one.papers.values()}
            assert listed == ({False} if one.state is State.ACCEPTED else {True})

    @invariant()
    def who_sends_never_accepts_and_what_differs_is_noted(self) -> None:
        for one in self.now:
            assert not one.accepted_by or one.accepted_by != one.sent_by
            for found in one.papers.values():
                assert found.piece in {Piece.LISTED, Piece.RECEIVED} or found.note.strip()


def test_the_drawing_holds_whatever_is_tried() -> None:
    run_state_machine_as_test(TransferMachine, settings=settings(max_examples=60))


SENT = rules.send(rules.propose(ITEMS[:2], DUE), by="mira", today=DUE)


def test_each_fault_of_a_check_is_named_with_its_paper() -> None:
    found = {ITEMS[0]: Finding(Piece.RETURNED), "x": Finding(Piece.RECEIVED)}

    with pytest.raises(BadInput) as refused:
        rules.accept(SENT, found, by="jonas")

    assert [(one.place, one.text) for one in refused.value.details] == [
        ("x", "it is not on the list"),
        (ITEMS[1], "nobody has checked it"),
        (ITEMS[0], "the difference or the reason is missing"),
    ]


def test_what_is_returned_is_not_taken() -> None:
    found = {ITEMS[0]: Finding(Piece.RETURNED, "待补签字"), ITEMS[1]: Finding(Piece.RECEIVED)}

    done = rules.accept(SENT, found, by="jonas")

    assert [one.piece.is_taken for one in done.papers.values()] == [False, True]
    assert done.state.said == "accepted"
    assert Piece.RETURNED.said == "sent back"


def test_a_reason_is_kept_only_for_what_is_late() -> None:
    proposed = rules.propose(ITEMS, DUE)

    assert not rules.send(proposed, by="mira", today=DUE, late_reason="忙").late_reason
    late = rules.send(proposed, by="mira", today=DUE + dt.timedelta(days=1), late_reason=" 忙 ")
    assert late.late_reason == "忙"


def test_an_empty_list_and_ones_own_list_are_mistakes_of_the_program() -> None:
    with pytest.raises(ValueError, match=r"\[\]"):
        rules.propose([], DUE)
    with pytest.raises(ValueError, match="mira"):
        rules.accept(SENT, dict.fromkeys(ITEMS[:2], Finding(Piece.RECEIVED)), by="mira")
