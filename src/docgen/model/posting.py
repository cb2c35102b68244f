"""A posting's states, from the plan to the return, and what may follow on what (D-001 … D-004).

    planned ──a head agrees──▶ approved ──nothing is missing──▶ departed ──▶ returned | left
       └─────a head refuses──▶ refused

Pure. What must be there before a departure is ``posting_gate``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from docgen.errors import BadInput, say
from docgen.model.calendar import WorkCalendar
from docgen.model.posting_rules import PostingRules


class State(StrEnum):
    """What a posting has come to."""

    PLANNED = "planned"
    APPROVED = "approved"
    REFUSED = "refused"
    DEPARTED = "departed"
    RETURNED = "returned"
    LEFT = "left"

    @property
    def said(self) -> str:
        """The state as people say it."""
        return _SAID[self]


_SAID = {
    State.PLANNED: say("planned"),
    State.APPROVED: say("approved"),
    State.REFUSED: say("refused"),
    State.DEPARTED: say("posted"),
    State.RETURNED: say("back again"),
    State.LEFT: say("left the company"),
}
#: What may follow on each state.
NEXT: Mapping[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.APPROVED, State.REFUSED}),
    State.APPROVED: frozenset({State.DEPARTED}),
    State.DEPARTED: frozenset({State.RETURNED, State.LEFT}),
    State.REFUSED: frozenset(),
    State.RETURNED: frozenset(),
    State.LEFT: frozenset(),
}
_YEARS = range(1950, 2200)
OVER = frozenset(state for state in State if not NEXT[state])


@dataclass(frozen=True, slots=True)
class Posting:
    """A posting as the rules see it.

    Args:
        state: What it has come to.
        kind: The kind of staff, one of ``rules/postings.toml``.
        scope: 国外, 境外 or 国内异地 (G-042).
        starts: From when it is planned.
        ends: Until when it is planned.
    """

    state: State
    kind: str
    scope: str
    starts: dt.date
    ends: dt.date


def refuse_step(state: State, after: State) -> None:
    """``BadInput`` if a posting in this state cannot become that."""
    if after in NEXT[state]:
        return
    raise BadInput(
        say("This posting is {state}", state=state.said),
        why=say("it cannot become: {after}", after=after.said),
        fix=say("see where it stands").by("docgen posting show POSTING"),
        field="posting",
    )


def refuse_period(
    rules: PostingRules, starts: dt.date, ends: dt.date, calendar: WorkCalendar
) -> None:
    """``BadInput`` if a stay cannot be, or is too short to be a posting (D-011)."""
    known = starts.year in _YEARS and ends.year in _YEARS
    least = rules.least.after(starts, calendar).day - dt.timedelta(days=1) if known else starts
    if known and ends >= least:
        return
    raise BadInput(
        say("From {starts} to {ends} is no posting", starts=starts, ends=ends),
        why=say("a shorter stay is a trip (D-011)") if known else say("these years cannot be"),
        fix=say("choose an end from {day} on, or change rules/postings.toml", day=least),
        field="to",
    )
