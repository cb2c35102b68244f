"""My tokens: keys for programs that act for me."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from docgen.errors import BadInput, say
from docgen.office import tokens
from docgen.web.accounts_fresh import fresh
from docgen.web.entering import Request
from docgen.web.page import number_of, page
from docgen.web.speech import done

_DAYS = 90


@fresh
def mine(request: Request) -> HttpResponse:
    """The list, and a form for another one; a new key is shown this once, and never again."""
    if request.method == "POST":
        sent = request.POST
        try:
            key, _ = tokens.make(
                request.office,
                request.who,
                sent.get("name", ""),
                sent.getlist("scopes"),
                number_of(sent, "days", 0, most=10_000),
            )
        except BadInput as problem:
            return _list(request, problem=problem, typed=sent, status=422)
        return _list(request, key=key)
    return _list(request)


@require_POST
def end(request: Request, code: str) -> HttpResponse:
    """End one at once."""
    tokens.end(request.office, request.who, code)
    done(request, say("The token {code} has ended.", code=code))
    return HttpResponseRedirect(reverse("tokens"))


def _list(
    request: Request, *, typed: QueryDict | None = None, status: int = 200, **more: object
) -> HttpResponse:
    facts = {
        "tokens": tokens.of(request.office, request.who),
        "scopes": tokens.SCOPES.items(),
        "days": number_of(typed, "days", _DAYS, most=10_000) if typed else _DAYS,
        "chosen": typed.getlist("scopes") if typed else [],
        "typed": typed,
        "most": tokens.MOST_DAYS,
    }
    return page(request, "tokens/tokens.html", status=status, **facts, **more)


PATHS: list[URLPattern] = [
    path("account/tokens/", mine, name="tokens"),
    path("account/tokens/<str:code>/end/", end, name="token-end"),
]
