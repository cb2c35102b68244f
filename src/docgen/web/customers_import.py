"""Taking in many customers from a spreadsheet: looked at first, then added."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import URLPattern, path

from docgen.errors import BadInput, say
from docgen.model.access import Act
from docgen.office import gate, importing
from docgen.office.intake import nothing_chosen
from docgen.web.entering import Request
from docgen.web.page import page
from docgen.web.speech import done
from docgen.web.uploads import received
from docgen.web.wrong import status_of

_TEMPLATE = "customers/import.html"


def import_(request: Request) -> HttpResponse:
    """The page to take customers in: a dry run, or the adding."""
    gate.ask(request.office, request.who, Act.ADD_CUSTOMER, "customer.added")
    columns = list(importing.COLUMNS)
    if request.method != "POST":
        return page(request, _TEMPLATE, columns=columns)
    try:
        with received(request, "file") as files:
            if not files:
                raise nothing_chosen()
            planned = importing.plan(request.office, request.who, files[0].path)
    except BadInput as problem:
        return page(request, _TEMPLATE, status=status_of(problem), problem=problem, columns=columns)
    added = []
    if "add" in request.POST:
        steps = importing.carry_out(request.office, request.who, planned)
        added = [row for _, row in steps if row is not None]
        text = say("{n} row(s) are right, {added} added.", n=len(planned), added=len(added))
        done(request, text)
    is_added = "add" in request.POST
    return page(
        request, _TEMPLATE, columns=columns, planned=planned, is_added=is_added, added=added
    )


PATHS: list[URLPattern] = [path("customers/import/", import_, name="customer-import")]
