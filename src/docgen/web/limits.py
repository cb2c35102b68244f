"""What somebody may send: looked at before it is read, and read before anybody waits for it.

The length that is announced decides (413); what announces none is refused (411), so that nothing
grows while it is read. Files stream to disk (``settings.FILE_UPLOAD_HANDLERS``), everything else
is small, and so is what somebody sends who is not signed in. What an office takes in as one file is
``[intake] max_megabytes``; a request may bring ``_FILES`` of that size together.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from docgen.errors import BadInput, Problem, say
from docgen.web import desk, wrong

_MEGABYTE = 1024 * 1024
_FILES = 4
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_OF_PAGES = _READS | {"POST"}
_OF_PROGRAMS = _OF_PAGES | {"PUT", "PATCH", "DELETE"}
_TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


class Limits:
    """Refuses what is too large or of unknown length; reads the rest."""

    def __init__(self, then: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap what comes after."""
        self._then = then

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look, read, go on."""
        if request.method not in (_OF_PROGRAMS if request.path.startswith("/api/") else _OF_PAGES):
            return wrong.said(request, _unused(), status=405)
        if request.META.get("HTTP_TRANSFER_ENCODING"):
            return wrong.said(request, _endless(), status=411)
        most = _most(request)
        if _length(request) > most:
            return wrong.said(request, _large(most), status=413)
        try:
            _read(request)
        except _TOO_MUCH:
            return wrong.said(request, _large(most), status=413)
        except (MultiPartParserError, UnreadablePostError):
            return wrong.said(request, _broken(), status=400)
        return self._then(request)


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdecimal() else 0


def _most(request: HttpRequest) -> int:
    known = settings.SESSION_COOKIE_NAME in request.COOKIES or "HTTP_AUTHORIZATION" in request.META
    files = known and request.content_type == "multipart/form-data"
    together = _FILES * desk.office().settings.max_megabytes * _MEGABYTE
    return together if files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def _read(request: HttpRequest) -> None:
    if request.method in _READS:
        return
    if request.content_type in {"multipart/form-data", "application/x-www-form-urlencoded"}:
        request.POST  # noqa: B018  Django reads what was sent when it is first asked for
    else:
        request.body  # noqa: B018  the same


def _unused() -> Problem:
    return BadInput(
        say("Nothing here is done in this way"),
        why=say("pages are read with GET and send with POST"),
        fix=say("begin at the home page"),
    )


def _large(most: int) -> Problem:
    return BadInput(
        say("That is too much at once"),
        why=say("no more than {n} MB are taken in one go", n=most // _MEGABYTE),
        fix=say("send fewer or smaller files"),
    )


def _endless() -> Problem:
    return BadInput(
        say("The length of what was sent is not known"),
        why=say("it must be announced before it is read"),
        fix=say("send it with a Content-Length"),
    )


def _broken() -> Problem:
    return BadInput(
        say("What was sent cannot be read"),
        why=say("the connection broke, or it is no form"),
        fix=say("send it again"),
    )
