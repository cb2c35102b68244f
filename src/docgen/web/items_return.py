"""A paper that comes back: its signed copy as a scan, or its Word file edited by hand.

An edited file is read and what changed is shown before anything is filed. Meanwhile it waits on the
reader's shelf (``office.looks_kept``), encrypted for his browser; filed or left, it is gone.
"""

from __future__ import annotations

import re
import secrets
import tempfile
from pathlib import Path

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST

from docgen.errors import BadInput, NotAllowed, NotFound, Problem, say
from docgen.model.access import Act
from docgen.office import amending, applying, gate, rereading, signing
from docgen.office.looks_kept import Shelf
from docgen.office.rereading import Reread
from docgen.register.models import Item
from docgen.web import reader_key
from docgen.web.beside import beside
from docgen.web.entering import Request
from docgen.web.items_known import item_of
from docgen.web.page import button, known, page
from docgen.web.speech import done, note
from docgen.web.uploads import Uploaded, name_of, received

_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,40}")
_LONGEST = 300


@require_http_methods(["GET", "POST"])
def return_(request: Request, item: str) -> HttpResponse:
    """Choose the file; a scan is filed, an edited form is read back first."""
    row = item_of(request, item)
    if request.method != "POST":
        return _form(request, row)
    _ask(request, row)
    try:
        with received(request, "files") as files:
            one = _only(files)
            if request.POST.get("kind") == "edited":
                return _seen(request, row, one)
            filed = signing.sign(request.office, request.who, str(row), one.path)
    except (BadInput, NotAllowed, NotFound) as problem:
        return _form(request, row, problem)
    done(
        request,
        say("Filed the signed copy as version {n} of {item}.", n=filed.version, item=filed.item),
    )
    return redirect("item", str(row))


def _ask(request: Request, row: Item) -> None:
    """Whether he may file a new version at all; a refusal is logged."""
    gate.ask(request.office, request.who, Act.AMEND, amending.EVENT, paper=gate.paper_of(row))


def _only(files: list[Uploaded]) -> Uploaded:
    if len(files) != 1:
        raise BadInput(
            say("Send one file"),
            why=say("{n} were sent", n=len(files)),
            fix=say("choose the file and send it again"),
            field="files",
        )
    return files[0]


def _form(request: Request, row: Item, problem: Problem | None = None) -> HttpResponse:
    facts = beside(request, problem)
    may = button(request, Act.AMEND, paper=gate.paper_of(row))
    kind = request.POST.get("kind") or request.GET.get("kind", "")
    return page(request, "items/return.html", row=row, kind=kind, may=may, **facts)


def _seen(request: Request, row: Item, one: Uploaded) -> HttpResponse:
    """What an edited form says otherwise, and the button that files it."""
    reread = _read(request, row, one.path)
    secret, token = reader_key.secret_for(request), secrets.token_urlsafe(18)
    Shelf(request.office, request.who, secret).keep(f"{token} {row}", one.path.read_bytes())
    answer = page(
        request,
        "items/reread.html",
        row=row,
        reread=reread,
        changes=[applying.change_data(each) for each in reread.changes],
        name=one.name,
        token=token,
        most=_LONGEST,
    )
    return reader_key.give(request, answer, secret)


def _read(request: Request, row: Item, file: Path) -> Reread:
    return rereading.read(request.office, request.who, file, against=str(row))


@require_POST
def apply(request: Request, item: str) -> HttpResponse:
    """File what was read back as the paper's new version."""
    row = item_of(request, item)
    _ask(request, row)
    token, reason = request.POST.get("token", ""), request.POST.get("reason", "").strip()
    shelf = Shelf(request.office, request.who, reader_key.secret_of(request))
    data = shelf.take(f"{token} {row}") if _TOKEN.fullmatch(token) else None
    if data is None:
        return _form(request, row, _gone())
    with tempfile.TemporaryDirectory(prefix="edited-") as folder:
        file = Path(folder) / name_of(request.POST.get("name", ""))
        file.write_bytes(data)
        try:
            reread = known(_read, request, row, file)
            filed = applying.apply(request.office, request.who, reread, reason=reason[:_LONGEST])
        except (BadInput, NotAllowed) as problem:
            return _form(request, row, problem)
    done(request, say("Filed as version {n} of {item}.", n=filed.version, item=filed.item))
    for warning in reread.reading.warnings:
        note(request, warning)
    return redirect("item", str(row))


def _gone() -> BadInput:
    return BadInput(
        say("The file that was read is not kept any more"),
        why=say("it is kept for half an hour, for the browser that sent it"),
        fix=say("choose the file and send it again"),
        field="files",
    )


PATHS: list[URLPattern] = [
    path("items/<str:item>/return/", return_, name="item-return"),
    path("items/<str:item>/apply/", apply, name="item-apply"),
]
