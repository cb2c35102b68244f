"""A paper: its facts, versions and loans, its pages to look at, and what can be done with it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path

from docgen.model.access import Act
from docgen.office import gate, item_page
from docgen.office.item_page import Seen
from docgen.office.regrading_targets import is_visible
from docgen.office.writing import templates
from docgen.web import items_acts, items_look, items_out, items_return
from docgen.web.dossiers import RETENTIONS
from docgen.web.entering import Request
from docgen.web.page import button, known, page, with_grants
from docgen.web.purposes import CHOICES


def item(request: Request, item: str) -> HttpResponse:
    """The page of one paper; its words are shown only where it was opened for a purpose."""
    with_grants(request)
    seen = known(item_page.show, request.office, request.who, item)
    facts: dict[str, Any] = {
        "seen": seen,
        "row": seen.item,
        "retention": RETENTIONS.get(seen.item.retention, seen.item.retention),
        "template": _template(request, seen),
        "sees_regrading": seen.regrading and is_visible(request.who, seen.regrading),
        "acts": items_acts.forms(request, seen),
        "names": item_page.may_see_borrowers(request.office, request.who),
        "purposes": CHOICES,
        **_taking(request, seen),
        **items_look.preview(request, seen.item),
    }
    return page(request, "items/item.html", **facts)


def _taking(request: Request, seen: Seen) -> dict[str, object]:
    """The buttons by which a paper is borrowed, copied and taken out."""
    paper = gate.paper_of(seen.item)
    return {
        "borrow": button(request, Act.REQUEST_LOAN, paper=paper, purpose="service"),
        "copy": button(request, Act.COPY, paper=paper, purpose="service"),
        "original": button(request, Act.DOWNLOAD, paper=paper, purpose="service"),
        "proof": button(request, Act.READ_LOG),
        "verify": button(request, Act.VIEW, paper=paper),
        "amend": button(request, Act.AMEND, paper=paper),
    }


def _template(request: Request, seen: Seen) -> tuple[str, str] | None:
    """Family and name of the form it was filled from, if the office has it still."""
    name = seen.item.template
    family, _, slug = name.partition("/")
    return (family, slug) if name in templates(request.office) else None


PATHS: list[URLPattern] = [
    path("items/<str:item>/", item, name="item"),
    *items_look.PATHS,
    *items_out.PATHS,
    *items_return.PATHS,
    *items_acts.PATHS,
]
