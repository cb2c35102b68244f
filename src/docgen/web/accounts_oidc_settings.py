"""What django-allauth is told of a company's own sign-in (``[web.oidc]``)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings

from docgen.config import Oidc, Web
from docgen.errors import OutsideFailed, say

#: Its place in addresses.
KEY = "company"
#: Seconds: who was signed in there for longer shows himself anew.
_FRESH = "900"


def settle(web: Web) -> None:
    """Tell django-allauth of it; before the first request."""
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": _apps(web.oidc)}}


def _apps(oidc: Oidc) -> list[dict[str, Any]]:
    if not oidc.issuer:
        return []
    more = {
        "server_url": oidc.issuer,
        "oauth_pkce_enabled": True,
        "scope": ["openid", "profile"],
        "auth_params": {"max_age": _FRESH},
    }
    return [
        {
            "provider_id": KEY,
            "name": oidc.name,
            "client_id": oidc.client_id,
            "secret": _secret(Path(oidc.secret_file)),
            "settings": more,
        }
    ]


def _secret(file: Path) -> str:
    try:
        return file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise OutsideFailed(
            say("The secret of the company's sign-in cannot be read: {error}", error=error),
            why=say("without it {file} nobody signs in by it", file=file),
            fix=say("give docgen the right to read it, or take [web.oidc] out of docgen.toml"),
        ) from error
