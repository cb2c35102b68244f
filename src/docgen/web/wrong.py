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
    return STATUS.get(type(problem), 500)


def said(request: HttpRequest, problem: Problem) -> HttpResponse:
    """A problem as a page; for htmx as a message alone."""
    template = "parts/problem.html" if getattr(request, "htmx", False) else "problem.html"
    return render(request, template, {"problem": problem}, status=status_of(problem))


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


def broken(request: HttpRequest) -> HttpResponse:
    """Something that nobody foresaw; the server's own log has it."""
    return said(
        request,
        OutsideFailed(
            say("docgen failed"),
            why=say("this is a fault of the program; nothing was half done"),
            fix=say("try again; if it happens again, tell the administrator the time and the page"),
        ),
    )
