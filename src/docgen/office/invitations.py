"""Invitations: a link, used once, by which somebody sets the password of his account.

The first password is set so, and a forgotten one again. Only a digest of the link is kept: who
reads the register cannot use it. The newest invitation of somebody ends his older ones.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from docgen.errors import NotFound, say
from docgen.model.access import Act
from docgen.model.people import Role
from docgen.office import gate, journal, passwords, people, tokens
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person
from docgen.register.models_page import Invitation

#: How long an invitation can be used.
HOURS = 72
#: Ways of coming in by which the machine itself says who it is.
_AT_THE_MACHINE = frozenset({"os", "demo"})


def invite(
    office: Office, who: Person, login: str, *, clears: bool = False
) -> tuple[str, Invitation]:
    """Invite somebody to set his password; the secret of the link, told this once.

    Whoever sits at the machine may invite himself; others need an administrator, or the founder
    while no administrator can sign in.

    Args:
        office: The office.
        who: Who invites.
        login: Whom.
        clears: He lost his second factors too: they end when he uses the invitation.
    """
    row = people.by_login(login)
    if who != row or office.via not in _AT_THE_MACHINE:
        founding = _founding()
        gate.ask(
            office, who, Act.MANAGE_PEOPLE, "person.invited", subject=row.code, founding=founding
        )
    passwords.must_be_open(row)
    secret, now = secrets.token_urlsafe(32), office.now()
    with one_transaction():
        Invitation.objects.filter(person=row, used_at=None, ends_at__gt=now).update(ends_at=now)
        made = Invitation.objects.create(
            person=row,
            digest=_digest(secret),
            clears=clears,
            made_by=who,
            made_at=now,
            ends_at=now + dt.timedelta(hours=HOURS),
        )
        more = {"factors": "cleared"} if clears else {}
        journal.append(office, "person.invited", who, obj=row.code, more=more)
    return secret, made


def link(office: Office, secret: str) -> str:
    """The address to hand over."""
    return f"{office.settings.web.public}/invitation/{secret}/"


def find(office: Office, secret: str) -> Invitation:
    """The invitation of a link, if it can still be used."""
    found = Invitation.objects.select_related("person").filter(
        digest=_digest(secret), used_at=None, ends_at__gt=office.now(), person__active=True
    )
    if (row := found.first()) is None:
        raise NotFound(
            say("This link is not valid"),
            why=say("it was used, is older than {hours} hours, or was never given", hours=HOURS),
            fix=say("ask the administrator for another one"),
        )
    return row


def accept(office: Office, secret: str, password: str) -> Invitation:
    """Set the password with an invitation, which is used up by it."""
    row = find(office, secret)
    passwords.check(office, password, row.person)
    with one_transaction():
        # Of two who come with the same link at once, one finds it used.
        used = Invitation.objects.filter(pk=row.pk, used_at=None).update(used_at=office.now())
        if not used:
            return find(office, secret)
        passwords.put(office, row.person, password)
        tokens.end_all(office, row.person)
    return row


def _founding() -> bool:
    """Whether no administrator can sign in yet, so that the founder may let the first one in."""
    active = Person.objects.filter(active=True)
    return not any(
        Role.ADMINISTRATOR in person.roles and passwords.has_one(person) for person in active
    )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
