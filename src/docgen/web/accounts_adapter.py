"""What django-allauth asks us: the words it says, what the log hears, and what it never does here.

Nobody signs up by the page and no mail is sent. A closed account is refused like a wrong password.
"""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import lazy

from docgen.errors import BadInput, say
from docgen.office import passwords, signing_in
from docgen.office.desk import one_transaction
from docgen.register.models import Person
from docgen.web import (
    accounts_fresh,
    accounts_oidc,
    accounts_sessions,
    accounts_throttle,
    desk,
)
from docgen.web.entering import Request
from docgen.web.speech import tell

_later = lazy(tell, str)
#: What allauth says after an act, by its name for it.
_SAID = {
    "account/messages/password_changed.txt": say("The password was changed"),
    "mfa/messages/totp_activated.txt": say("The authenticator app is set up"),
    "mfa/messages/totp_deactivated.txt": say("The authenticator app was removed"),
    "mfa/messages/webauthn_added.txt": say("The passkey was added"),
    "mfa/messages/webauthn_removed.txt": say("The passkey was removed"),
}
#: How the newest record of a session is called in the log.
_METHODS = {"password": "password", "mfa": "mfa", "socialaccount": "oidc"}


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Sign-in by login and password; accounts are made by the administrator alone."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _later(say("This login and password do not fit together")),
        "incorrect_password": _later(say("This password is not right")),
        "enter_current_password": _later(say("This is not your present password")),
        "too_many_login_attempts": _later(say("Too many attempts failed; wait 15 minutes")),
        "rate_limited": _later(say("Too many attempts failed; wait 15 minutes")),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        del request
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401  allauth's own signature
        """Nothing: django-axes counts what failed."""

    def authenticate(self, request: Request, **credentials: Any) -> Person | None:  # noqa: ANN401  allauth's own signature
        """The person, unless the password is wrong, the account closed, or others failed before."""
        found: Person | None = super().authenticate(request, **credentials)
        if found is not None and found.active:
            return found
        if not getattr(request, "axes_locked_out", False):
            login = accounts_throttle.login_of(request, credentials)
            signing_in.refused(request.office, login, "closed" if found else "password")
        return None

    def login(self, request: Request, user: Person) -> None:
        """Open the session, under a new key; the log hears of it first."""
        records = accounts_fresh.records_of(request, user)
        method = _METHODS[records[-1]["method"]] if records else "password"
        signing_in.signed_in(request.office, user, method)
        super().login(request, user)
        accounts_sessions.begin(request)

    def logout(self, request: Request) -> None:
        """Close the session."""
        if request.user.is_authenticated:
            signing_in.signed_out(request.office, request.who)
        super().logout(request)

    def set_password(self, user: Person, password: str) -> None:
        """Change the password, in the log too; nothing else of the row is written."""
        with one_transaction():
            passwords.put(desk.office(), user, password)

    def clean_password(self, password: str, user: Person | None = None) -> str:
        """A new password, judged by the office; its words are ours."""
        try:
            passwords.check(desk.office(), password, user or Person())
        except BadInput as refused:
            raise ValidationError(tell(refused.why)) from refused
        return password

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:  # noqa: ANN401  allauth's own signature
        """A sign-in of a moment ago is as good as being asked again."""
        del app, kwargs
        return not accounts_fresh.is_fresh(self.request)

    def get_reauthentication_methods(self, user: Person) -> list[dict[str, Any]]:
        """With the second factor if there is one; else the password, or the company's sign-in."""
        found: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        company = accounts_oidc.ways()
        if company and not passwords.has_one(user):
            found = [one for one in found if one["id"] != "reauthenticate"] or company
        strong = [one for one in found if one["id"].startswith("mfa_")]
        words = {
            "mfa_reauthenticate": say("Use a code"),
            "mfa_reauthenticate:webauthn": say("Use a passkey"),
        }
        return [one | {"description": tell(words[one["id"]])} for one in strong] or found

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where the request comes from."""
        return accounts_throttle.address_of(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the account."""
        del request
        return reverse("account")

    def respond_user_inactive(self, request: HttpRequest, user: Person) -> HttpResponse:
        """Not reached: a closed account is refused before."""
        raise AssertionError(request, user)

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  allauth's own signature
        """Say what was done in our words, and nothing that needs no words."""
        template = args[0] if args else kwargs.get("message_template")
        said = kwargs.get("message") or tell(_SAID.get(str(template), ""))
        if said:
            messages.add_message(request, level, said)
