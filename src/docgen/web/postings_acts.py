"""What is done with a posting, as buttons with what they ask; and making one of its papers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from docgen.errors import BadInput, NotFound, Problem, Said, say
from docgen.model.access import Act
from docgen.model.handover import Kind
from docgen.model.posting import State
from docgen.office import (
    gate,
    postings_asked,
    postings_leave,
    postings_list,
    postings_papers,
    postings_rotation,
    postings_rows,
)
from docgen.office.desk import Office
from docgen.office.postings_list import Seen
from docgen.office.postings_papers import Wish
from docgen.register.models import Person
from docgen.register.models_postings import Posting as Row
from docgen.web import postings_verbs as verbs
from docgen.web.acts import ActForm, Question, carry_out
from docgen.web.beside import beside
from docgen.web.cases_questions import answers, is_sent, questions
from docgen.web.entering import Request
from docgen.web.page import Button, button, known, page
from docgen.web.postings_areas import area_options
from docgen.web.postings_verbs import Sent
from docgen.web.speech import done
from docgen.web.wrong import nothing_there

_Made = TypeVar("_Made")
REASON = Question("reason", say("reason"))
_ON = Question("on", say("on"), "date", required=False, help=say("Today, if left empty."))
_NO_YES = [("", say("no")), ("yes", say("yes"))]


@dataclass(frozen=True, slots=True)
class _Kind:
    """An act: its name on the button, its verb, whether heads alone do it, what it asks."""

    title: Said
    verb: Callable[[Office, Person, str, Sent], object]
    decides: bool = False
    asks: Sequence[Question] = ()


_KINDS: Mapping[str, _Kind] = {
    "approve": _Kind(say("Agree to the posting"), verbs.approve, decides=True),
    "refuse": _Kind(say("Refuse the posting"), verbs.refuse, decides=True, asks=[REASON]),
    "depart": _Kind(say("Note the departure"), verbs.depart, asks=[_ON]),
    "appraise": _Kind(
        say("Appraise a month"),
        verbs.appraise,
        asks=[
            Question("month", say("month"), "month"),
            Question("score", say("score"), help=say("Of 100.")),
            Question("comment", say("comment"), "longtext"),
            Question("major", say("major error"), options=_NO_YES, required=False),
        ],
    ),
    "leave": _Kind(say("Ask for leave"), verbs.leave),
    "notice": _Kind(say("Notice of a move"), verbs.notify),
    "hand-over": _Kind(say("Begin the handover"), verbs.hand_over),
    "return": _Kind(say("Note the return"), verbs.come_back, asks=[_ON]),
}
_NOW: Mapping[State, Sequence[str]] = {
    State.PLANNED: ("approve", "refuse"),
    State.APPROVED: ("depart",),
    State.DEPARTED: ("appraise", "leave", "notice", "hand-over", "return"),
}


def acts(request: Request, one: Seen) -> list[ActForm]:
    """What can be done with a posting as it stands."""
    work, head = may_work(request, one.row), _may_decide(request, one.row)
    return [
        _form(request, one.row, name, head if _KINDS[name].decides else work)
        for name in _NOW.get(State(one.row.state), ())
    ]


def may_work(request: Request, row: Row) -> Button:
    """Whether somebody works on this posting."""
    return button(request, Act.WORK_POSTING, paper=gate.dossier_paper(row.dossier))


@require_POST
def act(request: Request, code: str, act: str) -> HttpResponse:
    """Do something with a posting."""
    row = known(postings_rows.find, request.office, request.who, code)
    if act not in _KINDS:
        raise nothing_there()
    kind = _KINDS[act]

    def do(sent: Sent) -> str:
        with_input(lambda: kind.verb(request.office, request.who, code, sent))
        done(request, say("Done: {step}", step=kind.title))
        return reverse("posting", args=[row.code])

    return carry_out(request, _form(request, row, act, Button(True, ())), do)


@require_http_methods(["GET", "POST"])
def paper(request: Request, code: str, need: str) -> HttpResponse:
    """What the paper of a need asks; sending makes and files it, and notes what it shows."""
    one = known(postings_list.show, request.office, request.who, code)
    asked = known(postings_asked.of_need, request.office, request.who, one.row, need)
    problem: Problem | None = None
    if is_sent(request):
        try:
            wish = Wish(given=answers(asked, request.POST))
            postings_papers.make(request.office, request.who, code, need, wish)
            done(request, say("Made and filed: {title}", title=asked.makes))
            return HttpResponse(status=302, headers={"Location": reverse("posting", args=[code])})
        except BadInput as wrong:
            problem = wrong
    return page(
        request,
        "postings/paper.html",
        one=one,
        row=one.row,
        asked=asked,
        questions=questions(request, asked, problem),
        **beside(request, problem),
    )


def with_input(verb: Callable[[], _Made]) -> _Made:
    """What was typed and is not there is an input like any other: it comes back to be mended."""
    try:
        return verb()
    except NotFound as missing:
        raise BadInput(
            missing.what, why=missing.why, fix=missing.fix, field=missing.field
        ) from missing


def _may_decide(request: Request, row: Row) -> Button:
    paper = gate.dossier_paper(row.dossier)
    return button(request, Act.DECIDE_POSTING, paper=paper, subject=row.opened_by.code)


def _form(request: Request, row: Row, name: str, may: Button) -> ActForm:
    kind, url = _KINDS[name], reverse("posting-act", args=[row.code, name])
    return ActForm(kind.title, url, may, kind.asks or _asks(request, name))


def _asks(request: Request, name: str) -> Sequence[Question]:
    """What an act asks that the office's own forms and areas give the words for."""
    office = request.office
    if name == "leave":
        kinds = postings_asked.choices(office, postings_leave.FORM, "leave_kind")
        return [
            Question("kind", say("kind"), options=kinds),
            Question("starts", say("from"), "date"),
            Question("ends", say("to"), "date"),
            REASON,
            Question("stand_in", say("stand-in")),
        ]
    areas = [("", "–"), *area_options(request)]
    if name == "notice":
        reasons = postings_asked.choices(office, postings_rotation.FORM, "reasons")
        return [
            Question("area", say("new area"), options=areas),
            Question("on", say("from"), "date"),
            Question("report_to", say("whom to report to")),
            Question("why", say("reason"), options=[("", "–"), *reasons], required=False),
        ]
    if name == "hand-over":
        return [
            Question("kind", say("kind"), options=[(one.value, one.said) for one in Kind]),
            Question("to", say("who takes over"), help=say("Sign-in name, code or name.")),
            Question("supervisor", say("supervisor"), help=say("A third person.")),
            Question("day", say("last day"), "date"),
            Question("area", say("new area"), options=areas, required=False),
            Question("reason", say("reason"), required=False),
            Question("shorter", say("why it is told too late"), required=False),
        ]
    return ()
