"""Authorised stations and who looks after each: the list, registering one, changing one."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET, require_POST

from docgen.errors import say
from docgen.model.access import Act
from docgen.office import stations
from docgen.office.stations import NewStation
from docgen.web.acts import ActForm, Question, carry_out
from docgen.web.entering import Request
from docgen.web.page import button, page
from docgen.web.paging import EACH, offset_of, pages_of
from docgen.web.postings_acts import with_input
from docgen.web.postings_areas import area_options
from docgen.web.postings_verbs import Sent
from docgen.web.speech import done
from docgen.web.wrong import nothing_there

_TITLES = {"add": say("Register a station"), "change": say("Change a station")}


@require_GET
def listed(request: Request) -> HttpResponse:
    """The stations with who looks after each."""
    rows = stations.list_stations(request.office, request.who)
    first = offset_of(request)
    return page(
        request,
        "postings/stations.html",
        found=rows[first : first + EACH],
        pages=pages_of(request, len(rows)),
        forms=[_form(request, name) for name in _TITLES],
    )


@require_POST
def act(request: Request, act: str) -> HttpResponse:
    """Register a station, or change who looks after it and what it is."""
    if act not in _TITLES:
        raise nothing_there()
    office, who = request.office, request.who

    def do(sent: Sent) -> str:
        code, keeper = sent.get("code", ""), sent.get("keeper", "")
        if act == "add":
            names = ("code", "name", "place", "contact", "phone", "area", "keeper")
            new = NewStation(**{name: sent.get(name, "") for name in names})
            with_input(lambda: stations.add(office, who, new))
        else:
            state = sent.get("state", "")
            with_input(lambda: stations.change(office, who, code, keeper=keeper, state=state))
        done(request, say("Done: {step}", step=code))
        return reverse("stations")

    return carry_out(request, _form(request, act), do)


def _form(request: Request, name: str) -> ActForm:
    keeper_help = say("The number of a posting.")
    code = Question("code", say("code"))
    keeper = Question("keeper", say("looked after by"), required=False, help=keeper_help)
    areas, states = [("", "–"), *area_options(request)], [(one, one) for one in stations.STATES]
    asks = {
        "add": [
            code,
            Question("name", say("title")),
            Question("place", say("place")),
            Question("contact", say("contact")),
            Question("phone", say("phone"), required=False),
            Question("area", say("area"), options=areas, required=False),
            keeper,
        ],
        "change": [
            code,
            keeper,
            Question(
                "state", say("state"), options=[("", say("as it is")), *states], required=False
            ),
        ],
    }
    url, may = reverse("station-act", args=[name]), button(request, Act.WORK_POSTING)
    return ActForm(_TITLES[name], url, may, asks[name])


PATHS: list[URLPattern] = [
    path("stations/", listed, name="stations"),
    path("stations/acts/<act>/", act, name="station-act"),
]
