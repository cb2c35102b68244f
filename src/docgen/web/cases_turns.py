"""The turns a case may take: closed, longer, graver, of the other form, objected to, contested."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from docgen.errors import BadInput, NotAllowed, Problem, Said, say
from docgen.model.typed import day_of
from docgen.office import cases, cases_asked, cases_changing, cases_list, cases_next
from docgen.office.cases_asked import Asked
from docgen.office.cases_list import Seen
from docgen.office.cases_opening import INVOLVED, form_of
from docgen.web.beside import beside
from docgen.web.cases_questions import answers, is_sent, questions
from docgen.web.entering import Request
from docgen.web.page import known, page
from docgen.web.speech import done
from docgen.web.wrong import nothing_there

#: What each turn is called, on its button and its page.
TITLES: Mapping[str, Said] = {
    "close": say("Close the case"),
    "extend": say("Ask for more time"),
    "agree": say("Agree to more time"),
    "raise": say("Note that it is graver"),
    "convert": say("Change to the other form"),
    "object": say("Object to the decision"),
    "not-accepted": say("The customer does not accept"),
}


@require_http_methods(["GET", "POST"])
def turn(request: Request, code: str, turn: str) -> HttpResponse:
    """What a turn asks; sending takes it."""
    one = known(cases_list.show, request.office, request.who, code)
    if turn not in TITLES:
        raise nothing_there()
    if not is_sent(request):
        return _page(request, one, turn, None)
    try:
        number = _DO[turn](request, one)
    except (BadInput, NotAllowed) as problem:
        return _page(request, one, turn, problem)
    done(request, say("Done: {step}", step=TITLES[turn]))
    return redirect("case", code=number)


def _page(request: Request, one: Seen, name: str, problem: Problem | None) -> HttpResponse:
    offered = {each.name: each for each in cases_next.turns(request.office, request.who, one)}
    asked = _ASKED[name](request, one) if name in _ASKED else None
    names = [each.name for each in one.case.profile.severities]
    graver = names[names.index(one.case.severity) + 1 :]
    return page(
        request,
        "cases/turn.html",
        one=one,
        name=name,
        title=TITLES[name],
        turn=offered.get(name),
        asked=asked,
        questions=questions(request, asked, problem) if asked else None,
        graver=[(each, each) for each in graver],
        involved=INVOLVED,
        sent=request.POST,
        **beside(request, problem),
    )


def _memo(request: Request, one: Seen) -> Asked:
    office, who = request.office, request.who
    return cases_asked.of_form(office, who, cases.MEMO, one.row.customer, {})


def _other_form(request: Request, one: Seen) -> Asked:
    office, who, case = request.office, request.who, one.case
    form = form_of(case.profile, lost=_other(one))
    return cases_asked.of_form(office, who, form, one.row.customer, case.facts)


def _other(one: Seen) -> bool:
    """What the answer to the question about loss becomes."""
    return str(one.case.facts.get("lost")) != "是"


def _close(request: Request, one: Seen) -> str:
    return cases.close(request.office, request.who, one.row.number).number


def _extend(request: Request, one: Seen) -> str:
    until = day_of(request.POST.get("until", ""), "until")
    row = cases_changing.ask_longer(
        request.office, request.who, one.row.number, until, _reason(request)
    )
    return row.number


def _agree(request: Request, one: Seen) -> str:
    return cases_changing.agree_longer(request.office, request.who, one.row.number).number


def _raise(request: Request, one: Seen) -> str:
    sent = request.POST
    row = cases_changing.raise_(
        request.office,
        request.who,
        one.row.number,
        sent.get("severity", ""),
        reason=_reason(request),
        involves=sent.getlist("involves"),
    )
    return row.number


def _convert(request: Request, one: Seen) -> str:
    given = answers(_other_form(request, one), request.POST)
    row = cases_changing.convert(
        request.office, request.who, one.row.number, loss=_other(one), given=given
    )
    return row.number


def _object(request: Request, one: Seen) -> str:
    given = answers(_memo(request, one), request.POST)
    return cases.object_to(request.office, request.who, one.row.number, given).number


def _not_accepted(request: Request, one: Seen) -> str:
    opened = cases_changing.not_accepted(
        request.office, request.who, one.row.number, {}, _reason(request)
    )
    return opened.row.number


def _reason(request: Request) -> str:
    return request.POST.get("reason", "")


_ASKED: Mapping[str, Callable[[Request, Seen], Asked]] = {
    "object": _memo,
    "convert": _other_form,
}
_DO: Mapping[str, Callable[[Request, Seen], str]] = {
    "close": _close,
    "extend": _extend,
    "agree": _agree,
    "raise": _raise,
    "convert": _convert,
    "object": _object,
    "not-accepted": _not_accepted,
}
