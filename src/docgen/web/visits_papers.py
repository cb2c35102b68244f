"""The papers of visiting: a day's report, a scored visit, an urgent report, a month's report.

Each is its form's questions beside a word or two of where it goes; sending makes and files it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from docgen.errors import BadInput, NotFound, Problem, Said, say
from docgen.office import (
    cases_asked,
    gifts,
    surveys,
    visits_daily,
    visits_month,
    visits_papers,
    visits_rows,
)
from docgen.office.cases_asked import Asked
from docgen.office.desk import Office
from docgen.register.models import Person
from docgen.web.acts import Question
from docgen.web.beside import beside
from docgen.web.cases_questions import answers, is_sent, questions
from docgen.web.entering import Request
from docgen.web.page import page
from docgen.web.postings_verbs import Sent
from docgen.web.speech import done, note
from docgen.web.wrong import nothing_there

Given = Mapping[str, object]
_Verb = Callable[[Office, Person, Sent, Given], Sequence[Said]]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: its form, where it goes, its verb, and the page to go on to.

    ``about`` names the fields of where it goes: a customer, a place, a month.
    """

    form: str
    verb: _Verb
    about: Sequence[Question] = ()
    then: str = "visits"


_CUSTOMER = Question("customer", say("customer"), help=say("Name, id or dossier number."))
_DOSSIER = Question("dossier", say("dossier"), help=say("The dossier that it is filed in."))
_YEAR = Question("year", say("year"), "number")


def _year(sent: Sent) -> int:
    text = sent.get("year", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= len("2026") else 0


def _gift(office: Office, who: Person, sent: Sent, given: Given) -> Sequence[Said]:
    gifts.ask(office, who, sent.get("customer", ""), given)
    return ()


def _plan(office: Office, who: Person, sent: Sent, given: Given) -> Sequence[Said]:
    surveys.plan(office, who, _year(sent), sent.get("dossier", ""), given)
    return ()


PAPERS: Mapping[str, Paper] = {
    "daily": Paper(
        visits_rows.DAILY,
        lambda office, who, _, given: visits_daily.report(office, who, given).warnings,
    ),
    "call": Paper(
        visits_rows.CALL,
        lambda office, who, sent, given: (
            visits_papers.call(office, who, sent.get("customer", ""), given).warnings
        ),
        [_CUSTOMER],
    ),
    "urgent": Paper(
        visits_rows.URGENT,
        lambda office, who, sent, given: (
            visits_papers.urgent(office, who, sent.get("customer", ""), given).warnings
        ),
        [_CUSTOMER],
    ),
    "month": Paper(
        visits_rows.MONTH,
        lambda office, who, sent, given: (
            visits_month.report(
                office, who, sent.get("month", ""), sent.get("dossier", ""), given
            ).warnings
        ),
        [Question("month", say("month"), "month"), _DOSSIER],
    ),
    "gift": Paper(gifts.FORM, _gift, [_CUSTOMER], "gifts"),
    "survey": Paper(
        surveys.FORM,
        lambda office, who, sent, given: surveys.answer(
            office, who, _year(sent), sent.get("customer", ""), given
        )[1],
        [_YEAR, _CUSTOMER],
        "surveys",
    ),
    "survey-plan": Paper(surveys.PLAN, _plan, [_YEAR, _DOSSIER], "surveys"),
}


@require_http_methods(["GET", "POST"])
def paper(request: Request, kind: str) -> HttpResponse:
    """What a paper of visiting asks; sending makes and files it."""
    if kind not in PAPERS:
        raise nothing_there()
    one, sent = PAPERS[kind], request.POST or request.GET
    about = {each.name: sent.get(each.name, "").strip() for each in one.about}
    asked = _asked(request, kind, about)
    problem: Problem | None = None
    if is_sent(request):
        try:
            given = answers(asked, request.POST)
            for warning in one.verb(request.office, request.who, about, given):
                note(request, warning)
            done(request, say("Made and filed: {title}", title=asked.makes))
            return redirect(one.then)
        except (BadInput, NotFound) as wrong:
            problem = wrong
    return page(
        request,
        "visits/paper.html",
        kind=kind,
        asked=asked,
        about=[(each, about[each.name]) for each in one.about],
        questions=questions(request, asked, problem),
        back=one.then,
        **beside(request, problem),
    )


def _asked(request: Request, kind: str, about: Mapping[str, str]) -> Asked:
    office, who, kept = request.office, request.who, {}
    if kind == "month" and about["month"]:
        kept = visits_month.collected(who, about["month"])
    return cases_asked.of_visit(office, who, PAPERS[kind].form, about.get("customer", ""), kept)


PATHS: list[URLPattern] = [path("visits/papers/<kind>/", paper, name="visit-paper")]
