"""What somebody may send: looked at before it is read, and read before anybody waits for it.

The length that is announced decides (413); what announces none is refused (411), so that nothing
grows while it is read. Files stream to disk (``settings.FILE_UPLOAD_HANDLERS``), everything else
is small, and so is what somebody sends who is not signed in: a cookie of any kind or a token of any
kind is looked up before much is read. What an office takes in as one file is ``[intake]
max_megabytes``; a request may bring ``_FILES`` of that size together. Where pages are reached by
https, programs are not led there from http: the first request would show their token (ASVS 4.1.2).
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from docgen.errors import BadInput, NotAllowed, Problem, say
from docgen.office import tokens
from docgen.web import api_problems, desk, wrong
from docgen.web.turns import TURN

_MEGABYTE = 1024 * 1024
_FILES = 4
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_OF_PAGES = _READS | {"POST"}
_OF_PROGRAMS = _OF_PAGES | {"PUT", "PATCH", "DELETE"}
_Against = tuple[Problem, int] | None
_TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


class Limits:
    """Refuses what is too large or of unknown length; reads the rest."""

    def __init__(self, then: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap what comes after."""
        self._then = then

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look, read, go on."""
        against = _before(request) or _while_read(request)
        return _said(request, *against) if against else self._then(request)


def _before(request: HttpRequest) -> _Against:
    """What speaks against a request as it is announced, and its status."""
    asks = _is_program(request)
    if asks and settings.SECURE_SSL_REDIRECT and not request.is_secure():
        return _readable(), 403
    if request.method not in (_OF_PROGRAMS if asks else _OF_PAGES):
        return _unused(), 405
    if request.META.get("HTTP_TRANSFER_ENCODING"):
        return _endless(), 411
    most = _most(request)
    return (_large(most), 413) if _length(request) > most else None


def _while_read(request: HttpRequest) -> _Against:
    """What speaks against it once it is here."""
    try:
        _read(request)
    except _TOO_MUCH:
        return _large(_most(request)), 413
    except (MultiPartParserError, UnreadablePostError):
        return _broken(), 400
    return None


def _is_program(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def _said(request: HttpRequest, problem: Problem, status: int) -> HttpResponse:
    if _is_program(request):
        return api_problems.answer(problem, status)
    return wrong.said(request, problem, status=status)


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdecimal() else 0


def _most(request: HttpRequest) -> int:
    typed = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if request.content_type != "multipart/form-data":
        return typed
    if _length(request) > typed and not _is_known(request):
        return typed
    return _FILES * desk.office().settings.max_megabytes * _MEGABYTE


def _is_known(request: HttpRequest) -> bool:
    """Whether an open session or a token that can be used lies behind what was sent."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")[2]
    with TURN:
        if key and SESSION_KEY in SessionStore(key).load():
            return True
        return bool(token) and tokens.holder(desk.office(), token) is not None


def _read(request: HttpRequest) -> None:
    if request.method in _READS:
        return
    if request.content_type in {"multipart/form-data", "application/x-www-form-urlencoded"}:
        request.POST  # noqa: B018  Django reads what was sent when it is first asked for
    else:
        request.body  # noqa: B018  the same


def _readable() -> Problem:
    return NotAllowed(
        say("The interface is reached by https alone"),
        why=say("what was sent by http could be read on the way, the token too"),
        fix=say("end this token, make another one, and call the address with https"),
    )


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
