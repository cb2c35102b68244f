"""Serving the papers of an outside request: every rule that can stand against it, with its reason.

Each rule is a function of the request, what is about to be served, and the day; ``serve`` asks
them all and gives every reason. Who may serve at all, and that a paper lies in the scope, is
asked again by ``model.access`` at the gate.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from docgen.errors import NotAllowed, Reason, listed, say
from docgen.model.outside import Request, State
from docgen.model.outside_kinds import Gives


@dataclass(frozen=True, slots=True)
class Serving:
    """What is about to be served, and who is there.

    Args:
        by: The archivist who serves.
        items: The papers.
        escort: Who stays with the visitors all the time (陪同人).
        escort_name: His name.
        escort_may: Whether he may know of these papers himself.
        gives: Controlled copies, or consultation in the office.
        are_present: The visitors are here, and their credentials were looked at again.
        without_others: Somebody looked: nothing in the papers is about anybody else.
    """

    by: str
    items: tuple[str, ...]
    escort: str
    escort_name: str
    escort_may: bool = True
    gives: Gives = Gives.COPY
    are_present: bool = True
    without_others: bool = False


def serve(one: Request, serving: Serving, today: dt.date) -> Request:
    """The request with so many papers more served; ``NotAllowed`` with every reason against it."""
    reasons = [
        Reason(rule, text) for rule, check in RULES.items() for text in check(one, serving, today)
    ]
    if reasons:
        raise NotAllowed(
            say("These papers may not be served"),
            why=say("these rules speak against it"),
            fix=say("see what was approved, and until when").by("docgen outside show"),
            reasons=reasons,
        )
    return replace(one, servings=one.servings + len(serving.items))


Check = Callable[[Request, Serving, dt.date], Iterator[str]]


def _state(one: Request, _serving: Serving, _today: dt.date) -> Iterator[str]:
    if one.state is not State.APPROVED:
        yield say("the request is {state}", state=one.state.said)


def _approval(one: Request, _serving: Serving, _today: dt.date) -> Iterator[str]:
    if one.lacking:
        roles = listed(role.said for role in one.lacking)
        yield say("nobody of {roles} has approved exactly this", roles=roles)


def _taken(one: Request, _serving: Serving, _today: dt.date) -> Iterator[str]:
    if not one.terms.taken:
        kind = one.terms.kind.said
        yield say("this office takes no requests of this kind: {kind}", kind=kind)


def _until(one: Request, _serving: Serving, today: dt.date) -> Iterator[str]:
    if one.until is not None and today > one.until:
        yield say("the approval ended on {day}", day=one.until.isoformat())


def _scope(one: Request, serving: Serving, _today: dt.date) -> Iterator[str]:
    for item in serving.items:
        if item not in one.items:
            yield say("{item} is not in the scope of the request", item=item)


def _hands(one: Request, serving: Serving, _today: dt.date) -> Iterator[str]:
    if serving.by in {signature.by for signature in one.signatures}:
        yield say("who approved the request does not serve it")


def _escort(one: Request, serving: Serving, _today: dt.date) -> Iterator[str]:
    if serving.escort == serving.by:
        yield say("who serves is no escort; a second person stays with the visitors")
    if serving.escort_name in one.officers:
        yield say("one of the visitors is no escort")
    if not serving.escort_may:
        yield say("the escort may not know of these papers himself")


def _present(_one: Request, serving: Serving, _today: dt.date) -> Iterator[str]:
    if not serving.are_present:
        yield say("the visitors must be here and show their credentials again")


def _others(one: Request, serving: Serving, _today: dt.date) -> Iterator[str]:
    if one.terms.own and not serving.without_others:
        yield say("a customer gets nothing that is about anybody else")


def _gives(one: Request, serving: Serving, _today: dt.date) -> Iterator[str]:
    if serving.gives is Gives.COPY and one.terms.gives is Gives.CONSULT:
        yield say("papers are looked at in the office; no copy leaves")


#: The rules of serving by the id that stands in the log.
RULES: Mapping[str, Check] = {
    "state": _state,
    "approval": _approval,
    "G-016": _taken,
    "until": _until,
    "scope": _scope,
    "R6": _hands,
    "escort": _escort,
    "present": _present,
    "own": _others,
    "gives": _gives,
}
