"""Signing in, and my account: the addresses of both, and the page of the account.

Of django-allauth's views exactly those are here that the office wants: nobody signs up, and no
address or link of a mail opens anything.
"""

from __future__ import annotations

from typing import Any

from allauth.account import views as account_views
from allauth.mfa.base import views as mfa_views
from allauth.mfa.recovery_codes import views as codes_views
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST, require_safe

from docgen.errors import NotFound, say
from docgen.model.grades import Grade
from docgen.model.people import Role
from docgen.office import demo_people, passwords, signing_in
from docgen.web import (
    accounts_demo,
    accounts_factors,
    accounts_invited,
    accounts_oidc,
    accounts_sessions,
    desk,
)
from docgen.web import accounts_factor_views as factor_views
from docgen.web.accounts_fresh import fresh
from docgen.web.entering import Request
from docgen.web.page import page
from docgen.web.speech import done

__all__ = ["PATHS", "account", "fresh"]


class SignIn(account_views.LoginView):  # type: ignore[misc]  # allauth has no types
    """The door: login and password; in a demo office also its people, one button each."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:  # noqa: ANN401  allauth's own signature
        """What stands beside the two fields."""
        facts: dict[str, Any] = super().get_context_data(**more)
        cast = [
            (one, [Role(role) for role in one.roles])
            for one in demo_people.signing_in(desk.office())
        ]
        return facts | {"cast": cast, "companies": accounts_oidc.offered(self.get_next_url() or "")}


@require_safe
def account(request: Request) -> HttpResponse:
    """Who I am, how I sign in, and where I am signed in."""
    here = request.session.session_key
    sessions = [
        (one, accounts_sessions.known_as(one.user_agent), one.session_key == here)
        for one in accounts_sessions.of(request.who)
    ]
    facts = accounts_factors.of(request.who)
    grade = Grade.of_rank(request.who.clearance)
    return page(request, "account/account.html", sessions=sessions, grade=grade, **facts)


@fresh
def password(request: Request) -> HttpResponse:
    """Change my password."""
    if not passwords.has_one(request.who):
        raise NotFound(
            say("Your account has no password"),
            why=say("you sign in with your company's own sign-in"),
            fix=say("if you need one, ask the administrator for an invitation"),
        )
    answer: HttpResponse = account_views.password_change(request)
    return answer


@require_POST
def end_session(request: Request, number: int) -> HttpResponse:
    """Sign out in another browser."""
    accounts_sessions.end(request, number)
    signing_in.ended_sessions(request.office, request.who, 1)
    done(request, say("That session has ended"))
    return redirect("account")


@require_POST
def end_others(request: Request) -> HttpResponse:
    """Sign out everywhere but here."""
    number = accounts_sessions.end_others(request.who, request.session.session_key)
    signing_in.ended_sessions(request.office, request.who, number)
    done(request, say("{n} other sessions have ended", n=number))
    return redirect("account")


PATHS: list[URLPattern] = [
    path("login/", SignIn.as_view(), name="account_login"),
    path("login/as/", accounts_demo.sign_in_as, name="demo-sign-in"),
    path("logout/", account_views.logout, name="account_logout"),
    path("reauthenticate/", factor_views.ByPassword.as_view(), name="account_reauthenticate"),
    path("oidc/<str:provider_id>/", accounts_oidc.begin, name="openid_connect_login"),
    path("oidc/<str:provider_id>/back/", accounts_oidc.back, name="openid_connect_callback"),
    path("account/", account, name="account"),
    path("account/password/", password, name="account_change_password"),
    path("account/sessions/<int:number>/end/", end_session, name="session-end"),
    path("account/sessions/end/", end_others, name="sessions-end"),
    path("invitation/<str:secret>/", accounts_invited.invitation, name="invitation"),
    path("2fa/", factor_views.factors, name="mfa_index"),
    path("2fa/authenticate/", mfa_views.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", factor_views.ByCode.as_view(), name="mfa_reauthenticate"),
    path("2fa/app/", factor_views.AddApp.as_view(), name="mfa_activate_totp"),
    path("2fa/app/remove/", factor_views.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("2fa/passkeys/", factor_views.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        "2fa/passkeys/reauthenticate/",
        factor_views.ByPasskey.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "2fa/passkeys/<int:pk>/remove/",
        factor_views.RemovePasskey.as_view(),
        name="mfa_remove_webauthn",
    ),
    path("2fa/codes/", codes_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/codes/new/", factor_views.NewCodes.as_view(), name="mfa_generate_recovery_codes"),
]
