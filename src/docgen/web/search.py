"""Searching: the page, its suggestions while somebody types, and the hits as a workbook.

Typing is not logged letter by letter: suggestions are an entry once in ten minutes
(``office.suggesting``). A search is made, and is an entry each time, when somebody stops typing
for a moment, chooses a filter, or sends the form.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path

from docgen.errors import BadInput, Said, say
from docgen.office import finding, hit_list, saved_searches, suggesting
from docgen.web import search_kept
from docgen.web.entering import Request
from docgen.web.page import download, page
from docgen.web.paging import pages_of
from docgen.web.search_answer import EACH, answer
from docgen.web.search_wish import FILTERS, ORDERS, Wish, wish_of
from docgen.web.speech import tell
from docgen.web.wrong import status_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FEWEST, _LONGEST = 1, 120
_KINDS = {
    "customer": say("customer"),
    "number": say("form number"),
    "template": say("form"),
    "title": say("title"),
    "dossier": say("dossier"),
    "fewer words": say("fewer words"),
}


def search(request: Request) -> HttpResponse:
    """The search page; for htmx what was found alone."""
    office, who = request.office, request.who
    saved = saved_searches.listed(office, who)
    wish = wish_of(request.GET)
    facts: dict[str, Any] = {
        "wish": wish,
        "saved": saved,
        "orders": ORDERS.items(),
        "filters": FILTERS,
        "kinds": _KINDS,
    }
    template = "search/found.html" if request.htmx else "search/search.html"
    if wish.is_empty:
        return page(request, template, **facts)
    try:
        found = answer(request, wish)
    except BadInput as problem:
        return page(request, template, status=status_of(problem), problem=problem, **facts)
    pages = pages_of(request, found.result.total, EACH)
    return page(request, template, found=found, pages=pages, **facts)


def suggest(request: Request) -> HttpResponse:
    """What the last word may become, as options of the list below the field."""
    typed = request.GET.get("q", "")
    found = (
        suggesting.suggest(request.office, request.who, typed)
        if _FEWEST <= len(typed.strip()) <= _LONGEST
        else ()
    )
    shown = [(one, _KINDS[one.kind], Wish(one.query, {}).address()) for one in found]
    return page(request, "search/suggestions.html", suggestions=shown)


def as_list(request: Request) -> HttpResponse:
    """The hits as an Excel workbook: index data only; the entry says that they left as a list."""
    wish = wish_of(request.GET)
    if wish.is_empty:
        return HttpResponseRedirect(wish.address())
    result = finding.search(
        request.office,
        request.who,
        wish.asked,
        limit=hit_list.MOST,
        order=wish.order,
        is_list=True,
    )
    return download(hit_list.workbook(result.hits, tell), f"{tell(_LIST)}.xlsx", XLSX)


_LIST: Said = say("Hits")
PATHS: list[URLPattern] = [
    path("search/", search, name="search"),
    path("search/suggestions/", suggest, name="search-suggest"),
    path("search/list.xlsx", as_list, name="search-list"),
    *search_kept.PATHS,
]
