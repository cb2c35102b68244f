"""The registers of the archive: all dossiers, what they lack, and what is bound at the year's end.

What takes long on a large archive is looked for only when somebody asks, a unit at a time.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from docgen.errors import say
from docgen.model.access import Act
from docgen.office import aids, completeness, dossier_list, gate
from docgen.office import bindings as binding
from docgen.office.dossier_list import Wanted
from docgen.web import copies, permits, regradings
from docgen.web.dossiers import MEASURES
from docgen.web.entering import Request
from docgen.web.page import number_of, page
from docgen.web.paging import EACH, offset_of, pages_of
from docgen.web.prints import KINDS, sent, way_of
from docgen.web.shelves_tabs import tabs
from docgen.web.wrong import nothing_there

_FIRST, _LAST = 2000, 9998
_LISTS = {"register": say("Register of dossiers"), "papers": say("List of all papers")}
_LONGEST = 64


@require_safe
def dossiers(request: Request) -> HttpResponse:
    """The dossiers one may know of, of a type or a unit, by their numbers."""
    types = request.office.rules.types
    kind, unit = request.GET.get("type", ""), _unit(request)
    wanted = Wanted(kind if kind in types else "", unit, offset_of(request), EACH)
    found = dossier_list.find(request.office, request.who, wanted)
    return page(
        request,
        "shelves/dossiers.html",
        tabs=tabs("dossiers"),
        rows=[(row, n, types[row.type].title) for row, n in found.rows],
        pages=pages_of(request, found.total),
        wanted=wanted,
        types=[("", say("all")), *((name, one.title) for name, one in types.items())],
        units=_units(request),
        lists=_LISTS,
    )


@require_safe
def register(request: Request, kind: str) -> HttpResponse:
    """The register of dossiers or the list of all papers, to print (案卷目录, 归档文件目录)."""
    if kind not in _LISTS:
        raise nothing_there()
    way = way_of(request.GET)
    aid = aids.of_archive(request.office, request.who, kind, unit=_unit(request), pdf=way == "pdf")
    return sent(aid, way)


@require_safe
def missing(request: Request) -> HttpResponse:
    """What the open dossiers lack, with each unit's sum; looked for when somebody asks."""
    gate.ask(request.office, request.who, Act.FIND, "dossier.listed")
    unit, asked = _unit(request), "unit" in request.GET
    found = completeness.of_all(request.office, request.who, unit) if asked else []
    lacking = [one for one in found if one.report.lacks]
    start = offset_of(request)
    return page(
        request,
        "shelves/missing.html",
        tabs=tabs("missing"),
        asked=asked,
        unit=unit,
        units=_units(request),
        sums=[
            (name, one, [(words, one.measures.percents()[key]) for key, words in MEASURES.items()])
            for name, one in completeness.by_unit(found).items()
        ],
        measures=MEASURES.values(),
        rows=lacking[start : start + EACH],
        pages=pages_of(request, len(lacking)),
    )


@require_safe
def bindings(request: Request) -> HttpResponse:
    """What is bound at the end of a year, and what it still lacks; to print and to tick off."""
    year = max(_FIRST, number_of(request.GET, "year", request.office.today.year, most=_LAST))
    unit, asked = _unit(request), "unit" in request.GET
    gate.ask(request.office, request.who, Act.FIND, "dossier.listed")
    found = binding.due(request.office, request.who, year, unit) if asked else []
    if asked and (way := request.GET.get("as", "")) in KINDS:
        pdf, xlsx = way == "pdf", way == "xlsx"
        return sent(binding.printed(request.office, found, year, unit, pdf=pdf, xlsx=xlsx), way)
    start = offset_of(request)
    return page(
        request,
        "shelves/bindings.html",
        tabs=tabs("bindings"),
        asked=asked,
        rows=found[start : start + EACH],
        pages=pages_of(request, len(found)),
        ready=sum(one.due.is_ready for one in found),
        total=len(found),
        year=year,
        unit=unit,
        units=_units(request),
    )


def _unit(request: Request) -> str:
    return request.GET.get("unit", "").strip()[:_LONGEST]


def _units(request: Request) -> list[tuple[str, str]]:
    return [("", say("all")), *((one, one) for one in dossier_list.units(request.who))]


PATHS: list[URLPattern] = [
    path("registers/", dossiers, name="dossiers"),
    path("registers/lists/<slug:kind>/", register, name="dossier-register"),
    path("registers/missing/", missing, name="missing"),
    path("registers/bindings/", bindings, name="bindings"),
    *copies.PATHS,
    *permits.PATHS,
    *regradings.PATHS,
]
