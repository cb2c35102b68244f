"""Asking to borrow a paper, or to consult it in the archive room; waiting for one that is out."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from docgen.errors import BadInput, NotAllowed, NotFound, Problem, Said, say
from docgen.model.access import PURPOSES
from docgen.model.loan import Kind, State
from docgen.office import loan_wish, loans
from docgen.web.beside import beside
from docgen.web.entering import Request
from docgen.web.page import page
from docgen.web.speech import done, note
from docgen.web.wrong import nothing_there

#: What each kind means for who asks.
_HELP: Mapping[Kind, Said] = {
    Kind.ELECTRONIC: say("read it on the screen until the due day"),
    Kind.IN_PLACE: say("read the original in the archive room, back the same day"),
    Kind.PAPER: say("take the original along"),
    Kind.COPY: say("take a paper copy along"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """The form, and what becomes of it."""
    loan_wish.ask(request.office, request.who)
    if request.method != "POST":
        return _form(request, request.GET.get("item", "").strip()[:80])
    sent, text = request.POST, request.POST.get("item", "").strip()
    verb = loans.reserve if sent.get("go") == "reserve" else loans.request
    knows = loan_wish.knows(request.office, request.who, text)
    try:
        row = verb(
            request.office,
            request.who,
            text,
            sent.get("purpose", ""),
            sent.get("kind", Kind.ELECTRONIC.value),
        )
    except (BadInput, NotAllowed, NotFound) as problem:
        hidden = isinstance(problem, NotFound | NotAllowed) and not knows
        return _form(request, text, nothing_there() if hidden else problem)
    done(
        request,
        say("{loan} of {item}: {state}", loan=row.code, item=row.item, state=State(row.state).said),
    )
    for one in loans.outcome(request.office, row).messages:
        note(request, one.text)
    return redirect("loan", code=row.code)


def _form(request: Request, text: str, problem: Problem | None = None) -> HttpResponse:
    against = {one.rule for one in problem.reasons} if problem else set()
    return page(
        request,
        "loans/new.html",
        item=text,
        paper=loan_wish.paper(request.office, request.who, text) if text else None,
        kinds=[(one, one.said, _HELP[one]) for one in _HELP],
        purposes=PURPOSES.items(),
        sent=request.POST,
        can_wait="promised" in against,
        in_place="in-place-only" in against,
        **beside(request, problem),
    )
