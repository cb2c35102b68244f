"""How long papers are kept: what is over, keeping longer, holds; and the addresses of disposal."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST, require_safe

from docgen.errors import Said, say
from docgen.model.access import Act
from docgen.model.retention import PERIODS
from docgen.office import holds, retention
from docgen.register.models_disposal import Hold
from docgen.web import disposal_list, disposal_lists, disposal_shorter
from docgen.web.acts import ActForm, Question, carry_out
from docgen.web.disposal_parts import known_place, period_options, tabs
from docgen.web.entering import Request
from docgen.web.items_known import item_of
from docgen.web.page import button, known, page
from docgen.web.paging import EACH, offset_of, pages_of
from docgen.web.speech import done


@require_safe
def due(request: Request) -> HttpResponse:
    """The papers whose period is over; those chosen go onto a destruction list."""
    found = retention.all_due(request.office, request.who)
    start = offset_of(request)
    return page(
        request,
        "disposal/due.html",
        tabs=tabs("retention"),
        rows=[
            (one, _period(one.item.retention))
            for one in retention.listed(request.office, found[start : start + EACH])
        ],
        pages=pages_of(request, len(found)),
        may_propose=button(request, Act.PROPOSE_DESTRUCTION),
        form=_lengthen(request),
    )


def _period(name: str) -> Said | str:
    return PERIODS.get(name, name)


def _lengthen(request: Request) -> ActForm:
    return ActForm(
        say("Keep a paper longer"),
        reverse("retention-lengthen"),
        button(request, Act.HOLD),
        [
            Question("item", say("Number of the paper")),
            Question("period", say("Period"), options=period_options(request.office)),
            Question("reason", say("Reason"), required=False),
        ],
    )


@require_POST
def lengthen(request: Request) -> HttpResponse:
    """Give a paper a longer period; a shorter one needs two others."""

    def longer(sent: Mapping[str, str]) -> str:
        item = item_of(request, sent.get("item", ""))
        period, reason = sent.get("period", ""), sent.get("reason", "")
        retention.keep_longer(request.office, request.who, str(item), period, reason)
        done(request, say("{item} is kept: {period}", item=item, period=_period(period)))
        return reverse("retention")

    return carry_out(request, _lengthen(request), longer)


@require_safe
def held(request: Request) -> HttpResponse:
    """The holds, each of which keeps papers from being destroyed."""
    with_past = "all" in request.GET
    found = holds.list_holds(request.office, request.who, released=with_past)[::-1]
    start = offset_of(request)
    return page(
        request,
        "disposal/holds.html",
        tabs=tabs("holds"),
        rows=[(one, _release(request, one)) for one in found[start : start + EACH]],
        pages=pages_of(request, len(found)),
        with_past=with_past,
        form=_put(request),
    )


def _put(request: Request) -> ActForm:
    return ActForm(
        say("Put a hold"),
        reverse("hold-put"),
        button(request, Act.HOLD),
        [
            Question("place", say("On"), help=say("number of a paper or a dossier, or a customer")),
            Question("name", say("What people call it"), help=say("a lawsuit, an audit, a claim")),
            Question("reason", say("Reason")),
        ],
    )


def _release(request: Request, row: Hold) -> ActForm:
    return ActForm(
        say("Release"),
        reverse("hold-release", args=[row.code]),
        button(request, Act.HOLD, paper=holds.paper_of(row)),
        [Question("reason", say("Why it is not needed any more"))],
    )


@require_POST
def put(request: Request) -> HttpResponse:
    """Put a hold on a paper, a dossier or a customer."""

    def made(sent: Mapping[str, str]) -> str:
        place = known_place(request, sent.get("place", ""))
        name, reason = sent.get("name", ""), sent.get("reason", "")
        row = holds.put(request.office, request.who, place, name, reason)
        done(request, say("The hold {hold} lies on {place}.", hold=row.code, place=place))
        return reverse("holds")

    return carry_out(request, _put(request), made)


@require_POST
def release(request: Request, code: str) -> HttpResponse:
    """Release one hold; others on the same paper stay."""
    row = known(holds.seen, request.office, request.who, code)

    def released(sent: Mapping[str, str]) -> str:
        holds.release(request.office, request.who, row.code, sent.get("reason", ""))
        done(request, say("The hold {hold} is released.", hold=row.code))
        return reverse("holds")

    return carry_out(request, _release(request, row), released)


PATHS: list[URLPattern] = [
    path("retention/", due, name="retention"),
    path("retention/lengthen/", lengthen, name="retention-lengthen"),
    path("retention/holds/", held, name="holds"),
    path("retention/holds/put/", put, name="hold-put"),
    path("retention/holds/<str:code>/release/", release, name="hold-release"),
    *disposal_shorter.PATHS,
    *disposal_lists.PATHS,
    *disposal_list.PATHS,
]
