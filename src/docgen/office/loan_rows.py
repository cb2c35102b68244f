"""Loans as rows: finding one, seeing it as the rules do, and writing its next state.

Each change of state is one transaction with exactly one entry of the log. A loan is moved only
by whoever saw its newest state.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet

from docgen.errors import BadInput, NotAllowed, NotFound, Reason, say
from docgen.model import loan as rules
from docgen.model.access import Act
from docgen.model.ids import number_in
from docgen.model.loan import OPEN, Kind, State
from docgen.model.loan_outcome import Asked, Borrower
from docgen.model.loan_terms import Terms
from docgen.office import gate, journal, loan_clock
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Item, Loan, Person

#: Who and when of a step, by its act: the columns that say so.
_STAMPS: Mapping[str, tuple[str, str]] = {
    "loan.approved": ("decided_by", "decided_at"),
    "loan.refused": ("decided_by", "decided_at"),
    "loan.handed-over": ("handed_by", "out_at"),
    "loan.returned": ("taken_by", "returned_at"),
    "loan.recovered": ("taken_by", "returned_at"),
    "loan.reported-lost": ("", "lost_at"),
    "loan.settled": ("settled_by", "settled_at"),
}
#: What a step may change besides; the columns are named like the rules' fields.
_MOVED = ("state", "reason", "due", "renewals", "recalled", "held_until", "loss", "replacement")


def rows() -> QuerySet[Loan]:
    """All loans with what is told of them, the oldest first."""
    rows = Loan.objects.select_related("item__dossier", "item__description")
    return rows.select_related("borrower", "decided_by").order_by("pk")


def find(code: str) -> Loan:
    """The loan with this number."""
    digits = code.strip().lstrip("Ll")
    row = rows().filter(pk=number_in(digits)).first()
    if row is None:
        raise no_loan(code)
    return row


def title_for(office: Office, who: Person, row: Loan) -> str:
    """The title of what is lent; "" for whoever may not know the paper (R2, R3, R7)."""
    facts: gate.Facts = {"paper": gate.paper_of(row.item), "loan": gate.loan_fact(row)}
    return row.item.title if gate.weigh(office, who, Act.VIEW, **facts).allow else ""


def no_loan(code: str) -> NotFound:
    """The problem of a loan that is not there, or not for this person."""
    return NotFound(
        say("There is no loan {code}", code=code),
        why=say("a loan's number looks like L000007"),
        fix=say("see the loans").by("docgen loan list"),
        field="loan",
    )


def asked_for(office: Office, who: Person, code: str, act: Act, event: str) -> Loan:
    """The loan with this number, if this person may do this with it."""
    row = find(code)
    fact = loan_clock.lent(office, row)
    gate.ask(office, who, act, event, paper=gate.paper_of(row.item), purpose=row.purpose, loan=fact)
    return row


def fact_of(row: Loan) -> rules.Loan:
    """A loan's row as the rules see it; whoever moved it so far is not asked again."""
    return rules.Loan(
        item=str(row.item),
        borrower=row.borrower.code,
        kind=Kind(row.kind),
        purpose=row.purpose,
        state=State(row.state),
        reason=row.reason,
        due=row.due,
        renewals=row.renewals,
        recalled=row.recalled,
        held_until=row.held_until,
        loss=row.loss,
        replacement=row.replacement,
    )


def asked(office: Office, row: Loan, fact: rules.Loan | None = None) -> Asked:
    """A loan with all that speaks for or against it."""
    others = _others(row.item, row.borrower).exclude(pk=row.pk)
    return Asked(
        loan=fact or fact_of(row),
        rank=row.item.rank,
        borrower=borrower(office, row.borrower),
        others=[fact_of(one) for one in others],
        today=loan_clock.day(office, row),
    )


def terms(office: Office, row: Loan) -> Terms:
    """What holds for this loan."""
    who = gate.as_acting(row.borrower)
    return office.rules.terms.of(who.roles, who.unit, Kind(row.kind), row.item.rank)


def borrower(office: Office, who: Person) -> Borrower:
    """What the desk looks at in a borrower."""
    acting = gate.as_acting(who)
    late = loan_clock.late(office, who)
    return Borrower(acting.roles, acting.unit, late, rank=acting.rank, active=acting.active)


def step(
    office: Office,
    who: Person,
    row: Loan,
    event: str,
    after: rules.Loan,
    *,
    reasons: Sequence[Reason] = (),
    notes: Mapping[str, str] | None = None,
    **columns: object,
) -> Loan:
    """Write a loan's next state, if nobody else has moved it in the meantime.

    Args:
        office: The office.
        who: Who does it.
        row: The loan as he saw it.
        event: The act for the log.
        after: Its next state.
        reasons: Rules that were overridden.
        notes: What the entry commits to without saying it.
        columns: What the row keeps besides.
    """
    by, at = _STAMPS.get(event, ("", ""))
    facts = {name: getattr(after, name) for name in _MOVED} | columns
    facts |= ({by: who} if by else {}) | ({at: office.now()} if at else {})
    with one_transaction():
        index = journal.append(
            office,
            event,
            who,
            about=row.item,
            rules=[reason.rule for reason in reasons],
            notes=notes,
            more={"loan": row.code},
        )
        facts |= {"version": row.version + 1, "log_index": index}
        if event == "loan.handed-over":
            facts["out_index"] = index
        if not Loan.objects.filter(pk=row.pk, version=row.version).update(**facts):
            raise BadInput(
                say("Loan {code} was changed by somebody else just now", code=row.code),
                why=say("two people worked on it at the same time"),
                fix=say("look at it again and repeat the step if it is still right"),
            )
    row.refresh_from_db()
    return row


def refuse(
    office: Office, who: Person, row: Loan, event: str, reasons: Sequence[Reason], fix: str
) -> NotAllowed:
    """Log that the desk's rules speak against a step; the problem to raise."""
    with one_transaction():
        journal.append(
            office,
            event,
            who,
            res="deny",
            why=row.purpose,
            rules=[reason.rule for reason in reasons],
            about=row.item,
        )
    return NotAllowed(
        say("{item} cannot be lent to {who}", item=row.item, who=row.borrower.name),
        why=say("the loan desk's rules speak against it"),
        fix=fix,
        reasons=reasons,
    )


def _others(item: Item, who: Person) -> QuerySet[Loan]:
    """The other loans that matter: all of this paper that count, and all open ones of his."""
    counting = {*OPEN, State.WRITTEN_OFF}
    return rows().filter(item=item, state__in=counting) | rows().filter(
        borrower=who, state__in=OPEN
    )
