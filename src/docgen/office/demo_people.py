"""How the people of a demo office sign in: one password for all, and codes that anyone can ask for.

Only where ``docgen.toml`` says ``act_as``; a real office is refused. The secret of each person's
authenticator app follows from the office's own name, so it is written down nowhere.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import time

from docgen.errors import NotFound, say
from docgen.office.desk import Office
from docgen.register.models import Person

PASSWORD = "docgen shows itself"  # noqa: S105  told to everybody who makes a demo office
_PERIOD, _DIGITS = 30, 6


def must_be_demo(office: Office) -> None:
    """Refuse in a real office, as if nothing like it were there."""
    if not office.settings.act_as:
        raise NotFound(
            say("This is no demo office"),
            why=say("in a real office nobody signs in for another"),
            fix=say("everybody signs in with his own password and second factor"),
        )


def secret_of(office: Office, person: Person) -> str:
    """The secret of a person's authenticator app, as it is typed into one."""
    must_be_demo(office)
    mixed = f"docgen demo {office.settings.origin} {person.login}".encode()
    return base64.b32encode(hashlib.sha256(mixed).digest()[:20]).decode()


def code_of(office: Office, person: Person) -> str:
    """The code that the app would show now (RFC 6238)."""
    return _code(secret_of(office, person), int(time.time()) // _PERIOD)


def _code(secret: str, counter: int) -> str:
    mixed = hmac.digest(base64.b32decode(secret), counter.to_bytes(8, "big"), "sha1")
    place = mixed[-1] & 15
    number = int.from_bytes(mixed[place : place + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**_DIGITS:0{_DIGITS}}"


def signing_in(office: Office) -> list[Person]:
    """The people who can sign in, in the order of their accounts; nobody in a real office."""
    return list(Person.objects.filter(active=True).order_by("pk")) if office.settings.act_as else []
