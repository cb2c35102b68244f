"""Who comes in by the page: his account, his office, how he signed in, on every request.

``request.who`` is the person and ``request.office`` the office as he entered it. A ``Problem`` that
a view lets through becomes a page, or a message for htmx, with what, why and what to do.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import cast

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse

from docgen.errors import Problem
from docgen.office.desk import Office
from docgen.register.models import Person
from docgen.web import accounts_fresh, accounts_guard, accounts_sessions, desk, frame, wrong


class Request(HttpRequest):
    """A request of somebody who is signed in."""

    office: Office
    who: Person
    htmx: bool


class Entering:
    """Puts office and person on each request, and makes pages of problems."""

    def __init__(self, then: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap what comes after."""
        self._then = then

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Enter, then go on."""
        entered = cast("Request", request)
        accounts_sessions.watch(request)
        sign_in = accounts_fresh.sign_in_of(request)
        entered.office = dataclasses.replace(desk.office(), via="web", sign_in=sign_in)
        entered.who = cast("Person", request.user)
        answer = self._then(request)
        if request.method not in {"GET", "HEAD"}:
            frame.forget()
        return accounts_guard.whole(request, answer)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Whose roles ask for a second factor sets one up before anything else."""
        del view, args, kwargs
        entered = cast("Request", request)
        if entered.who.is_authenticated:
            prefetch_related_objects([entered.who], "grants")  # each rule of access looks at them
        return accounts_guard.led_elsewhere(request, entered.who, entered.office.sign_in)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A problem is said; anything else is the programmer's."""
        return wrong.said(request, error) if isinstance(error, Problem) else None
