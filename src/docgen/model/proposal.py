"""Where a proposal stands that others must agree to: a shorter period, another grade.

    proposed ──enough have agreed──▶ done
        ├─────refuse────▶ refused
        └────withdraw───▶ withdrawn

Who must agree is the business of each kind of proposal; none of them is ever deleted.
"""

from __future__ import annotations

from enum import StrEnum

from docgen.errors import Said, say


class State(StrEnum):
    """Where a proposal stands."""

    PROPOSED = "proposed"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def said(self) -> Said:
        """The state as people say it."""
        return _STATES[self]


_STATES = {
    State.PROPOSED: say("proposed"),
    State.DONE: say("carried out"),
    State.REFUSED: say("refused"),
    State.WITHDRAWN: say("withdrawn"),
}
