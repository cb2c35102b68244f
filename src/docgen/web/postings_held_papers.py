"""The papers of things people hold: the asset register, and the slip of what was given today."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from docgen.errors import BadInput, NotFound, Problem, say
from docgen.model.access import Act
from docgen.office import assets_papers, gate, postings_asked
from docgen.web.acts import Question
from docgen.web.beside import beside
from docgen.web.cases_questions import answers, is_sent, questions
from docgen.web.entering import Request
from docgen.web.page import page
from docgen.web.speech import done
from docgen.web.wrong import nothing_there

_FORMS = {"register": assets_papers.REGISTER, "slip": assets_papers.SLIP}
_HOLDER = Question(
    "holder", say("holder"), help=say("Sign-in name, code, or number of the posting.")
)


@require_http_methods(["GET", "POST"])
def paper(request: Request, form: str) -> HttpResponse:
    """Whose things, and what the register does not know; filed in his dossier."""
    if form not in _FORMS:
        raise nothing_there()
    office, who, name = request.office, request.who, _FORMS[form]
    gate.ask(office, who, Act.WORK_POSTING, assets_papers.EVENT)
    holder = (request.POST.get("holder") or request.GET.get("holder", "")).strip()
    if not holder:
        return _whose(request)
    try:
        asked = postings_asked.of_things(office, who, holder, name)
    except (BadInput, NotFound) as wrong:
        return _whose(request, holder, wrong)
    problem: Problem | None = None
    if is_sent(request):
        try:
            item = assets_papers.make(office, who, holder, name, answers(asked, request.POST))
        except BadInput as wrong:
            problem = wrong
        else:
            done(request, say("Made and filed: {title}", title=item.title))
            return redirect("item", str(item))
    return page(
        request,
        "postings/things.html",
        asked=asked,
        holder=holder,
        questions=questions(request, asked, problem),
        **beside(request, problem),
    )


def _whose(request: Request, holder: str = "", problem: Problem | None = None) -> HttpResponse:
    """Whose things first; what is known of them is filled in then."""
    facts = beside(request, problem)
    return page(request, "postings/things.html", one=_HOLDER, holder=holder, **facts)


PATHS: list[URLPattern] = [path("assets/papers/<slug:form>/", paper, name="asset-paper")]
