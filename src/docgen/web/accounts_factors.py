"""Second factors: an authenticator app, passkeys, recovery codes; django-allauth does the work.

Here stand the words, the company's name in the app, and that nobody takes off the last factor that
his roles ask for.
"""

from __future__ import annotations

import base64
import io
import logging
import secrets
from typing import Any

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.functional import lazy

from docgen.errors import say
from docgen.model.people import STRONG
from docgen.register.models import Person
from docgen.web import desk, secret
from docgen.web.speech import tell

_later = lazy(tell, str)
_LOG = logging.getLogger("docgen.web")
#: What is a factor by itself; recovery codes stand in for one.
KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def must_have_one(person: Person) -> bool:
    """Whether somebody's roles ask for a second factor."""
    return bool(STRONG.intersection(person.roles))


def may_go(factor: Authenticator) -> bool:
    """Whether a factor may be taken off."""
    others = Authenticator.objects.filter(user=factor.user, type__in=KINDS).exclude(pk=factor.pk)
    return not must_have_one(factor.user) or others.exists()


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Names and words of the second factors."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _later(say("This code is not right")),
        "cannot_delete_authenticator": _later(say("Your roles ask for a second factor")),
    }

    def encrypt(self, text: str) -> str:
        """The secret of an app, the seed of recovery codes, as the register keeps them."""
        return secret.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; of one that was sealed with another ``web.key`` no code is ever right."""
        found = secret.unseal(encrypted_text)
        if found is None:
            _LOG.warning("a second factor was sealed with another %s", secret.FILE)
            return base64.b32encode(secrets.token_bytes(20)).decode()
        return found

    def get_totp_issuer(self) -> str:
        """The company: the app shows it above the code."""
        return desk.office().settings.company

    def _get_site_name(self) -> str:
        return self.get_totp_issuer()

    def build_totp_svg(self, url: str) -> str:
        """The picture to scan, dark on light in any colours of the page."""
        drawn = io.BytesIO()
        segno.make(url, micro=False).save(drawn, kind="svg", scale=5, border=4, light="#fff")
        return drawn.getvalue().decode()

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:  # noqa: A002  allauth's own signature
        """How a passkey is called until its owner says otherwise."""
        n = Authenticator.objects.filter(user=user, type=type).count() + 1
        return tell(say("Passkey {n}", n=n))

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one of somebody whose roles ask for one."""
        return may_go(authenticator)


def of(person: Person) -> dict[str, Any]:
    """Somebody's factors: ``totp``, ``passkeys``, and how many recovery codes are left."""
    found = list(Authenticator.objects.filter(user=person).order_by("pk"))
    codes = next((one for one in found if one.type == Authenticator.Type.RECOVERY_CODES), None)
    return {
        "totp": next((one for one in found if one.type == Authenticator.Type.TOTP), None),
        "passkeys": [one.wrap() for one in found if one.type == Authenticator.Type.WEBAUTHN],
        "codes": len(codes.wrap().get_unused_codes()) if codes else 0,
        "must": must_have_one(person),
    }
