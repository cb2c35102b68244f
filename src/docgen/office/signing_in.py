"""Coming in by the page, as the log tells it: who signed in, how, who was refused.

The page's libraries decide whether a password is right; this writes down what came of it. A login
that belongs to nobody stands in the log only behind a commitment, as with ``office.entering``.
"""

from __future__ import annotations

from docgen.office import journal
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person


def person_called(login: str) -> Person | None:
    """The open account with exactly this login."""
    return Person.objects.filter(login=login, active=True).first() if login else None


def signed_in(office: Office, who: Person, method: str) -> None:
    """Somebody is in: by ``password``, ``mfa``, or ``oidc``, a company's own sign-in."""
    _tell(office, "person.signed-in", who, method=method)


def confirmed(office: Office, who: Person, method: str) -> None:
    """Somebody who is in has shown once more who he is."""
    _tell(office, "person.confirmed", who, method=method)


def signed_out(office: Office, who: Person) -> None:
    """Somebody left."""
    _tell(office, "person.signed-out", who)


def ended_sessions(office: Office, who: Person, number: int) -> None:
    """Somebody ended sessions of his own, on this machine or another."""
    _tell(office, "person.ended-sessions", who, sessions=number)


def added_factor(office: Office, who: Person, kind: str) -> None:
    """Somebody has one more second factor: ``totp``, ``webauthn`` or ``recovery_codes``."""
    _tell(office, "person.added-factor", who, kind=kind)


def removed_factor(office: Office, who: Person, kind: str) -> None:
    """Somebody has one second factor less."""
    _tell(office, "person.removed-factor", who, kind=kind)


def refused(office: Office, login: str, problem: str) -> None:
    """Somebody was not let in.

    Args:
        office: The office.
        login: What was typed, or what a company's own sign-in called him.
        problem: ``password``, ``code``, ``throttled``, ``closed``, ``unknown`` or ``replayed``.
    """
    row = Person.objects.filter(login__iexact=login).first()
    act = "person.signed-in" if row else "person.turned-away"
    with one_transaction():
        journal.append(
            office,
            act,
            None,
            res="deny",
            obj=row.code if row else "",
            rules=["R1"] if row is None or not row.active else [],
            notes={} if row else {"login": login[:64]},
            more={"problem": problem},
        )


def _tell(office: Office, act: str, who: Person, **more: str | int) -> None:
    with one_transaction():
        journal.append(office, act, who, obj=who.code, more=more)
