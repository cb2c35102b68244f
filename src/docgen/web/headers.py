"""Headers on every answer: nothing runs, loads or frames but what is ours (ASVS 3.4)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; manifest-src 'self'"
)
_POLICY = {
    "Content-Security-Policy": CSP,
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Headers:
    """Puts them on; a page with somebody's data is kept by no cache."""

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
        return answer
