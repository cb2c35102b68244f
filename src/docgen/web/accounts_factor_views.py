"""The pages of django-allauth on which somebody shows who he is or changes his second factors.

Each does what allauth does, and the log hears of it in the same transaction.
"""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.views.decorators.http import require_safe

from docgen.errors import NotAllowed, say
from docgen.office import signing_in
from docgen.office.desk import one_transaction
from docgen.web import accounts_factors
from docgen.web.entering import Request
from docgen.web.page import page

_TYPES = Authenticator.Type


class _Logged:
    """What is done when the form was right, and its entry."""

    request: Request
    kind: str

    def form_valid(self, form: Any) -> HttpResponse:  # noqa: ANN401  allauth's own signature
        """Do it and write it down."""
        with one_transaction():
            self.told()
            answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # allauth's view comes after
        return answer

    def told(self) -> None:
        """Write the entry."""
        raise NotImplementedError


class _Confirmed(_Logged):
    def told(self) -> None:
        """He has shown once more who he is."""
        signing_in.confirmed(self.request.office, self.request.who, self.kind)


class _Added(_Logged):
    def told(self) -> None:
        """He has one more; whoever has just used it need not do so again."""
        signing_in.added_factor(self.request.office, self.request.who, self.kind)
        record_authentication(self.request, self.request.who, "mfa", type=self.kind)


class _Removed(_Logged):
    success_url = reverse_lazy("mfa_index")

    def told(self) -> None:
        """He has one less."""
        signing_in.removed_factor(self.request.office, self.request.who, self.kind)


class ByPassword(_Confirmed, ReauthenticateView):  # type: ignore[misc]  # allauth has no types
    """Confirm with the password."""

    kind = "password"


class ByCode(_Confirmed, CodeView):  # type: ignore[misc]  # allauth has no types
    """Confirm with a code."""

    kind = "mfa"


class ByPasskey(_Confirmed, ReauthenticateWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """Confirm with a passkey."""

    kind = "mfa"


class AddApp(_Added, ActivateTOTPView):  # type: ignore[misc]  # allauth has no types
    """Set up an authenticator app."""

    kind = _TYPES.TOTP.value


class AddPasskey(_Added, AddWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """Add a passkey."""

    kind = _TYPES.WEBAUTHN.value


class RemoveApp(_Removed, DeactivateTOTPView):  # type: ignore[misc]  # allauth has no types
    """Take the authenticator app off."""

    kind = _TYPES.TOTP.value


class RemovePasskey(_Removed, RemoveWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """Take a passkey off."""

    kind = _TYPES.WEBAUTHN.value

    def form_valid(self, form: Any) -> HttpResponse:  # noqa: ANN401  allauth's own signature
        """Unless it is the last one and his roles ask for one."""
        if not accounts_factors.may_go(self.get_object()):
            raise NotAllowed(
                say("This passkey cannot be removed"),
                why=say("it is your last second factor, and your roles ask for one"),
                fix=say("add another one first"),
            )
        return super().form_valid(form)


class NewCodes(GenerateRecoveryCodesView):  # type: ignore[misc]  # allauth has no types
    """Make new recovery codes; the old ones end."""

    def form_valid(self, form: Any) -> HttpResponse:  # noqa: ANN401  allauth's own signature
        """Make them and write it down."""
        with one_transaction():
            signing_in.added_factor(
                self.request.office, self.request.who, _TYPES.RECOVERY_CODES.value
            )
            answer: HttpResponse = super().form_valid(form)
        return answer


@require_safe
def factors(request: Request) -> HttpResponse:
    """My second factors."""
    facts = accounts_factors.of(request.who)
    lacking = facts["must"] and not facts["totp"] and not facts["passkeys"]
    return page(request, "mfa/index.html", **facts, lacking=lacking)
