"""Who really asks, where a proxy stands before the server (``[web] proxy``).

gunicorn takes the proxy's word for https (``X-Forwarded-Proto``) and for nothing else. Here the
last address that a trusted proxy names becomes the one that throttling and sessions see; what
anybody else claims about himself is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from ipaddress import ip_address, ip_network
from typing import Any

_NAMED = "HTTP_X_FORWARDED_FOR"
_CLAIMS = (_NAMED, "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "SCRIPT_NAME")
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def proxied(application: Wsgi, trusted: Sequence[str]) -> Wsgi:
    """The application, told who really asks."""
    networks = [ip_network(one, strict=False) for one in trusted]

    def is_trusted(text: str) -> bool:
        try:
            asker = ip_address(text)
        except ValueError:
            return False
        return any(asker in network for network in networks)

    def asked(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        claims = [environ.pop(claim, "") for claim in _CLAIMS]
        environ["SCRIPT_NAME"] = ""
        if is_trusted(environ.get("REMOTE_ADDR", "")):
            environ["REMOTE_ADDR"] = _last(claims[0], is_trusted) or environ["REMOTE_ADDR"]
        return application(environ, start)

    return asked


def _last(named: str, is_trusted: Callable[[str], bool]) -> str:
    """The last address that is not a proxy's own: those before it are the asker's own claim."""
    for text in reversed(named.split(",")):
        one = text.strip()
        try:
            ip_address(one)
        except ValueError:
            return ""
        if not is_trusted(one):
            return one
    return ""
