"""Headers on every answer: nothing runs, loads or frames but what is ours (ASVS 3.4).

A page with somebody's data is kept by no cache; a static file whose address tells what is in it is
kept for a year. Pages are never compressed: lengths would tell of what is in them.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from docgen.web.statics import MARK

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; manifest-src 'self'"
)
_POLICY = {
    "Content-Security-Policy": CSP,
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
_A_YEAR = "public, max-age=31536000, immutable"


class Headers:
    """Puts them on."""

    def __init__(self, then: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap what comes after."""
        self._then = then

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the headers."""
        answer = self._then(request)
        for name, value in _POLICY.items():
            answer.headers.setdefault(name, value)
        if not request.path.startswith("/static/"):
            answer.headers.setdefault("Cache-Control", "no-store")
        elif MARK in request.GET and answer.status_code < 400:  # noqa: PLR2004  it is there
            answer.headers["Cache-Control"] = _A_YEAR
        return answer
