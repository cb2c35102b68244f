"""The copies register (副本登记): who holds which copy of a paper, why and since when."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from docgen.errors import BadInput, NotFound, say
from docgen.office import copies as verbs
from docgen.office import copy_list
from docgen.register.models_copies import Copy
from docgen.web import copies_acts
from docgen.web.beside import beside
from docgen.web.entering import Request
from docgen.web.items_known import item_of
from docgen.web.page import page, with_grants
from docgen.web.paging import EACH, offset_of, pages_of
from docgen.web.prints import KINDS, sent
from docgen.web.shelves_tabs import tabs

_LONGEST = 120
_WHICH = [("", say("held")), ("due", say("to be looked at again")), ("ended", say("all"))]


@require_safe
def copies(request: Request) -> HttpResponse:
    """The copies one may know of; those that are held, that are due, or all."""
    with_grants(request)
    asked = {
        name: request.GET.get(name, "").strip()[:_LONGEST] for name in ("holder", "item", "dossier")
    }
    which, way = request.GET.get("which", ""), request.GET.get("as", "")
    problem, found = None, list[Copy]()
    try:
        if asked["item"]:
            asked["item"] = str(item_of(request, asked["item"]))
        found = verbs.list_copies(
            request.office,
            request.who,
            **asked,
            due=which == "due",
            ended=which == "ended",
            aid="copies" if way in KINDS else "",
        )
    except (BadInput, NotFound) as wrong:
        problem = wrong
    else:
        if way in KINDS:
            scope = "　".join(filter(None, asked.values()))
            pdf, xlsx = way == "pdf", way == "xlsx"
            return sent(copy_list.printed(request.office, found, scope, pdf=pdf, xlsx=xlsx), way)
    start, today = offset_of(request), request.office.today
    return page(
        request,
        "shelves/copies.html",
        tabs=tabs("copies"),
        rows=[
            (row, fact, fact.is_due(today), copies_acts.forms(request, row))
            for row in found[start : start + EACH]
            for fact in [verbs.fact_of(row)]
        ],
        pages=pages_of(request, len(found)),
        asked=asked,
        which=which,
        ways=_WHICH,
        query=f"{urlencode({'which': which, **asked})}&",
        **beside(request, problem),
    )


PATHS: list[URLPattern] = [path("registers/copies/", copies, name="copies"), *copies_acts.PATHS]
