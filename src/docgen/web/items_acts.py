"""What is done with a paper: describing, moving, regrading, verifying it, asking for a permit."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from docgen.errors import say
from docgen.model.access import Act
from docgen.model.description import Carrier
from docgen.model.grades import Grade
from docgen.model.typed import day_of
from docgen.office import (
    describing,
    gate,
    item_page,
    moving,
    permits,
    regrading,
    verifying,
)
from docgen.office.describing import Wanted
from docgen.office.item_page import Seen
from docgen.register.models import Item
from docgen.web import copies_acts
from docgen.web.acts import ActForm, Question, carry_out
from docgen.web.entering import Request
from docgen.web.items_known import item_of
from docgen.web.page import Button, button, known, page
from docgen.web.purposes import CHOICES
from docgen.web.speech import done

_STATES = {
    "same": say("as it was filed"),
    "uncompared": say("its bytes are as they were filed; it could not be made again"),
    "differs": say("NOT as it was filed"),
}
_CARRIERS = [("", say("not said")), *((one.value, one.word) for one in Carrier)]
_PERMITS = [(Act.COPY.value, say("a controlled copy")), (Act.DOWNLOAD.value, say("the files"))]


def forms(request: Request, seen: Seen) -> list[ActForm]:
    """The acts on a paper as buttons."""
    item = seen.item
    return [
        _describe(request, item, seen.facts),
        _move(request, item),
        _regrade(request, item),
        _permit(request, item),
        copies_acts.note_form(request, item),
    ]


def _url(name: str, item: Item) -> str:
    return reverse(name, kwargs={"item": str(item)})


def _describe(request: Request, item: Item, facts: describing.Facts) -> ActForm:
    words = Question
    return ActForm(
        say("Describe"),
        _url("item-describe", item),
        button(request, Act.AMEND, paper=gate.paper_of(item)),
        [
            words("responsible", say("Responsible"), value=facts.responsible, required=False),
            words("doc_number", say("Document no."), value=facts.number, required=False),
            words("made_on", say("Date of the paper"), "date", facts.made_on.isoformat()),
            words("pages", say("pages"), "number", facts.pages or "", required=False),
            words(
                "carrier",
                say("Carrier"),
                value=facts.carrier or "",
                options=_CARRIERS,
                required=False,
            ),
            words(
                "place",
                say("Room/cabinet/shelf/box"),
                value=str(facts.place),
                required=False,
            ),
            words("barcode", say("Barcode"), value=facts.barcode, required=False),
        ],
    )


def _move(request: Request, item: Item) -> ActForm:
    groups = item_page.groups_of(request.office, item)
    return ActForm(
        say("Move to another group"),
        _url("item-move", item),
        button(request, Act.AMEND, paper=gate.paper_of(item)),
        [
            Question("group", say("Group"), options=groups, value=item.group),
            Question("reason", say("Reason"), required=False),
        ],
    )


def _regrade(request: Request, item: Item) -> ActForm:
    grades = [(one.code, f"{one.code} {one.mark}") for one in Grade if one.rank != item.rank]
    to = Grade.B.rank if item.rank != Grade.B.rank else Grade.C.rank
    decision = gate.weigh(
        request.office, request.who, Act.REGRADE, paper=gate.paper_of(item), rank=to
    )
    may = decision.allow or decision.lacks_approval_only
    return ActForm(
        say("Propose another grade"),
        _url("item-regrade", item),
        Button(may, () if may else decision.reasons),
        [
            Question("grade", say("Grade"), options=grades),
            Question("reason", say("Reason"), help=say("whoever agrees to it reads it")),
        ],
    )


def _permit(request: Request, item: Item) -> ActForm:
    return ActForm(
        say("Ask for a permit to take it out"),
        _url("item-permit", item),
        button(request, Act.VIEW, paper=gate.paper_of(item)),
        [
            Question("act", say("What is taken out"), options=_PERMITS),
            Question("purpose", say("Purpose"), options=CHOICES),
            Question("why", say("Reason")),
        ],
    )


@require_POST
def describe(request: Request, item: str) -> HttpResponse:
    """Write down what is known of it (著录)."""
    row = item_of(request, item)
    form = _describe(request, row, describing.facts(request.office, row))
    was = {one.name: str(one.value) for one in form.questions}

    def described(sent: Mapping[str, str]) -> str:
        new = {name: sent[name] for name in was if sent.get(name, was[name]) != was[name]}
        describing.describe(request.office, request.who, [str(row)], _wanted(new))
        done(request, say("{item} is described.", item=row))
        return _url("item", row)

    return carry_out(request, form, described)


def _wanted(new: Mapping[str, str]) -> Wanted:
    """The facts that were changed, as the office takes them."""
    pages = new.get("pages", "")
    return Wanted(
        responsible=new.get("responsible"),
        doc_number=new.get("doc_number"),
        made_on=day_of(new["made_on"], "made_on") if "made_on" in new else None,
        pages=int(pages) if pages.isascii() and pages.isdecimal() else None,
        carrier=new.get("carrier"),
        place=new.get("place"),
        barcode=new.get("barcode"),
    )


@require_POST
def move(request: Request, item: str) -> HttpResponse:
    """Move it to another group of its dossier."""
    row = item_of(request, item)

    def moved(sent: Mapping[str, str]) -> str:
        group, reason = sent.get("group", ""), sent.get("reason", "")
        [now] = moving.move(request.office, request.who, [str(row)], group, reason)
        done(request, say("{item} is in group {group}.", item=now, group=now.group))
        return _url("item", row)

    return carry_out(request, _move(request, row), moved)


@require_POST
def regrade(request: Request, item: str) -> HttpResponse:
    """Propose another grade; unit and archive agree to it together."""
    row = item_of(request, item)

    def proposed(sent: Mapping[str, str]) -> str:
        grade, reason = sent.get("grade", ""), sent.get("reason", "")
        made = regrading.propose(request.office, request.who, str(row), grade, reason)
        done(request, say("Proposed as {code}; unit and archive must agree.", code=made.code))
        return _url("item", row)

    return carry_out(request, _regrade(request, row), proposed)


@require_POST
def permit(request: Request, item: str) -> HttpResponse:
    """Ask for leave to take it out."""
    row = item_of(request, item)

    def asked(sent: Mapping[str, str]) -> str:
        act = Act.COPY if sent.get("act") == Act.COPY else Act.DOWNLOAD
        purpose, why = sent.get("purpose", ""), sent.get("why", "")
        made = permits.request(request.office, request.who, str(row), act, purpose, why)
        done(request, say("Asked for as {code}; it waits for approval.", code=made.code))
        return _url("item", row)

    return carry_out(request, _permit(request, row), asked)


@require_POST
def verify(request: Request, item: str) -> HttpResponse:
    """Whether every byte is as it was filed, and the form what its answers make."""
    found = known(verifying.verify, request.office, request.who, item)
    state = _STATES[found.state]
    return page(request, "items/verified.html", found=found, state=state, row=found.item)


PATHS: list[URLPattern] = [
    path("items/<str:item>/describe/", describe, name="item-describe"),
    path("items/<str:item>/move/", move, name="item-move"),
    path("items/<str:item>/regrade/", regrade, name="item-regrade"),
    path("items/<str:item>/permit/", permit, name="item-permit"),
    path("items/<str:item>/verify/", verify, name="item-verify"),
]
