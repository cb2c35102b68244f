"""Opening a complaint case: kind, customer and what was said, on one screen; or a filed form."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from docgen.errors import BadInput, NotFound, Problem, say
from docgen.model.typed import moment_of
from docgen.office import cases_asked, cases_opening, cases_rules, cases_taking
from docgen.office import customers as office_customers
from docgen.office.cases_opening import INVOLVED, Intake, Opened
from docgen.web.beside import beside
from docgen.web.cases_questions import answers, is_sent, questions
from docgen.web.entering import Request
from docgen.web.items_known import item_of
from docgen.web.page import page
from docgen.web.speech import done, note

_LOST = {"yes": True, "no": False}
_MOST = 12


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Choose the kind of case; then its form, with the customer's facts filled in."""
    asked = request.POST if request.method == "POST" else request.GET
    kinds = cases_rules.profiles(request.office)
    profile = asked.get("profile", "") or (next(iter(kinds)) if len(kinds) == 1 else "")
    if is_sent(request):
        try:
            return _opened(request, _open(request, profile))
        except (BadInput, NotFound) as problem:
            return _form(request, profile, problem)
    return _form(request, profile, None)


@require_GET
def customers(request: Request) -> HttpResponse:
    """Customers whose name holds what was typed, to choose from."""
    words = request.GET.get("customer", "").strip()
    found = office_customers.list_customers(request.office, request.who, words) if words else []
    return page(request, "cases/customers.html", found=found[:_MOST])


def _form(request: Request, profile: str, problem: Problem | None) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    kinds = cases_rules.profiles(request.office)
    facts = beside(request, problem) | {"kinds": kinds.values(), "asked": asked}
    lost = _LOST.get(asked.get("lost", ""))
    if profile in kinds:
        kind, wanted = cases_asked.to_open(
            request.office, request.who, profile, asked.get("customer", ""), lost=lost
        )
        facts |= {
            "kind": kind,
            "title": wanted.makes,
            "questions": questions(request, wanted, problem),
            "severities": [(one.name, one.name) for one in kind.severities],
            "involved": INVOLVED,
            "involves": asked.getlist("involves"),
        }
    else:
        cases_asked.refuse_strangers(request.office, request.who)
    return page(request, "cases/new.html", **facts)


def _open(request: Request, profile: str) -> Opened:
    sent = request.POST
    typed = sent.get("received", "").strip()
    wish = Intake(
        profile=profile,
        customer=sent.get("customer", "").strip(),
        dossier=sent.get("dossier", "").strip(),
        severity=sent.get("severity", ""),
        lost=_LOST.get(sent.get("lost", "")),
        received=moment_of(typed, "received") if typed else None,
        involves=sent.getlist("involves"),
    )
    if item := sent.get("item", "").strip():
        return cases_taking.take(request.office, request.who, str(item_of(request, item)), wish)
    _, asked = cases_asked.to_open(request.office, request.who, profile, lost=wish.lost)
    given = answers(asked, sent)
    return cases_opening.open_case(request.office, request.who, replace(wish, given=given))


def _opened(request: Request, opened: Opened) -> HttpResponse:
    done(request, say("Case {number} is opened", number=opened.row.number))
    for warning in opened.warnings:
        note(request, warning)
    return redirect("case", code=opened.row.number)
