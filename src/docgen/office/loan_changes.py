"""A loan that goes on otherwise than planned: renewed, recalled, or given up before it began."""

from __future__ import annotations

import datetime as dt

from docgen.errors import NotAllowed, say
from docgen.model import loan as rules
from docgen.model.access import Act
from docgen.model.calendar import Due, working_days_after
from docgen.model.loan import Kind
from docgen.model.loan_outcome import renewal
from docgen.office import loan_queue, loan_rows
from docgen.office.calendar import read_calendar
from docgen.office.desk import Office, one_transaction
from docgen.office.loan_rows import asked_for, fact_of, find, step
from docgen.register.models import Loan, Person


def renew(office: Office, who: Person, code: str) -> tuple[Loan, Due]:
    """Lend it longer, counted from its due day; for oneself, or at the desk for somebody."""
    row = asked_for(office, who, code, _own(who, code, Act.HAND_OVER), "loan.renewed")
    terms = loan_rows.terms(office, row)
    start = row.due or office.today
    due = terms.due(Kind(row.kind), start, read_calendar(office.folder))
    after = rules.renew(fact_of(row), due=due)
    problem: NotAllowed | None = None
    with one_transaction():
        against = renewal(loan_rows.asked(office, row), terms).impossible
        if not against:
            return step(office, who, row, "loan.renewed", after), due
        fix = say("take the loan {loan} back first", loan=row.code).by(
            f"docgen loan return {row.code}"
        )
        problem = loan_rows.refuse(office, who, row, "loan.renewed", against, fix)
    raise problem


def recall(office: Office, who: Person, code: str, reason: str, by: dt.date | None = None) -> Loan:
    """Ask a paper back before its day; by the terms' days if no other day is given."""
    row = asked_for(office, who, code, Act.RECALL_LOAN, "loan.recalled")
    terms = loan_rows.terms(office, row)
    calendar = read_calendar(office.folder)
    day = by or working_days_after(calendar, office.today, terms.recall_days).day
    after = rules.recall(fact_of(row), due=day, today=office.today, reason=reason)
    return step(office, who, row, "loan.recalled", after, notes={"reason": after.reason})


def cancel(office: Office, who: Person, code: str, reason: str = "") -> Loan:
    """Give up a request or a reservation; one's own, or at the desk for whoever has left."""
    row = asked_for(office, who, code, _own(who, code, Act.TAKE_BACK), "loan.cancelled")
    after = rules.cancel(fact_of(row), reason=reason)
    with one_transaction():
        row = step(office, who, row, "loan.cancelled", after)
        loan_queue.go_on(office, who, row.item)
    return row


def _own(who: Person, code: str, at_the_desk: Act) -> Act:
    """What is asked for: the borrower does it himself, anybody else at the desk."""
    return Act.REQUEST_LOAN if find(code).borrower_id == who.pk else at_the_desk
