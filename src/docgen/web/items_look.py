"""Looking at a paper page by page: asked once what for, then leafed through.

Browsers get pictures of pages that docgen drew and nothing else; how a look is opened, kept and
ended is ``office.looking``.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from docgen.errors import NotFound
from docgen.model.access import Act
from docgen.office import gate, lending, looking
from docgen.office.looking import Wanted
from docgen.office.looks_kept import Look
from docgen.register.models import Item
from docgen.web import reader_key
from docgen.web.entering import Request
from docgen.web.items_known import item_of
from docgen.web.page import Button, download, number_of, page
from docgen.web.purposes import CHOICES, said
from docgen.web.wrong import nothing_there

_REMEMBERED = "purposes"
_MOST = 10_000
_SMALL = 200  # so many small pictures stand beside a page


@require_POST
def look(request: Request, item: str) -> HttpResponse:
    """Open the paper for a purpose; an entry of the log, like every reading."""
    purpose = request.POST.get("purpose", "")
    version = number_of(request.POST, "version", 0, most=_MOST)
    secret, wanted = reader_key.secret_for(request), Wanted(item, purpose, version)
    item_of(request, item)
    opened = looking.begin(request.office, request.who, secret, wanted)
    remembered = {**request.session.get(_REMEMBERED, {}), opened.item: purpose}
    request.session[_REMEMBERED] = remembered
    query = f"?version={version}" if version else ""
    answer = HttpResponseRedirect(f"{reverse('item', kwargs={'item': opened.item})}{query}#pages")
    return reader_key.give(request, answer, secret)


def read(request: Request, item: str) -> HttpResponse:
    """The pages alone: a part of the paper's page for htmx, else a page of its own."""
    row = item_of(request, item)
    facts = preview(request, row)
    template = "items/pages.html" if request.htmx else "items/read.html"
    return page(request, template, row=row, purposes=CHOICES, **facts)


def preview(request: Request, row: Item) -> dict[str, Any]:
    """What the pages of a paper need: the look that lasts, or what is asked before one."""
    version = number_of(request.GET, "version", 0, most=_MOST)
    secret = reader_key.secret_of(request)
    found = looking.going_on(request.office, request.who, secret, row, version)
    remembered = request.session.get(_REMEMBERED, {}).get(str(row), "")
    facts: dict[str, Any] = {
        "look": found,
        "version": version,
        "remembered": remembered,
        "readable": _readable(request, row, remembered),
    }
    return facts | (_place(request, found) if found else {})


def _place(request: Request, found: Look) -> dict[str, Any]:
    """Which page of which file is shown, how fine, and what is beside it."""
    part = number_of(request.GET, "file", 0, most=max(0, len(found.parts) - 1))
    pages = found.parts[part].pages
    at = max(1, number_of(request.GET, "page", 1, most=pages))
    zoom = max(1, number_of(request.GET, "zoom", 1, most=max(looking.DPI)))
    return {
        "part": part,
        "pages": pages,
        "at": at,
        "zoom": zoom,
        "zooms": max(looking.DPI),
        "before": at - 1,
        "after": at + 1 if at < pages else 0,
        "small": range(1, min(pages, _SMALL) + 1) if pages > 1 else (),
        "why": said(found.purpose),
    }


def _readable(request: Request, row: Item, purpose: str) -> Button:
    facts: gate.Facts = {
        "paper": gate.paper_of(row),
        "purpose": purpose or "inspection",
        "loan": lending.loan_of(request.office, request.who, row),
    }
    decision = gate.weigh(request.office, request.who, Act.READ, **facts)
    return Button(decision.allow, () if decision.allow else decision.reasons)


def picture(request: Request, item: str, version: int, file: int, n: int) -> HttpResponse:
    """One page as a picture, while the look lasts."""
    row = item_of(request, item)
    secret = reader_key.secret_of(request)
    found = looking.going_on(request.office, request.who, secret, row, version)
    zoom = number_of(request.GET, "zoom", 1, most=_MOST)
    if found is None or version != found.version:
        raise nothing_there()
    try:
        data = looking.picture(request.office, request.who, secret, found, (file, n, zoom))
    except NotFound as missing:
        raise nothing_there() from missing
    return download(data, f"{row}-{file}-{n}.png", "image/png", inline=True)


PATHS: list[URLPattern] = [
    path("items/<str:item>/look/", look, name="item-look"),
    path("items/<str:item>/read/", read, name="item-read"),
    path("items/<str:item>/<int:version>/<int:file>/<int:n>.png", picture, name="item-page"),
]
