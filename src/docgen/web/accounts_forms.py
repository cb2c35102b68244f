"""Codes and passkeys as they are sent.

A code works once, and what a browser says of a passkey is doubted before it is read.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django.core.cache import cache
from django.core.exceptions import ValidationError

from docgen.office import signing_in
from docgen.register.models import Person
from docgen.web import desk

#: Longer than the time in which a code is right: a minute and a half.
_REMEMBERED = 180


class _Once:
    """A code that works once, also within the minute in which it is still right."""

    user: Person

    def clean_code(self) -> str:
        """The code; whoever failed stands in the log."""
        try:
            code = str(super().clean_code())  # type: ignore[misc]  # allauth's form comes after
            plain = normalize_user_code(code)  # "123-456" is the same code
            if not cache.add(f"docgen.code.{self.user.pk}.{plain}", 1, _REMEMBERED):
                raise get_adapter().validation_error("incorrect_code")
        except ValidationError:
            signing_in.refused(desk.office(), self.user.login, "code")
            raise
        return code


class CodeForm(_Once, AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The code after the password."""


class CodeAgainForm(_Once, ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The code of somebody who is in."""


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A new passkey, as a browser tells of it."""

    def clean(self) -> Any:  # noqa: ANN401  allauth's own signature
        """What it says, if it is well formed."""
        with _doubting():
            return super().clean()


class _Shown:
    def clean_credential(self) -> Any:  # noqa: ANN401  allauth's own signature
        """What a browser says of a passkey, if it is well formed."""
        with _doubting():
            return super().clean_credential()  # type: ignore[misc]  # allauth's form comes after


class ShowForm(_Shown, AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A passkey after the password."""


class ShowAgainForm(_Shown, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A passkey of somebody who is in."""


@contextlib.contextmanager
def _doubting() -> Iterator[None]:
    """Where the library trusts in the shape of what it is sent."""
    try:
        yield
    except (TypeError, ValueError, LookupError, AttributeError) as error:
        raise get_adapter().validation_error("incorrect_code") from error
