"""What all views share: showing a page, hiding what is not to be known, acts as buttons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar, Unpack

from django.db.models import prefetch_related_objects
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import content_disposition_header

from docgen.errors import NotAllowed, NotFound, Reason
from docgen.model.access import Act
from docgen.office import gate
from docgen.office.gate import Facts
from docgen.web import accounts_fresh
from docgen.web.entering import Request
from docgen.web.wrong import nothing_there

_P = ParamSpec("_P")
_Found = TypeVar("_Found")


def page(request: Request, template: str, /, *, status: int = 200, **facts: object) -> HttpResponse:
    """A page from ``html/``; its frame adds person, office, language and menu."""
    return render(request, template, facts, status=status)


def download(data: bytes, name: str, kind: str, *, inline: bool = False) -> HttpResponse:
    """A file for the person's own computer; ``inline`` only for pictures that docgen made."""
    answer = HttpResponse(data, content_type=kind)
    answer.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=not inline, filename=name) or "attachment"
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def known(verb: Callable[_P, _Found], /, *args: _P.args, **kwargs: _P.kwargs) -> _Found:
    """What a verb finds; what somebody may not know of is as if it were not there."""
    try:
        return verb(*args, **kwargs)
    except (NotAllowed, NotFound) as hidden:
        raise nothing_there() from hidden


@dataclass(frozen=True, slots=True)
class Button:
    """Whether somebody may do something now, what speaks against it, and where that is mended."""

    allowed: bool
    reasons: tuple[Reason, ...]
    way_on: str = ""


def button(request: Request, act: Act, **facts: Unpack[Facts]) -> Button:
    """The button of an act: grey with its reasons where the rules say no. Nothing is logged."""
    decision = gate.weigh(request.office, request.who, act, **facts)
    if decision.allow:
        return Button(allowed=True, reasons=())
    way_on = accounts_fresh.way_on(request, decision.reasons)
    return Button(allowed=False, reasons=decision.reasons, way_on=way_on)


def with_grants(request: Request) -> None:
    """Look once for all that is asked on a page which dossiers the person was granted."""
    prefetch_related_objects([request.who], "grants")


#: More make no larger number; Python refuses to read some thousand.
_DIGITS = 18


def number_of(query: QueryDict, name: str, default: int, *, most: int) -> int:
    """A whole number of the address, within 0 and ``most``; the default if it is none."""
    text = query.get(name, "")
    return min(int(text[:_DIGITS]), most) if text.isascii() and text.isdecimal() else default
