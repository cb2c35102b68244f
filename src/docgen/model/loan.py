"""The loan desk's steps: in which order a loan goes through them, and who may not take one.

    waiting ──offer──▶ requested ──approve──▶ approved ──hand_over──▶ out ──take_back──▶ returned
       │                   ├─refuse─▶ refused    │                     │ renew, recall: the due
       └─────cancel────────┴───────cancel────────┴▶ cancelled          │ day moves
                                                                       └─report_lost─▶ lost
    lost ──settle──▶ written-off        lost, written-off ──take_back (found again)──▶ returned

Each step takes a loan and gives a new one; a step out of turn is refused. 查阅 (in place) is a
loan of one day that stays in the archive room; where the terms say so, it is registered and
handed over without approval. Being overdue is no state but a fact of the day (R-070, G-008).
What speaks against a loan is ``model.loan_outcome``, its terms are ``model.loan_terms``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum

from docgen.errors import BadInput, Said, listed, say
from docgen.model.calendar import Due

_LONGEST = 300


class State(StrEnum):
    """Where a loan stands."""

    WAITING = "waiting"
    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    OUT = "out"
    RETURNED = "returned"
    LOST = "lost"
    WRITTEN_OFF = "written-off"

    @property
    def said(self) -> Said:
        """The state as people say it."""
        return _STATES[self]


_STATES = {
    State.WAITING: say("waiting"),
    State.REQUESTED: say("requested"),
    State.APPROVED: say("approved"),
    State.REFUSED: say("refused"),
    State.CANCELLED: say("cancelled"),
    State.OUT: say("out"),
    State.RETURNED: say("returned"),
    State.LOST: say("lost"),
    State.WRITTEN_OFF: say("written off"),
}
#: States in which a paper is asked for or away, so that nobody else is promised its original.
BINDING = frozenset({State.REQUESTED, State.APPROVED, State.OUT, State.LOST})
#: States in which a loan still ties up its paper.
OPEN = BINDING | {State.WAITING}
#: States that the borrower can still step back from.
NOT_YET = frozenset({State.WAITING, State.REQUESTED, State.APPROVED})


class Kind(StrEnum):
    """What is lent: 查阅 in the archive room, or 借阅 of original, copy or file on screen."""

    IN_PLACE = "in-place"
    PAPER = "paper"
    COPY = "copy"
    ELECTRONIC = "electronic"

    @property
    def said(self) -> Said:
        """The kind as people say it."""
        return _KINDS[self]

    @property
    def is_original(self) -> bool:
        """Whether one person at a time has it."""
        return self in {Kind.IN_PLACE, Kind.PAPER}


_KINDS = {
    Kind.IN_PLACE: say("consultation in place"),
    Kind.PAPER: say("paper original"),
    Kind.COPY: say("paper copy"),
    Kind.ELECTRONIC: say("electronic"),
}


@dataclass(frozen=True, slots=True)
class Loan:
    """One loan of one item to one person, through all its states.

    Args:
        item: The paper's number.
        borrower: The code of whoever asked.
        kind: What is lent.
        purpose: A code of ``model.access.PURPOSES``.
        state: Where it stands.
        decided_by: Who approved or refused it.
        reason: Why it was refused, cancelled or recalled.
        handed_by: Who handed it over.
        due: The last day.
        taken_by: Who took it back.
        renewals: How often it was renewed.
        recalled: Whether the archive wants it back early.
        held_until: The last day on which an approved paper is kept ready for him.
        loss: How it was lost, as the borrower explains it.
        replacement: What stands in the place of what was lost.
    """

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
    renewals: int = 0
    recalled: bool = False
    held_until: dt.date | None = None
    loss: str = ""
    replacement: str = ""

    def is_overdue(self, today: dt.date) -> bool:
        """Whether the paper should have been back before today."""
        return self.days_over(today) > 0

    def days_over(self, today: dt.date) -> int:
        """How many days it is past its day; negative before it, 0 if it is not out."""
        return (today - self.due).days if self.state is State.OUT and self.due else 0

    def is_forgotten(self, today: dt.date) -> bool:
        """Whether a paper that was kept ready was not fetched in time."""
        held = self.state is State.APPROVED and self.held_until is not None
        return held and self.held_until is not None and today > self.held_until


def offer(loan: Loan) -> Loan:
    """A paper somebody waits for is free: his reservation becomes a request."""
    _must_be(loan, {State.WAITING}, say("offered"))
    return replace(loan, state=State.REQUESTED)


def approve(loan: Loan, *, by: str, held_until: dt.date | None = None) -> Loan:
    """Approve a request; the approver is never the borrower (four eyes)."""
    _must_be(loan, {State.REQUESTED}, say("approved"))
    _must_be_another(loan, by)
    return replace(loan, state=State.APPROVED, decided_by=by, held_until=held_until)


def refuse(loan: Loan, *, by: str, reason: str) -> Loan:
    """Refuse a request and say why."""
    _must_be(loan, {State.REQUESTED, State.WAITING}, say("refused"))
    _must_be_another(loan, by)
    if not reason.strip():
        raise BadInput(
            say("A refusal needs a reason"),
            why=say("the borrower and the auditor must be able to see why"),
            fix=say("give the reason in a sentence").by("--reason TEXT"),
            field="reason",
        )
    return replace(loan, state=State.REFUSED, decided_by=by, reason=_text(reason, "reason"))


def cancel(loan: Loan, *, reason: str = "") -> Loan:
    """Step back from a request; what is out must be returned."""
    _must_be(loan, NOT_YET, say("cancelled"))
    return replace(loan, state=State.CANCELLED, reason=reason and _text(reason, "reason"))


def hand_over(loan: Loan, *, by: str, due: Due, approval: bool = True) -> Loan:
    """Hand a paper over; ``approval`` is whether its terms want one first."""
    needed = {State.APPROVED} if approval else {State.APPROVED, State.REQUESTED}
    _must_be(loan, needed, say("handed over"))
    _must_be_another(loan, by)
    return replace(loan, state=State.OUT, handed_by=by, due=due.day)


def renew(loan: Loan, *, due: Due) -> Loan:
    """Lend it longer; whether it may be is ``model.loan_outcome.renewal``."""
    _must_be(loan, {State.OUT}, say("renewed"))
    return replace(loan, due=due.day, renewals=loan.renewals + 1)


def recall(loan: Loan, *, due: dt.date, today: dt.date, reason: str) -> Loan:
    """Ask a paper back early: a new due day before the old one, and no renewal any more."""
    _must_be(loan, {State.OUT}, say("recalled"))
    if loan.due is None or not today <= due < loan.due:
        raise BadInput(
            say("{day} is no day to recall it for", day=due),
            why=say(
                "it lies from today, {today}, to before the due day, {due}",
                today=today,
                due=loan.due or "-",
            ),
            fix=say("give an earlier day, or wait for the due day").by("--by DAY"),
            field="by",
        )
    return replace(loan, due=due, recalled=True, reason=_text(reason, "reason"))


def take_back(loan: Loan, *, by: str) -> Loan:
    """Take a paper back; also one that was lost and is found again."""
    _must_be(loan, {State.OUT, State.LOST, State.WRITTEN_OFF}, say("returned"))
    _must_be_another(loan, by)
    return replace(loan, state=State.RETURNED, taken_by=by)


def report_lost(loan: Loan, *, by: str, report: str) -> Loan:
    """Note that the paper is lost, with the borrower's explanation."""
    _must_be(loan, {State.OUT}, say("reported lost"))
    _must_be_another(loan, by)
    if loan.kind is Kind.ELECTRONIC:
        raise BadInput(
            say("A file on screen cannot be lost"),
            why=say("the archive still has it"),
            fix=say("take the paper back").by("docgen loan return"),
            field="loan",
        )
    return replace(loan, state=State.LOST, loss=_text(report, "report"))


def settle(loan: Loan, *, by: str, decision: str, replacement: str = "") -> Loan:
    """Decide on a loss: what follows from it, and what stands in the paper's place."""
    _must_be(loan, {State.LOST}, say("written off"))
    _must_be_another(loan, by)
    stands = _text(replacement, "replacement") if replacement else ""
    reason = _text(decision, "decision")
    return replace(loan, state=State.WRITTEN_OFF, reason=reason, replacement=stands)


def _must_be(loan: Loan, states: set[State] | frozenset[State], step: Said) -> None:
    if loan.state not in states:
        raise BadInput(
            say("This loan cannot be {step} now", step=step),
            why=say(
                "it is {state}, and only a loan that is {needed} can",
                state=loan.state.said,
                needed=listed((one.said for one in State if one in states), " / "),
            ),
            fix=say("look at the loan").by("docgen loan list"),
        )


def _must_be_another(loan: Loan, by: str) -> None:
    if by == loan.borrower:
        raise ValueError(by)  # access.decide refuses this before (R6)


def _text(text: str, field: str) -> str:
    """A sentence somebody gave: there, and short enough for the register."""
    said = text.strip()
    if not 0 < len(said) <= _LONGEST or not said.isprintable():
        raise BadInput(
            say("The {field} is missing, too long or has odd characters", field=field),
            why=say("it is a line of 1 to {most} characters", most=_LONGEST),
            fix=say("write it with --{field}", field=field),
            field=field,
        )
    return said
