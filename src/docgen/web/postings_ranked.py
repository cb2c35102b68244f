"""The ranking of a quarter: postings by the average of their monthly scores."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from docgen.errors import BadInput
from docgen.model.access import Act
from docgen.office import gate, postings_appraising
from docgen.web.beside import beside
from docgen.web.entering import Request
from docgen.web.page import page

_QUARTERS = 8
_MONTHS = 3


@require_safe
def ranking(request: Request) -> HttpResponse:
    """The ranking of a quarter, of this one if none is named."""
    gate.ask(request.office, request.who, Act.WORK_POSTING, "posting.ranked")
    quarters = _newest(request)
    asked = request.GET.get("quarter", "").strip() or quarters[0]
    found, problem = [], None
    try:
        first = postings_appraising.quarter_of(asked)
        found = postings_appraising.rank(request.office, request.who, first)
    except BadInput as wrong:
        problem = wrong
    facts = beside(request, problem)
    options = [(one, one) for one in quarters]
    return page(
        request, "postings/ranking.html", found=found, asked=asked, quarters=options, **facts
    )


def _newest(request: Request) -> list[str]:
    """The newest quarters, this one first."""
    today = request.office.today
    now = today.year * 4 + (today.month - 1) // _MONTHS
    return [f"{turn // 4:04d}Q{turn % 4 + 1}" for turn in range(now, now - _QUARTERS, -1)]
