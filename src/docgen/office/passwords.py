"""Passwords: what one must be, and setting it. Django hashes and judges them; nothing is our own.

A changed password ends the sessions that were opened with the old one: Django binds each session
to the hash.
"""

from __future__ import annotations

from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from docgen.errors import BadInput, say
from docgen.office import journal, password_lists
from docgen.office.desk import Office
from docgen.register.models import Person

#: The hash that wins where nobody has configured one: the commands know no settings of the page.
HASHER = "argon2"
#: Hashing a longer one would keep the machine busy for nothing (ASVS 6.2.9 asks for 64 at least).
MOST = 256
#: So many characters must be left without the words that everybody in the office knows.
_OWN = 8
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
            fix=say("open a new account").by("docgen user add LOGIN"),
            field="person",
        )


def check(office: Office, password: str, row: Person) -> None:
    """Refuse a password that is short, common, breached, or made of known words; says which."""
    if fault := _fault(office, password, row):
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


def _fault(office: Office, password: str, row: Person) -> str:
    """What is wrong with a password; empty if nothing."""
    if len(password) > MOST:
        return say("it is longer than {most} characters", most=MOST)
    try:
        validate_password(password, row)
    except ValidationError as error:
        first = error.error_list[0]
        return _FAULTS.get(str(first.code), str(first.message))
    if len(password_lists.without(password, password_lists.words_of(office))) < _OWN:
        return say("without the words that everybody here knows, too little of it is left")
    file = office.settings.web.breached
    if file and password_lists.is_breached(Path(file), password):
        return say("it was stolen somewhere and is on the list of such passwords")
    return ""
