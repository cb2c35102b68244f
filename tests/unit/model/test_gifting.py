"""Gifts: which way begins how under which policy, and every step that may not be taken."""

from __future__ import annotations

import pytest

from docgen.errors import BadInput
from docgen.model.gifting import State, Way, become, begin
from docgen.model.visiting import Policy

#: All steps there are.
STEPS = {
    (State.ASKED, State.APPROVED),
    (State.ASKED, State.REFUSED),
    (State.APPROVED, State.GIVEN),
    (State.DECLARED, State.HANDED_IN),
}


@pytest.mark.parametrize(
    ("way", "policy", "state"),
    [
        (Way.GIVEN, Policy.APPROVE, State.ASKED),
        (Way.RECEIVED, Policy.DECLARE, State.DECLARED),
        (Way.GIVEN, Policy.DECLARE, State.ASKED),
        (Way.RECEIVED, Policy.APPROVE, State.DECLARED),
    ],
)
def test_a_gift_begins_by_its_way(way: Way, policy: Policy, state: State) -> None:
    assert begin(way, policy) is state


@pytest.mark.parametrize(
    ("way", "what"),
    [
        (Way.GIVEN, "No gifts are given to customers"),
        (Way.RECEIVED, "No gifts are received from customers"),
    ],
)
def test_a_banned_way_says_which_and_where_it_is_banned(way: Way, what: str) -> None:
    with pytest.raises(BadInput) as caught:
        begin(way, Policy.BAN)

    assert caught.value.what == what
    assert "rules/visits.toml" in caught.value.why
    assert caught.value.field == "gift"


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("wanted", list(State))
def test_of_all_steps_four_are_taken(state: State, wanted: State) -> None:
    if (state, wanted) in STEPS:
        assert become(state, wanted) is wanted
    else:
        with pytest.raises(BadInput) as caught:
            become(state, wanted)
        assert caught.value.what == f"This gift cannot become {wanted.said}"
        assert caught.value.why == f"it is {state.said}"


def test_each_state_has_words_of_its_own() -> None:
    assert len({one.said for one in State}) == len(State)
    assert State("handed-in").said == "handed in"


@pytest.mark.parametrize("state", [State.REFUSED, State.GIVEN, State.HANDED_IN])
def test_an_end_is_an_end(state: State) -> None:
    assert not [wanted for wanted in State if (state, wanted) in STEPS]
    with pytest.raises(BadInput):
        become(state, State.ASKED)
