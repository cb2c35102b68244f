"""How and when somebody in this session showed who he is, and asking him again.

The facts are the records that django-allauth keeps in the session. A second factor counts only if
one was used in this session; then its age is what counts, not the password's.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from docgen.errors import Reason
from docgen.model.access import SignIn
from docgen.register.models import Person

_P = ParamSpec("_P")
_Asking = TypeVar("_Asking", bound=HttpRequest)
#: What is sensitive asks again after so many minutes.
MINUTES = 15


def records_of(request: HttpRequest, person: Person) -> list[dict[str, Any]]:
    """What somebody showed in this session, the oldest first."""
    records: list[dict[str, Any]] = get_authentication_records(request, person)
    return records


def sign_in_of(request: HttpRequest) -> SignIn:
    """How the person of this session signed in, and how long ago."""
    who = request.user
    records = records_of(request, who) if isinstance(who, Person) else []
    strong = [one for one in records if one["method"] == "mfa"]
    strength: Literal["password", "mfa"] = "mfa" if strong else "password"
    latest = max((float(one["at"]) for one in strong or records), default=0.0)
    return SignIn(strength, minutes=max(0, int(time.time() - latest) // 60))


def is_fresh(request: HttpRequest) -> bool:
    """Whether he showed who he is a moment ago, with a second factor if he has one."""
    found = sign_in_of(request)
    weak = found.strength != "mfa" and is_mfa_enabled(request.user)
    return found.minutes < MINUTES and not weak


def fresh(
    view: Callable[Concatenate[_Asking, _P], HttpResponse],
) -> Callable[Concatenate[_Asking, _P], HttpResponse]:
    """A view that asks the person to show again who he is, unless he just did.

    What was sent is kept meanwhile and taken afterwards, but never a password: whoever typed one
    types it again. Put it outermost.
    """

    @wraps(view)
    def asked(request: _Asking, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
        if not is_fresh(request):
            if any("password" in name for name in request.POST):
                door, back = reverse("account_reauthenticate"), request.get_full_path()
                return HttpResponseRedirect(f"{door}?{urlencode({'next': back})}")
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return asked


def way_on(request: HttpRequest, reasons: Iterable[Reason]) -> str:
    """Where somebody whose sign-in alone is too old or too weak goes to renew it; "" if not so."""
    if {one.rule for one in reasons} != {"R10"}:
        return ""
    too_old = sign_in_of(request).minutes >= MINUTES
    renews = too_old or is_mfa_enabled(request.user)
    door = reverse("account_reauthenticate" if renews else "mfa_index")
    return f"{door}?{urlencode({'next': _page(request)})}"


def _page(request: HttpRequest) -> str:
    """The page that somebody sees: the one that was asked for, or the one that sent a form."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    sender = request.headers.get("Referer", "")
    return sender if url_has_allowed_host_and_scheme(sender, {request.get_host()}) else "/"
