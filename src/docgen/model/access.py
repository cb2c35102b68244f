"""Who may do what to which paper: one pure function, every reason given.

``decide`` looks at a ``Request`` and at nothing else. Deny overrides: an act is allowed only if
no rule objects. The rules are in ``access_rules``, who may do what at all in ``access_roles``,
what must be done to a paper that leaves in ``access_duties``, and the sentences in
``access_said``; ``docs/spec/access.md`` has them all with a table made from this function.
"""

from __future__ import annotations

from typing import NamedTuple

from docgen.errors import Reason
from docgen.model.access_duties import DUTIES, NONE, Obligation
from docgen.model.access_facts import (
    Approval,
    LoanFact,
    OutsideFact,
    Paper,
    Policy,
    Request,
    SignIn,
)
from docgen.model.access_roles import DOCUMENT_ACTS, PURPOSES, ROLE_ACTS, Act
from docgen.model.access_rules import ANSWERED_BY_APPROVAL, BY_ACT
from docgen.model.access_said import grounds, objection
from docgen.model.people import APART, READERS, Person, Role
from docgen.model.scope import NOTHING, Scope

__all__ = [
    "DOCUMENT_ACTS",
    "PURPOSES",
    "ROLE_ACTS",
    "Act",
    "Approval",
    "Decision",
    "LoanFact",
    "Obligation",
    "OutsideFact",
    "Paper",
    "Policy",
    "Request",
    "SignIn",
    "decide",
    "visible_to",
]


class Decision(NamedTuple):
    """The answer to a request.

    Args:
        request: What was asked.
        against: The ids of all rules that object, in the order of the list; none if allowed.
        obligations: What must be done to a paper that leaves.
    """

    request: Request
    against: tuple[str, ...]
    obligations: frozenset[Obligation]

    @property
    def allow(self) -> bool:
        """Whether no rule objects."""
        return not self.against

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Every reason in words: the objections if refused, the grounds if allowed."""
        if self.against:
            return tuple(objection(rule, self.request) for rule in self.against)
        return tuple(grounds(self.request))

    @property
    def lacks_approval_only(self) -> bool:
        """Whether it is refused for want of somebody else's word, and for nothing else."""
        return bool(self.against) and ANSWERED_BY_APPROVAL.issuperset(self.against)


def decide(request: Request) -> Decision:
    """Allow or refuse; a refusal names every rule that objects."""
    against = tuple([rule for rule, objects in BY_ACT[request.act] if objects(request)])
    if against or request.paper is None:
        return Decision(request, against, NONE)
    return Decision(request, against, DUTIES.get((request.act, request.paper.rank), NONE))


def visible_to(person: Person) -> Scope:
    """The papers a person may know of, as a filter for lists, counts and searches."""
    if not person.active or person.roles & APART or not person.roles & READERS:
        return NOTHING
    return Scope(
        rank=person.rank,
        everything=Role.ARCHIVIST in person.roles,
        units=frozenset({person.unit}),
        dossiers=person.grants,
    )
