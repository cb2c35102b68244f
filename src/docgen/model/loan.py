"""The loan desk's rules: who may take a paper, and in which order.

    requested ──approve──▶ approved ──hand_over──▶ out ──take_back──▶ returned
        └─────refuse─────▶ refused

Each step takes a loan and gives a new one; a step out of turn is refused. Being overdue is
no state but a fact of the day (R-070, G-008). Results stand in four classes: impossible,
needs confirmation, alert, message.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from docgen.errors import BadInput, say
from docgen.model.calendar import Due, WorkCalendar, working_days_after


class State(StrEnum):
    """Where a loan stands."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    OUT = "out"
    RETURNED = "returned"

    @property
    def said(self) -> str:
        """The state as people say it."""
        return _STATES[self]


_STATES = {
    State.REQUESTED: say("requested"),
    State.APPROVED: say("approved"),
    State.REFUSED: say("refused"),
    State.OUT: say("out"),
    State.RETURNED: say("returned"),
}
#: States in which a loan still ties up its paper.
OPEN = frozenset({State.REQUESTED, State.APPROVED, State.OUT})


class Kind(StrEnum):
    """What is lent: the file on screen, or a paper taken out of the archive room."""

    ELECTRONIC = "electronic"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Terms:
    """For how long papers are lent (``rules/loans.toml``; G-008 suggests the figures).

    Args:
        working_days: How many working days a loan lasts.
        highest_rank: Papers above this grade rank are read in place and never lent.
        at_most: How many loans one person may have open.
    """

    working_days: int = 7
    highest_rank: int = 1
    at_most: int = 10


@dataclass(frozen=True, slots=True)
class Loan:
    """One loan of one item to one person, through all its states."""

    item: str
    borrower: str
    kind: Kind
    purpose: str
    state: State = State.REQUESTED
    decided_by: str = ""
    reason: str = ""
    handed_by: str = ""
    due: dt.date | None = None
    taken_by: str = ""

    def is_overdue(self, today: dt.date) -> bool:
        """Whether the paper should have been back before today."""
        return self.state is State.OUT and self.due is not None and today > self.due


@dataclass(frozen=True, slots=True)
class Outcome:
    """What stands in the way of a loan, in the four classes of a loan desk."""

    impossible: tuple[str, ...] = ()
    confirm: tuple[str, ...] = ()
    alerts: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()


def examine(wanted: Loan, rank: int, others: Sequence[Loan], terms: Terms) -> Outcome:
    """What speaks against a request.

    Args:
        wanted: The loan asked for.
        rank: The paper's grade rank.
        others: The open loans of the same item or the same person.
        terms: What the office lends.
    """
    same_item = [loan for loan in others if loan.item == wanted.item]
    mine = [loan for loan in others if loan.borrower == wanted.borrower]
    impossible, confirm = [], []
    if rank > terms.highest_rank:
        impossible.append(say("papers of this grade are read in place and never lent"))
    if any(loan.borrower == wanted.borrower for loan in same_item):
        impossible.append(say("you have asked for this paper already, or have it"))
    elsewhere = [loan for loan in same_item if loan.borrower != wanted.borrower]
    if wanted.kind is Kind.PAPER and any(loan.kind is Kind.PAPER for loan in elsewhere):
        impossible.append(say("the paper itself is out or promised to somebody else"))
    if len(mine) >= terms.at_most:
        confirm.append(say("you have {n} loans open", n=len(mine)))
    return Outcome(impossible=tuple(impossible), confirm=tuple(confirm))


def approve(loan: Loan, *, by: str) -> Loan:
    """Approve a request; the approver is never the borrower (four eyes)."""
    _must_be(loan, State.REQUESTED, say("approved"))
    _must_be_another(loan, by)
    return replace(loan, state=State.APPROVED, decided_by=by)


def refuse(loan: Loan, *, by: str, reason: str) -> Loan:
    """Refuse a request and say why."""
    _must_be(loan, State.REQUESTED, say("refused"))
    _must_be_another(loan, by)
    if not reason.strip():
        raise BadInput(
            say("A refusal needs a reason"),
            why=say("the borrower and the auditor must be able to see why"),
            fix=say("add --reason with a sentence"),
            field="reason",
        )
    return replace(loan, state=State.REFUSED, decided_by=by, reason=reason.strip())


def hand_over(
    loan: Loan, *, by: str, today: dt.date, terms: Terms, calendar: WorkCalendar
) -> tuple[Loan, Due]:
    """Hand an approved paper over; the due day is counted from today."""
    _must_be(loan, State.APPROVED, say("handed over"))
    _must_be_another(loan, by)
    due = working_days_after(calendar, today, terms.working_days)
    return replace(loan, state=State.OUT, handed_by=by, due=due.day), due


def take_back(loan: Loan, *, by: str) -> Loan:
    """Take a paper back."""
    _must_be(loan, State.OUT, say("returned"))
    _must_be_another(loan, by)
    return replace(loan, state=State.RETURNED, taken_by=by)


def _must_be(loan: Loan, state: State, step: str) -> None:
    if loan.state is not state:
        raise BadInput(
            say("This loan cannot be {step} now", step=step),
            why=say(
                "it is {state}, and only a loan that is {needed} can",
                state=loan.state.said,
                needed=state.said,
            ),
            fix=say("look at it with: docgen loan list"),
        )


def _must_be_another(loan: Loan, by: str) -> None:
    if by == loan.borrower:
        raise ValueError(by)  # access.decide refuses this before (R6)
