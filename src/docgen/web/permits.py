"""Permits to take papers out: one's own, and those that one decides on, with what became of them.

They are asked for on the paper's page, and decided in the list of approvals.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from docgen.errors import say
from docgen.model.access import Act
from docgen.model.permit import State
from docgen.office import permits as verbs
from docgen.web.entering import Request
from docgen.web.page import page
from docgen.web.paging import EACH, offset_of, pages_of
from docgen.web.purposes import said
from docgen.web.shelves_tabs import tabs

_TAKEN = {Act.COPY.value: say("a controlled copy"), Act.DOWNLOAD.value: say("the files")}


@require_safe
def permits(request: Request) -> HttpResponse:
    """The permits, the newest first; those that wait, or all."""
    waiting = "waiting" in request.GET
    found = verbs.list_permits(request.office, request.who, waiting=waiting)[::-1]
    start = offset_of(request)
    return page(
        request,
        "shelves/permits.html",
        tabs=tabs("permits"),
        rows=[
            (row, _TAKEN.get(row.act, row.act), said(row.purpose), State(row.state))
            for row in found[start : start + EACH]
        ],
        pages=pages_of(request, len(found)),
        waiting=waiting,
    )


PATHS: list[URLPattern] = [path("registers/permits/", permits, name="permits")]
