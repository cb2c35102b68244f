"""Pages for what went wrong: each says what happened, why, and what to do now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from docgen.errors import (
    BadInput,
    Integrity,
    Misuse,
    Negative,
    NotAllowed,
    NotFound,
    OutsideFailed,
    Problem,
    say,
)
from docgen.web import accounts_fresh

#: What the kinds of problems are in HTTP.
STATUS: dict[type[Problem], int] = {
    Negative: 409,
    Misuse: 400,
    BadInput: 422,
    NotAllowed: 403,
    NotFound: 404,
    Integrity: 409,
    OutsideFailed: 503,
}


def status_of(problem: Problem) -> int:
    """The HTTP status of a problem."""
    kinds = type(problem).__mro__
    return next((STATUS[kind] for kind in kinds if kind in STATUS), 500)


def said(request: HttpRequest, problem: Problem, *, status: int = 0) -> HttpResponse:
    """A problem as a page; for htmx as a message alone."""
    template = "parts/problem.html" if getattr(request, "htmx", False) else "problem.html"
    facts = {"problem": problem, "way_on": accounts_fresh.way_on(request, problem.reasons)}
    return render(request, template, facts, status=status or status_of(problem))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page, or none that this person may know of."""
    del exception
    return said(request, nothing_there())


def nothing_there() -> NotFound:
    """What everybody hears of what is not there, and of what he may not know is there."""
    return NotFound(
        say("There is nothing here that you may see"),
        why=say("no such thing is in the office, or it is not yours to know of"),
        fix=say("check the number, or ask the archivist"),
    )


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open for too long, or was not ours."""
    del reason
    return said(
        request,
        NotAllowed(
            say("This page is no longer valid"),
            why=say("it was open for too long, or another site sent it"),
            fix=say("go back, load the page again and repeat what you did"),
        ),
    )


def misunderstood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Something that no page of ours sends."""
    del exception
    return said(
        request,
        Misuse(
            say("This request was not understood"),
            why=say("no page of docgen sends such a thing"),
            fix=say("begin at the home page"),
        ),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Refused by something beneath our own rules."""
    del exception
    return said(
        request,
        NotAllowed(
            say("This is not yours to do"),
            why=say("your account has no right to it"),
            fix=say("ask the administrator"),
        ),
    )


def broken(request: HttpRequest) -> HttpResponse:
    """Something that nobody foresaw; the server's own log has it."""
    return said(request, our_fault(), status=500)


def our_fault() -> OutsideFailed:
    """What is said of it."""
    return OutsideFailed(
        say("docgen failed"),
        why=say("this is a fault of the program; nothing was half done"),
        fix=say("try again; if it happens again, tell the administrator the time and the page"),
    )
