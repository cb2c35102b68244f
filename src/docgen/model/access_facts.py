"""What a decision on access looks at: the facts of one request, as values.

Nothing here decides; the rules are in ``model.access_rules``. Whoever asks gathers the facts
from the register and passes them in: no rule reads a clock, a file or a table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from docgen.model.access_roles import Act
from docgen.model.grades import Grade
from docgen.model.people import Person, Role

#: What a loan lets its borrower do, unless its kind says more.
LENT_ACTS = frozenset({Act.VIEW, Act.READ})


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as the rules see it: its number, grade rank, custodian unit, dossier, state.

    ``held``: a hold stands against its destruction (R13); told only for the acts of ``HOLDABLE``.
    """

    item: str
    rank: int
    unit: str
    dossier: str
    state: str = "filed"
    held: bool = False


@dataclass(frozen=True, slots=True)
class LoanFact:
    """What the rules need to know of a loan: whose, of what, in which state, for what, when.

    Args:
        item: The paper.
        borrower: The account.
        state: Its state; only ``out`` opens a paper.
        due: The last day.
        since: The first day; None if it began whenever it was handed over.
        acts: What it covers.
    """

    item: str
    borrower: str
    state: str
    due: dt.date | None = None
    since: dt.date | None = None
    acts: frozenset[Act] = LENT_ACTS

    def lends(self, person: Person, paper: Paper) -> bool:
        """Whether this loan put this paper into this person's hands, for however long."""
        return self.state == "out" and self.borrower == person.code and self.item == paper.item

    def opens(self, person: Person, paper: Paper, act: Act, today: dt.date) -> bool:
        """Whether this loan lets this person do this with this paper today (R5)."""
        return (
            self.lends(person, paper)
            and act in self.acts
            and self.due is not None
            and (self.since is None or self.since <= today)
            and today <= self.due
        )


@dataclass(frozen=True, slots=True)
class SignIn:
    """How somebody showed who he is, and how many minutes ago.

    ``os``: he sits at the machine and the operating system knows him, which counts as strong
    and fresh. ``password``: an account's password alone. ``mfa``: with a second factor.
    """

    strength: Literal["os", "password", "mfa"] = "os"
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Approval:
    """Somebody's word for exactly one request.

    Args:
        by: The code of the account that approved.
        role: The role in which it did.
        at: When.
        of: The hex digest of what was approved; it must be that of the request.
        unit: The unit it spoke for.
    """

    by: str
    role: Role
    at: dt.datetime
    of: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class OutsideFact:
    """What the rules need to know of an outside request: its state, scope and last day.

    It is ``approved`` only with its letter, its credentials and its approval (R-071): that is
    the order of steps in ``model.outside``.
    """

    code: str
    state: str
    items: frozenset[str]
    until: dt.date


@dataclass(frozen=True, slots=True)
class Need:
    """How many different people of which roles must approve."""

    roles: frozenset[Role]
    count: int = 1


@dataclass(frozen=True, slots=True)
class Freshness:
    """How old a sign-in may be, and whether it needs a second factor."""

    minutes: int
    second_factor: bool = False


_ONE_MANAGER = Need(frozenset({Role.MANAGER}))


@dataclass(frozen=True, slots=True)
class Policy:
    """The figures of ``rules/approvals.toml``; the defaults are those of the shipped file.

    Args:
        approvals: Who must approve an act on a paper of this rank; all of the needs hold.
        sign_in: What a paper of this rank asks of the sign-in; nothing for ranks not in it.
        an_hour: So many papers one person may take out in an hour without approval.
        beyond: Who approves what goes beyond.
    """

    approvals: Mapping[tuple[Act, int], tuple[Need, ...]] = field(
        default_factory=lambda: {
            (act, Grade.A.rank): (_ONE_MANAGER,) for act in (Act.COPY, Act.DOWNLOAD, Act.EXPORT)
        },
        hash=False,
    )
    sign_in: Mapping[int, Freshness] = field(
        default_factory=lambda: {
            Grade.B.rank: Freshness(8 * 60),
            Grade.A.rank: Freshness(15, second_factor=True),
        },
        hash=False,
    )
    an_hour: int = 50
    beyond: Need = _ONE_MANAGER


_AT_THE_MACHINE = SignIn()
_SHIPPED = Policy()


@dataclass(frozen=True, slots=True)
class Request:
    """One question to ``decide``; everything it may look at is in here.

    Args:
        person: Who asks.
        act: What for.
        today: The office's day.
        paper: The paper it is about, if any.
        purpose: A code of ``PURPOSES``; needed to read.
        loan: The loan that is to be decided, served or read under.
        subject: The account an account act is about; else who made the request to be decided.
        founding: No administrator exists yet, so an archivist may manage people.
        sign_in: How he showed who he is.
        approvals: Who has approved what.
        wanted: The hex digest of what is asked for; an approval holds for it alone.
        outside: The outside request that is to be served.
        recent: How many papers he took out within the last hour.
        rank: The grade rank that regrading would give the paper.
        policy: The office's figures.
    """

    person: Person
    act: Act
    today: dt.date
    paper: Paper | None = None
    purpose: str = ""
    loan: LoanFact | None = None
    subject: str = ""
    founding: bool = False
    sign_in: SignIn = _AT_THE_MACHINE
    approvals: tuple[Approval, ...] = ()
    wanted: str = ""
    outside: OutsideFact | None = None
    recent: int = 0
    rank: int | None = None
    policy: Policy = _SHIPPED
