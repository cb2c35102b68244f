"""Transfers to the archive: what is due, the lists in each state, putting what is due on lists."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST, require_safe

from docgen.errors import say
from docgen.model.access import Act, Paper
from docgen.model.transfer import State
from docgen.office import transfers as verbs
from docgen.office.holdings import holdings
from docgen.web import transfers_one
from docgen.web.acts import ActForm, Question, carry_out
from docgen.web.entering import Request
from docgen.web.page import button, number_of, page
from docgen.web.paging import EACH, offset_of, pages_of
from docgen.web.speech import done, note

_AHEAD = 366
_DUE, _ALL = "due", "all"
TABS = [
    (_DUE, say("due for the archive")),
    *((one.value, one.said) for one in State),
    (_ALL, say("all")),
]


@require_safe
def transfers(request: Request) -> HttpResponse:
    """What is due for the archive, or the lists in a state."""
    tab = request.GET.get("tab", _DUE)
    if tab == _DUE or tab not in dict(TABS):
        return _due(request)
    state = "" if tab == _ALL else tab
    found = verbs.list_transfers(request.office, request.who, state)[::-1]
    start = offset_of(request)
    return page(
        request,
        "transfers/list.html",
        tab=tab,
        tabs=TABS,
        rows=[(row, papers, State(row.state).said) for row, papers in found[start : start + EACH]],
        pages=pages_of(request, len(found)),
        today=request.office.today,
    )


def _due(request: Request) -> HttpResponse:
    days = number_of(request.GET, "days", verbs.AHEAD, most=_AHEAD)
    unit = request.GET.get("unit", "").strip()[:100]
    found = verbs.all_due(request.office, request.who, unit, days)
    start, today = offset_of(request), request.office.today
    shown = holdings(found[start : start + EACH])
    return page(
        request,
        "transfers/due.html",
        tab=_DUE,
        tabs=TABS,
        rows=[(one, (today - one.claim.day).days) for one in shown],
        pages=pages_of(request, len(found)),
        late=sum(one.day < today for one in found),
        days=days,
        unit=unit,
        unknown=sorted({year for one in found for year in one.claim.unknown_years}),
        form=_form(request, unit or next((one.dossier.unit for one in shown), ""), days),
    )


def _form(request: Request, unit: str, days: int) -> ActForm:
    own = unit or request.who.unit
    return ActForm(
        say("Put what is due on lists"),
        reverse("transfer-propose"),
        button(request, Act.TRANSFER, paper=Paper("", 0, own, "")),
        [
            Question("unit", say("Unit"), value=own),
            Question("days", say("Due within so many days"), "number", days),
        ],
    )


@require_POST
def propose(request: Request) -> HttpResponse:
    """One list for each deadline of what a unit must hand over."""
    unit = request.POST.get("unit", "").strip()
    days = number_of(request.POST, "days", verbs.AHEAD, most=_AHEAD)

    def proposed(sent: Mapping[str, str]) -> str:
        del sent
        rows = verbs.propose(request.office, request.who, unit, days)
        if not rows:
            note(request, say("Nothing is due that is not on a list already."))
            return reverse("transfers")
        done(request, say("{n} list(s) were made.", n=len(rows)))
        return reverse("transfer", args=[rows[0].code]) if len(rows) == 1 else _lists()

    return carry_out(request, _form(request, unit, days), proposed)


def _lists() -> str:
    return f"{reverse('transfers')}?tab={State.PROPOSED}"


PATHS: list[URLPattern] = [
    path("transfers/", transfers, name="transfers"),
    path("transfers/propose/", propose, name="transfer-propose"),
    path("transfers/<str:code>/", transfers_one.transfer, name="transfer"),
    path("transfers/<str:code>/print/", transfers_one.printed, name="transfer-print"),
    path("transfers/<str:code>/<slug:act>/", transfers_one.act, name="transfer-act"),
]
