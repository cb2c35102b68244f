"""Destruction lists: all of them, and proposing a new one."""

from __future__ import annotations

import re

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_safe

from docgen.errors import BadInput, NotAllowed, NotFound, Problem, say
from docgen.model.access import Act
from docgen.model.disposal import Kind, State
from docgen.office import disposal, disposal_turns, gate
from docgen.web.beside import beside
from docgen.web.disposal_parts import tabs
from docgen.web.entering import Request
from docgen.web.items_known import item_of
from docgen.web.page import button, page
from docgen.web.paging import EACH, offset_of, pages_of
from docgen.web.speech import done

KINDS = {Kind.EXPIRED: say("period over"), Kind.DUPLICATE: say("duplicate")}
METHODS = [
    ("电子件彻底删除", say("erase what is electronic")),
    ("粉碎", say("shred")),
    ("化浆", say("pulp")),
    ("焚烧", say("burn")),
]
_STATES = [("", say("all")), *((one.value, one.said) for one in State)]


@require_safe
def lists(request: Request) -> HttpResponse:
    """The lists in a state, the newest first."""
    state = request.GET.get("state", "")
    state = state if state in set(State) else ""
    found, total = disposal_turns.lists(
        request.office, request.who, state, offset_of(request), EACH
    )
    return page(
        request,
        "disposal/lists.html",
        tabs=tabs("destructions"),
        rows=[(one, KINDS[one.kind]) for one in found],
        pages=pages_of(request, total),
        states=_STATES,
        wanted=state,
        may_propose=button(request, Act.PROPOSE_DESTRUCTION),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Propose a list: which papers, why they can go, how (鉴定)."""
    gate.ask(request.office, request.who, Act.PROPOSE_DESTRUCTION, "destruction.proposed")
    if request.method != "POST":
        return _new(request, request.GET.getlist("item"))
    numbers = re.split(r"[\s,，、;；]+", request.POST.get("items", "").strip())
    try:
        papers = [str(item_of(request, one)) for one in numbers if one]
        row = disposal.propose(
            request.office,
            request.who,
            papers,
            kind=request.POST.get("kind", Kind.EXPIRED),
            opinion=request.POST.get("opinion", ""),
            method=request.POST.get("method", "")[:64],
        )
    except (BadInput, NotAllowed, NotFound) as problem:
        return _new(request, numbers, problem)
    done(request, say("Proposed as {code}; it waits for approval.", code=row.code))
    return redirect("destruction", row.code)


def _new(request: Request, papers: list[str], problem: Problem | None = None) -> HttpResponse:
    return page(
        request,
        "disposal/new.html",
        papers="\n".join(papers),
        kinds=[(one.value, words) for one, words in KINDS.items()],
        methods=METHODS,
        sent=request.POST,
        **beside(request, problem),
    )


PATHS: list[URLPattern] = [
    path("destructions/", lists, name="destructions"),
    path("destructions/new/", new, name="destruction-new"),
]
