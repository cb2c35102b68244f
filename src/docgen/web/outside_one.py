"""One outside request: its facts, its decision, and handing its papers to those who came.

What is served leaves with the answer and is kept nowhere: the copies, and the words that open
them, stand on the page that follows and on no other.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from docgen.errors import BadInput, NotAllowed, NotFound, Problem, say
from docgen.model.access import Act
from docgen.model.outside import State
from docgen.model.outside_kinds import Gives, Kind
from docgen.office import gate, outside, outside_desk, outside_form, outside_handing
from docgen.office.desk import Office
from docgen.office.outside import Seen
from docgen.office.outside_facts import paper_of
from docgen.office.outside_handing import EVENT, Presence, Served
from docgen.register.models import Person
from docgen.register.models_outside import OutsideRequest
from docgen.web.beside import beside, day_in
from docgen.web.entering import Request
from docgen.web.page import Button, button, known, page
from docgen.web.prints import sent as printed
from docgen.web.prints import way_of
from docgen.web.speech import done
from docgen.web.wrong import nothing_there

_Verb = Callable[[Office, Person, str, QueryDict], OutsideRequest]
_OPEN, _APPROVED = frozenset({State.REQUESTED}), frozenset({State.APPROVED})


@dataclass(frozen=True, slots=True)
class Deed:
    """An act on a request: the leave it needs, the states it fits, its verb."""

    act: Act
    states: frozenset[State]
    verb: _Verb


_DEEDS: Mapping[str, Deed] = {
    "approve": Deed(
        Act.DECIDE_OUTSIDE,
        _OPEN,
        lambda office, who, code, sent: outside.approve(
            office, who, code, until=day_in(sent, "until"), opinion=sent.get("opinion", "")
        ),
    ),
    "refuse": Deed(
        Act.DECIDE_OUTSIDE,
        _OPEN,
        lambda office, who, code, sent: outside.refuse(office, who, code, sent.get("reason", "")),
    ),
    "withdraw": Deed(
        Act.REQUEST_OUTSIDE,
        _OPEN | _APPROVED,
        lambda office, who, code, sent: outside.withdraw(office, who, code, sent.get("reason", "")),
    ),
    "close": Deed(
        Act.REQUEST_OUTSIDE,
        _APPROVED,
        lambda office, who, code, sent: outside.close(office, who, code, sent.get("remark", "")),
    ),
}


@require_safe
def request_(request: Request, code: str) -> HttpResponse:
    """A request with what can be done with it."""
    return _shown(request, code)


def _shown(
    request: Request, code: str, act: str = "", problem: Problem | None = None
) -> HttpResponse:
    seen = known(outside.show, request.office, request.who, code)
    serves = seen.fact.state is State.APPROVED and button(request, Act.LIST_OUTSIDE).allowed
    return page(
        request,
        "outside/one.html",
        seen=seen,
        row=seen.row,
        kind=Kind(seen.row.kind),
        hidden=seen.count - len(seen.papers),
        deeds=_deeds(request, seen),
        serves=serves and _may_serve(request),
        consult_only=seen.fact.terms.gives is Gives.CONSULT,
        escorts=outside_desk.escorts(request.who) if serves else (),
        chosen=request.POST.getlist("items"),
        act=act,
        sent=request.POST,
        today=request.office.today,
        **beside(request, problem),
    )


def _may_serve(request: Request) -> bool:
    """Whether a role of his serves at all; the rules about each paper are asked when he does."""
    against = {one.rule for one in button(request, Act.SERVE_OUTSIDE).reasons}
    return "R0" not in against


def _deeds(request: Request, seen: Seen) -> list[tuple[str, Button]]:
    """What fits the request's state and is done by his roles."""
    paper, asker = paper_of(seen.row), seen.row.requested_by.code
    fitting = {name: one for name, one in _DEEDS.items() if seen.fact.state in one.states}
    buttons = [
        (name, button(request, one.act, paper=paper, subject=asker))
        for name, one in fitting.items()
    ]
    return [one for one in buttons if not any(why.rule == "R0" for why in one[1].reasons)]


@require_POST
def act(request: Request, code: str, act: str) -> HttpResponse:
    """Decide on a request, withdraw or close it."""
    known(outside.show, request.office, request.who, code)
    deed = _DEEDS.get(act)
    if deed is None:
        raise nothing_there()
    try:
        row = deed.verb(request.office, request.who, code, request.POST)
    except (BadInput, NotAllowed) as problem:
        return _shown(request, code, act, problem)
    done(request, say("{code}: {state}", code=row.code, state=State(row.state).said))
    return redirect("outside-request", code=row.code)


@require_POST
def serve(request: Request, code: str) -> HttpResponse:
    """Hand papers to those who came; the copies leave with the answer."""
    known(outside.show, request.office, request.who, code)
    if not _may_serve(request):
        gate.ask(request.office, request.who, Act.SERVE_OUTSIDE, EVENT, subject=code)
    sent = request.POST
    presence = Presence(
        sent.get("escort", ""), "present" in sent, without_others="without_others" in sent
    )
    gives = Gives.CONSULT if sent.get("gives") == Gives.CONSULT else Gives.COPY
    served: list[Served] = []
    try:
        _refuse_none(sent)
        items = sent.getlist("items")
        for one in outside_handing.serve(
            request.office, request.who, code, items, presence, gives=gives
        ):
            served.append(one)  # noqa: PERF402  what was handed on before one failed stays served
    except (BadInput, NotAllowed, NotFound) as problem:
        if not served:
            return _shown(request, code, "serve", problem)
        return _served(request, code, served, problem)
    return _served(request, code, served)


def _served(
    request: Request, code: str, served: list[Served], problem: Problem | None = None
) -> HttpResponse:
    copies = [
        (one, base64.b64encode(one.given.pdf).decode() if one.given else "") for one in served
    ]
    return page(request, "outside/served.html", code=code, served=copies, problem=problem)


def _refuse_none(sent: QueryDict) -> None:
    if not sent.getlist("items"):
        raise BadInput(
            say("No paper is chosen"),
            why=say("papers are served one by one, within what was approved"),
            fix=say("tick the papers that are handed out now"),
            field="items",
        )


@require_safe
def form(request: Request, code: str) -> HttpResponse:
    """The approval form 外单位查阅审批及登记表 of a request as it stands."""
    way = way_of(request.GET)
    aid = known(outside_form.form, request.office, request.who, code, pdf=way == "pdf")
    return printed(aid, way)
