"""The rules of duties, and beginning one that counts from an event: a trip, a check."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from docgen.errors import BadInput, NotFound, Problem, say
from docgen.office import duties_rules
from docgen.web.beside import beside, day_in
from docgen.web.entering import Request
from docgen.web.page import page
from docgen.web.speech import done


@require_http_methods(["GET", "POST"])
def rules(request: Request) -> HttpResponse:
    """All rules, when each is due next and how many owe it; sending begins one of an event."""
    if request.method == "GET":
        return _page(request, None)
    sent = request.POST
    try:
        row = duties_rules.start(
            request.office,
            request.who,
            sent.get("rule", ""),
            day_in(sent, "on"),
            subject=sent.get("about", "").strip(),
        )
    except (BadInput, NotFound) as problem:
        return _page(request, problem)
    done(request, say("{code} {title} is due: {day}.", code=row.code, title=row.title, day=row.due))
    return redirect("duty", code=row.code)


def _page(request: Request, problem: Problem | None) -> HttpResponse:
    found = duties_rules.overview(request.office)
    return page(
        request,
        "duties/rules.html",
        found=found,
        begun=[(one.rule.key, one.rule.title) for one in found if one.rule.when.span is not None],
        strangers=duties_rules.strangers(request.office),
        sent=request.POST,
        **beside(request, problem),
    )
