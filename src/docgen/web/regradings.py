"""Other grades for papers and dossiers: proposed, agreed by unit and archive, refused, withdrawn.

Who must agree is a rule of ``office.regrading``; here stands what was proposed, who has agreed,
and what somebody may say to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST, require_safe

from docgen.errors import say
from docgen.model.access import Act
from docgen.model.grades import Grade
from docgen.model.proposal import State
from docgen.office import gate, regrading
from docgen.office.desk import Office
from docgen.register.models import Person
from docgen.register.models_regrading import Regrading
from docgen.web.acts import ActForm, Question, carry_out
from docgen.web.entering import Request
from docgen.web.items_known import item_of
from docgen.web.page import Button, known, page, with_grants
from docgen.web.paging import EACH, offset_of, pages_of
from docgen.web.shelves_tabs import tabs
from docgen.web.speech import done, note
from docgen.web.wrong import nothing_there

_TITLES = {"approve": say("Approve"), "refuse": say("Refuse"), "withdraw": say("Withdraw")}
_VERBS: Mapping[str, Callable[[Office, Person, str, str], Regrading]] = {
    "approve": lambda office, who, code, _: regrading.approve(office, who, code),
    "refuse": regrading.refuse,
    "withdraw": lambda office, who, code, _: regrading.withdraw(office, who, code),
}


@require_safe
def regradings(request: Request) -> HttpResponse:
    """The proposals that wait for a word, or all; the newest first."""
    with_grants(request)
    closed = "all" in request.GET
    found = regrading.list_all(request.office, request.who, closed=closed)[::-1]
    start = offset_of(request)
    return page(
        request,
        "shelves/regradings.html",
        tabs=tabs("regradings"),
        rows=[(row, State(row.state)) for row in found[start : start + EACH]],
        pages=pages_of(request, len(found)),
        closed=closed,
        form=propose_form(request),
    )


@require_safe
def one(request: Request, code: str) -> HttpResponse:
    """One proposal: what would change, why, who has agreed, and what can be said to it."""
    row = known(regrading.show, request.office, request.who, code)
    return page(
        request,
        "shelves/regrading.html",
        row=row,
        state=State(row.state),
        acts=[_act(request, row, name) for name in _offered(request, row)],
    )


def _offered(request: Request, row: Regrading) -> list[str]:
    if row.state != State.PROPOSED:
        return []
    mine = row.proposed_by_id == request.who.pk
    return ["withdraw"] if mine else ["approve", "refuse"]


def _act(request: Request, row: Regrading, name: str) -> ActForm:
    reasons = regrading.against(request.office, request.who, row, name)
    return ActForm(
        _TITLES[name],
        reverse("regrading-act", args=[row.code, name]),
        Button(not reasons, reasons),
        [Question("reason", say("Reason"))] if name == "refuse" else [],
    )


@require_POST
def act(request: Request, code: str, act: str) -> HttpResponse:
    """Approve, refuse or withdraw; once unit and archive have agreed, the grade changes."""
    row = known(regrading.show, request.office, request.who, code)
    if (verb := _VERBS.get(act)) is None:
        raise nothing_there()

    def taken(sent: Mapping[str, str]) -> str:
        after = verb(request.office, request.who, row.code, sent.get("reason", ""))
        done(request, say("{code}: {state}", code=after.code, state=State(after.state).said))
        for item in regrading.still_open(request.office, after):
            note(
                request,
                say("{item} lies there unencrypted; have it encrypted", item=item).by(
                    f"docgen keys encrypt {item}"
                ),
            )
        return reverse("regrading", args=[row.code])

    return carry_out(request, _act(request, row, act), taken)


def propose_form(request: Request, number: str = "") -> ActForm:
    """Proposing another grade, for the list or for the page of what is named."""
    decision = gate.weigh(request.office, request.who, Act.REGRADE)
    may = decision.allow or decision.lacks_approval_only
    return ActForm(
        say("Propose another grade"),
        reverse("regrading-propose"),
        Button(may, () if may else decision.reasons),
        [
            Question("number", say("Number of the paper or dossier"), value=number),
            Question(
                "grade",
                say("Grade"),
                options=[(one.code, f"{one.code} {one.mark}") for one in Grade],
            ),
            Question("reason", say("Reason"), help=say("whoever agrees to it reads it")),
        ],
    )


@require_POST
def propose(request: Request) -> HttpResponse:
    """Propose another grade for a paper, or for a dossier and the papers in it."""

    def proposed(sent: Mapping[str, str]) -> str:
        number, grade = sent.get("number", ""), sent.get("grade", "")
        target = str(item_of(request, number)) if "-" in number else number
        row = regrading.propose(request.office, request.who, target, grade, sent.get("reason", ""))
        done(request, say("Proposed as {code}; unit and archive must agree.", code=row.code))
        return reverse("regrading", args=[row.code])

    return carry_out(request, propose_form(request), proposed)


PATHS: list[URLPattern] = [
    path("registers/grades/", regradings, name="regradings"),
    path("registers/grades/propose/", propose, name="regrading-propose"),
    path("registers/grades/<str:code>/", one, name="regrading"),
    path("registers/grades/<str:code>/<slug:act>/", act, name="regrading-act"),
]
