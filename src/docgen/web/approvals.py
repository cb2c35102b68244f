"""Approvals: one list of all that waits for somebody's word, each decided where it stands."""

from __future__ import annotations

from collections import Counter
from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST, require_safe

from docgen.errors import BadInput, NotAllowed, Problem, say
from docgen.office import approving
from docgen.office.approving import Waiting
from docgen.web.beside import beside
from docgen.web.entering import Request
from docgen.web.page import known, page
from docgen.web.paging import EACH, offset_of, pages_of
from docgen.web.speech import done


@require_safe
def approvals(request: Request) -> HttpResponse:
    """The list, of all kinds or of one."""
    return _list(request)


def _list(
    request: Request, problem: Problem | None = None, kind: str = "", code: str = ""
) -> HttpResponse:
    every = approving.waiting(request.office, request.who)
    counts = Counter(one.source.kind for one in every)
    wanted = request.GET.get("kind", "")
    rows = [one for one in every if wanted in ("", one.source.kind)]
    start = 0 if problem else offset_of(request)
    shown = rows[start : start + EACH]
    titles = approving.titles()
    return page(
        request,
        "approvals/list.html",
        rows=[(one, _address(one)) for one in shown],
        kinds=[(name, titles[name], n) for name, n in counts.items()],
        wanted=wanted,
        total=len(every),
        pages=pages_of(request, len(rows)),
        at=(kind, code),
        sent=request.POST,
        **beside(request, problem),
    )


def _address(one: Waiting) -> str:
    """The page where something is seen with all its facts."""
    source, value = one.source, one.open.number if one.source.takes == "item" else one.open.code
    return reverse(source.url, kwargs={source.takes: value})


@require_POST
def decide(request: Request, kind: str, code: str) -> HttpResponse:
    """Say yes or no to something of the list; what speaks against it stands beside its row."""
    agreed = request.POST.get("go") == "yes"
    verb = partial(
        approving.decide,
        request.office,
        request.who,
        kind,
        code,
        agreed=agreed,
        words=request.POST.get("words", ""),
    )
    seen = any(
        one.open.code == code for one in approving.waiting(request.office, request.who, kind)
    )
    try:
        verb() if seen else known(verb)
    except (BadInput, NotAllowed) as problem:
        return _list(request, problem, kind, code)
    done(
        request, say("{code}: approved", code=code) if agreed else say("{code}: refused", code=code)
    )
    return redirect("approvals")


PATHS: list[URLPattern] = [
    path("approvals/", approvals, name="approvals"),
    path("approvals/<slug:kind>/<str:code>/", decide, name="approval-decide"),
]
