"""A handover in any order: things turn up late, loans come back, people try what is not theirs.

It is never closed while anything is open that nobody took, each thing that was left as it stood
was accepted by the receiver by name, and whoever signed had signed the list as it was closed.
"""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run

from docgen.errors import BadInput, NotAllowed
from docgen.model import handover_acts as acts
from docgen.model.handover import OF_THE_PLACE, Handover, Kind, Mark, State, Thing

GIVER, RECEIVER, THIRD, OTHER = PEOPLE = ("gao", "tan", "qiao", "lena")
KINDS = ("asset", "account", "key", "spare", "case", "duty", "station", "loan", "copy", "report")
WHO = st.sampled_from(PEOPLE)
WHICH = st.integers(0, 100)
DAY = dt.date(2026, 3, 2)


class Desk(RuleBasedStateMachine):
    """What two people hold, and one handover after the other between them."""

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[str, set[Thing]] = {GIVER: set(), RECEIVER: set()}
        self.accepted: set[str] = set()
        self.has_access = True
        self.begin(Kind.LEAVING)

    @initialize(kind=st.sampled_from(list(Kind)), things=st.sets(st.sampled_from(KINDS)))
    def begin_with(self, kind: Kind, things: set[str]) -> None:
        self.held[GIVER] |= {Thing(one, f"{one}-0") for one in things}
        self.begin(kind)

    def begin(self, kind: Kind) -> None:
        self.fact = acts.begin(
            kind, giver=GIVER, receiver=RECEIVER, supervisor=THIRD, things=self.held[GIVER]
        )

    @property
    def now(self) -> Handover:
        """The handover with its checklist as things are."""
        return acts.refreshed(self.fact, self.held[GIVER])

    @rule(kind=st.sampled_from(list(Kind)))
    def withdraw(self, kind: Kind) -> None:
        with contextlib.suppress(BadInput):
            acts.withdraw(self.now)
            self.accepted.clear()
            self.begin(kind)

    @rule(kind=st.sampled_from(KINDS), number=st.integers(1, 4))
    def arrive(self, kind: str, number: int) -> None:
        thing = Thing(kind, f"{kind}-{number}")
        if self.has_access and thing not in self.held[RECEIVER]:
            self.held[GIVER].add(thing)

    @rule(which=WHICH)
    def come_back(self, which: int) -> None:
        for thing in sorted(self.held[GIVER], key=lambda one: one.key)[which % 5 : which % 5 + 1]:
            self.held[GIVER].discard(thing)
            self.accepted.discard(thing.key)

    @rule(which=WHICH, who=WHO, keep=st.booleans())
    def hand(self, which: int, who: str, *, keep: bool) -> None:
        with contextlib.suppress(BadInput, NotAllowed):
            name = self._name(which)
            self.fact = acts.hand(self.now, name, by=who, keep=keep)
            assert who != OTHER
            assert not keep or (who, self.fact.kind is Kind.LEAVING) == (THIRD, False)

    @rule(which=WHICH, who=WHO, note=st.sampled_from(["", "  ", "按现状"]))
    def accept(self, which: int, who: str, note: str) -> None:
        with contextlib.suppress(BadInput, NotAllowed):
            name = self._name(which)
            self.fact = acts.accept(self.now, name, by=who, note=note)
            assert (who, note) == (RECEIVER, "按现状")
            self.accepted.add(name)

    @rule(who=WHO)
    def one_signs(self, who: str) -> None:
        self.sign(who)

    def sign(self, who: str) -> None:
        with contextlib.suppress(BadInput, NotAllowed):
            self.fact = acts.sign(self.now, by=who, on=DAY)
            assert who != OTHER

    @rule()
    def all_sign(self) -> None:
        for who in (GIVER, RECEIVER, THIRD):
            self.sign(who)

    @rule()
    def settle(self) -> None:
        """Whatever can be handed on is handed on, the rest accepted: there is always a way."""
        for line in self.now.open_lines:
            name = line.thing.key
            if line.thing.is_handable:
                self.fact = acts.hand(self.now, name, by=GIVER)
            else:
                self.fact = acts.accept(self.now, name, by=RECEIVER, note="按现状")
                self.accepted.add(name)

    @rule()
    def close(self) -> None:
        there = self.now
        with contextlib.suppress(BadInput):
            self.fact = acts.close(there)
            self._check_closed(there)
            for line in self.fact.lines:
                if line.thing in self.held[GIVER] and line.mark in (Mark.HANDED, Mark.ACCEPTED):
                    self.held[GIVER].discard(line.thing)
                    self.held[RECEIVER].add(line.thing)
            self.has_access = self.fact.kind is not Kind.LEAVING

    def _check_closed(self, there: Handover) -> None:
        """Nothing open, all signed, and what cannot be handed on accepted by name."""
        assert {one.by for one in there.signatures} == {GIVER, RECEIVER, THIRD}
        leaves = there.kind is Kind.LEAVING
        listed = {one.thing: one for one in there.lines}
        for thing in self.held[GIVER]:
            if leaves or thing.kind in OF_THE_PLACE:
                mark = listed[thing].mark
                assert mark in (Mark.HANDED, Mark.ACCEPTED, Mark.KEPT)
                assert thing.is_handable or thing.key in self.accepted
                assert not (leaves and mark is Mark.KEPT)

    @invariant()
    def nothing_is_held_by_two(self) -> None:
        assert not self.held[GIVER] & self.held[RECEIVER]

    @invariant()
    def access_ends_with_the_closing_of_a_leaving_and_not_before(self) -> None:
        gone = self.fact.state is State.CLOSED and self.fact.kind is Kind.LEAVING
        assert self.has_access is not gone

    @invariant()
    def who_signed_signed_what_is_listed(self) -> None:
        if self.now.open_lines:
            assert not self.now.signatures

    def _name(self, which: int) -> str:
        lines = self.now.lines
        return lines[which % len(lines)].thing.key if lines else "nothing"


@pytest.mark.parametrize("runs", [60, pytest.param(5_000, marks=pytest.mark.slow)])
def test_handovers_in_any_order(runs: int) -> None:
    run(Desk, settings=settings(max_examples=runs, stateful_step_count=40, deadline=None))
