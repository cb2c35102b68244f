"""Registering an outside request: who came with which papers, what they ask for, the scans."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from docgen.errors import BadInput, NotAllowed, NotFound, Problem, say
from docgen.model.access import Act
from docgen.model.outside_kinds import BODIES, Kind
from docgen.office import gate, outside_desk, outside_requesting
from docgen.office.outside_wanted import Visitor, Wanted
from docgen.web.beside import beside, day_in
from docgen.web.entering import Request
from docgen.web.page import page
from docgen.web.speech import done
from docgen.web.uploads import received

#: The form has room for so many visitors.
VISITORS = 4
_WORDS = ("name", "document", "number")


@dataclass(frozen=True, slots=True)
class Row:
    """The line of one visitor in the form, with what was typed."""

    n: int
    name: str
    document: str
    number: str

    @property
    def is_empty(self) -> bool:
        """Whether nobody is named in it."""
        return not (self.name or self.number)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """The form, and what becomes of it."""
    gate.ask(request.office, request.who, Act.REQUEST_OUTSIDE, outside_requesting.EVENT)
    if request.method != "POST":
        return _form(request)
    try:
        with _wanted(request) as wanted:
            row = outside_requesting.request(request.office, request.who, wanted)
    except (BadInput, NotAllowed, NotFound) as problem:
        return _form(request, problem)
    done(request, say("{code} is registered and waits for approval.", code=row.code))
    return redirect("outside-request", code=row.code)


def _rows(request: Request) -> list[Row]:
    typed = request.POST or request.GET
    return [
        Row(n, *(typed.get(f"visitor-{n}-{word}", "").strip() for word in _WORDS))
        for n in range(1, VISITORS + 1)
    ]


@contextlib.contextmanager
def _wanted(request: Request) -> Iterator[Wanted]:
    """What was typed and sent; the scans lie there while the request is registered."""
    sent = request.POST
    with contextlib.ExitStack() as stack:

        def scan(field: str) -> Path | None:
            files = stack.enter_context(received(request, field))
            return files[0].path if files else None

        visitors = tuple(
            Visitor(one.name, one.document, one.number, scan(f"visitor-{one.n}-scan"))
            for one in _rows(request)
            if not one.is_empty
        )
        yield Wanted(
            kind=_kind(sent.get("kind", "")),
            body=sent.get("body", ""),
            visitors=visitors,
            papers=tuple(_numbers(sent.get("papers", ""))),
            scope=sent.get("scope", ""),
            branch=sent.get("branch", ""),
            phone=sent.get("phone", ""),
            notice=sent.get("notice", ""),
            notice_on=day_in(sent, "notice_on"),
            notice_title=sent.get("notice_title", ""),
            notice_scan=scan("notice_scan"),
            cause=sent.get("cause", ""),
            permit=sent.get("permit", ""),
            authority=sent.get("authority", ""),
            file_in=sent.get("file_in", "").strip(),
        )


def _numbers(text: str) -> Sequence[str]:
    for mark in ",，、;；":
        text = text.replace(mark, " ")
    return text.split()


def _kind(text: str) -> Kind:
    if text not in set(Kind):
        raise BadInput(
            say("Who asks? Choose the kind of body."),
            why=say("each kind brings other papers and is approved by others"),
            fix=say("choose one of the list"),
            field="kind",
        )
    return Kind(text)


def _form(request: Request, problem: Problem | None = None) -> HttpResponse:
    terms = outside_desk.kinds(request.office)
    return page(
        request,
        "outside/new.html",
        kinds=[(one.kind.value, one.kind.said) for one in terms],
        terms=terms,
        bodies=[("", "—"), *((one, one) for one in BODIES)],
        visitors=_rows(request),
        sent=request.POST,
        item=request.GET.get("item", "").strip()[:80],
        **beside(request, problem),
    )
