"""A company's own sign-in (OpenID Connect; WeCom, DingTalk and Feishu speak it), by ``[web.oidc]``.

It says who comes, by one claim that is a login here, and nothing else: no account is made or
linked by it, and role, unit and clearance are the register's. A second factor counts if its token
says so.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.openid_connect import views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from requests import RequestException

from docgen.config import Oidc
from docgen.errors import NotAllowed, OutsideFailed, Problem, say
from docgen.office import signing_in
from docgen.register.models import Person
from docgen.web import desk, wrong
from docgen.web.accounts_oidc_settings import KEY
from docgen.web.entering import Request

#: The word of a session that the company's token brings back.
_NONCE = "docgen_oidc_nonce"


@dataclass(frozen=True, slots=True)
class Company:
    """A sign-in that is offered at the door."""

    name: str
    url: str


def offered(next_: str) -> list[Company]:
    """The sign-ins of the door; they lead on to ``next_``."""
    oidc = desk.office().settings.web.oidc
    if not oidc.issuer:
        return []
    url = reverse("openid_connect_login", kwargs={"provider_id": KEY})
    return [Company(oidc.name, f"{url}?{urlencode({'next': next_})}" if next_ else url)]


def ways() -> list[dict[str, str]]:
    """How somebody without a password shows again who he is, as django-allauth names ways."""
    url = reverse("openid_connect_login", kwargs={"provider_id": KEY})
    return [{"id": "oidc", "description": one.name, "url": url} for one in offered("")]


@login_not_required
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to the company's sign-in; its token must come back with this session's own word."""
    nonce = request.session[_NONCE] = secrets.token_urlsafe(24)
    asked = {one: request.GET[one] for one in ("next", "process") if one in request.GET}
    request.GET = QueryDict(urlencode(asked | {"auth_params": urlencode({"nonce": nonce})}))
    return _through(views.login, request, provider_id)


@login_not_required
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from it."""
    return _through(views.callback, request, provider_id)


class Adapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Whom the company's sign-in means."""

    def pre_social_login(self, request: Request, sociallogin: Any) -> None:  # noqa: ANN401  allauth has no types
        """Find the account; without one the sign-in ends here."""
        said = sociallogin.account.extra_data
        token, facts = said.get("id_token", {}), said.get("userinfo", {})
        oidc = desk.office().settings.web.oidc
        login = str(token.get(oidc.claim) or facts.get(oidc.claim) or "")
        person = signing_in.person_called(login)
        nonce = request.session.pop(_NONCE, "")
        if not nonce or token.get("nonce") != nonce:
            signing_in.refused(request.office, login, "replayed")
            _stop(request, _failed(oidc))
        if person is None or sociallogin.state.get("process", "login") != "login":
            signing_in.refused(request.office, login, "unknown")
            _stop(request, _nobody(oidc))
        sociallogin.user = person
        if _is_strong(token, oidc):
            _record_strong(request, person, token)

    def on_authentication_error(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  allauth's own signature
        """Say that it failed; what exactly is in the server's own log."""
        del args, kwargs
        _stop(request, _failed(desk.office().settings.web.oidc))


def _through(view: Callable[..., Any], request: HttpRequest, provider_id: str) -> HttpResponse:
    """What django-allauth does; where it does not expect an answer, the person hears so too."""
    try:
        answer: HttpResponse = view(request, provider_id)
    except (RequestException, LookupError, ValueError, TypeError):
        return wrong.said(request, _failed(desk.office().settings.web.oidc))
    return answer


def _is_strong(token: Mapping[str, Any], oidc: Oidc) -> bool:
    """Whether it says that a second factor was used, and when: how fresh it is counts too."""
    if not isinstance(token.get("auth_time"), int | float):
        return False
    ways = token.get("amr")
    found = {*(ways if isinstance(ways, list) else []), token.get("acr")}
    return bool(found.intersection(oidc.strong))


def _record_strong(request: HttpRequest, person: Person, token: Mapping[str, Any]) -> None:
    """As old as it is there: who is signed in for hours shows nothing new by coming here."""
    record_authentication(request, person, "mfa", type="oidc", at=float(token["auth_time"]))


def _stop(request: HttpRequest, problem: Problem) -> NoReturn:
    raise ImmediateHttpResponse(wrong.said(request, problem))


def _nobody(oidc: Oidc) -> Problem:
    return NotAllowed(
        say("{name} has let you in, but you have no account here", name=oidc.name),
        why=say("no open account has the login that it gave"),
        fix=say("ask the administrator for an account"),
    )


def _failed(oidc: Oidc) -> Problem:
    return OutsideFailed(
        say("The sign-in with {name} did not work", name=oidc.name),
        why=say("it was cancelled, took too long, or does not answer as it should"),
        fix=say("try again, or sign in with your password"),
    )
