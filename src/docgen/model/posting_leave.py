"""Leave of posted staff: who must agree to so many days, one after the other (D-045 … D-048).

The head of the place agrees first; his own leave, and that of a place without a head, goes up to
a manager instead (D-046). Each step is somebody else's, and nobody agrees to his own. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from docgen.errors import say
from docgen.model.posting_rules import HEAD, MANAGER, Tier


class LeaveState(StrEnum):
    """What becomes of leave that was asked for."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"

    @property
    def said(self) -> str:
        """The state as people say it."""
        return _SAID[self]


_SAID = {
    LeaveState.ASKED: say("asked for"),
    LeaveState.AGREED: say("agreed to"),
    LeaveState.REFUSED: say("refused"),
}


def chain(tier: Tier, *, is_head: bool, has_head: bool) -> tuple[str, ...]:
    """Who agrees to leave of a tier, in order.

    Args:
        tier: The tier that the days fall under.
        is_head: Whether the head of the place asks himself.
        has_head: Whether the place has a head.
    """
    above = MANAGER if is_head or not has_head else HEAD
    return tuple(above if one == HEAD else one for one in tier.by)


def next_step(steps: Sequence[str], agreed: Sequence[str]) -> str | None:
    """Whose turn it is after those who agreed; ``None`` if it is agreed to."""
    return steps[len(agreed)] if len(agreed) < len(steps) else None
