"""The loan desk: asking, deciding, handing over, taking back, each step with its entry.

The order of the steps and what speaks against them are rules of ``model.loan``; who may take
them is decided by ``model.access``.
"""

from __future__ import annotations

from collections.abc import Sequence

from docgen.errors import BadInput, NotAllowed, NotFound, Reason, say
from docgen.model import loan as rules
from docgen.model.access import Act, Request, decide
from docgen.model.calendar import Due
from docgen.model.loan import Kind, State
from docgen.office import gate, journal
from docgen.office.calendar import read_calendar
from docgen.office.desk import Office, one_transaction
from docgen.office.lending import item_of
from docgen.register.models import Item, Loan, Person


def request(office: Office, who: Person, text: str, purpose: str, kind: str = "electronic") -> Loan:
    """Ask to borrow a paper; what speaks against it is said at once."""
    item = item_of(text)
    paper = gate.paper_of(item)
    gate.ask(office, who, Act.REQUEST_LOAN, "loan.requested", paper=paper, purpose=purpose)
    wanted = rules.Loan(str(item), who.code, _kind(kind), purpose)
    with one_transaction():
        outcome = rules.examine(wanted, item.rank, _others(item, who), office.rules.terms)
        against = (*outcome.impossible, *outcome.confirm)
        if not against:
            row = Loan.objects.create(
                item=item,
                borrower=who,
                kind=wanted.kind,
                purpose=purpose,
                state=wanted.state,
                requested_at=office.now(),
            )
            journal.append(office, "loan.requested", who, why=purpose, about=item)
            return row
        journal.append(
            office, "loan.requested", who, res="deny", why=purpose, rules=["loan"], about=item
        )
    raise NotAllowed(
        say("{item} cannot be lent to {who}", item=item, who=who.name),
        why=say("the loan desk's rules speak against it"),
        fix=say("read it in place, or ask the archivist"),
        reasons=[Reason("loan", reason) for reason in against],
    )


def approve(office: Office, who: Person, code: str) -> Loan:
    """Approve a request; never one's own."""
    with_facts = _asked(office, who, code, Act.DECIDE_LOAN, "loan.approved")
    return _step(
        office, who, with_facts, "loan.approved", rules.approve(_fact(with_facts), by=who.code)
    )


def refuse(office: Office, who: Person, code: str, reason: str) -> Loan:
    """Refuse a request, with a reason."""
    row = _asked(office, who, code, Act.DECIDE_LOAN, "loan.refused")
    after = rules.refuse(_fact(row), by=who.code, reason=reason)
    return _step(office, who, row, "loan.refused", after)


def hand_over(office: Office, who: Person, code: str) -> tuple[Loan, Due]:
    """Hand an approved paper over; the due day is counted from today."""
    row = _asked(office, who, code, Act.HAND_OVER, "loan.handed-over")
    after, due = rules.hand_over(
        _fact(row),
        by=who.code,
        today=office.today,
        terms=office.rules.terms,
        calendar=read_calendar(office.folder),
    )
    return _step(office, who, row, "loan.handed-over", after), due


def take_back(office: Office, who: Person, code: str, remark: str = "") -> Loan:
    """Take a paper back, noting what differs."""
    row = _asked(office, who, code, Act.TAKE_BACK, "loan.returned")
    row.remark = remark
    return _step(office, who, row, "loan.returned", rules.take_back(_fact(row), by=who.code))


def list_loans(office: Office, who: Person, state: str = "") -> list[Loan]:
    """Loans: all for the desk, one's own for everybody else."""
    rows = Loan.objects.select_related("item__dossier", "borrower", "decided_by").order_by("pk")
    if not _may_see_all(office, who):
        rows = rows.filter(borrower=who)
    if state:
        rows = rows.filter(state=state)
    found = list(rows)
    with one_transaction():
        journal.append(office, "loan.listed", who, n=len(found))
    return found


def _may_see_all(office: Office, who: Person) -> bool:
    return decide(Request(gate.as_acting(who), Act.LIST_LOANS, office.today)).allow


def _asked(office: Office, who: Person, code: str, act: Act, event: str) -> Loan:
    row = _loan(code)
    gate.ask(office, who, act, event, paper=gate.paper_of(row.item), loan=gate.loan_fact(row))
    return row


def _loan(code: str) -> Loan:
    digits = code.strip().lstrip("Ll")
    rows = Loan.objects.select_related("item__dossier", "borrower")
    row = rows.filter(pk=int(digits)).first() if digits.isdecimal() else None
    if row is None:
        raise NotFound(
            say("There is no loan {code}", code=code),
            why=say("a loan's number looks like L000007"),
            fix=say("see docgen loan list"),
            field="loan",
        )
    return row


def _step(office: Office, who: Person, row: Loan, event: str, after: rules.Loan) -> Loan:
    """Write a loan's next state, if nobody else has moved it in the meantime."""
    now = office.now()
    facts: dict[str, object] = {"state": after.state, "version": row.version + 1}
    if after.state in {State.APPROVED, State.REFUSED}:
        facts |= {"decided_by": who, "decided_at": now, "reason": after.reason}
    elif after.state is State.OUT:
        facts |= {"handed_by": who, "out_at": now, "due": after.due}
    else:
        facts |= {"taken_by": who, "returned_at": now, "remark": row.remark}
    with one_transaction():
        if not Loan.objects.filter(pk=row.pk, version=row.version).update(**facts):
            raise BadInput(
                say("Loan {code} was changed by somebody else just now", code=row.code),
                why=say("two people worked on it at the same time"),
                fix=say("look at it again and repeat the step if it is still right"),
            )
        journal.append(office, event, who, more={"loan": row.code}, about=row.item)
    row.refresh_from_db()
    return row


def _fact(row: Loan) -> rules.Loan:
    return rules.Loan(
        item=str(row.item),
        borrower=row.borrower.code,
        kind=Kind(row.kind),
        purpose=row.purpose,
        state=State(row.state),
        due=row.due,
    )


def _others(item: Item, who: Person) -> Sequence[rules.Loan]:
    rows = Loan.objects.filter(state__in=rules.OPEN).select_related("item__dossier", "borrower")
    return [
        _fact(row)
        for row in (*rows.filter(item=item), *rows.filter(borrower=who).exclude(item=item))
    ]


def _kind(text: str) -> Kind:
    try:
        return Kind(text)
    except ValueError as error:
        raise BadInput(
            say("There is no kind of loan called {kind}", kind=text),
            why=say("the kinds are: {kinds}", kinds=", ".join(Kind)),
            fix=say("choose one of them with --kind"),
            field="kind",
        ) from error
