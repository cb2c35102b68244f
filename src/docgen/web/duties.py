"""Duties: what is owed by when, one with its ladder, doing it, the rules, and for calendars."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_http_methods

from docgen.errors import BadInput, Problem, say
from docgen.office import duties as verbs
from docgen.office import duties_calendar, duties_list, duties_rolling, duties_seen
from docgen.office.duties_list import Part, Wanted
from docgen.office.duties_seen import Seen
from docgen.web import duties_month
from docgen.web.beside import beside
from docgen.web.duties_begun import rules
from docgen.web.entering import Request
from docgen.web.page import download, known, page
from docgen.web.paging import EACH, offset_of, pages_of
from docgen.web.speech import done

_WHOSE = {"mine": say("mine"), "unit": say("my unit"), "all": say("all")}
_PARTS = {
    "": say("everything owed"),
    "today": say("until today"),
    "week": say("within a week"),
    "late": say("late"),
    "ended": say("done or let go"),
}


@require_GET
def duties(request: Request) -> HttpResponse:
    """What is owed, the oldest first; brought up to date before."""
    asked = request.GET
    whose = asked.get("whose", "mine") if asked.get("whose") in _WHOSE else "mine"
    part = asked.get("part", "") if asked.get("part") in _PARTS else ""
    unit = request.who.unit if whose == "unit" else asked.get("unit", "")
    facts: dict[str, Any] = {
        "whose": whose,
        "part": part,
        "unit": unit,
        "all_whose": _WHOSE.items(),
        "parts": _PARTS.items(),
        "papers": "papers" in asked,
        "today": request.office.today,
    }
    duties_rolling.catch_up(request.office)
    if part == "ended":
        found = duties_seen.ended(
            request.office, request.who, offset_of(request), EACH, mine=whose == "mine", unit=unit
        )
        return page(
            request,
            "duties/ended.html",
            found=found.rows,
            pages=pages_of(request, found.total),
            **facts,
        )
    wanted = Wanted(
        unit=unit, mine=whose == "mine", part=Part(part), with_papers=bool(facts["papers"])
    )
    lines = duties_list.lines(request.office, request.who, wanted)
    first = offset_of(request)
    return page(
        request,
        "duties/list.html",
        found=lines[first : first + EACH],
        late=sum(one.late is not None for one in lines),
        pages=pages_of(request, len(lines)),
        **facts,
    )


@require_http_methods(["GET", "POST"])
def duty(request: Request, code: str) -> HttpResponse:
    """One duty with its ladder; sending notes that it is done, or lets it go."""
    one = known(duties_seen.show, request.office, request.who, code)
    if request.method == "GET":
        return _page(request, one, None)
    reason = request.POST.get("reason", "")
    try:
        if "waive" in request.POST:
            row = verbs.let_go(request.office, request.who, code, reason)
            done(request, say("{code} {title} need not be done.", code=row.code, title=row.title))
        else:
            row = verbs.done(request.office, request.who, code, reason)
            done(request, say("{code} {title} is done.", code=row.code, title=row.title))
    except BadInput as problem:
        return _page(request, one, problem)
    return redirect("duties")


@require_GET
def export(request: Request) -> HttpResponse:
    """One's own duties, or a unit's, as a file for calendars (iCalendar)."""
    unit = request.GET.get("unit", "")
    duties_rolling.catch_up(request.office)
    rows = verbs.list_duties(request.office, request.who, unit=unit, mine=not unit)
    data = duties_calendar.as_calendar(request.office, rows)
    return download(data, "待办.ics", "text/calendar; charset=utf-8")


def _page(request: Request, one: Seen, problem: Problem | None) -> HttpResponse:
    return page(
        request,
        "duties/duty.html",
        one=one,
        row=one.row,
        reason=request.POST.get("reason", ""),
        **beside(request, problem),
    )


PATHS: list[URLPattern] = [
    path("calendar/", duties_month.calendar, name="calendar"),
    path("duties/", duties, name="duties"),
    path("duties/rules/", rules, name="duty-rules"),
    path("duties/export.ics", export, name="duties-export"),
    path("duties/<code>/", duty, name="duty"),
]
