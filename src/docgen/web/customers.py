"""Customers: finding them, one of them, adding and correcting them."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import URLPattern, path

from docgen.errors import say
from docgen.forms.wording import mask_id
from docgen.model.access import Act
from docgen.office import customer_finding, customer_page
from docgen.web import customers_import, customers_writing
from docgen.web.entering import Request
from docgen.web.page import button, known, page, with_grants
from docgen.web.paging import EACH, offset_of, pages_of

KINDS = {
    "company": say("company"),
    "person": say("person"),
    "household": say("household"),
    "staff": say("posted staff"),
}
_LONGEST = 200


def customers(request: Request) -> HttpResponse:
    """The customers one may know of, found by any fragment of name, pinyin, phone or number."""
    with_grants(request)
    words = request.GET.get("q", "").strip()[:_LONGEST]
    found = customer_finding.find(
        request.office, request.who, words, first=offset_of(request), count=EACH
    )
    template = "customers/found.html" if request.htmx else "customers/customers.html"
    return page(
        request,
        template,
        words=words,
        rows=[(row, KINDS.get(row.kind, row.kind)) for row in found.rows],
        pages=pages_of(request, found.total),
        add=button(request, Act.ADD_CUSTOMER),
    )


def customer(request: Request, code: str) -> HttpResponse:
    """The page of one customer."""
    with_grants(request)
    seen = known(customer_page.show, request.office, request.who, code)
    return page(
        request,
        "customers/customer.html",
        seen=seen,
        row=seen.row,
        kind=KINDS.get(seen.row.kind, seen.row.kind),
        id_number=mask_id(seen.row.id_number) if seen.row.id_number else "",
        edit=button(request, Act.ADD_CUSTOMER, subject=seen.row.code),
        open_dossier=button(request, Act.OPEN_DOSSIER, subject=seen.row.code),
        fill=button(request, Act.FILL),
    )


PATHS: list[URLPattern] = [
    path("customers/", customers, name="customers"),
    *customers_writing.PATHS,
    *customers_import.PATHS,
    path("customers/<str:code>/", customer, name="customer"),
]
