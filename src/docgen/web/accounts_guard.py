"""Ways to the door: who must set up a second factor first, and who asks for a part of a page.

Whose roles ask for a second factor sets one up and can do nothing else until then. A part of a page
that htmx asks for is never the door: the whole page goes there, and comes back.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from docgen.model.access import SignIn
from docgen.register.models import Person
from docgen.web import accounts_factors

_DOORS = (
    *("account_login", "account_reauthenticate", "mfa_reauthenticate"),
    *("mfa_reauthenticate_webauthn", "mfa_index"),
)
#: Where he gets nonetheless: to set one up, to show it, to leave.
_OPEN = frozenset(
    {
        *("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes"),
        *("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
        *("openid_connect_login", "openid_connect_callback", "account_login", "account_logout"),
        *("invitation", "language", "health", "robots"),
    }
)


def led_elsewhere(request: HttpRequest, who: Person, sign_in: SignIn) -> HttpResponse | None:
    """Where somebody goes instead who came in too weakly for his roles."""
    if not request.user.is_authenticated or sign_in.strength == "mfa":
        return None
    name = request.resolver_match.url_name if request.resolver_match else ""
    if name in _OPEN or not accounts_factors.must_have_one(who):
        return None
    has_one = is_mfa_enabled(who, accounts_factors.KINDS)
    door = reverse("account_reauthenticate" if has_one else "mfa_index")
    return HttpResponseRedirect(f"{door}?{urlencode({'next': request.get_full_path()})}")


def whole(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """An answer that leads to the door, as htmx is told to lead the whole page there."""
    asked: HtmxDetails | None = getattr(request, "htmx", None)
    door = urlsplit(answer.headers.get("Location", "")).path
    if not asked or door not in {reverse(name) for name in _DOORS}:
        return answer
    back = urlencode({"next": asked.current_url_abs_path or "/"})
    return HttpResponseClientRedirect(f"{door}?{back}")
