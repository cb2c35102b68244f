"""Visits to customers: the plan, what became of it, and planning a period."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET, require_POST

from docgen.errors import say
from docgen.model.access import Act
from docgen.office import visits
from docgen.office.visits import Wish
from docgen.web import visits_checks, visits_classes, visits_gifts, visits_papers, visits_surveys
from docgen.web.acts import ActForm, Question, carry_out
from docgen.web.entering import Request
from docgen.web.page import button, page
from docgen.web.paging import EACH, offset_of, pages_of
from docgen.web.postings_acts import with_input
from docgen.web.postings_verbs import Sent
from docgen.web.speech import done, note


@require_GET
def listed(request: Request) -> HttpResponse:
    """The visits of a period, this month's if none is named, or all that are late."""
    late = "late" in request.GET
    period = request.GET.get("period", "").strip()
    period = period or ("" if late else f"{request.office.today:%Y-%m}")
    found = visits.list_visits(request.office, request.who, period, late=late)
    first = offset_of(request)
    return page(
        request,
        "visits/list.html",
        found=found[first : first + EACH],
        pages=pages_of(request, len(found)),
        period=period,
        late=late,
        forms=[_form(request), visits_checks.form(request)],
        today=request.office.today,
    )


@require_POST
def plan(request: Request) -> HttpResponse:
    """Plan the visits of a period by the customers' grades."""

    def do(sent: Sent) -> str:
        wish = Wish(
            sent.get("period", ""),
            sent.get("visitor", ""),
            tuple(sent.get("customers", "").replace("，", ",").replace("、", ",").split(","))
            if sent.get("customers")
            else (),
            sent.get("goods", ""),
            sent.get("topics", ""),
            sent.get("special", ""),
            sent.get("reason", ""),
        )
        made = with_input(lambda: visits.make(request.office, request.who, wish))
        done(request, say("{n} visit(s) planned.", n=len(made.visits)))
        for warning in made.warnings:
            note(request, warning)
        return f"{reverse('visits')}?period={made.plan.period}"

    return carry_out(request, _form(request), do)


def _form(request: Request) -> ActForm:
    every = say("All graded customers, if left empty; else their ids with commas between them.")
    return ActForm(
        say("Plan visits"),
        reverse("visit-plan"),
        button(request, Act.WORK_VISIT),
        [
            Question(
                "period", say("month, quarter or year"), help=say("2026-12, 2026-Q4 or 2026.")
            ),
            Question("visitor", say("visited by"), required=False, help=say("You, if left empty.")),
            Question("customers", say("customers"), required=False, help=every),
            Question("goods", say("goods to promote"), required=False),
            Question("topics", say("what to look into"), required=False),
            Question("special", say("special inquiry"), required=False),
            Question("reason", say("why the area's own salesman visits"), required=False),
        ],
    )


PATHS: list[URLPattern] = [
    path("visits/", listed, name="visits"),
    path("visits/plan/", plan, name="visit-plan"),
    *visits_checks.PATHS,
    *visits_papers.PATHS,
    *visits_gifts.PATHS,
    *visits_surveys.PATHS,
    *visits_classes.PATHS,
]
