"""The yearly satisfaction survey: a round opened, its answers in figures, closed, and the trend."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET, require_POST

from docgen.errors import NotFound, say
from docgen.model.access import Act
from docgen.model.typed import day_of
from docgen.office import surveys
from docgen.office.surveys import Seen
from docgen.web import charts
from docgen.web.acts import ActForm, Question, carry_out
from docgen.web.beside import number_in
from docgen.web.entering import Request
from docgen.web.page import button, number_of, page
from docgen.web.postings_acts import with_input
from docgen.web.postings_verbs import Sent
from docgen.web.speech import done

_LAST = 9999


@require_GET
def shown(request: Request) -> HttpResponse:
    """The round of a year, this year's if none is named; what it says, the worst first."""
    year = number_of(request.GET, "year", request.office.today.year, most=_LAST)
    one = _of(request, year)
    worst = sorted(one.result.by_question.items(), key=lambda pair: pair[1]) if one else []
    trend = {str(at): round(average) for at, average in one.trend if average} if one else {}
    return page(
        request,
        "visits/survey.html",
        year=year,
        one=one,
        worst=[(one.labels.get(name, name), average) for name, average in worst] if one else [],
        chart=charts.columns(say("Average by year"), trend) if trend else None,
        forms=[_close_form(request, year)] if one else [_open_form(request, year)],
    )


@require_POST
def begin(request: Request) -> HttpResponse:
    """Open the round of a year for one's unit."""

    def do(sent: Sent) -> str:
        year, count = number_in(request.POST, "year") or 0, number_in(request.POST, "sent") or 0
        until = day_of(sent.get("reply_by", ""), "reply_by")
        row = with_input(
            lambda: surveys.open_round(request.office, request.who, year, until, sent=count)
        )
        done(request, say("Done: {step}", step=row.code))
        return f"{reverse('surveys')}?year={year}"

    return carry_out(request, _open_form(request, request.office.today.year), do)


@require_POST
def end(request: Request, year: int) -> HttpResponse:
    """Close the round of a year; the plan of improvement is owed from there on."""

    def do(_: Sent) -> str:
        one = with_input(lambda: surveys.close(request.office, request.who, year))
        done(request, say("Done: {step}", step=one.row.code))
        return f"{reverse('surveys')}?year={year}"

    return carry_out(request, _close_form(request, year), do)


def _of(request: Request, year: int) -> Seen | None:
    try:
        return surveys.show(request.office, request.who, year)
    except NotFound:
        return None


def _open_form(request: Request, year: int) -> ActForm:
    return ActForm(
        say("Open the round"),
        reverse("survey-open"),
        button(request, Act.WORK_VISIT),
        [
            Question("year", say("year"), "number", value=year),
            Question("reply_by", say("answers until"), "date"),
            Question("sent", say("questionnaires sent"), "number", required=False),
        ],
    )


def _close_form(request: Request, year: int) -> ActForm:
    url = reverse("survey-close", args=[year])
    ask = say("Close the round? No answers are taken after that.")
    return ActForm(say("Close the round"), url, button(request, Act.WORK_VISIT), ask=ask)


PATHS: list[URLPattern] = [
    path("surveys/", shown, name="surveys"),
    path("surveys/open/", begin, name="survey-open"),
    path("surveys/<int:year>/close/", end, name="survey-close"),
]
