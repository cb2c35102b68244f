"""Outside requests (外单位查阅): the list, the register to print."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from docgen.model.access import Act
from docgen.model.outside import State
from docgen.office import outside_desk, outside_register
from docgen.web import outside_new, outside_one
from docgen.web.entering import Request
from docgen.web.page import button, number_of, page
from docgen.web.paging import offset_of, pages_of
from docgen.web.prints import sent, way_of

_LAST_YEAR = 9999


@require_safe
def outside(request: Request) -> HttpResponse:
    """The requests, all or those in one state."""
    state = request.GET.get("state", "")
    found = outside_desk.desk(request.office, request.who, state, offset_of(request))
    return page(
        request,
        "outside/list.html",
        desk=found,
        states=[(one, n) for one, n in found.counts.items() if n],
        state=state if state in set(State) else "",
        pages=pages_of(request, found.total),
        registers=button(request, Act.REQUEST_OUTSIDE).allowed,
        year=request.office.today.year,
    )


@require_safe
def register(request: Request) -> HttpResponse:
    """The register of a year (外单位查阅登记簿)."""
    way = way_of(request.GET)
    year = number_of(request.GET, "year", request.office.today.year, most=_LAST_YEAR)
    aid = outside_register.register(
        request.office, request.who, year, pdf=way == "pdf", xlsx=way == "xlsx"
    )
    return sent(aid, way)


PATHS: list[URLPattern] = [
    path("outside/", outside, name="outside"),
    path("outside/new/", outside_new.new, name="outside-new"),
    path("outside/register/", register, name="outside-register"),
    path("outside/<str:code>/", outside_one.request_, name="outside-request"),
    path("outside/<str:code>/form/", outside_one.form, name="outside-form"),
    path("outside/<str:code>/serve/", outside_one.serve, name="outside-serve"),
    path("outside/<str:code>/<slug:act>/", outside_one.act, name="outside-act"),
]
