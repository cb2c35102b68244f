"""What is done with a dossier: opening, sealing, placing, linking it, noting a stage."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from docgen.errors import say
from docgen.model.access import Act
from docgen.model.customer import DOSSIER_TYPE, CustomerKind
from docgen.model.typed import day_of
from docgen.office import customers, describing, dossiers, gate, links, seal_checks, sealing, stages
from docgen.office.dossier_page import Seen
from docgen.register.models import Dossier
from docgen.web.acts import ActForm, Question, carry_out
from docgen.web.entering import Request
from docgen.web.page import button, known, page
from docgen.web.speech import done


def forms(request: Request, seen: Seen) -> list[ActForm]:
    """The acts on a dossier as buttons."""
    row = seen.row
    return [_place(request, row), _link(request, row), _reach(request, row), _seal(request, row)]


def _url(name: str, row: Dossier) -> str:
    return reverse(name, kwargs={"number": str(row)})


def _place(request: Request, row: Dossier) -> ActForm:
    return ActForm(
        say("Note where it stands"),
        _url("dossier-place", row),
        button(request, Act.AMEND, paper=gate.dossier_paper(row)),
        [
            Question(
                "place",
                say("Room/cabinet/shelf/box"),
                value=str(describing.place_of(row)),
                required=False,
                help=say("such as 一号库/03/2/05; leave it empty if nobody knows"),
            ),
            Question(
                "barcode",
                say("Barcode on the volume"),
                value=describing.barcode_of(row),
                required=False,
            ),
        ],
    )


def _link(request: Request, row: Dossier) -> ActForm:
    return ActForm(
        say("Link with another dossier"),
        _url("dossier-link", row),
        button(request, Act.AMEND, paper=gate.dossier_paper(row)),
        [
            Question("other", say("Number of the other dossier")),
            Question("why", say("Why they belong together")),
        ],
    )


def _reach(request: Request, row: Dossier) -> ActForm:
    kind = request.office.rules.dossier_type(row.type)
    return ActForm(
        say("Note a stage"),
        _url("dossier-reach", row),
        button(request, Act.AMEND, paper=gate.dossier_paper(row)),
        [
            Question("stage", say("Stage"), options=[(one.key, one.title) for one in kind.stages]),
            Question("on", say("Day"), kind="date", value=request.office.today.isoformat()),
        ],
    )


def _seal(request: Request, row: Dossier) -> ActForm:
    return ActForm(
        say("Seal the catalogue"),
        _url("dossier-seal", row),
        button(request, Act.ACCEPT_TRANSFER, paper=gate.dossier_paper(row)),
        [Question("why", say("Why it is sealed now"), required=False)],
        ask=say("Seal the catalogue as it is now? A seal is never taken back."),
    )


@require_POST
def place(request: Request, number: str) -> HttpResponse:
    """Note where the volume stands."""
    row = known(dossiers.resolve, request.who, number)

    def noted(sent: Mapping[str, str]) -> str:
        where, code = sent.get("place", ""), sent.get("barcode", "")
        describing.place(request.office, request.who, str(row), where, code or None)
        done(request, say("Noted where the dossier stands."))
        return _url("dossier", row)

    return carry_out(request, _place(request, row), noted)


@require_POST
def link(request: Request, number: str) -> HttpResponse:
    """Link it with another dossier."""
    row = known(dossiers.resolve, request.who, number)

    def linked(sent: Mapping[str, str]) -> str:
        other, why = sent.get("other", ""), sent.get("why", "")
        links.link(request.office, request.who, str(row), [other], why)
        done(request, say("The dossiers are linked."))
        return _url("dossier", row)

    return carry_out(request, _link(request, row), linked)


@require_POST
def reach(request: Request, number: str) -> HttpResponse:
    """Note that it came to a stage."""
    row = known(dossiers.resolve, request.who, number)

    def reached(sent: Mapping[str, str]) -> str:
        day = day_of(sent.get("on", ""), "on")
        stages.reach(request.office, request.who, [str(row)], sent.get("stage", ""), day)
        done(request, say("The stage is noted."))
        return _url("dossier", row)

    return carry_out(request, _reach(request, row), reached)


@require_POST
def seal(request: Request, number: str) -> HttpResponse:
    """Fix the catalogue as it is now."""
    row = known(dossiers.resolve, request.who, number)

    def sealed(sent: Mapping[str, str]) -> str:
        [made] = sealing.seal(request.office, request.who, [str(row)], sent.get("why", ""))
        text = say(
            "Sealed with {n} paper(s), log entry {entry}.", n=made.papers, entry=made.log_index
        )
        done(request, text)
        return _url("dossier", row)

    return carry_out(request, _seal(request, row), sealed)


@require_POST
def check(request: Request, number: str) -> HttpResponse:
    """Compare it with its newest seal, byte by byte."""
    row = known(dossiers.resolve, request.who, number)
    found = seal_checks.check(request.office, request.who, str(row))
    return page(request, "dossiers/checked.html", row=row, found=found)


def open_(request: Request) -> HttpResponse:
    """Open a dossier for a customer."""
    code = request.GET.get("customer", "") or request.POST.get("customer", "")
    customer = known(customers.resolve, request.who, code)
    kinds = [(one.name, one.title) for one in request.office.rules.types.values()]
    form = ActForm(
        say("Open a dossier"),
        f"{reverse('dossier-open')}?customer={customer.code}",
        button(request, Act.OPEN_DOSSIER, subject=customer.code),
        [
            Question("kind", say("Type"), options=kinds, value=_usual(customer.kind)),
            Question(
                "key",
                say("Key"),
                value=customer.code,
                help=say("what the type is kept by: customer's id, room, household, staff number"),
            ),
        ],
    )
    if request.method != "POST":
        return page(request, "dossiers/open.html", form=form, customer=customer)

    def opened(sent: Mapping[str, str]) -> str:
        row = dossiers.open_dossier(
            request.office,
            request.who,
            customer,
            kind=sent.get("kind", ""),
            key=sent.get("key", ""),
        )
        done(request, say("Opened dossier {number}: {title}", number=row, title=row.title))
        return _url("dossier", row)

    return carry_out(request, form, opened)


def _usual(kind: str) -> str:
    return DOSSIER_TYPE[CustomerKind(kind)]


PATHS: list[URLPattern] = [
    path("dossiers/open/", open_, name="dossier-open"),
    path("dossiers/<str:number>/place/", place, name="dossier-place"),
    path("dossiers/<str:number>/link/", link, name="dossier-link"),
    path("dossiers/<str:number>/stage/", reach, name="dossier-reach"),
    path("dossiers/<str:number>/seal/", seal, name="dossier-seal"),
    path("dossiers/<str:number>/seal/check/", check, name="dossier-check"),
]
