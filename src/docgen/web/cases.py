"""Complaint cases: the list with its filters, what is late, the month's review, the register."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_http_methods

from docgen.errors import say
from docgen.model.access import Act
from docgen.model.case import State
from docgen.office import cases_list, cases_register, cases_rules, cases_search, cases_slips
from docgen.office.cases_search import WORKED_ON, Wanted
from docgen.web import cases_new, cases_one, cases_turns
from docgen.web.entering import Request
from docgen.web.page import button, download, page
from docgen.web.paging import EACH, offset_of, pages_of
from docgen.web.speech import done

_STATES = [
    (WORKED_ON, say("still worked on")),
    *((one.value, one.said) for one in State),
    ("", say("all")),
]
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def cases(request: Request) -> HttpResponse:
    """The cases one may know of, those first whose time ends first."""
    asked = request.GET
    wanted = Wanted(
        state=asked.get("state", WORKED_ON),
        profile=asked.get("profile", ""),
        severity=asked.get("severity", ""),
        unit=asked.get("unit", ""),
        late="late" in asked,
        mine="mine" in asked,
    )
    found = cases_search.find(request.office, request.who, wanted, offset_of(request), EACH)
    kinds = cases_rules.profiles(request.office)
    return page(
        request,
        "cases/list.html",
        found=found.rows,
        pages=pages_of(request, found.total),
        wanted=wanted,
        states=_STATES,
        profiles=[("", say("all")), *((name, one.title) for name, one in kinds.items())],
        severities=_any(cases_search.severities(request.office)),
        units=_any(cases_search.units(request.office)),
    )


@require_http_methods(["GET", "POST"])
def overdue(request: Request) -> HttpResponse:
    """The steps that are late; sending makes the slips whose time has come (催办单, 洽办单)."""
    if request.method == "POST":
        made = cases_slips.due_slips(request.office, request.who)
        done(request, say("{n} slips were made", n=len(made)))
        return redirect("case-overdue")
    late = cases_list.overdue(request.office, request.who)
    first, may = offset_of(request), button(request, Act.FILE)
    return page(
        request,
        "cases/overdue.html",
        late=late[first : first + EACH],
        pages=pages_of(request, len(late)),
        button=may,
    )


@require_GET
def review(request: Request) -> HttpResponse:
    """The cases settled in a month, last month if nobody says (C-024)."""
    month = request.GET.get("month", "")
    found = cases_list.review(request.office, request.who, month)
    return page(request, "cases/review.html", found=found, month=month)


@require_GET
def register(request: Request) -> HttpResponse:
    """The register of cases (登记追踪表) as a workbook, of a month if one is named."""
    month = request.GET.get("month", "")
    profile = request.GET.get("profile", "")
    found = cases_list.list_cases(request.office, request.who, profile=profile, month=month)
    data = cases_register.workbook(request.office, found)
    return download(data, f"登记追踪表{month}.xlsx", _XLSX)


def _any(words: list[str]) -> list[tuple[str, str]]:
    return [("", say("all")), *((one, one) for one in words)]


PATHS: list[URLPattern] = [
    path("cases/", cases, name="cases"),
    path("cases/new/", cases_new.new, name="case-new"),
    path("cases/new/customers/", cases_new.customers, name="case-customers"),
    path("cases/overdue/", overdue, name="case-overdue"),
    path("cases/review/", review, name="case-review"),
    path("cases/register.xlsx", register, name="case-register"),
    path("cases/<code>/", cases_one.case, name="case"),
    path("cases/<code>/steps/<step>/", cases_one.step, name="case-step"),
    path("cases/<code>/turns/<turn>/", cases_turns.turn, name="case-turn"),
]
