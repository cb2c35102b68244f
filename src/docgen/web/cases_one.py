"""One complaint case: its facts and timeline, what can be done next, and doing a step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from docgen.errors import BadInput, NotAllowed, Problem, say
from docgen.model.calendar import Due
from docgen.model.case import Step, StepState
from docgen.model.case_profile import StepRule
from docgen.office import cases as verbs
from docgen.office import cases_asked, cases_list, cases_next, cases_slips
from docgen.office.cases_list import Seen
from docgen.register.models_cases import CasePaper, CaseSlip, CaseStep
from docgen.web.beside import beside
from docgen.web.cases_questions import answers, is_sent, questions
from docgen.web.cases_turns import TITLES
from docgen.web.entering import Request
from docgen.web.page import known, page
from docgen.web.speech import done
from docgen.web.wrong import nothing_there


@dataclass(frozen=True, slots=True)
class Line:
    """A step in the timeline: ``look`` is one of done, now, late and nothing for what waits."""

    step: Step
    rule: StepRule
    kept: CaseStep | None
    due: Due | None
    look: str
    late: bool
    papers: tuple[CasePaper, ...]
    slips: tuple[CaseSlip, ...]


@require_GET
def case(request: Request, code: str) -> HttpResponse:
    """The case with its timeline."""
    one = known(cases_list.show, request.office, request.who, code)
    return page(
        request,
        "cases/case.html",
        one=one,
        row=one.row,
        lines=list(lines(one)),
        opening=[paper for paper in one.papers if paper.own or not paper.step],
        inquiries=[slip for slip in one.slips if slip.kind == cases_slips.LIAISON],
        next=cases_next.steps(request.office, request.who, one),
        turns=[
            (TITLES[each.name], each) for each in cases_next.turns(request.office, request.who, one)
        ],
        answers=cases_asked.answered(request.office, one.case),
    )


@require_http_methods(["GET", "POST"])
def step(request: Request, code: str, step: str) -> HttpResponse:
    """What a step asks; sending does it, or leaves it out with a reason."""
    one = known(cases_list.show, request.office, request.who, code)
    if step not in one.case.profile.keys:
        raise nothing_there()
    if not is_sent(request):
        return _step_page(request, one, step, None)
    try:
        _do(request, one, step)
    except (BadInput, NotAllowed) as problem:
        return _step_page(request, one, step, problem)
    done(request, say("Done: {step}", step=one.case.profile.step(step).title))
    return redirect("case", code=code)


def _do(request: Request, one: Seen, key: str) -> None:
    sent, number = request.POST, one.row.number
    remark = sent.get("remark", "")
    if "skip" in sent:
        verbs.skip(request.office, request.who, number, key, remark=remark)
        return
    asked = cases_asked.in_step(request.office, request.who, one.row, one.case, key)
    given = answers(asked, sent)
    verbs.step(request.office, request.who, number, key, given, remark=remark)


def _step_page(request: Request, one: Seen, key: str, problem: Problem | None) -> HttpResponse:
    asked = cases_asked.in_step(request.office, request.who, one.row, one.case, key)
    every = cases_next.steps(request.office, request.who, one)
    turn = next((each for each in every if each.step.key == key), None)
    return page(
        request,
        "cases/step.html",
        one=one,
        rule=one.case.profile.step(key),
        turn=turn,
        asked=asked,
        questions=questions(request, asked, problem),
        remark=request.POST.get("remark", ""),
        **beside(request, problem),
    )


def lines(one: Seen) -> Iterator[Line]:
    """The steps that the case needs or may come to need, in their order."""
    facts = {**one.case.facts, "severity": one.case.severity}
    for each in one.case.steps:
        waits = each.state is StepState.WAITING
        if each.state is StepState.UNNEEDED:
            continue
        if waits and not one.case.rule(each).may_be_needed(facts):
            continue
        late = one.is_late(each)
        looks = {StepState.DONE: "done", StepState.SKIPPED: "done", StepState.OPEN: "now"}
        look = "late" if late and not each.done_at else looks.get(each.state, "")
        yield Line(
            step=each,
            rule=one.case.rule(each),
            kept=one.steps.get(each.key),
            due=one.case.due_of(each) if each.since else None,
            look=look,
            late=late,
            papers=tuple(paper for paper in one.papers if paper.step == each.key),
            slips=tuple(slip for slip in one.slips if slip.about == each.key),
        )
