"""Destruction: who has to agree, who has to be there, and what forbids it.

    proposed ──approve (twice)──▶ approved ──witness (twice)──▶ carry_out ──▶ under-way ──▶ done
        ├─────refuse────▶ refused     │
        └────withdraw───▶ withdrawn ◀─┘

鉴定, 清册, two approvers, two witnesses (R-116, G-005; 会计档案管理办法 for the list and its
witnesses). Nobody approves or witnesses his own list, nobody signs it twice in the same part, and
who carries it out is no witness to himself. Surplus duplicates need the custodian's approval
alone (R-064), and only while a paper with all their bytes stays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from docgen.errors import BadInput, NotAllowed, Reason, say
from docgen.model.retention import Due


class State(StrEnum):
    """Where a list stands; ``under-way`` is decided for good, and the bytes are going."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    UNDER_WAY = "under-way"
    DONE = "done"

    @property
    def said(self) -> str:
        """The state as people say it."""
        return _STATES[self]


_STATES = {
    State.PROPOSED: say("proposed"),
    State.APPROVED: say("approved"),
    State.REFUSED: say("refused"),
    State.WITHDRAWN: say("withdrawn"),
    State.UNDER_WAY: say("under way"),
    State.DONE: say("carried out"),
}
#: States in which a list still ties up its papers.
OPEN = frozenset({State.PROPOSED, State.APPROVED})


class Kind(StrEnum):
    """Why papers go: their period is over, or an identical one stays."""

    EXPIRED = "expired"
    DUPLICATE = "duplicate"


_APPROVALS = {Kind.EXPIRED: 2, Kind.DUPLICATE: 1}
_WITNESSES = {Kind.EXPIRED: 2, Kind.DUPLICATE: 0}


@dataclass(frozen=True, slots=True)
class DestructionList:
    """One list (销毁清册) through all its states; people by their codes.

    ``witnesses`` are those who counted the papers against the list, each with the day.
    """

    kind: Kind
    proposer: str
    state: State = State.PROPOSED
    approvers: tuple[str, ...] = ()
    witnesses: tuple[tuple[str, dt.date], ...] = ()
    reason: str = ""
    carried_out_by: str = ""

    @property
    def approvals_lacking(self) -> int:
        """How many approvals it still needs."""
        return max(0, _APPROVALS[self.kind] - len(self.approvers))

    def present(self, day: dt.date) -> tuple[str, ...]:
        """The witnesses of this day."""
        return tuple(who for who, at in self.witnesses if at == day)


@dataclass(frozen=True, slots=True)
class Paper:
    """What destruction needs to know of a paper.

    Args:
        item: Its number.
        state: ``filed``, or what else has become of it.
        due: When its period is over.
        holds: The codes of the holds on it, its dossier or its customer.
        loans: The codes of its open loans.
        lists: The codes of other open lists it stands on.
        twin: The number of a filed paper that has all its bytes and stays; "" if there is none.
    """

    item: str
    state: str
    due: Due
    holds: Sequence[str] = ()
    loans: Sequence[str] = ()
    lists: Sequence[str] = ()
    twin: str = ""


def obstacles(kind: Kind, paper: Paper, today: dt.date) -> list[Reason]:
    """Everything that forbids destroying a paper today; asked for the list and when it is done."""
    return [*_busy(paper), *(_not_due(paper, today) if kind is Kind.EXPIRED else _unique(paper))]


def _busy(paper: Paper) -> Iterator[Reason]:
    item = paper.item
    if paper.state != "filed":
        yield Reason("R9", say("{item} is {state}", item=item, state=paper.state))
    for code in paper.holds:
        yield Reason("hold", say("{item} is under hold {hold}", item=item, hold=code))
    for code in paper.loans:
        yield Reason("loan", say("{item} is lent or promised: {loan}", item=item, loan=code))
    for code in paper.lists:
        yield Reason("list", say("{item} stands on list {code} already", item=item, code=code))


def _not_due(paper: Paper, today: dt.date) -> Iterator[Reason]:
    if not paper.due.has_come(today):
        why = paper.due.reason
        yield Reason(why.rule, say("{item}: {why}", item=paper.item, why=why.text))


def _unique(paper: Paper) -> Iterator[Reason]:
    if not paper.twin:
        text = say("{item} is the last copy: no other paper has all its bytes", item=paper.item)
        yield Reason("R-064", text)


def approve(one: DestructionList, *, by: str) -> DestructionList:
    """Approve; the last approval needed makes the list ``approved``."""
    _must_be(one, {State.PROPOSED}, say("approved"))
    _must_be_new(one, by, one.approvers)
    after = replace(one, approvers=(*one.approvers, by))
    return after if after.approvals_lacking else replace(after, state=State.APPROVED)


def refuse(one: DestructionList, *, by: str, reason: str) -> DestructionList:
    """Refuse the whole list and say why."""
    _must_be(one, {State.PROPOSED}, say("refused"))
    _must_be_new(one, by, ())
    if not reason.strip():
        raise BadInput(
            say("A refusal needs a reason"),
            why=say("the proposer and the auditor must be able to see why"),
            fix=say("give the reason in a sentence").by("--reason TEXT"),
            field="reason",
        )
    return replace(one, state=State.REFUSED, reason=reason.strip())


def withdraw(one: DestructionList, *, by: str) -> DestructionList:
    """Take one's own list back while nothing is destroyed."""
    _must_be(one, OPEN, say("withdrawn"))
    if by != one.proposer:
        raise _refused("R6", say("only who proposed a list withdraws it; others refuse it"))
    return replace(one, state=State.WITHDRAWN)


def witness(one: DestructionList, *, by: str, day: dt.date) -> DestructionList:
    """Sign that the papers were counted against the list on this day (监销)."""
    _must_be(one, {State.APPROVED}, say("witnessed"))
    _must_be_new(one, by, one.present(day))
    return replace(one, witnesses=(*one.witnesses, (by, day)))


def carry_out(one: DestructionList, *, by: str, day: dt.date) -> DestructionList:
    """Decide for good that the papers go, in the presence of the day's witnesses."""
    _must_be(one, {State.APPROVED}, say("carried out"))
    present, needed = [who for who in one.present(day) if who != by], _WITNESSES[one.kind]
    if len(present) < needed:
        text = say(
            "{needed} witnesses besides who carries it out must sign on the day; signed: {n}",
            needed=needed,
            n=len(present),
        )
        raise _refused("witness", text)
    return replace(one, state=State.UNDER_WAY, carried_out_by=by)


def _must_be(one: DestructionList, states: frozenset[State] | set[State], step: str) -> None:
    if one.state not in states:
        raise BadInput(
            say("This list cannot be {step} now", step=step),
            why=say("it is {state}", state=one.state.said),
            fix=say("look at the list").by("docgen destroy list"),
        )


def _must_be_new(one: DestructionList, by: str, signed: Sequence[str]) -> None:
    if by == one.proposer:
        raise _refused("R6", say("nobody decides on or witnesses his own list"))
    if by in signed:
        raise _refused("R6", say("you have signed it already; somebody else must"))


def _refused(rule: str, text: str) -> NotAllowed:
    return NotAllowed(
        say("The destruction may not go on like this"),
        why=say("these rules speak against it"),
        fix=say("see who has signed").by("docgen destroy list"),
        reasons=[Reason(rule, text)],
    )
