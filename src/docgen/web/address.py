"""What Django is told of how the page is reached: hosts, cookies, https (``[web]``).

By https cookies are kept to it and to this host alone (``__Host-``), whoever comes by http is led
there, and browsers remember so for a year. Without an address only this machine gets in.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from docgen.config import LOCAL, Web

YEAR = 365 * 24 * 3600
#: What a watcher on this machine asks by http; programs are refused instead of led on (limits).
_BY_HTTP_TOO = [r"^health/$", r"^api/"]
_COOKIES = {"SESSION": "docgen_session", "CSRF": "docgen_csrf", "LANGUAGE": "django_language"}


def settle(web: Web) -> None:
    """Set Django's settings; before its application is made."""
    parts = urlsplit(web.address)
    settings.ALLOWED_HOSTS = [_bracketed(one) for one in (*LOCAL, parts.hostname) if one]
    settings.CSRF_TRUSTED_ORIGINS = [web.address] if web.address else []
    settings.SECURE_SSL_REDIRECT = web.is_safe
    settings.SECURE_SSL_HOST = parts.netloc if web.is_safe else None
    settings.SECURE_REDIRECT_EXEMPT = _BY_HTTP_TOO
    settings.SECURE_HSTS_SECONDS = YEAR if web.is_safe else 0
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = web.is_safe
    for cookie, name in _COOKIES.items():
        setattr(settings, f"{cookie}_COOKIE_SECURE", web.is_safe)
        setattr(settings, f"{cookie}_COOKIE_NAME", f"__Host-{name}" if web.is_safe else name)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
