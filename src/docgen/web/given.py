"""Handing a copy over: an open one at once, a locked one after its password was shown.

The password is said on the page and kept nowhere. The locked PDF waits meanwhile on the reader's
shelf (``office.looks_kept``), encrypted for his browser once more; fetched, it is gone.
"""

from __future__ import annotations

import re
import secrets

from django.http import HttpResponse
from django.urls import URLPattern, path

from docgen.office.looks_kept import Shelf
from docgen.web import reader_key
from docgen.web.entering import Request
from docgen.web.page import download, page
from docgen.web.wrong import nothing_there

_PDF = "application/pdf"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,40}")


def hand_over(request: Request, pdf: bytes, name: str, password: str = "") -> HttpResponse:
    """A copy for the person who asked for it."""
    if not password:
        return download(pdf, name, _PDF)
    secret, token = reader_key.secret_for(request), secrets.token_urlsafe(18)
    Shelf(request.office, request.who, secret).keep(f"{token} {name}", pdf)
    answer = page(request, "items/given.html", token=token, name=name, password=password)
    return reader_key.give(request, answer, secret)


def fetch(request: Request, token: str, name: str) -> HttpResponse:
    """The copy whose password was shown; once."""
    shelf = Shelf(request.office, request.who, reader_key.secret_of(request))
    data = shelf.take(f"{token} {name}") if _TOKEN.fullmatch(token) else None
    if data is None:
        raise nothing_there()
    return download(data, name, _PDF)


PATHS: list[URLPattern] = [path("given/<str:token>/<str:name>", fetch, name="given")]
