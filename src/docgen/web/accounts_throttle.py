"""Throttling the sign-in: django-axes counts per login and address; this says what it found.

An unknown login is counted like a known one, so nobody learns from it which logins there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from docgen.errors import NotAllowed, say
from docgen.office import signing_in
from docgen.web.entering import Request
from docgen.web.settings import AXES_COOLOFF_TIME, AXES_FAILURE_LIMIT


def login_of(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """Whose sign-in is counted; upper and lower case are one."""
    typed = (credentials or {}).get("username") or request.POST.get("login", "")
    return str(typed).strip().casefold()[:64]


def address_of(request: HttpRequest) -> str:
    """Where a request comes from; behind a proxy the server has put the true address here."""
    return str(request.META.get("REMOTE_ADDR", ""))


def locked_out(
    request: Request, answer: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """The answer to whoever failed too often, right or wrong."""
    del answer
    signing_in.refused(request.office, login_of(request, credentials), "throttled")
    return render(request, "account/throttled.html", {"problem": too_many()}, status=429)


def too_many() -> NotAllowed:
    """The sentence with the time to wait."""
    minutes = int(AXES_COOLOFF_TIME.total_seconds()) // 60
    return NotAllowed(
        say("Too many attempts failed"),
        why=say("somebody tried this login from this address {n} times", n=AXES_FAILURE_LIMIT),
        fix=say(
            "wait {minutes} minutes and try again; each attempt before starts the time anew",
            minutes=minutes,
        ),
    )
