"""Outside requests (外单位查阅): who must agree, what may be served, to whom and until when.

    requested ──approve (each role the kind asks)──▶ approved ──close──▶ closed
        ├─────refuse─────▶ refused                    │  └ serve, as often as needed
        └────withdraw────▶ withdrawn ◀──nothing served┘

Officials show credentials and a notice, and the legal department approves (R-071); the other
kinds have terms of their own (G-016, ``outside_kinds``). Nobody approves what he registered, an
approval holds for exactly what was registered, and who approved does not serve. What is served
lies within the scope, not past the last day, with an escort who is neither the archivist who
serves nor one of those who came.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from docgen.errors import BadInput, NotAllowed, Reason, Said, listed, say
from docgen.model.outside_kinds import Terms
from docgen.model.people import Role


class State(StrEnum):
    """Where a request stands; ``word`` as it stands in the register."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"

    @property
    def said(self) -> Said:
        """The state as people say it."""
        return _STATES[self][0]

    @property
    def word(self) -> str:
        """待批, 已批准 …."""
        return _STATES[self][1]


_STATES = {
    State.REQUESTED: (say("requested"), "待批"),
    State.APPROVED: (say("approved"), "已批准"),
    State.REFUSED: (say("refused"), "不批准"),
    State.WITHDRAWN: (say("withdrawn"), "已撤回"),
    State.CLOSED: (say("concluded"), "已办结"),
}


@dataclass(frozen=True, slots=True)
class Signature:
    """Somebody's approval in one role, and the digest of what he approved."""

    by: str
    role: Role
    of: str


@dataclass(frozen=True, slots=True)
class Request:
    """One request through all its states; people by their codes.

    Args:
        terms: On what terms its kind is taken today.
        registrar: Who registered it.
        items: The papers of its scope.
        officers: The names of those who came.
        digest: What was registered, as a hex digest; an approval of anything else counts nothing.
        state: Where it stands.
        signatures: Who approved.
        until: The last day on which it is served.
        servings: How many papers were served.
        reason: Why it was refused, withdrawn or closed.
    """

    terms: Terms
    registrar: str
    items: frozenset[str]
    officers: frozenset[str] = frozenset()
    digest: str = ""
    state: State = State.REQUESTED
    signatures: tuple[Signature, ...] = ()
    until: dt.date | None = None
    servings: int = 0
    reason: str = ""

    @property
    def lacking(self) -> tuple[Role, ...]:
        """The roles whose approval of exactly this request is still missing."""
        given = {one.role for one in self.signatures if one.of == self.digest}
        return tuple(role for role in self.terms.approve if role not in given)


def approve(
    one: Request,
    *,
    by: str,
    roles: Collection[Role],
    today: dt.date,
    last: dt.date,
    until: dt.date | None = None,
) -> Request:
    """Approve, in the first of the lacking roles that one holds; the last one opens the request.

    Args:
        one: The request.
        by: Who approves.
        roles: His roles.
        today: The day.
        last: The last day that the terms allow, counted from today.
        until: A last day that he sets; not after ``last``.
    """
    _must_be(one, {State.REQUESTED}, say("approved"))
    role = _deciding(one, by, roles)
    if until is not None and not today <= until <= last:
        raise BadInput(
            say("An approval cannot hold until {day}", day=until.isoformat()),
            why=say("it holds from today to {last} at the longest", last=last.isoformat()),
            fix=say("choose a day between, or give none").by("--until DAY"),
            field="until",
        )
    signed = replace(one, signatures=(*one.signatures, Signature(by, role, one.digest)))
    days = [day for day in (one.until, until) if day]
    if signed.lacking:
        return replace(signed, until=min(days, default=None))
    return replace(signed, until=min([*days, last]), state=State.APPROVED)


def refuse(one: Request, *, by: str, roles: Collection[Role], reason: str) -> Request:
    """Refuse the request and say why."""
    _must_be(one, {State.REQUESTED}, say("refused"))
    _deciding(one, by, roles)
    return replace(one, state=State.REFUSED, reason=_reason(reason))


def withdraw(one: Request, *, reason: str) -> Request:
    """Note that the body took its request back, while nothing was served."""
    _must_be(one, {State.REQUESTED, State.APPROVED}, say("withdrawn"))
    if one.servings:
        raise BadInput(
            say("This request cannot be withdrawn now"),
            why=say("papers were served under it"),
            fix=say("close it").by("docgen outside close"),
        )
    return replace(one, state=State.WITHDRAWN, reason=_reason(reason))


def close(one: Request, *, reason: str = "") -> Request:
    """Close an approved request: nothing is served under it any more."""
    _must_be(one, {State.APPROVED}, say("concluded"))
    return replace(one, state=State.CLOSED, reason=reason.strip())


def _deciding(one: Request, by: str, roles: Collection[Role]) -> Role:
    """The role in which somebody decides on a request; ``NotAllowed`` if there is none."""
    if by == one.registrar:
        raise _refused("R6", say("nobody decides on a request that he registered"))
    if by in {signature.by for signature in one.signatures}:
        raise _refused("R6", say("you have approved it already; somebody else must"))
    for role in one.lacking:
        if role in roles:
            return role
    wanted = listed(role.said for role in one.lacking)
    raise _refused("R0", say("it needs the decision of: {roles}", roles=wanted))


def _must_be(one: Request, states: Collection[State], step: str) -> None:
    if one.state not in states:
        raise BadInput(
            say("This request cannot be {step} now", step=step),
            why=say("it is {state}", state=one.state.said),
            fix=say("look at the request").by("docgen outside show"),
        )


def _reason(text: str) -> str:
    if not text.strip():
        raise BadInput(
            say("A reason is needed"),
            why=say("whoever looks at the request later must be able to see why"),
            fix=say("give the reason in a sentence").by("--reason TEXT"),
            field="reason",
        )
    return text.strip()


def _refused(rule: str, text: str) -> NotAllowed:
    return NotAllowed(
        say("This request may not be decided like this"),
        why=say("these rules speak against it"),
        fix=say("see who has signed").by("docgen outside show"),
        reasons=[Reason(rule, text)],
    )
