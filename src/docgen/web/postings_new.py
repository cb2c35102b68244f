"""Planning a posting: who goes where, as what, from when until when."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from docgen.errors import say
from docgen.model.access import Act
from docgen.model.posting_rules import SCOPES
from docgen.model.typed import day_of
from docgen.office import gate, postings, postings_rows
from docgen.web.acts import ActForm, Question, carry_out
from docgen.web.entering import Request
from docgen.web.page import Button, page
from docgen.web.postings_acts import with_input
from docgen.web.postings_areas import area_options
from docgen.web.postings_verbs import Sent, day_in
from docgen.web.speech import done


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """What is asked of a plan; sending keeps it."""
    gate.ask(request.office, request.who, Act.WORK_POSTING, "posting.opened")
    form = _form(request)
    if request.method == "GET":
        return page(request, "postings/new.html", form=form)

    def do(sent: Sent) -> str:
        plan = postings.Plan(
            staff=sent.get("staff", ""),
            kind=sent.get("kind", ""),
            scope=sent.get("scope", ""),
            host=sent.get("host", ""),
            starts=day_of(sent.get("starts", ""), "starts"),
            ends=day_of(sent.get("ends", ""), "ends"),
            area=sent.get("area", ""),
            area_since=day_in(sent, "area-since"),
            staff_number=sent.get("staff_number", ""),
            login=sent.get("login", ""),
        )
        made: list[str] = []
        with_input(
            lambda: made.append(postings.open_posting(request.office, request.who, plan).code)
        )
        done(request, say("{code} is planned", code=made[0]))
        return reverse("posting", args=made)

    return carry_out(request, form, do)


def _form(request: Request) -> ActForm:
    kinds = [(one.name, one.name) for one in postings_rows.rules(request.office).kinds]
    staff = say("A customer of kind staff: name, id or dossier number.")
    number = say("The dossier's key, if left empty.")
    since = say("Only if it is longer than this stay.")
    return ActForm(
        say("Plan a posting"),
        reverse("posting-new"),
        Button(allowed=True, reasons=()),
        [
            Question("staff", say("who"), help=staff),
            Question("kind", say("kind"), options=kinds),
            Question("scope", say("posting scope"), options=[(one, one) for one in SCOPES]),
            Question("host", say("host")),
            Question("starts", say("from"), "date"),
            Question("ends", say("to"), "date"),
            Question(
                "area", say("area"), options=[("", "–"), *area_options(request)], required=False
            ),
            Question("area-since", say("in the area since"), "date", required=False, help=since),
            Question("staff_number", say("staff number"), required=False, help=number),
            Question("login", say("account"), required=False),
        ],
    )
