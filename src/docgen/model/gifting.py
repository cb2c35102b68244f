"""Gifts: given after approval, received and handed in, or banned altogether (C-060, G-039).

    given      asked ──approve──▶ approved ──give──▶ given
                 └────refuse────▶ refused
    received   declared ──hand in──▶ handed-in

Which of the two is open at all is the policy of ``rules/visits.toml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from docgen.errors import BadInput, say
from docgen.model.visiting import Policy


class Way(StrEnum):
    """Whose gift it is."""

    GIVEN = "given"
    RECEIVED = "received"


class State(StrEnum):
    """What has become of a gift."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    GIVEN = "given"
    DECLARED = "declared"
    HANDED_IN = "handed-in"

    @property
    def said(self) -> str:
        """The state as people say it."""
        return _SAID[self]


_SAID = {
    State.ASKED: say("asked"),
    State.APPROVED: say("approved"),
    State.REFUSED: say("refused"),
    State.GIVEN: say("given"),
    State.DECLARED: say("declared"),
    State.HANDED_IN: say("handed in"),
}
#: What a gift must be before it becomes this.
_BEFORE: Mapping[State, State] = {
    State.APPROVED: State.ASKED,
    State.REFUSED: State.ASKED,
    State.GIVEN: State.APPROVED,
    State.HANDED_IN: State.DECLARED,
}


def begin(way: Way, policy: Policy) -> State:
    """The first state of a gift; ``BadInput`` if the office bans gifts of this way."""
    if policy is Policy.BAN:
        raise BadInput(
            say("No gifts are given to customers")
            if way is Way.GIVEN
            else say("No gifts are received from customers"),
            why=say("the office bans them: rules/visits.toml, gifts (G-039)"),
            fix=say("do without the gift; one that came all the same goes back"),
            field="gift",
        )
    return State.ASKED if way is Way.GIVEN else State.DECLARED


def become(state: State, wanted: State) -> State:
    """The next state of a gift; ``BadInput`` if it does not come after the one it has."""
    if _BEFORE.get(wanted) is not state:
        raise BadInput(
            say("This gift cannot become {wanted}", wanted=wanted.said),
            why=say("it is {state}", state=state.said),
            fix=say("see the gifts").by("docgen gift list"),
            field="gift",
        )
    return wanted
