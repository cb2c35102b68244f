"""Shorter periods: proposed by one, approved by two others, refused or withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST, require_safe

from docgen.errors import say
from docgen.model.access import Act
from docgen.model.proposal import State
from docgen.model.retention import PERIODS
from docgen.office import gate, shortening
from docgen.office.desk import Office
from docgen.register.models import Person
from docgen.register.models_keeping import Shortening
from docgen.web.acts import ActForm, Question, carry_out
from docgen.web.disposal_parts import period_options, tabs
from docgen.web.entering import Request
from docgen.web.items_known import item_of
from docgen.web.page import Button, button, known, page
from docgen.web.paging import EACH, offset_of, pages_of
from docgen.web.speech import done
from docgen.web.wrong import nothing_there


@require_safe
def shortenings(request: Request) -> HttpResponse:
    """The proposals that wait for a word, or all."""
    closed = "all" in request.GET
    found = shortening.list_all(request.office, request.who, closed=closed)[::-1]
    start = offset_of(request)
    return page(
        request,
        "disposal/shorter.html",
        tabs=tabs("shortenings"),
        rows=[_told(request, row) for row in found[start : start + EACH]],
        pages=pages_of(request, len(found)),
        closed=closed,
        form=_propose(request),
    )


def _told(request: Request, row: Shortening) -> dict[str, object]:
    return {
        "row": row,
        "old": PERIODS.get(row.old, row.old),
        "new": PERIODS.get(row.new, row.new),
        "state": State(row.state),
        "acts": _acts(request, row) if row.state == State.PROPOSED else (),
    }


def _acts(request: Request, row: Shortening) -> list[ActForm]:
    mine = row.proposed_by_id == request.who.pk
    return [_act(request, row, name) for name in (("withdraw",) if mine else ("approve", "refuse"))]


_TITLES = {"approve": say("Approve"), "refuse": say("Refuse"), "withdraw": say("Withdraw")}


def _act(request: Request, row: Shortening, name: str) -> ActForm:
    act = Act.SHORTEN if name == "withdraw" else Act.DECIDE_DESTRUCTION
    against = shortening.against(request.who, row, name)
    decision = gate.weigh(request.office, request.who, act, paper=gate.paper_of(row.item))
    reasons = (*(() if decision.allow else decision.reasons), *against)
    return ActForm(
        _TITLES[name],
        reverse("shortening-act", args=[row.code, name]),
        Button(not reasons, reasons),
        [Question("reason", say("Reason"))] if name == "refuse" else [],
    )


def _propose(request: Request) -> ActForm:
    return ActForm(
        say("Propose a shorter period"),
        reverse("shortening-propose"),
        button(request, Act.SHORTEN),
        [
            Question("item", say("Number of the paper")),
            Question("period", say("Period"), options=period_options(request.office)),
            Question("reason", say("Reason"), help=say("whoever agrees to it reads it")),
        ],
    )


@require_POST
def propose(request: Request) -> HttpResponse:
    """Propose a shorter period for a paper."""

    def proposed(sent: Mapping[str, str]) -> str:
        item = item_of(request, sent.get("item", ""))
        period, reason = sent.get("period", ""), sent.get("reason", "")
        row = shortening.propose(request.office, request.who, str(item), period, reason)
        done(request, say("Proposed as {code}; two others must approve it.", code=row.code))
        return reverse("shortenings")

    return carry_out(request, _propose(request), proposed)


_VERBS: Mapping[str, Callable[[Office, Person, str, str], Shortening]] = {
    "approve": lambda office, who, code, _: shortening.approve(office, who, code),
    "refuse": shortening.refuse,
    "withdraw": lambda office, who, code, _: shortening.withdraw(office, who, code),
}


@require_POST
def act(request: Request, code: str, act: str) -> HttpResponse:
    """Approve, refuse or withdraw a proposal; the second approval carries it out."""
    row = known(shortening.seen, request.office, request.who, code)
    verb = _VERBS.get(act)
    if verb is None:
        raise nothing_there()

    def taken(sent: Mapping[str, str]) -> str:
        after = verb(request.office, request.who, row.code, sent.get("reason", ""))
        done(request, say("{code}: {state}", code=after.code, state=State(after.state).said))
        return reverse("shortenings")

    return carry_out(request, _act(request, row, act), taken)


PATHS: list[URLPattern] = [
    path("retention/shorter/", shortenings, name="shortenings"),
    path("retention/shorter/propose/", propose, name="shortening-propose"),
    path("retention/shorter/<str:code>/<slug:act>/", act, name="shortening-act"),
]
