"""What speaks against a loan, in the four classes of a loan desk.

Impossible stops it. What needs confirmation goes on only if somebody who may override gives a
reason, which is logged with the rules' ids. An alert is seen by whoever decides; a message tells
the borrower how it goes on. The ids are those of ``docs/spec/loans.md``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from docgen.errors import Reason, say
from docgen.model.loan import BINDING, NOT_YET, OPEN, Kind, Loan, State
from docgen.model.loan_terms import Terms
from docgen.model.people import Role


@dataclass(frozen=True, slots=True)
class Outcome:
    """What speaks against a loan, in the four classes of a loan desk."""

    impossible: tuple[Reason, ...] = ()
    confirm: tuple[Reason, ...] = ()
    alerts: tuple[Reason, ...] = ()
    messages: tuple[Reason, ...] = ()

    @property
    def by_class(self) -> dict[str, tuple[Reason, ...]]:
        """The four classes by name, the hardest one first."""
        return {
            "impossible": self.impossible,
            "confirm": self.confirm,
            "alert": self.alerts,
            "message": self.messages,
        }


@dataclass(frozen=True, slots=True)
class Borrower:
    """What the desk looks at in whoever asks.

    Args:
        roles: What he does.
        unit: Where he works.
        late: How many papers he brought back late, or has overdue, in the time that counts.
        rank: The highest grade rank he is cleared for.
        active: Whether his account is open.
    """

    roles: Collection[Role] = ()
    unit: str = ""
    late: int = 0
    rank: int = 3
    active: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """A loan that is asked for or goes on, and what else is known.

    Args:
        loan: The loan itself.
        rank: The paper's grade rank.
        borrower: Who asks.
        others: The other loans of the same item, and the open ones of the same person.
        today: The office's day.
    """

    loan: Loan
    rank: int
    borrower: Borrower
    others: Sequence[Loan]
    today: dt.date

    @property
    def of_paper(self) -> list[Loan]:
        """The other loans of the same paper's original."""
        return [one for one in self.others if one.item == self.loan.item and one.kind.is_original]

    @property
    def elsewhere(self) -> list[Loan]:
        """The others' loans that have the original, or are promised it."""
        return [
            one
            for one in self.of_paper
            if one.borrower != self.loan.borrower
            and one.state in BINDING
            and not one.is_forgotten(self.today)
        ]

    @property
    def own(self) -> list[Loan]:
        """The borrower's other open loans."""
        mine = self.loan.borrower
        return [one for one in self.others if one.borrower == mine and one.state in OPEN]


def examine(asked: Asked, terms: Terms) -> Outcome:
    """What speaks against a request, an approval or a handing over.

    Args:
        asked: The loan and what is known.
        terms: What holds for this loan, from ``Terms.of``.
    """
    return Outcome(
        tuple(_impossible(asked, terms)),
        tuple(_confirm(asked, terms)),
        tuple(_alerts(asked)),
        tuple(_messages(asked, terms)),
    )


def renewal(asked: Asked, terms: Terms) -> Outcome:
    """What speaks against lending it longer; none of it can be overridden."""
    return Outcome(tuple(_no_renewal(asked, terms)))


def queue(asked: Asked) -> list[Loan]:
    """Who else waits for the same original, the one who has waited longest first."""
    mine = asked.loan.borrower
    return [one for one in asked.of_paper if one.state is State.WAITING and one.borrower != mine]


def _impossible(asked: Asked, terms: Terms) -> Iterator[Reason]:
    loan = asked.loan
    if not asked.borrower.active:
        yield Reason("account", say("the account of whoever asks is closed"))
    if asked.rank > asked.borrower.rank:
        yield Reason("clearance", say("whoever asks is not cleared for the paper"))
    if loan.kind is not Kind.IN_PLACE and asked.rank > terms.highest_rank:
        yield Reason("in-place-only", say("papers of this grade are read in place and never lent"))
    if not terms.lend:
        yield Reason("not-lent", say("the office's rules do not lend it so"))
    if any(one.item == loan.item for one in asked.own):
        yield Reason("twice", say("you have asked for this paper already, or have it"))
    if not loan.kind.is_original:
        return
    if any(one.state is State.WRITTEN_OFF and not one.replacement for one in asked.of_paper):
        yield Reason("lost", say("the paper itself is lost, and nothing stands in its place"))
    if loan.state is not State.WAITING and asked.elsewhere:
        yield Reason("promised", say("the paper itself is out or promised to somebody else"))


def _confirm(asked: Asked, terms: Terms) -> Iterator[Reason]:
    mine = asked.own
    if len(mine) >= terms.at_most:
        yield Reason("too-many", say("you have {n} loans open", n=len(mine)))
    if over := sum(one.is_overdue(asked.today) for one in mine):
        yield Reason("overdue", say("you have {n} loans past their day", n=over))
    if terms.block_after and asked.borrower.late >= terms.block_after:
        late = asked.borrower.late
        said = say("you were late {n} times in {days} days", n=late, days=terms.block_days)
        yield Reason("blocked", said)


def _alerts(asked: Asked) -> Iterator[Reason]:
    loan, waiting = asked.loan, len(queue(asked))
    if loan.kind.is_original and waiting and loan.state in NOT_YET | {State.OUT}:
        yield Reason("waited-for", say("{n} people wait for it", n=waiting))
    replaced = [one for one in asked.of_paper if one.replacement]
    if loan.kind.is_original and replaced:
        said = say("the original is lost; in its place: {text}", text=replaced[-1].replacement)
        yield Reason("replaced", said)
    if loan.is_forgotten(asked.today):
        yield Reason("forgotten", say("it was to be fetched by {day}", day=loan.held_until or "-"))


def _messages(asked: Asked, terms: Terms) -> Iterator[Reason]:
    loan = asked.loan
    if loan.state is State.WAITING:
        yield Reason("queue", say("it is offered to you when it is back"))
    if loan.state in NOT_YET and loan.kind is Kind.IN_PLACE:
        yield Reason("same-day", say("it is read in the archive room and back the same day"))
    if loan.state is State.REQUESTED and not terms.approval:
        yield Reason("no-approval", say("no approval is needed: the desk hands it over"))
    if loan.state is State.APPROVED and loan.held_until is not None:
        yield Reason("held", say("it is kept ready until {day}", day=loan.held_until))


def _no_renewal(asked: Asked, terms: Terms) -> Iterator[Reason]:
    loan = asked.loan
    if loan.kind is Kind.IN_PLACE:
        yield Reason("same-day", say("it is read in the archive room and back the same day"))
    if loan.renewals >= terms.renewals:
        yield Reason("renewals", say("it was renewed {n} times already", n=loan.renewals))
    if loan.recalled:
        yield Reason("recalled", say("the archive has asked it back"))
    if loan.kind.is_original and queue(asked):
        yield Reason("reserved", say("somebody waits for it"))
    if loan.is_overdue(asked.today):
        yield Reason("overdue", say("it was due on {day}", day=loan.due or "-"))
