"""The key of a reader's browser, for what he looks at: a cookie, and nowhere else.

See ``office.looks_kept``: what lies on the machine while somebody looks at a paper can be read
with this key alone.
"""

from __future__ import annotations

from django.http import HttpResponse

from docgen.office.looks_kept import is_secret, new_secret
from docgen.web.entering import Request

_NAME = "docgen_look"


def secret_of(request: Request) -> str:
    """The key that the browser sent; "" if it has none yet."""
    return request.COOKIES.get(_NAME, "")


def secret_for(request: Request) -> str:
    """The key that the browser has, or one that it will be given."""
    sent = secret_of(request)
    return sent if is_secret(sent) else new_secret()


def give(request: Request, answer: HttpResponse, secret: str) -> HttpResponse:
    """Give the browser its key; it forgets it when it is closed."""
    answer.set_cookie(_NAME, secret, httponly=True, samesite="Strict", secure=request.is_secure())
    return answer
