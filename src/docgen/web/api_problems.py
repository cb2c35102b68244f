"""What went wrong, as RFC 9457 has it: type, title, status, detail; and what to do now."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from docgen.errors import BadInput, Detail, NotAllowed, Problem, say
from docgen.web.speech import tell
from docgen.web.wrong import nothing_there, our_fault, status_of

TYPE = "urn:docgen:problem:"
_TOO_MANY = 429
_NO_TOKEN = 401
_FAULT = 500
_LOG = logging.getLogger("docgen.web")


def answer_for(api: NinjaAPI) -> None:
    """Answer every failure of the interface with a problem."""
    for kind, answered in _ANSWERS.items():
        api.add_exception_handler(kind, answered)


def answer(problem: Problem, status: int = 0) -> HttpResponse:
    """A problem as JSON, in the language that was asked for."""
    code = status or status_of(problem)
    made = JsonResponse(as_data(problem, code), status=code)
    made.headers["Content-Type"] = "application/problem+json"
    if code == _NO_TOKEN:
        made.headers["WWW-Authenticate"] = "Bearer"
    return made


def as_data(problem: Problem, status: int) -> dict[str, Any]:
    """A problem's members; those without anything to say are left out."""
    said: dict[str, Any] = {
        "type": TYPE + problem.code,
        "title": tell(problem.what),
        "status": status,
        "detail": tell(problem.why),
        "fix": tell(problem.fix),
        "field": problem.field,
        "details": [_detail(one) for one in problem.details],
        "reasons": [{"rule": one.rule, "text": tell(one.text)} for one in problem.reasons],
    }
    return {name: value for name, value in said.items() if value}


def _detail(one: Detail) -> dict[str, str]:
    facts = {"text": one.text, "field": one.field, "place": one.place, "fix": one.fix}
    return {name: tell(value) for name, value in facts.items() if value}


def _not_as_described(error: ValidationError) -> BadInput:
    details = [Detail(str(one["msg"]), field=_place(one)) for one in error.errors]
    return BadInput(
        say("The request is not as described"),
        why=say("{n} of its values cannot be used", n=len(details)),
        fix=say("see the description: /api/v1/openapi.json"),
        field=details[0].field if details else "",
        details=details,
    )


def _place(one: Mapping[str, Any]) -> str:
    return ".".join(str(part) for part in one.get("loc", ()))


def _who() -> NotAllowed:
    return NotAllowed(
        say("No token that can be used was sent"),
        why=say("it is missing, ended, or its account is closed"),
        fix=say("send “Authorization: Bearer docgen_…” with a token of your account"),
    )


def _too_many(error: Throttled) -> HttpResponse:
    made = answer(
        NotAllowed(
            say("Too many requests"),
            why=say("this token has used up what it may ask in a minute"),
            fix=say("wait as long as Retry-After says, then go on"),
        ),
        _TOO_MANY,
    )
    if error.wait:
        made.headers["Retry-After"] = str(int(error.wait) + 1)
    return made


def _broken(request: HttpRequest) -> HttpResponse:
    """What nobody foresaw; the server's own log has it, without what was sent."""
    _LOG.exception("%s %r", request.method, request.path)  # one line, whatever was asked for
    return answer(our_fault(), _FAULT)


def _other(error: HttpError) -> HttpResponse:
    """What the library refuses by itself: a body that is no JSON, a method that is not there."""
    if error.status_code >= 500:  # noqa: PLR2004  the classes of RFC 9110
        return answer(our_fault())
    wrong = BadInput(
        say("The request cannot be read"),
        why=say("its body is not what the Content-Type says"),
        fix=say("see the description: /api/v1/openapi.json"),
    )
    return answer(wrong, error.status_code)


_ANSWERS: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
    Problem: lambda _, error: answer(error),
    ValidationError: lambda _, error: answer(_not_as_described(error)),
    AuthenticationError: lambda *_: answer(_who(), _NO_TOKEN),
    Throttled: lambda _, error: _too_many(error),
    Http404: lambda *_: answer(nothing_there()),
    HttpError: lambda _, error: _other(error),
    Exception: lambda request, _: _broken(request),
}
