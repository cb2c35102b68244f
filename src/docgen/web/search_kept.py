"""Searches that people keep: saving one, for oneself or one's unit, using it, deleting it."""

from __future__ import annotations

from typing import cast

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from docgen.errors import BadInput, say
from docgen.index.engine import Order
from docgen.office import saved_searches
from docgen.web.entering import Request
from docgen.web.page import known, page
from docgen.web.search_wish import ORDERS, Wish
from docgen.web.speech import done
from docgen.web.wrong import status_of


@require_POST
def save(request: Request) -> HttpResponse:
    """Keep a search under a name."""
    saved_searches.listed(request.office, request.who)  # whoever may not search hears that first
    sent = request.POST
    name, text = sent.get("save", ""), sent.get("q", "")
    order = sent.get("order", "")
    chosen = cast("Order", order) if order in ORDERS else "best"
    shared = bool(sent.get("shared"))
    try:
        row = saved_searches.save(
            request.office, request.who, name, text, order=chosen, shared=shared
        )
    except BadInput as problem:
        facts = {"name": name, "asked": text, "order": chosen, "shared": shared}
        return page(
            request, "search/save.html", status=status_of(problem), problem=problem, **facts
        )
    done(request, say("The search “{name}” is saved.", name=row.name))
    return HttpResponseRedirect(Wish(text, {}, chosen).address())


def use(request: Request, code: str) -> HttpResponse:
    """Ask a saved search again, one's own or the unit's."""
    row = known(saved_searches.named, request.office, request.who, code)
    order = cast("Order", row.order) if row.order in ORDERS else "best"
    return HttpResponseRedirect(Wish(row.text, {}, order).address())


@require_POST
def delete(request: Request, code: str) -> HttpResponse:
    """Delete one of one's own."""
    known(saved_searches.delete, request.office, request.who, code)
    done(request, say("The saved search is deleted."))
    return HttpResponseRedirect(Wish("", {}).address())


PATHS: list[URLPattern] = [
    path("search/save/", save, name="search-save"),
    path("search/saved/<str:code>/", use, name="search-saved"),
    path("search/saved/<str:code>/delete/", delete, name="search-delete"),
]
