"""Asking leave: the decision, and the log entry of a refusal.

A refused act is an entry like any other; it is written before the person hears of it. So is
an act on a paper that came to nothing because what was given is wrong or the machine failed.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from docgen.errors import Misuse, NotAllowed, OutsideFailed, Problem, say
from docgen.model.access import PURPOSES, Act, Decision, LoanFact, Paper, Request, decide
from docgen.model.grades import Grade
from docgen.model.ids import DossierNumber
from docgen.model.people import Person as Acting
from docgen.model.people import Role
from docgen.office import journal
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Dossier, Item, Loan, Person


def as_acting(row: Person) -> Acting:
    """An account's row as the rules see it."""
    grants = row.grants.values_list("dossier_id", flat=True)
    return Acting(
        code=row.code,
        name=row.name,
        unit=row.unit,
        rank=row.clearance,
        roles=frozenset(Role(role) for role in row.roles),
        grants=frozenset(str(DossierNumber(number)) for number in grants),
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


def ask(  # noqa: PLR0913  the parts of a request
    office: Office,
    who: Person,
    act: Act,
    event: str,
    *,
    paper: Paper | None = None,
    purpose: str = "",
    loan: LoanFact | None = None,
    subject: str = "",
    founding: bool = False,
) -> Decision:
    """Decide; a refusal is logged and raised as ``NotAllowed`` with all its reasons."""
    request = Request(
        as_acting(who), act, office.today, paper, purpose, loan, subject, founding=founding
    )
    decision = decide(request)
    if decision.allow:
        return decision
    with one_transaction():
        journal.append(
            office,
            event,
            who,
            res="deny",
            obj=paper.item if paper else subject,
            dossier=paper.dossier if paper else "",
            grade=Grade.of_rank(paper.rank).code if paper else "",
            why=purpose if purpose in PURPOSES else "",
            rules=[reason.rule for reason in decision.reasons],
        )
    raise NotAllowed(
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
            journal.append(office, event, who, res=res, obj=obj, more={"problem": problem.code})
        raise
