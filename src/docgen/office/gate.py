"""Asking leave: the decision, and the log entry of a refusal.

A refused act is an entry like any other; it is written before the person hears of it. So is
an act on a paper that came to nothing because what was given is wrong or the machine failed.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import TypedDict, Unpack

from docgen.errors import Misuse, NotAllowed, OutsideFailed, Problem, say
from docgen.model.access import (
    PURPOSES,
    Act,
    Approval,
    Decision,
    LoanFact,
    OutsideFact,
    Paper,
    Request,
    SignIn,
    decide,
)
from docgen.model.grades import Grade
from docgen.model.ids import DossierNumber
from docgen.model.people import Person as Acting
from docgen.model.people import Role
from docgen.office import journal
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Dossier, Item, Loan, Person

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,99}", re.ASCII)


def as_acting(row: Person) -> Acting:
    """An account's row as the rules see it."""
    return Acting(
        code=row.code,
        name=row.name,
        unit=row.unit,
        rank=row.clearance,
        roles=frozenset(Role(role) for role in row.roles),
        grants=frozenset(str(DossierNumber(one.dossier_id)) for one in row.grants.all()),
        active=row.active,
    )


def paper_of(item: Item) -> Paper:
    """An item's row as the rules see it."""
    dossier = item.dossier
    return Paper(str(item), item.rank, dossier.unit, str(dossier), item.state)


def dossier_paper(dossier: Dossier, rank: int | None = None) -> Paper:
    """A dossier as the rules see it: a paper of its own grade, or of the grade given."""
    graded = dossier.rank if rank is None else rank
    return Paper(str(dossier), graded, dossier.unit, str(dossier))


def loan_fact(loan: Loan) -> LoanFact:
    """A loan's row as the rules see it."""
    return LoanFact(str(loan.item), loan.borrower.code, loan.state, loan.due)


class Facts(TypedDict, total=False):
    """What the rules may look at besides person, act and day; see ``model.access_facts``."""

    paper: Paper | None
    purpose: str
    loan: LoanFact | None
    subject: str
    founding: bool
    sign_in: SignIn
    approvals: tuple[Approval, ...]
    wanted: str
    outside: OutsideFact | None
    recent: int
    rank: int | None


def ask(office: Office, who: Person, act: Act, event: str, **facts: Unpack[Facts]) -> Decision:
    """Decide; a refusal is logged and raised as ``NotAllowed`` with all its reasons."""
    decision = weigh(office, who, act, **facts)
    if not decision.allow:
        raise _refused(office, who, event, decision)
    return decision


def weigh(office: Office, who: Person, act: Act, **facts: Unpack[Facts]) -> Decision:
    """What would be decided, to choose between two ways: nothing is asked and nothing written."""
    return weigh_as(office, as_acting(who), act, **facts)


def weigh_as(office: Office, acting: Acting, act: Act, **facts: Unpack[Facts]) -> Decision:
    """The same for somebody who was looked up already, to weigh many things at once."""
    facts.setdefault("sign_in", office.sign_in)
    return decide(Request(acting, act, office.today, policy=office.rules.policy, **facts))


def ask_for_approval(
    office: Office, who: Person, act: Act, event: str, **facts: Unpack[Facts]
) -> Decision:
    """Leave to ask others to approve an act: only their word may still be missing.

    The decision is that on the act itself; one that is allowed needs nobody's approval.
    """
    decision = weigh(office, who, act, **facts)
    if not (decision.allow or decision.lacks_approval_only):
        raise _refused(office, who, event, decision)
    return decision


def _refused(office: Office, who: Person, event: str, decision: Decision) -> NotAllowed:
    """Write the refusal down; the error to raise."""
    asked = decision.request
    paper = asked.paper
    with one_transaction():
        journal.append(
            office,
            event,
            who,
            res="deny",
            obj=paper.item if paper else _code(asked.subject),
            dossier=paper.dossier if paper else "",
            grade=Grade.of_rank(paper.rank).code if paper else "",
            why=asked.purpose if asked.purpose in PURPOSES else "",
            rules=decision.against,
        )
    return NotAllowed(
        say("{who} may not do this", who=who.name),
        why=say("these rules speak against it"),
        fix=say("ask the archivist; the refusal stands in the log"),
        reasons=decision.reasons,
    )


@contextlib.contextmanager
def attempt(office: Office, who: Person, event: str, obj: str = "") -> Iterator[None]:
    """Log an act on a paper that ends in a problem: ``deny`` if refused, ``error`` if it failed.

    What ``ask`` denied stands in the log already; a misspelled command is no act.
    """
    try:
        yield
    except (NotAllowed, Misuse):
        raise
    except Problem as problem:
        res = "error" if isinstance(problem, OutsideFailed) else "deny"
        # Where even the log cannot be written, the first problem is the one to tell.
        with contextlib.suppress(Problem), one_transaction():
            more = {"problem": problem.code}
            journal.append(office, event, who, res=res, obj=_code(obj), more=more)
        raise


def _code(text: str) -> str:
    """What an act was about, if it is a code of ours: the log never holds what somebody typed."""
    return text if _CODE.fullmatch(text) else ""
