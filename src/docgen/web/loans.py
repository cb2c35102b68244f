"""The loan desk: its lists, the field for the scanner, the register, the notices."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST, require_safe

from docgen.errors import NotAllowed, NotFound, Problem
from docgen.model.loan import State
from docgen.office import loan_desk, loan_overdue, loan_register, loans
from docgen.register.models import Loan
from docgen.web import loan_new, loan_one
from docgen.web.beside import beside
from docgen.web.entering import Request
from docgen.web.page import page
from docgen.web.paging import offset_of, pages_of
from docgen.web.prints import sent, way_of
from docgen.web.wrong import nothing_there

#: What comes next for a loan that is scanned: where on its page the hand should be.
_NEXT = {State.OUT: "return", State.APPROVED: "hand-over", State.REQUESTED: "approve"}


@require_safe
def desk(request: Request) -> HttpResponse:
    """A list of the desk, or one's own loans."""
    return _desk(request)


def _desk(request: Request, problem: Problem | None = None, scanned: str = "") -> HttpResponse:
    query = request.GET
    words = query.get("q", "")[:80]
    found = loan_desk.desk(
        request.office, request.who, query.get("tab", ""), offset_of(request), words
    )
    return page(
        request,
        "loans/desk.html",
        desk=found,
        pages=pages_of(request, found.total),
        words=words,
        scanned=scanned,
        **beside(request, problem),
    )


@require_POST
def scan(request: Request) -> HttpResponse:
    """What was scanned or typed: to the act that comes next."""
    loan_desk.ask(request.office, request.who)
    text = request.POST.get("scan", "")
    try:
        found = loan_desk.scanned(request.office, request.who, text)
    except (NotAllowed, NotFound):  # what he may not know of is as what is not there
        return _desk(request, nothing_there(), text)
    if not isinstance(found, Loan):
        return redirect(f"{reverse('loan-new')}?{urlencode({'item': str(found)})}")
    where = _NEXT.get(State(found.state), "")
    return redirect(f"{reverse('loan', args=[found.code])}{'#' + where if where else ''}")


@require_safe
def register(request: Request) -> HttpResponse:
    """The register 查阅借阅登记簿, to print or as a workbook."""
    loan_desk.ask(request.office, request.who)
    state = request.GET.get("state", "")
    state = state if state in set(State) else ""
    way = way_of(request.GET, usual="xlsx")
    rows = loans.list_loans(request.office, request.who, state, aid="register")
    aid = loan_register.printed(
        request.office, request.who, rows, state, pdf=way == "pdf", xlsx=way == "xlsx"
    )
    return sent(aid, way)


@require_POST
def remind(request: Request) -> HttpResponse:
    """The notices that are due, ready to be sent."""
    notices = loan_overdue.remind(request.office, request.who)
    return page(request, "loans/notices.html", notices=notices)


PATHS: list[URLPattern] = [
    path("loans/", desk, name="loans"),
    path("loans/new/", loan_new.new, name="loan-new"),
    path("loans/scan/", scan, name="loan-scan"),
    path("loans/register/", register, name="loan-register"),
    path("loans/remind/", remind, name="loan-remind"),
    path("loans/<str:code>/", loan_one.loan, name="loan"),
    path("loans/<str:code>/slip/", loan_one.slip, name="loan-slip"),
    path("loans/<str:code>/sheet/", loan_one.sheet, name="loan-sheet"),
    path("loans/<str:code>/<slug:act>/", loan_one.act, name="loan-act"),
]
