"""What Django is told of how the page is reached: hosts, cookies, https (``[web]``).

By https cookies are kept to it and to this host alone (``__Host-``), whoever comes by http is led
there, and browsers remember so for a year. Without an address only this machine gets in.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from docgen.config import LOCAL, Web

YEAR = 365 * 24 * 3600
#: What a watcher on this machine asks by http.
_BY_HTTP_TOO = [r"^health/$"]


def settle(web: Web) -> None:
    """Set Django's settings; before its application is made."""
    name = urlsplit(web.address).hostname or ""
    prefix = "__Host-" if web.is_safe else ""
    settings.ALLOWED_HOSTS = sorted(
        {*map(_bracketed, LOCAL), *([_bracketed(name)] if name else [])}
    )
    settings.CSRF_TRUSTED_ORIGINS = [web.address] if web.address else []
    settings.SECURE_SSL_REDIRECT = web.is_safe
    settings.SECURE_SSL_HOST = urlsplit(web.address).netloc if web.is_safe else None
    settings.SECURE_REDIRECT_EXEMPT = _BY_HTTP_TOO
    settings.SECURE_HSTS_SECONDS = YEAR if web.is_safe else 0
    for cookie in ("SESSION", "CSRF", "LANGUAGE"):
        setattr(settings, f"{cookie}_COOKIE_SECURE", web.is_safe)
    settings.SESSION_COOKIE_NAME = f"{prefix}docgen_session"
    settings.CSRF_COOKIE_NAME = f"{prefix}docgen_csrf"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
