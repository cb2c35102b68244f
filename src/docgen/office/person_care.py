"""What an administrator sees and does about one account, besides what ``people`` changes.

Sessions and second factors are kept by the page's own libraries; here stand the permission for
ending them and the entry that tells of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from docgen.model.access import Act
from docgen.office import gate, inspecting, journal, leaving, people, tokens
from docgen.office.desk import Office, one_transaction
from docgen.office.leaving import Held
from docgen.register.models import Person
from docgen.register.models_page import Invitation


@dataclass(frozen=True, slots=True)
class Card:
    """An account: what its owner has in hand, how many grants, and an invitation that waits."""

    person: Person
    held: list[Held]
    grants: int
    invitation: Invitation | None


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the office: its open accounts, and how many of them in each role."""

    name: str
    people: int
    closed: int
    roles: Counter[str]


def card(office: Office, who: Person, code: str) -> Card:
    """An account by its code; whoever manages people may see it."""
    inspecting.ask(office, who)
    row = people.by_login(code)
    with one_transaction():
        journal.append(office, "person.listed", who, obj=row.code)
    waiting = Invitation.objects.filter(person=row, used_at=None, ends_at__gt=office.now())
    return Card(row, list(leaving.held_by(row)), row.grants.count(), waiting.first())


def units(everyone: Iterable[Person]) -> list[Unit]:
    """The units that accounts are of, by name."""
    found: dict[str, list[Person]] = defaultdict(list)
    for row in everyone:
        found[row.unit].append(row)
    return [
        Unit(
            name,
            sum(row.active for row in rows),
            sum(not row.active for row in rows),
            Counter(role for row in rows if row.active for role in row.roles),
        )
        for name, rows in sorted(found.items())
    ]


def may_end_sessions(office: Office, who: Person, code: str) -> Person:
    """The account whose sessions somebody wants to end."""
    row = people.by_login(code)
    gate.ask(office, who, Act.MANAGE_PEOPLE, "person.ended-sessions", subject=row.code)
    return row


def ended_sessions(office: Office, who: Person, row: Person, number: int) -> None:
    """An administrator ended somebody's sessions; the keys of his programs end with them."""
    with one_transaction():
        tokens.end_all(office, row)
        journal.append(office, "person.ended-sessions", who, obj=row.code, n=number)
