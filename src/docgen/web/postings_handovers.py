"""Handing over: what is held, given and accepted line by line, signed by all, and closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from docgen.errors import BadInput, Problem, Reason, say
from docgen.model.access import Act
from docgen.model.handover import PORTABLE, Handover, Kind, Mark, State
from docgen.office import (
    gate,
    handovers,
    handovers_closing,
    handovers_papers,
    handovers_rows,
    postings_asked,
)
from docgen.office.desk import Office
from docgen.register.models import Person
from docgen.register.models_postings import Handover as Row
from docgen.web.acts import ActForm, Question, carry_out
from docgen.web.beside import beside
from docgen.web.cases_questions import answers, is_sent, questions
from docgen.web.entering import Request
from docgen.web.page import Button, button, known, page
from docgen.web.paging import EACH, offset_of, pages_of
from docgen.web.postings_verbs import Sent
from docgen.web.speech import done
from docgen.web.wrong import nothing_there

_Verb = Callable[[Office, Person, str, Sent], Row]
_VERBS: Mapping[str, _Verb] = {
    "hand": lambda office, who, code, sent: handovers.hand(
        office, who, code, sent.get("thing", ""), sent.get("note", "")
    ),
    "keep": lambda office, who, code, sent: handovers.hand(
        office, who, code, sent.get("thing", ""), sent.get("note", ""), keep=True
    ),
    "accept": lambda office, who, code, sent: handovers.accept(
        office, who, code, sent.get("thing", ""), sent.get("note", "")
    ),
    "sign": lambda office, who, code, _: handovers.sign(office, who, code),
    "close": lambda office, who, code, _: handovers_closing.close(office, who, code),
    "withdraw": lambda office, who, code, sent: handovers.withdraw(
        office, who, code, sent.get("reason", "")
    ),
}
_TITLES = {
    "hand": say("Handed over"),
    "keep": say("Takes it along"),
    "accept": say("Accept as it stands"),
    "sign": say("Sign"),
    "close": say("Close the handover"),
    "withdraw": say("Withdraw: the person stays"),
}


@require_GET
def handovers_(request: Request) -> HttpResponse:
    """The handovers one may know of, the newest first."""
    rows = handovers.list_handovers(request.office, request.who)[::-1]
    first = offset_of(request)
    return page(
        request,
        "postings/handovers.html",
        found=[(row, Kind(row.kind).said, State(row.state)) for row in rows[first : first + EACH]],
        pages=pages_of(request, len(rows)),
    )


@require_GET
def handover(request: Request, code: str) -> HttpResponse:
    """A handover with its checklist as things are now, its papers and who has signed."""
    row, fact = known(handovers.show, request.office, request.who, code)
    goes_on = fact.ended is None
    mine = request.who.code in fact.people.values()
    return page(
        request,
        "postings/handover.html",
        row=row,
        fact=fact,
        kind=Kind(row.kind).said,
        lines=[(one, one.thing.kind in PORTABLE) for one in fact.lines],
        receives=goes_on and request.who.code == fact.receiver,
        gives=goes_on and _may(request, row).allowed,
        supervises=goes_on and request.who.code == fact.supervisor,
        leaves=row.kind == Kind.LEAVING,
        papers=[(name, name.rpartition("/")[2]) for name in handovers_papers.FORMS],
        missing=[one.text for one in handovers_papers.missing(row)] if goes_on else [],
        acts=_acts(request, row, fact, mine=mine) if goes_on else [],
        open=Mark.OPEN,
    )


@require_POST
def act(request: Request, code: str, act: str) -> HttpResponse:
    """Note what became of a thing, sign, close or withdraw."""
    row = known(handovers_rows.find, request.who, code)
    if act not in _VERBS:
        raise nothing_there()

    def do(sent: Sent) -> str:
        _VERBS[act](request.office, request.who, code, sent)
        done(request, say("Done: {step}", step=_TITLES[act]))
        return reverse("handover", args=[row.code])

    again = ActForm(
        _TITLES[act], request.path, Button(allowed=True, reasons=()), _asks(act, request)
    )
    return carry_out(request, again, do)


@require_http_methods(["GET", "POST"])
def paper(request: Request, code: str, form: str) -> HttpResponse:
    """What a paper of a handover asks; sending makes and files it."""
    row = known(handovers_rows.find, request.who, code)
    known(handovers_rows.ask, request.office, request.who, row, "handover.viewed")
    if form not in {name.rpartition("/")[2] for name in handovers_papers.FORMS}:
        raise nothing_there()
    asked = postings_asked.of_handover(request.office, request.who, code, form)
    problem: Problem | None = None
    if is_sent(request):
        try:
            name, given = handovers_papers.form_named(form), answers(asked, request.POST)
            handovers_papers.make(request.office, request.who, code, name, given)
            done(request, say("Made and filed: {title}", title=asked.makes))
            return redirect("handover", code=code)
        except BadInput as wrong:
            problem = wrong
    return page(
        request,
        "postings/handover_paper.html",
        row=row,
        asked=asked,
        questions=questions(request, asked, problem),
        **beside(request, problem),
    )


def _acts(request: Request, row: Row, fact: Handover, *, mine: bool) -> list[ActForm]:
    paper = gate.dossier_paper(row.posting.dossier)
    head = button(request, Act.DECIDE_POSTING, paper=paper, subject=fact.giver)
    not_his = (Reason("F-100", say("giver, receiver and supervisor sign")),)
    buttons = {
        "sign": Button(mine, () if mine else not_his),
        "close": head,
        "withdraw": _may(request, row),
    }
    return [
        ActForm(
            _TITLES[name],
            reverse("handover-act", args=[row.code, name]),
            may,
            _asks(name, request),
        )
        for name, may in buttons.items()
    ]


def _may(request: Request, row: Row) -> Button:
    return button(request, Act.WORK_POSTING, paper=gate.dossier_paper(row.posting.dossier))


def _asks(name: str, request: Request) -> list[Question]:
    if name in {"hand", "keep", "accept"}:
        thing = request.POST.get("thing", "")
        return [
            Question("thing", say("thing"), value=thing),
            Question("note", say("note"), required=False),
        ]
    return [Question("reason", say("reason"))] if name == "withdraw" else []


PATHS: list[URLPattern] = [
    path("handovers/", handovers_, name="handovers"),
    path("handovers/<code>/", handover, name="handover"),
    path("handovers/<code>/acts/<act>/", act, name="handover-act"),
    path("handovers/<code>/papers/<form>/", paper, name="handover-paper"),
]
