"""Adding a customer and correcting one, with a warning if he seems to be there already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from docgen.errors import BadInput, say
from docgen.model.access import Act
from docgen.model.customer import CustomerKind
from docgen.office import customer_editing, gate
from docgen.office import customers as verbs
from docgen.office.customers import NewCustomer, SameCustomer
from docgen.register.models import Customer
from docgen.web.entering import Request
from docgen.web.page import known, number_of, page
from docgen.web.speech import done
from docgen.web.wrong import status_of

#: The fields of the form: name, label, kind.
FIELDS = (
    ("name", say("Name"), "text"),
    ("phone", say("Phone"), "tel"),
    ("address", say("Address"), "text"),
    ("contact", say("Whom to speak to"), "text"),
    ("legal_person", say("Legal representative"), "text"),
    ("credit_code", say("Unified social credit code"), "text"),
    ("id_number", say("ID number"), "text"),
    ("email", say("E-mail"), "email"),
)
_MOST_VERSION = 10**9


def add(request: Request) -> HttpResponse:
    """Add a customer."""
    gate.ask(request.office, request.who, Act.ADD_CUSTOMER, "customer.added")
    if request.method != "POST":
        return _form(request, NewCustomer(request.GET.get("name", "")), None)

    def added(new: NewCustomer, *, separate: bool) -> Customer:
        row = verbs.add(request.office, request.who, new, separate=separate)
        done(request, say("Added {code} {name}.", code=row.code, name=row.name))
        return row

    return _written(request, None, added)


def edit(request: Request, code: str) -> HttpResponse:
    """Correct a customer's facts."""
    row = known(verbs.resolve, request.who, code)
    gate.ask(
        request.office, request.who, Act.ADD_CUSTOMER, customer_editing.EVENT, subject=row.code
    )
    if request.method != "POST":
        return _form(request, customer_editing.facts_of(row), row)

    def edited(new: NewCustomer, *, separate: bool) -> Customer:
        version = number_of(request.POST, "version", 0, most=_MOST_VERSION)
        now = customer_editing.edit(
            request.office, request.who, row.code, new, version=version, separate=separate
        )
        done(request, say("{code} {name} is corrected.", code=now.code, name=now.name))
        return now

    return _written(request, row, edited)


def _written(request: Request, row: Customer | None, verb: Callable[..., Customer]) -> HttpResponse:
    """Write what was typed, or give the form back with everything in it."""
    sent = {name: request.POST.get(name, "") for name in asdict(NewCustomer(""))}
    if row is not None:
        sent["kind"] = row.kind
    new = NewCustomer(**sent)
    try:
        written = verb(new, separate=bool(request.POST.get("separate")))
    except BadInput as problem:
        return _form(request, new, row, problem)
    return HttpResponseRedirect(reverse("customer", kwargs={"code": written.code}))


def _form(
    request: Request, new: NewCustomer, row: Customer | None, problem: BadInput | None = None
) -> HttpResponse:
    faults = {one.field: one.text for one in problem.details} if problem else {}
    fields = [
        (name, label, kind, getattr(new, name), faults.get(name, ""))
        for name, label, kind in FIELDS
    ]
    return page(
        request,
        "customers/form.html",
        status=status_of(problem) if problem else 200,
        row=row,
        fields=fields,
        kind=new.kind or CustomerKind.COMPANY,
        problem=problem,
        is_same=isinstance(problem, SameCustomer),
        version=request.POST.get("version") or (row.version if row else 0),
    )


PATHS: list[URLPattern] = [
    path("customers/new/", add, name="customer-new"),
    path("customers/<str:code>/edit/", edit, name="customer-edit"),
]
