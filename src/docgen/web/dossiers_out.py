"""What else is done with a dossier: regraded, sold to another buyer, made known to somebody."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from docgen.errors import say
from docgen.model.access import Act
from docgen.office import dossiers, gate, moving, people
from docgen.register.models import Dossier
from docgen.web import dossiers_export
from docgen.web.acts import ActForm, Question, carry_out
from docgen.web.entering import Request
from docgen.web.page import button, known
from docgen.web.regradings import propose_form
from docgen.web.speech import done


def forms(request: Request, row: Dossier) -> list[ActForm]:
    """The acts beside those of ``dossiers_acts`` as buttons."""
    sold = request.office.rules.dossier_type(row.type).sold_into
    more = [_change_buyer(request, row)] if sold else []
    return [propose_form(request, str(row)), _grant(request, row), *more]


def _change_buyer(request: Request, row: Dossier) -> ActForm:
    return ActForm(
        say("Sold to another buyer"),
        reverse("dossier-buyer", kwargs={"number": str(row)}),
        button(request, Act.AMEND, paper=gate.dossier_paper(row)),
        [
            Question("customer", say("customer"), help=say("Name, id or dossier number.")),
            Question("reason", say("Reason"), required=False),
        ],
        ask=say("Papers of the sale before go to the earlier papers, and its stages begin anew."),
    )


@require_POST
def change_buyer(request: Request, number: str) -> HttpResponse:
    """Note that the property went to another buyer; numbers stay."""
    row = known(dossiers.resolve, request.who, number)

    def changed(sent: Mapping[str, str]) -> str:
        buyer, reason = sent.get("customer", ""), sent.get("reason", "")
        after = moving.change_buyer(request.office, request.who, str(row), buyer, reason)
        done(request, say("Dossier {number} is now: {title}", number=after, title=after.title))
        return reverse("dossier", kwargs={"number": str(after)})

    return carry_out(request, _change_buyer(request, row), changed)


def _grant(request: Request, row: Dossier) -> ActForm:
    return ActForm(
        say("Let somebody of another unit know it"),
        reverse("dossier-grant", kwargs={"number": str(row)}),
        button(request, Act.GRANT, paper=gate.dossier_paper(row)),
        [Question("login", say("sign-in name"))],
    )


@require_POST
def grant(request: Request, number: str) -> HttpResponse:
    """Let somebody know this one dossier; what he may do with it is for the other rules."""
    row = known(dossiers.resolve, request.who, number)

    def granted(sent: Mapping[str, str]) -> str:
        given = people.grant(request.office, request.who, sent.get("login", ""), row)
        done(request, say("{name} may know of this dossier now.", name=given.person.name))
        return reverse("dossier", kwargs={"number": str(row)})

    return carry_out(request, _grant(request, row), granted)


PATHS: list[URLPattern] = [
    *dossiers_export.PATHS,
    path("dossiers/<str:number>/buyer/", change_buyer, name="dossier-buyer"),
    path("dossiers/<str:number>/grant/", grant, name="dossier-grant"),
]
