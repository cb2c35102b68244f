"""How proposals that others must agree to are shown: shorter periods, other grades."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docgen.cli.printing import out, table
from docgen.errors import say
from docgen.model.proposal import State


@dataclass(frozen=True, slots=True)
class Shown:
    """One proposal in words.

    Args:
        code: Its number.
        about: The paper or dossier.
        old: What that has now.
        new: What it would get.
        state: A value of ``model.proposal.State``.
        proposer: The name of who proposed it.
        agreed: Those who have agreed.
        reason: Why.
    """

    code: str
    about: str
    old: str
    new: str
    state: str
    proposer: str
    agreed: Sequence[str]
    reason: str


def tell_step(one: Shown) -> None:
    """One line after a step."""
    out(
        say(
            "{code}: {item} from {old} to {new}, {state}",
            code=one.code,
            item=one.about,
            old=one.old,
            new=one.new,
            state=State(one.state).said,
        )
    )


def tell_all(rows: Iterable[Shown]) -> None:
    """A table of them."""
    table(
        [
            *(say("proposal"), say("paper or dossier"), say("before"), say("after"), say("state")),
            *(say("proposed by"), say("approved by"), say("reason")),
        ],
        [
            (
                *(one.code, one.about, one.old, one.new, State(one.state).said),
                *(one.proposer, "、".join(one.agreed), one.reason),
            )
            for one in rows
        ],
    )
