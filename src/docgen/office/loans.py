"""The loan desk: asking, deciding, handing over, taking back, each step with its entry.

The order of the steps is ``model.loan``, what speaks against them ``model.loan_outcome``; who
may take them is decided by ``model.access``. What happens to a loan that is out besides being
returned is ``loan_changes`` and ``loan_losses``, who waits for a paper ``loan_queue``.
"""

from __future__ import annotations

from docgen.errors import BadInput, Reason, say
from docgen.model import loan as rules
from docgen.model.access import Act, Request, decide
from docgen.model.calendar import Due, working_days_after
from docgen.model.loan import Kind, State
from docgen.model.loan_outcome import Asked, Outcome, examine
from docgen.model.loan_return import Inspection, inspected
from docgen.office import gate, journal, loan_clock, loan_queue, loan_rows
from docgen.office.calendar import read_calendar
from docgen.office.desk import Office, one_transaction
from docgen.office.lending import item_of
from docgen.office.loan_rows import asked_for, fact_of, step
from docgen.register.models import Item, Loan, Person


def request(office: Office, who: Person, text: str, purpose: str, kind: str = "electronic") -> Loan:
    """Ask to borrow a paper, or to consult it in place; what speaks against it is said at once."""
    return _ask(office, who, text, purpose, _kind(kind), State.REQUESTED)


def reserve(office: Office, who: Person, text: str, purpose: str, kind: str = "paper") -> Loan:
    """Wait for an original that somebody else has; the first who waits is offered it."""
    return _ask(office, who, text, purpose, _kind(kind), State.WAITING)


def approve(office: Office, who: Person, code: str, override: str = "") -> Loan:
    """Approve a request, never one's own; what needs a confirmation needs a reason."""
    row = asked_for(office, who, code, Act.DECIDE_LOAN, "loan.approved")
    terms = loan_rows.terms(office, row)
    held = working_days_after(read_calendar(office.folder), office.today, terms.hold_days).day
    after = rules.approve(
        fact_of(row), by=who.code, held_until=None if row.kind == Kind.ELECTRONIC else held
    )
    return _confirmed(office, who, row, "loan.approved", after, override)


def refuse(office: Office, who: Person, code: str, reason: str) -> Loan:
    """Refuse a request, with a reason."""
    row = asked_for(office, who, code, Act.DECIDE_LOAN, "loan.refused")
    after = rules.refuse(fact_of(row), by=who.code, reason=reason)
    with one_transaction():
        row = step(office, who, row, "loan.refused", after)
        loan_queue.go_on(office, who, row.item)
    return row


def hand_over(office: Office, who: Person, code: str, override: str = "") -> tuple[Loan, Due]:
    """Hand a paper over; the due day is counted from today."""
    row = asked_for(office, who, code, Act.HAND_OVER, "loan.handed-over")
    terms, kind = loan_rows.terms(office, row), Kind(row.kind)
    due = terms.due(kind, office.today, read_calendar(office.folder))
    after = rules.hand_over(fact_of(row), by=who.code, due=due, approval=terms.approval)
    return _confirmed(office, who, row, "loan.handed-over", after, override), due


def take_back(
    office: Office, who: Person, code: str, remark: str = "", found: Inspection | None = None
) -> Loan:
    """Take a paper back and look it over; what differs is noted. Also one that is found again."""
    row = loan_rows.find(code)
    was_lost = row.state in {State.LOST, State.WRITTEN_OFF}
    event = "loan.recovered" if was_lost else "loan.returned"
    row = asked_for(office, who, code, Act.TAKE_BACK, event)
    inspection = inspected(found or Inspection(remark=remark))
    after = rules.take_back(fact_of(row), by=who.code)
    differing = tuple(inspection.differences(pages_of(row.item)))
    with one_transaction():
        row = step(
            office,
            who,
            row,
            event,
            after,
            reasons=differing,
            notes={"remark": inspection.remark} if inspection.remark else None,
            pages=inspection.pages,
            condition=inspection.condition,
            missing=inspection.missing,
            remark=inspection.remark,
        )
        loan_queue.go_on(office, who, row.item)
    return row


def list_loans(office: Office, who: Person, state: str = "", aid: str = "") -> list[Loan]:
    """Loans: all for the desk, one's own for everybody else.

    Args:
        office: The office.
        who: Who asks.
        state: Only those in this state.
        aid: What is printed of them, for the log.
    """
    rows = loan_rows.rows()
    if not sees_all(office, who):
        rows = rows.filter(borrower=who)
    if state:
        rows = rows.filter(state=state)
    found = list(rows)
    with one_transaction():
        journal.append(office, "loan.listed", who, n=len(found), more={"aid": aid} if aid else {})
    return found


def sees_all(office: Office, who: Person) -> bool:
    """Whether somebody sees everybody's loans."""
    return decide(Request(gate.as_acting(who), Act.LIST_LOANS, office.today)).allow


def show(office: Office, who: Person, code: str) -> Loan:
    """One loan: everybody his own, the desk all; what he may not see is not there."""
    row = loan_rows.find(code)
    if row.borrower_id != who.pk and not sees_all(office, who):
        raise loan_rows.no_loan(code)
    return row


def outcome(office: Office, row: Loan) -> Outcome:
    """What there is to say of a loan as it stands, in the four classes."""
    if row.state in {State.WAITING, State.REQUESTED, State.APPROVED}:
        return examine(loan_rows.asked(office, row), loan_rows.terms(office, row))
    if row.state != State.RETURNED:
        return Outcome()
    back = Inspection(row.pages, row.condition, row.missing)
    return Outcome(alerts=tuple(back.differences(pages_of(row.item))))


def pages_of(item: Item) -> int | None:
    """How many pages a paper has by its description; ``None`` if nobody counted."""
    described = getattr(item, "description", None)
    return described.pages if described else None


def _ask(office: Office, who: Person, text: str, purpose: str, kind: Kind, state: State) -> Loan:
    event = "loan.reserved" if state is State.WAITING else "loan.requested"
    item = item_of(text)
    paper = gate.paper_of(item)
    gate.ask(office, who, Act.REQUEST_LOAN, event, paper=paper, purpose=purpose)
    wanted = rules.Loan(str(item), who.code, kind, purpose, state)
    row = Loan(
        item=item,
        borrower=who,
        kind=kind,
        purpose=purpose,
        state=state,
        requested_at=office.now(),
    )
    with one_transaction():
        asked = loan_rows.asked(office, row, wanted)
        against = examine(asked, loan_rows.terms(office, row)).impossible
        if not against:
            _refuse_idle(asked)
            row.log_index = journal.append(office, event, who, why=purpose, about=item)
            row.save()
            return row
        problem = loan_rows.refuse(office, who, row, event, against, _fix(against, item))
    raise problem


def _refuse_idle(asked: Asked) -> None:
    """Nobody waits for a paper that is there."""
    waits = asked.loan.state is State.WAITING
    if waits and not asked.loan.kind.is_original:
        raise BadInput(
            say("Only the paper itself is waited for"),
            why=say("a copy or a file can be given to many at once"),
            fix=say("ask to borrow it").by(f"docgen loan request {asked.loan.item}"),
            field="kind",
        )
    if waits and not asked.elsewhere:
        raise BadInput(
            say("{item} is there", item=asked.loan.item),
            why=say("nobody has it, and it is promised to nobody"),
            fix=say("ask to borrow it").by(f"docgen loan request {asked.loan.item}"),
            field="item",
        )


def _fix(against: tuple[Reason, ...], item: Item) -> str:
    rules_against = {reason.rule for reason in against}
    if rules_against == {"promised"}:
        return say("reserve it").by(f"docgen loan reserve {item}")
    if rules_against == {"in-place-only"}:
        return say("ask to read it in place").by(f"docgen loan request {item} --in-place")
    return say("read it in place, or ask the archivist")


def _confirmed(
    office: Office, who: Person, row: Loan, event: str, after: rules.Loan, override: str
) -> Loan:
    """Take a step that the desk's rules look at; an override is asked for and noted."""
    reason, known = override.strip(), set(row.confirmed.get("rules", ()))
    if reason:
        fact = loan_clock.lent(office, row)
        gate.ask(office, who, Act.OVERRIDE_LOAN, event, paper=gate.paper_of(row.item), loan=fact)
    with one_transaction():
        found = examine(loan_rows.asked(office, row), loan_rows.terms(office, row))
        unsaid = tuple(one for one in found.confirm if one.rule not in known)
        if not found.impossible and not unsaid:
            return step(office, who, row, event, after)
        if not found.impossible and reason:
            names = sorted(known | {one.rule for one in unsaid})
            confirmed = {"rules": names, "by": who.code, "reason": reason}
            notes = {"override": reason}
            return step(
                office, who, row, event, after, reasons=unsaid, notes=notes, confirmed=confirmed
            )
        fix = say("confirm it with a reason, or refuse it").by("--override REASON")
        against = (*found.impossible, *unsaid)
        problem = loan_rows.refuse(office, who, row, event, against, fix)
    raise problem


def _kind(text: str) -> Kind:
    try:
        return Kind(text)
    except ValueError as error:
        raise BadInput(
            say("There is no kind of loan called {kind}", kind=text),
            why=say("the kinds are: {kinds}", kinds=", ".join(Kind)),
            fix=say("choose one of them").by("--kind"),
            field="kind",
        ) from error
