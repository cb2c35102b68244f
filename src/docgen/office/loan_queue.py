"""Who waits for an original: when it is free again, the first of them is offered it.

What was kept ready for somebody and not fetched in time goes to whoever waits.
"""

from __future__ import annotations

from docgen.model import loan as rules
from docgen.model.loan import BINDING, Kind, State
from docgen.office.desk import Office
from docgen.office.loan_rows import fact_of, rows, step
from docgen.register.models import Item, Person

#: What the register says of a paper that was not fetched.
_FORGOTTEN = "逾期未取"
_ORIGINALS = [kind for kind in Kind if kind.is_original]


def go_on(office: Office, who: Person, item: Item) -> None:
    """Let the queue for an original move on, inside the transaction of the step that freed it.

    Whoever has left waits for nothing; the desk cancels his reservation.
    """
    ours = rows().filter(item=item, kind__in=_ORIGINALS)
    first = ours.filter(state=State.WAITING, borrower__active=True).first()
    if first is None:
        return
    for row in ours.filter(state=State.APPROVED):
        fact = fact_of(row)
        if fact.is_forgotten(office.today):
            step(office, who, row, "loan.cancelled", rules.cancel(fact, reason=_FORGOTTEN))
    if not ours.filter(state__in=BINDING).exists():
        step(office, who, first, "loan.offered", rules.offer(fact_of(first)))
