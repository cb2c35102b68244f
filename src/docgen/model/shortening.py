"""Keeping a paper for a shorter time: who has to agree, and what forbids it.

    proposed ──approve──▶ proposed ──approve (somebody else)──▶ done
        ├─────refuse────▶ refused
        └────withdraw───▶ withdrawn

A period never shortens by an edit or by one person (R-118; the periods are the least). Two
approve, neither the proposer; what forbids it is asked when it is proposed and each time somebody
signs. Papers of customers' dossiers are kept for ever and are never shortened (R-116).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from docgen.errors import BadInput, NotAllowed, Reason, say
from docgen.model.proposal import State
from docgen.model.retention import Kind, Schedule, shortens


@dataclass(frozen=True, slots=True)
class Shortening:
    """One proposal; people by their codes."""

    proposer: str
    state: State = State.PROPOSED
    approver: str = ""
    ended_by: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """What shortening needs to know of a paper.

    Args:
        item: Its number.
        state: ``filed``, or what else has become of it.
        dossier_type: Of its dossier.
        template: The form it is, or "".
        period: The period it has now.
        holds: The codes of the holds on it, its dossier or its customer.
        open: The codes of other open proposals about it.
    """

    item: str
    state: str
    dossier_type: str
    template: str
    period: str
    holds: Sequence[str] = ()
    open: Sequence[str] = ()


def obstacles(schedule: Schedule, paper: Paper, new: str) -> list[Reason]:
    """Everything that forbids giving a paper this period, whoever approves it."""
    return [*_busy(paper), *_kept(schedule, paper), *_below(schedule, paper, new)]


def _busy(paper: Paper) -> Iterator[Reason]:
    item = paper.item
    if paper.state != "filed":
        yield Reason("R9", say("{item} is {state}", item=item, state=paper.state))
    for code in paper.holds:
        yield Reason("hold", say("{item} is under hold {hold}", item=item, hold=code))
    for code in paper.open:
        yield Reason("open", say("{item} is in the proposal {code} already", item=item, code=code))


def _kept(schedule: Schedule, paper: Paper) -> Iterator[Reason]:
    if paper.dossier_type in schedule.kept_types:
        yield Reason("R-116", say("papers of such a dossier are kept for ever"))
    period = schedule.periods.get(paper.period)
    if period is not None and period.kind is Kind.EXTERNAL:
        yield Reason(period.source, say("another rule says: {rule}", rule=period.rule))


def _below(schedule: Schedule, paper: Paper, new: str) -> Iterator[Reason]:
    wanted = schedule.periods[new]
    for least in schedule.least:
        period = schedule.periods[least.period]
        if least.is_for(paper.template, paper.dossier_type) and shortens(period, wanted):
            text = say("such a paper is kept at least: {period}", period=period.title)
            yield Reason(least.source, text)


def approve(one: Shortening, *, by: str) -> Shortening:
    """Approve; the second approval carries it out."""
    _must_be_open(one)
    if by in {one.proposer, one.approver}:
        raise _not_he()
    if not one.approver:
        return replace(one, approver=by)
    return replace(one, state=State.DONE, ended_by=by)


def refuse(one: Shortening, *, by: str) -> Shortening:
    """Refuse; who proposed it withdraws it instead."""
    _must_be_open(one)
    if by == one.proposer:
        raise _not_he()
    return replace(one, state=State.REFUSED, ended_by=by)


def withdraw(one: Shortening, *, by: str) -> Shortening:
    """Take one's own proposal back."""
    _must_be_open(one)
    if by != one.proposer:
        raise _not_he()
    return replace(one, state=State.WITHDRAWN, ended_by=by)


def _must_be_open(one: Shortening) -> None:
    if one.state is not State.PROPOSED:
        raise BadInput(
            say("This proposal is over"),
            why=say("it is {state}", state=one.state.said),
            fix=say("look at the proposals").by("docgen retention changes"),
        )


def _not_he() -> NotAllowed:
    text = say("who proposed it may only withdraw it, and two others approve it, each once")
    return NotAllowed(
        say("This is not yours to sign"),
        why=say("these rules speak against it"),
        fix=say("see who has signed").by("docgen retention changes"),
        reasons=[Reason("R6", text)],
    )
