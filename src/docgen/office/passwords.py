"""Passwords: what one must be, and setting it. Django hashes and judges them; nothing is our own.

A changed password ends the sessions that were opened with the old one: Django binds each session
to the hash.
"""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from docgen.errors import BadInput, say
from docgen.office import journal
from docgen.office.desk import Office
from docgen.register.models import Person

#: The hash that wins where nobody has configured one: the commands know no settings of the page.
HASHER = "argon2"
#: Hashing a longer one would keep the machine busy for nothing (ASVS 6.2.9 asks for 64 at least).
MOST = 256
#: What Django's validators find, in our words.
_FAULTS = {
    "password_too_short": say("it has less than 12 characters"),
    "password_too_common": say("many people use it, and it is tried first"),
    "password_entirely_numeric": say("it is figures alone"),
    "password_too_similar": say("it is too much like your login, name or unit"),
}


def must_be_open(row: Person) -> None:
    """Refuse what would let somebody into a closed account."""
    if not row.active:
        raise BadInput(
            say("The account {login} is closed", login=row.login),
            why=say("nobody signs in with a closed account"),
            fix=say("add a new account: docgen user add LOGIN"),
            field="person",
        )


def check(password: str, row: Person) -> None:
    """Refuse a password that is short, common, or like the person's name; says which."""
    if fault := _fault(password, row):
        raise BadInput(
            say("This password is not taken"),
            why=fault,
            fix=say("choose a longer sentence that only you know"),
            field="password",
        )


def put(office: Office, row: Person, password: str) -> None:
    """Set the password, for another verb and in its transaction: that verb has checked it."""
    hashed = make_password(password, hasher=HASHER)
    Person.objects.filter(pk=row.pk).update(password=hashed)
    row.password = hashed
    journal.append(office, "person.set-password", row, obj=row.code)


def has_one(row: Person) -> bool:
    """Whether the person could sign in with a password."""
    return bool(row.password) and row.has_usable_password()


def _fault(password: str, row: Person) -> str:
    """What is wrong with a password; empty if nothing."""
    if len(password) > MOST:
        return say("it is longer than {most} characters", most=MOST)
    try:
        validate_password(password, row)
    except ValidationError as error:
        first = error.error_list[0]
        return _FAULTS.get(str(first.code), str(first.message))
    return ""
