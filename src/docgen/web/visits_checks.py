"""Safety checks at users': noting one; the next is owed from there on (C-044)."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from docgen.errors import say
from docgen.model.access import Act
from docgen.office import visits_duties
from docgen.web.acts import ActForm, Question, carry_out
from docgen.web.entering import Request
from docgen.web.page import button
from docgen.web.postings_acts import with_input
from docgen.web.postings_verbs import Sent, day_in
from docgen.web.speech import done


def form(request: Request) -> ActForm:
    """Noting a safety check, for the page of visits."""
    return ActForm(
        say("Note a safety check"),
        reverse("visit-check"),
        button(request, Act.DO_DUTY),
        [
            Question("customer", say("customer"), help=say("Name, id or dossier number.")),
            Question("on", say("on"), "date", required=False, help=say("Today, if left empty.")),
        ],
    )


@require_POST
def check(request: Request) -> HttpResponse:
    """Note a check at a user's; homes every two years, others every year."""
    office, who = request.office, request.who

    def do(sent: Sent) -> str:
        customer, on = sent.get("customer", ""), day_in(sent, "on")
        row, due = with_input(lambda: visits_duties.checked(office, who, customer, on))
        done(request, say("{name}: the next check is due on {day}.", name=row.name, day=due))
        return reverse("visits")

    return carry_out(request, form(request), do)


PATHS: list[URLPattern] = [path("visits/check/", check, name="visit-check")]
