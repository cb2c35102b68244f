"""Tokens: keys by which a program acts for a person, with a scope and an end.

Only a digest is kept; the key itself is told once. A token may never do more than its person, and
less than he does at the page: it is no second factor, so what asks for one is refused. It ends on
its day, when its person ends it, with his account, when he sets a new password with a link, when an
administrator ends his sessions, and when he gets a role that asks for a second factor.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Collection

from docgen.errors import BadInput, NotFound, say
from docgen.office import journal
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person
from docgen.register.models_page import Token

#: What a token can be allowed, with what that means.
SCOPES = {
    "read": say("find and read papers"),
    "write": say("fill forms, file papers, add customers"),
    "lend": say("ask for loans and serve them"),
    "cases": say("work on cases and duties"),
    "log": say("read the access log"),
}
#: The longest life of a token, in days.
MOST_DAYS = 366
_MARK = "docgen_"
_LONGEST = 60


def make(
    office: Office, who: Person, name: str, scopes: Collection[str], days: int
) -> tuple[str, Token]:
    """Make a token for oneself; the key is told this once.

    Args:
        office: The office.
        who: Whose it is.
        name: What it is for, so that one can be told from another.
        scopes: Some of ``SCOPES``.
        days: How long it can be used.
    """
    name = name.strip()
    if not 0 < len(name) <= _LONGEST:
        raise _wrong(
            "name",
            say("its name has 1 to {n} characters", n=_LONGEST),
            say("say what it is for, e.g. 呼叫中心"),
        )
    if not scopes or not set(scopes) <= SCOPES.keys():
        raise _wrong(
            "scopes",
            say("the scopes are: {scopes}", scopes=", ".join(SCOPES)),
            say("choose at least one of them"),
        )
    if not 1 <= days <= MOST_DAYS:
        raise _wrong(
            "days",
            say("it lives 1 to {n} days", n=MOST_DAYS),
            say("choose a day before that; another token can be made then"),
        )
    key, now = _MARK + secrets.token_urlsafe(32), office.now()
    with one_transaction():
        row = Token.objects.create(
            person=who,
            name=name,
            digest=_digest(key),
            scopes=sorted(scopes),
            made_at=now,
            ends_at=now + dt.timedelta(days=days),
        )
        more = {"scopes": ",".join(row.scopes), "until": row.ends_at.date().isoformat()}
        journal.append(office, "token.made", who, obj=row.code, more=more)
    return key, row


def of(office: Office, who: Person) -> list[Token]:
    """One's own tokens that can still be used, the newest first."""
    return list(who.tokens.filter(ended_at=None, ends_at__gt=office.now()).order_by("-pk"))


def end(office: Office, who: Person, code: str) -> Token:
    """End one of one's own tokens at once."""
    row = next((one for one in of(office, who) if one.code == code), None)
    if row is None:
        raise NotFound(
            say("You have no token {code}", code=code),
            why=say("no token of yours that can still be used has this number"),
            fix=say("see your tokens on the page of your account"),
        )
    with one_transaction():
        Token.objects.filter(pk=row.pk).update(ended_at=office.now())
        journal.append(office, "token.ended", who, obj=row.code)
    return row


def end_all(office: Office, person: Person) -> None:
    """End all of somebody's, in the transaction of the act by which his other ways in end too."""
    Token.objects.filter(person=person, ended_at=None).update(ended_at=office.now())


def holder(office: Office, key: str) -> Token | None:
    """The token with this key if it can be used now; its person comes with it."""
    found = Token.objects.select_related("person").filter(
        digest=_digest(key), ended_at=None, ends_at__gt=office.now(), person__active=True
    )
    row = found.first()
    if row is not None and (row.used_at is None or row.used_at.date() != office.today):
        Token.objects.filter(pk=row.pk).update(used_at=office.now())
    return row


def _digest(key: str) -> str:
    """A long random key needs no salt and no slow hash."""
    return hashlib.sha256(key.encode()).hexdigest()


def _wrong(field: str, why: str, fix: str) -> BadInput:
    return BadInput(say("This token cannot be made"), why=why, fix=fix, field=field)
