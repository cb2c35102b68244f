"""Leave: who agrees to how many days, and whose turn it is; every length of a chain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.postings import RULES

from docgen.model.posting_leave import LeaveState, chain, next_step
from docgen.model.posting_rules import HEAD, MANAGER, Tier

STEPS = st.lists(st.sampled_from([HEAD, MANAGER]), min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("days", "title"),
    [(0, "短假"), (1, "短假"), (2, "短假"), (3, "中假"), (7, "中假"), (8, "长假"), (366, "长假")],
)
def test_the_last_day_of_a_tier_still_belongs_to_it(days: int, title: str) -> None:
    assert RULES.tier(days).title == title


@pytest.mark.parametrize(
    ("is_head", "has_head", "steps"),
    [
        (False, True, (HEAD, MANAGER)),
        (True, True, (MANAGER, MANAGER)),
        (False, False, (MANAGER, MANAGER)),
        (True, False, (MANAGER, MANAGER)),
    ],
)
def test_without_a_head_above_him_it_goes_up(
    *, is_head: bool, has_head: bool, steps: tuple[str, ...]
) -> None:
    found = chain(RULES.tier(5), is_head=is_head, has_head=has_head)

    assert found == steps


@given(by=STEPS, is_head=st.booleans(), has_head=st.booleans())
def test_a_chain_is_as_long_as_its_tier_and_never_asks_a_head_himself(
    *, by: list[str], is_head: bool, has_head: bool
) -> None:
    found = chain(Tier("假", tuple(by)), is_head=is_head, has_head=has_head)

    assert len(found) == len(by)
    assert (HEAD in found) == (HEAD in by and has_head and not is_head)
    assert set(found) <= {HEAD, MANAGER}


@given(STEPS)
def test_each_agreement_brings_the_next_and_the_last_ends_it(steps: list[str]) -> None:
    turns = [next_step(steps, ["p-0001"] * n) for n in range(len(steps) + 1)]

    assert turns == [*steps, None]


def test_nobody_need_agree_to_a_chain_of_nothing() -> None:
    assert next_step([], []) is None
    assert next_step([HEAD], ["a", "b"]) is None


def test_each_state_has_its_own_words() -> None:
    words = [one.said for one in LeaveState]

    assert len({*words}) == len(LeaveState) == 3
    assert LeaveState("asked").said == "asked for"
