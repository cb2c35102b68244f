"""People: one account each, with roles, a unit, a clearance and grants.

Auditor and administrator exclude every role that reads papers (三员分立; A-100, ASVS 8):
who keeps the machine or checks the log must not be able to read what it guards.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from docgen.errors import listed, say


class Role(StrEnum):
    """What somebody does in the office (rulebook 6F)."""

    CLERK = "clerk"
    ARCHIVIST = "archivist"
    MANAGER = "manager"
    LEGAL = "legal"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"

    @property
    def said(self) -> str:
        """The role as people say it."""
        return _NAMES[self]


_NAMES = {
    Role.CLERK: say("clerk"),
    Role.ARCHIVIST: say("archivist"),
    Role.MANAGER: say("manager"),
    Role.LEGAL: say("legal"),
    Role.AUDITOR: say("auditor"),
    Role.ADMINISTRATOR: say("administrator"),
}


#: Roles that may come near a paper.
READERS = frozenset({Role.CLERK, Role.ARCHIVIST, Role.MANAGER, Role.LEGAL})
#: Roles that stand alone: they exclude every reader, and each other.
APART = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})
#: Roles that decide, check or run: on the page they come in with a second factor (ASVS 6.3.3).
STRONG = frozenset({Role.MANAGER, Role.LEGAL, *APART})


@dataclass(frozen=True, slots=True)
class Person:
    """An account as the rules see it.

    Args:
        code: The id that stands in the log, ``p-0007``.
        name: What colleagues call him.
        unit: The unit he works in (经办部门).
        rank: The highest grade rank he is cleared for.
        roles: What he does.
        grants: Numbers of dossiers he was granted one by one.
        active: A closed account may nothing, at once.
    """

    code: str
    name: str
    unit: str
    rank: int
    roles: frozenset[Role]
    grants: frozenset[str] = frozenset()
    active: bool = True


def roles_fault(roles: Iterable[Role]) -> str:
    """Why these roles cannot be one person's; empty if they can."""
    held = frozenset(roles)
    alone = held & APART
    if alone and len(held) > 1:
        return say(
            "{role} excludes every other role: who checks or runs the archive may not read it",
            role=listed(role.said for role in sorted(alone)),
        )
    return ""
