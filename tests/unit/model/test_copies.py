"""The copies register: steps in any order, and what is refused about a copy."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from docgen.errors import BadInput
from docgen.model import copies as rules
from docgen.model.copies import ENDS, Copy, Kind, State

TODAY = dt.date(2026, 3, 5)
HELD = Copy("财务部", "付款依据", dt.date(2026, 1, 4))


def test_a_copy_is_noted_without_the_blanks_around_its_words() -> None:
    noted = rules.note(Copy(" 财务部 ", " 付款依据　", TODAY), TODAY)

    assert (noted.holder, noted.reason, noted.state) == ("财务部", "付款依据", State.HELD)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"holder": " "}, "holder"),
        ({"holder": "甲" * 121}, "holder"),
        ({"reason": ""}, "reason"),
        ({"reason": "甲" * 301}, "reason"),
        ({"since": TODAY + dt.timedelta(1)}, "since"),
        ({"until": dt.date(2026, 1, 3)}, "until"),
    ],
)
def test_what_is_wrong_about_a_copy_is_named(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        rules.note(replace(HELD, **changed), TODAY)

    assert refused.value.field == field


def test_a_copy_is_looked_at_again_on_its_day_else_after_a_year() -> None:
    assert HELD.review_on == dt.date(2027, 1, 4)
    assert replace(HELD, until=dt.date(2026, 3, 5)).is_due(TODAY)
    assert not replace(HELD, until=dt.date(2026, 3, 6)).is_due(TODAY)
    assert replace(HELD, kind=Kind.COUNTERPART).review_on is None
    assert replace(HELD, kind=Kind.COUNTERPART, until=TODAY).is_due(TODAY)
    assert replace(HELD, state=State.LOST).review_on is None


@given(st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31)))
def test_a_year_later_is_the_same_day_or_the_last_of_february(day: dt.date) -> None:
    after = rules.a_year_after(day)

    assert after.year == day.year + 1
    assert (after.month, after.day) in {(day.month, day.day), (2, 28)}


def test_a_loss_is_explained_and_other_ends_need_not_be() -> None:
    with pytest.raises(BadInput, match="remark"):
        rules.end(HELD, State.LOST, TODAY, TODAY)

    assert rules.end(HELD, State.LOST, TODAY, TODAY, "失窃").remark == "失窃"
    assert rules.end(HELD, State.RETURNED, TODAY, TODAY).ended_on == TODAY


@pytest.mark.parametrize("on", [dt.date(2026, 1, 3), dt.date(2026, 3, 6)])
def test_a_copy_ends_neither_before_it_was_held_nor_in_the_future(on: dt.date) -> None:
    with pytest.raises(BadInput):
        rules.end(HELD, State.RETURNED, on, TODAY)


def test_a_review_sets_a_day_to_come() -> None:
    assert rules.keep(HELD, None, TODAY).until == dt.date(2027, 3, 5)
    with pytest.raises(BadInput):
        rules.keep(HELD, TODAY, TODAY)


class Register(RuleBasedStateMachine):
    """A copy and people who try every step; what ended never changes any more."""

    @initialize(kind=st.sampled_from(Kind), days=st.integers(0, 800))
    def begin(self, kind: Kind, days: int) -> None:
        self.today = TODAY
        since = TODAY - dt.timedelta(days)
        self.copy = rules.note(Copy("财务部", "依据", since, kind), TODAY)

    @rule(days=st.integers(1, 500))
    def time_goes_by(self, days: int) -> None:
        self.today += dt.timedelta(days)

    @rule(days=st.one_of(st.none(), st.integers(-5, 900)))
    def keep(self, days: int | None) -> None:
        until = None if days is None else self.today + dt.timedelta(days)
        allowed = self.copy.state is State.HELD and (until is None or until > self.today)
        self._try(lambda: rules.keep(self.copy, until, self.today), allowed=allowed)
        if allowed:
            assert not self.copy.is_due(self.today)

    @rule(
        state=st.sampled_from(ENDS), back=st.integers(-3, 900), remark=st.sampled_from(["", "丢"])
    )
    def end(self, state: State, back: int, remark: str) -> None:
        on = self.today - dt.timedelta(back)
        allowed = (
            self.copy.state is State.HELD
            and self.copy.since <= on <= self.today
            and (state is not State.LOST or bool(remark))
        )
        self._try(lambda: rules.end(self.copy, state, on, self.today, remark), allowed=allowed)

    def _try(self, step: object, *, allowed: bool) -> None:
        assert callable(step)
        before = self.copy
        try:
            self.copy = step()
        except BadInput:
            assert not allowed
            assert self.copy == before
        else:
            assert allowed

    @invariant()
    def an_end_has_its_day(self) -> None:
        copy = self.copy
        assert (copy.state is State.HELD) == (copy.ended_on is None)
        assert copy.state is State.HELD or not copy.is_due(self.today)


def test_any_order_of_steps() -> None:
    run_state_machine_as_test(
        Register, settings=settings(max_examples=60, stateful_step_count=12, deadline=None)
    )
