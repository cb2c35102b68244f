"""The calendar of a month: working days, holidays, make-up days, and what is due on each."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from docgen.errors import Said, say
from docgen.office import duties_month, duties_rolling
from docgen.office.duties_list import Wanted
from docgen.web.entering import Request
from docgen.web.page import page

WEEKDAYS = (
    *(say("Monday"), say("Tuesday"), say("Wednesday"), say("Thursday"), say("Friday")),
    *(say("Saturday"), say("Sunday")),
)
_WHOSE: Mapping[str, Said] = {"mine": say("mine"), "unit": say("my unit"), "all": say("all")}


@require_GET
def calendar(request: Request) -> HttpResponse:
    """A month, this one if none is named."""
    asked = request.GET
    whose = asked.get("whose", "mine") if asked.get("whose") in _WHOSE else "mine"
    wanted = Wanted(mine=whose == "mine", unit=request.who.unit if whose == "unit" else "")
    duties_rolling.catch_up(request.office)
    month = duties_month.month(request.office, request.who, asked.get("month", ""), wanted)
    return page(
        request,
        "duties/calendar.html",
        month=month,
        weekdays=WEEKDAYS,
        whose=whose,
        all_whose=_WHOSE.items(),
        today=request.office.today,
    )
