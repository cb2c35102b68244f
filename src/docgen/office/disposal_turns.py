"""Destruction lists as somebody sees them who is to do something: a page of them, and his turns.

What speaks against a step is asked of the same rules that take it; nothing is written.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from docgen.errors import BadInput, NotAllowed, Reason
from docgen.model import disposal as rules
from docgen.model.access import Act
from docgen.model.disposal import Kind, State
from docgen.office import disposal, gate, journal
from docgen.office.desk import Office, one_transaction
from docgen.office.disposal import Seen
from docgen.register.models import Person
from docgen.register.models_disposal import DestructionList


@dataclass(frozen=True, slots=True)
class Listed:
    """A list in one line: how many papers stand on it, how many have approved it."""

    row: DestructionList
    kind: Kind
    state: State
    papers: int
    approvals: int


@dataclass(frozen=True, slots=True)
class Turn:
    """A step that the list has come to, and what speaks against this person's taking it."""

    name: str
    against: tuple[Reason, ...]


def lists(
    office: Office, who: Person, state: str, offset: int, each: int
) -> tuple[list[Listed], int]:
    """Some lists in a state, or in any, the newest first; and how many there are."""
    gate.ask(office, who, Act.LIST_DISPOSAL, "destruction.listed")
    approvals = Count("signatures", Q(signatures__part=disposal.APPROVAL), distinct=True)
    rows = DestructionList.objects.select_related("proposed_by").order_by("-pk")
    rows = rows.filter(state=state) if state else rows
    some = rows.annotate(papers=Count("lines", distinct=True), approvals=approvals)
    found = [
        Listed(row, Kind(row.kind), State(row.state), row.papers, row.approvals)
        for row in some[offset : offset + each]
    ]
    with one_transaction():
        journal.append(office, "destruction.listed", who, n=len(found))
    return found, rows.count()


def turns(office: Office, who: Person, seen: Seen) -> Sequence[Turn]:
    """The steps a list has come to."""
    paper = disposal.list_paper(seen.row)
    found = []
    for name, act, step in _steps(office, who, seen.fact.proposer):
        against = _against(functools.partial(step, seen.fact))
        if against is not None:
            decision = gate.weigh(office, who, act, paper=paper)
            denied = () if decision.allow else decision.reasons
            found.append(Turn(name, (*denied, *against)))
    return found


_Step = Callable[[rules.DestructionList], rules.DestructionList]


def _steps(office: Office, who: Person, proposer: str) -> Sequence[tuple[str, Act, _Step]]:
    by, day = who.code, office.today
    some = functools.partial
    mine = ("withdraw", Act.PROPOSE_DESTRUCTION, some(rules.withdraw, by=by))
    return (
        ("approve", Act.DECIDE_DESTRUCTION, some(rules.approve, by=by)),
        ("refuse", Act.DECIDE_DESTRUCTION, some(rules.refuse, by=by, reason="?")),
        ("carry-out", Act.DESTROY, some(rules.carry_out, by=by, day=day)),
        ("witness", Act.WITNESS_DESTRUCTION, some(rules.witness, by=by, day=day)),
        *((mine,) if by == proposer else ()),
    )


def _against(step: Callable[[], object]) -> tuple[Reason, ...] | None:
    """What the list's own rules say; ``None`` if it has not come to this step."""
    try:
        step()
    except NotAllowed as refused:
        return tuple(refused.reasons)
    except BadInput:
        return None
    return ()
