"""A transfer: papers go from the unit that made them to whoever keeps them next.

    proposed ──send──▶ sent ──accept──▶ accepted
        └──withdraw──┴──▶ withdrawn

The receiver checks piece by piece: each paper is received, received with a difference that is
noted, or returned with a reason. A returned paper stays where it was and is due again. The
two custody states are the department's and the archive's (R-028); who sends never accepts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from docgen.errors import BadInput, Detail, say

DEPARTMENT, ARCHIVE = "department", "archive"


class State(StrEnum):
    """Where a transfer stands."""

    PROPOSED = "proposed"
    SENT = "sent"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"

    @property
    def said(self) -> str:
        """The state as people say it."""
        return _STATES[self]


_STATES = {
    State.PROPOSED: say("proposed"),
    State.SENT: say("sent"),
    State.ACCEPTED: say("accepted"),
    State.WITHDRAWN: say("withdrawn"),
}
#: States in which a transfer still ties up its papers.
OPEN = frozenset({State.PROPOSED, State.SENT})


class Piece(StrEnum):
    """What became of one paper of a transfer."""

    LISTED = "listed"
    RECEIVED = "received"
    DIFFERS = "differs"
    RETURNED = "returned"

    @property
    def said(self) -> str:
        """As people say it."""
        return _PIECES[self]

    @property
    def is_taken(self) -> bool:
        """Whether the receiver has it now."""
        return self in {Piece.RECEIVED, Piece.DIFFERS}


_PIECES = {
    Piece.LISTED: say("listed"),
    Piece.RECEIVED: say("received"),
    Piece.DIFFERS: say("received with a difference"),
    Piece.RETURNED: say("sent back"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What the receiver found of one paper."""

    piece: Piece
    note: str = ""


@dataclass(frozen=True, slots=True)
class Transfer:
    """One transfer, with each of its papers.

    Args:
        due: The last day.
        papers: What became of each paper, by its number.
        state: Where it stands.
        sent_by: Who handed it over.
        late_reason: Why it was late.
        accepted_by: Who checked and received it.
    """

    due: dt.date
    papers: Mapping[str, Finding]
    state: State = State.PROPOSED
    sent_by: str = ""
    late_reason: str = ""
    accepted_by: str = ""


def propose(items: Collection[str], due: dt.date) -> Transfer:
    """Put papers on a list; ``ValueError`` for an empty one."""
    if not items:
        raise ValueError(items)
    return Transfer(due, dict.fromkeys(items, Finding(Piece.LISTED)))


def send(transfer: Transfer, *, by: str, today: dt.date, late_reason: str = "") -> Transfer:
    """Hand the papers over; after its last day only with a reason."""
    _must_be(transfer, {State.PROPOSED}, say("sent"))
    reason = late_reason.strip()
    if today > transfer.due and not reason:
        raise BadInput(
            say("The transfer is late and needs a reason"),
            why=say("it was due on {day}", day=transfer.due.isoformat()),
            fix=say("say why it is late; that is printed on the list").by("--late-reason TEXT"),
            field="late_reason",
        )
    late = reason if today > transfer.due else ""
    return replace(transfer, state=State.SENT, sent_by=by, late_reason=late)


def withdraw(transfer: Transfer) -> Transfer:
    """Take the list back; its papers are due as before."""
    _must_be(transfer, OPEN, say("withdrawn"))
    return replace(transfer, state=State.WITHDRAWN)


def accept(
    transfer: Transfer,
    findings: Mapping[str, Finding],
    *,
    by: str,
    faults: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Transfer:
    """Receive the papers, each of them checked; ``BadInput`` names those that are not.

    ``faults`` are the points of the four properties (四性检测) that are wrong with a paper: it
    cannot be received as if nothing were the matter, and they are added to what is noted.
    """
    _must_be(transfer, {State.SENT}, say("accepted"))
    if by == transfer.sent_by:
        raise ValueError(by)  # access.decide refuses this before (R6)
    _all_checked(transfer, findings, faults)
    noted = {
        item: replace(found, note=f"{found.note.strip()}（四性检测：{'、'.join(faults[item])}）")
        if faults.get(item)
        else found
        for item, found in findings.items()
    }
    return replace(transfer, state=State.ACCEPTED, accepted_by=by, papers=noted)


def _all_checked(
    transfer: Transfer, findings: Mapping[str, Finding], faults: Mapping[str, Sequence[str]]
) -> None:
    strange = [item for item in findings if item not in transfer.papers]
    left = [
        item
        for item in transfer.papers
        if item not in findings or findings[item].piece is Piece.LISTED
    ]
    unsaid = [
        item
        for item, found in findings.items()
        if found.piece in {Piece.DIFFERS, Piece.RETURNED} and not found.note.strip()
    ]
    as_listed = [
        item
        for item, points in faults.items()
        if points and item in findings and findings[item].piece is Piece.RECEIVED
    ]
    details = [
        *(Detail(say("it is not on the list"), place=item) for item in strange),
        *(Detail(say("nobody has checked it"), place=item) for item in left),
        *(Detail(say("the difference or the reason is missing"), place=item) for item in unsaid),
        *(_faulty(item, faults[item]) for item in as_listed),
    ]
    if details:
        raise BadInput(
            say("The papers cannot be accepted yet"),
            why=say("each paper is checked by itself, and what differs is noted"),
            fix=say("say of each paper what was found; the rest can be named together").by(
                "--received, --differs, --returned, --rest"
            ),
            details=details,
        )


def _faulty(item: str, points: Sequence[str]) -> Detail:
    text = say(
        "it fails the four checks ({points}), and the difference is not noted",
        points=", ".join(points),
    )
    return Detail(text, place=item)


def _must_be(transfer: Transfer, states: Collection[State], step: str) -> None:
    if transfer.state not in states:
        raise BadInput(
            say("This transfer cannot be {step} now", step=step),
            why=say("it is {state}", state=transfer.state.said),
            fix=say("look at the transfers").by("docgen transfer list"),
        )
