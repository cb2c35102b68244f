"""Home: what waits for whoever is signed in, what he worked on, a few figures of his work."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_safe

from docgen.model.people import READERS, Role
from docgen.office import waiting
from docgen.web import home_figures
from docgen.web.entering import Request
from docgen.web.page import page

#: Where each pile lies: the name of the page, and what is chosen there.
_WHERE: Mapping[str, tuple[str, str]] = {
    "duties-late": ("duties", ""),
    "duties": ("duties", ""),
    "duties-of-all": ("duties", ""),
    "cases-late": ("cases", ""),
    "loans-late": ("loans", "?tab=mine"),
    "drafts": ("drafts", ""),
    "loans-requested": ("loans", "?tab=requests"),
    "loans-ready": ("loans", "?tab=ready"),
    "loans-overdue": ("loans", "?tab=overdue"),
    "transfers-sent": ("transfers", ""),
    "transfers-late": ("transfers", ""),
    "outside": ("outside", "?state=approved"),
    "destruction": ("destructions", ""),
    "jobs": ("administration", ""),
}


@require_safe
def home(request: Request) -> HttpResponse:
    """What waits for me."""
    office, who = request.office, request.who
    roles = {Role(role) for role in who.roles}
    reads = bool(roles & READERS)
    return page(
        request,
        "home/home.html",
        piles=[(one, _address(one.pile.kind)) for one in waiting.piles(office, who)],
        reads=reads,
        duties=waiting.next_duties(who) if reads else (),
        borrowed=waiting.borrowed(who) if reads else (),
        dossiers=waiting.recent_dossiers(who) if reads else (),
        figures=home_figures.of(office, who, roles),
        now=office.now(),
        today=office.today,
    )


def _address(kind: str) -> str:
    """Where a pile lies."""
    name, query = _WHERE[kind]
    return f"{reverse(name)}{query}"


PATHS: list[URLPattern] = [path("", home, name="home")]
