"""Posted staff: the list, one posting as a story, what is next, and planning one."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET

from docgen.errors import say
from docgen.model.posting import State
from docgen.office import postings_list, postings_story
from docgen.web import (
    postings_acts,
    postings_areas,
    postings_handovers,
    postings_held,
    postings_leaves,
    postings_needs,
    postings_new,
    postings_ranked,
    postings_stations,
)
from docgen.web.entering import Request
from docgen.web.page import known, page
from docgen.web.paging import EACH, offset_of, pages_of

_STATES = [("", say("all")), *((one.value, one.said) for one in State)]


@require_GET
def postings(request: Request) -> HttpResponse:
    """The postings one may know of, and the leave that waits for somebody's word."""
    office, who, asked = request.office, request.who, request.GET
    state, area, unit = (asked.get(name, "") for name in ("state", "area", "unit"))
    found = postings_list.list_postings(office, who, state=state, area=area, unit=unit)
    first = offset_of(request)
    return page(
        request,
        "postings/list.html",
        found=[(row, State(row.state).said) for row in found[first : first + EACH]],
        pages=pages_of(request, len(found)),
        states=_STATES,
        areas=_any(postings_areas.area_options(request)),
        units=_any([(one, one) for one in sorted({row.unit for row in found} | {unit} - {""})]),
        state=state,
        area=area,
        unit=unit,
        leaves=postings_leaves.waiting(request),
    )


@require_GET
def posting(request: Request, code: str) -> HttpResponse:
    """A posting with its story."""
    one = known(postings_list.show, request.office, request.who, code)
    return page(
        request,
        "postings/posting.html",
        one=one,
        row=one.row,
        state=State(one.row.state).said,
        events=postings_story.story(request.office, one),
        acts=postings_acts.acts(request, one),
        makes=postings_acts.may_work(request, one.row),
        lacks=postings_needs.lacking(request, one),
    )


def _any(words: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("", say("all")), *words]


PATHS: list[URLPattern] = [
    path("postings/", postings, name="postings"),
    path("postings/new/", postings_new.new, name="posting-new"),
    path("postings/areas/", postings_areas.areas, name="posting-areas"),
    path("postings/areas/put/", postings_areas.put, name="posting-area-put"),
    path("postings/leaves/<code>/", postings_leaves.decide, name="posting-leave"),
    path("postings/ranking/", postings_ranked.ranking, name="posting-ranking"),
    path("postings/<code>/", posting, name="posting"),
    path("postings/<code>/acts/<act>/", postings_acts.act, name="posting-act"),
    path("postings/<code>/needs/<need>/", postings_needs.note, name="posting-note"),
    path("postings/<code>/papers/<need>/", postings_acts.paper, name="posting-paper"),
    *postings_handovers.PATHS,
    *postings_held.PATHS,
    *postings_stations.PATHS,
]
