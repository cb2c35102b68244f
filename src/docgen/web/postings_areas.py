"""Sales areas: their classes, who is there, who might be moved; and what is known of one."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from docgen.errors import BadInput, say
from docgen.model.access import Act
from docgen.office import postings_areas, postings_rotation
from docgen.web.acts import ActForm, Question, carry_out
from docgen.web.entering import Request
from docgen.web.page import button, page
from docgen.web.postings_verbs import Sent
from docgen.web.speech import done

_KEEP = [("", say("as it is")), ("yes", say("yes")), ("no", say("no"))]
_SAYS = {"yes": True, "no": False}


@require_GET
def areas(request: Request) -> HttpResponse:
    """The areas with their class and staff, who might be moved, and what does not fit."""
    office, who = request.office, request.who
    return page(
        request,
        "postings/areas.html",
        found=postings_areas.areas(office, who),
        proposals=postings_rotation.proposals(office, who),
        form=_form(request),
    )


@require_POST
def put(request: Request) -> HttpResponse:
    """Add an area, or change what is known of one; its class follows."""

    def do(sent: Sent) -> str:
        figures = postings_areas.Figures(
            sent.get("title") or None,
            _sales(sent.get("sales", "")),
            _SAYS.get(sent.get("high_failure", "")),
            _SAYS.get(sent.get("one_stop", "")),
        )
        row = postings_areas.put(request.office, request.who, sent.get("area", ""), figures)
        done(request, say("{key} {title}: {sales}", key=row.key, title=row.title, sales=row.sales))
        return reverse("posting-areas")

    return carry_out(request, _form(request), do)


def area_options(request: Request) -> list[tuple[str, str]]:
    """The areas to choose from."""
    return postings_areas.names(request.office, request.who)


def _form(request: Request) -> ActForm:
    return ActForm(
        say("Add or change an area"),
        reverse("posting-area-put"),
        button(request, Act.WORK_POSTING),
        [
            Question("area", say("key"), help=say("Letters, digits and hyphens.")),
            Question("title", say("title"), required=False),
            Question("sales", say("sales"), required=False),
            Question("high_failure", say("models that fail often"), options=_KEEP, required=False),
            Question("one_stop", say("one-stop shop"), options=_KEEP, required=False),
        ],
    )


def _sales(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(10**12))):
        raise BadInput(
            say("{text} is no number", text=text[:20]),
            why=say("it is a whole number"),
            fix=say("write it in figures"),
            field="sales",
        )
    return int(text)
