"""Audit: how the log stands, its figures, and the way to everything an auditor does."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from docgen.errors import BadInput, say
from docgen.model.audit import word
from docgen.office import audit_log, audit_print, audit_question, log_figures, log_standing
from docgen.web import audit_checks, audit_reports, audit_statement, audit_trace, charts
from docgen.web import audit_log as log_views
from docgen.web.entering import Request
from docgen.web.page import page
from docgen.web.speech import is_chinese

_MOST = 12


@require_safe
def audit(request: Request) -> HttpResponse:
    """Whether the log is whole, as far as anybody looked, and what can be asked of it."""
    audit_log.ask(request.office, request.who)
    return page(
        request,
        "audit/audit.html",
        standing=log_standing.standing(request.office, request.who),
        reports=audit_reports.REPORTS,
    )


@require_safe
def figures(request: Request) -> HttpResponse:
    """The log over time: by day, by act, by unit and by person."""
    problem = found = None
    try:
        when = audit_question.period(
            request.office, request.GET.get("since", ""), request.GET.get("until", "")
        )
        found = log_figures.figures(request.office, request.who, when.since, when.until)
    except BadInput as wrong:
        problem = wrong
    return page(
        request,
        "audit/figures.html",
        status=422 if problem else 200,
        problem=problem,
        asked=request.GET,
        found=found,
        drawings=_drawings(found) if found else [],
    )


def _drawings(found: log_figures.Figures) -> list[charts.Chart]:
    language, called = "zh" if is_chinese() else "en", audit_print.names()
    acts = {word(act)[language]: n for act, n in found.acts.most_common(_MOST)}
    people = {audit_print.person(code, called): n for code, n in found.people.most_common(_MOST)}
    return [
        charts.columns(say("Entries by day"), {day[5:]: n for day, n in found.days.items()}),
        charts.columns(say("Refusals by day"), {day[5:]: n for day, n in found.refused.items()}),
        charts.ranked(say("Entries by act"), acts),
        charts.ranked(say("Entries by unit"), dict(found.units.most_common(_MOST))),
        charts.ranked(say("Entries by person"), people),
    ]


PATHS: list[URLPattern] = [
    path("audit/", audit, name="audit"),
    path("audit/figures/", figures, name="audit-figures"),
    *log_views.PATHS,
    *audit_reports.PATHS,
    *audit_checks.PATHS,
    *audit_statement.PATHS,
    *audit_trace.PATHS,
]
