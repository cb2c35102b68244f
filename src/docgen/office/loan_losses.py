"""A paper that is lost: reported with an explanation, decided on, and said of the paper itself.

The archive keeps its electronic copy. What stands in the place of an original is told with the
paper's description; a paper that is found again comes back with ``loans.take_back``.
"""

from __future__ import annotations

from collections.abc import Iterable

from docgen.errors import Said, say
from docgen.model import loan as rules
from docgen.model.access import Act
from docgen.model.loan import Kind, State
from docgen.office import loan_queue
from docgen.office.desk import Office, one_transaction
from docgen.office.loan_rows import asked_for, fact_of, rows, step
from docgen.register.models import Item, Loan, Person


def report(office: Office, who: Person, code: str, text: str) -> Loan:
    """Note at the desk that a paper is lost, with the borrower's explanation."""
    row = asked_for(office, who, code, Act.TAKE_BACK, "loan.reported-lost")
    after = rules.report_lost(fact_of(row), by=who.code, report=text)
    return step(office, who, row, "loan.reported-lost", after, notes={"report": after.loss})


def settle(office: Office, who: Person, code: str, decision: str, replacement: str = "") -> Loan:
    """Decide on a loss, never one's own: what follows, and what stands in the paper's place."""
    row = asked_for(office, who, code, Act.DECIDE_LOAN, "loan.settled")
    after = rules.settle(fact_of(row), by=who.code, decision=decision, replacement=replacement)
    with one_transaction():
        row = step(office, who, row, "loan.settled", after, notes={"decision": after.reason})
        if after.replacement:
            loan_queue.go_on(office, who, row.item)
    return row


def lost_among(items: Iterable[Item]) -> dict[int, Loan]:
    """Those of some papers whose original is lost, each with the loan that says so."""
    originals = [kind for kind in Kind if kind.is_original]
    lost = rows().filter(kind__in=originals, state__in=[State.LOST, State.WRITTEN_OFF])
    return {row.item_id: row for row in lost.filter(item__in=list(items))}


def fate_of(item: Item) -> Said | str:
    """That a paper's original is lost, and what stands in its place; "" if it is not lost."""
    row = lost_among([item]).get(item.pk)
    if row is None:
        return ""
    if row.replacement:
        return say("lost ({loan}); in its place: {text}", loan=row.code, text=row.replacement)
    return say("lost ({loan})", loan=row.code)
