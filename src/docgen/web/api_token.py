"""Coming in with a token: whose it is, and what it may be used for."""

from __future__ import annotations

import dataclasses
from typing import cast

from django.http import HttpRequest
from ninja.security import HttpBearer

from docgen.errors import NotAllowed, Reason, say
from docgen.model.access import SignIn
from docgen.office import tokens
from docgen.register.models_page import Token
from docgen.web import desk
from docgen.web.entering import Request


class Asked(Request):
    """A request with a token."""

    auth: Token


class Key(HttpBearer):
    """``Authorization: Bearer docgen_…``; it counts as a password, never as a second factor."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """The token, if it can be used; ``None`` is answered with 401."""
        office = dataclasses.replace(desk.office(), via="api", sign_in=SignIn("password"))
        found = tokens.holder(office, token)
        if found is not None:
            asked = cast("Asked", request)
            asked.office, asked.who = office, found.person
        return found


def must_be_for(request: Asked, scope: str) -> None:
    """Refuse a token that was not made for this."""
    if scope not in request.auth.scopes:
        text = say("this token may not: {scope}", scope=tokens.SCOPES[scope])
        raise NotAllowed(
            say("The token {code} is not for this", code=request.auth.code),
            why=text,
            fix=say("make a token with the scope “{scope}”", scope=scope),
            reasons=[Reason("R1", text)],
        )
