"""Changing a grade: what is proposed, what forbids it, and who may still say something (R-029).

The grade of a paper or of a whole dossier is raised and lowered by the handling unit and the
archive together; that is rule R12 of ``model.access``, which counts the voices. Here stands what
does not depend on who asks. National marks are no grades (ADR 0004).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docgen.errors import BadInput, NotAllowed, Reason, say
from docgen.model.grades import Grade
from docgen.model.proposal import State


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be regraded.

    Args:
        number: The item's number, or the dossier's if it is about all of it.
        rank: The grade rank it has.
        state: ``filed``, ``active``, or what else has become of it.
        dossier_rank: The rank of the dossier a paper lies in; ``None`` for a dossier.
        open: The codes of other open proposals about it.
    """

    number: str
    rank: int
    state: str
    dossier_rank: int | None = None
    open: Sequence[str] = ()


def digest(target: Target, to: int, reason: str) -> str:
    """The hex digest of what is proposed; an approval is of exactly this."""
    facts = [target.number, target.rank, to, reason]
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def obstacles(target: Target, to: int) -> list[Reason]:
    """Everything that forbids giving this grade, whoever agrees."""
    return list(_against(target, to))


def _against(target: Target, to: int) -> Iterator[Reason]:
    number = target.number
    if target.state not in {"filed", "active"}:
        yield Reason("R9", say("{item} is {state}", item=number, state=target.state))
    if target.rank == to:
        mark = Grade.of_rank(to).mark
        yield Reason("R-029", say("{item} has the grade {grade} already", item=number, grade=mark))
    for code in target.open:
        yield Reason(
            "open", say("{item} is in the proposal {code} already", item=number, code=code)
        )


def refuse_over(state: State) -> None:
    """A proposal that is over cannot be signed any more."""
    if state is not State.PROPOSED:
        raise BadInput(
            say("This proposal is over"),
            why=say("it is {state}", state=state.said),
            fix=say("look at the proposals").by("docgen regrade list --all"),
        )


def refuse_not_his(proposer: str, by: str) -> None:
    """Only who proposed it takes it back."""
    if by != proposer:
        raise NotAllowed(
            say("This is not yours to withdraw"),
            why=say("these rules speak against it"),
            fix=say("refuse it instead").by("docgen regrade refuse"),
            reasons=[Reason("R6", say("only who proposed it withdraws it"))],
        )
