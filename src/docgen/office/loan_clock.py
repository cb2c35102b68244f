"""Loans and the clock: a loan is neither opened nor made longer by moving the clock back.

The day is the later one of what the clock says and what the log has seen since the paper was
handed over; before the day of handing over a loan opens nothing. Only while the clock is behind
the log are entries looked through for that.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db.models import Q

from docgen.ledger.entry import decode
from docgen.model.access import Act, LoanFact
from docgen.model.loan import Kind, State
from docgen.office import gate
from docgen.office.desk import Office
from docgen.register.models import Loan, Person
from docgen.register.models_log import LogEntry, LogHead

_BACK = "back:"


def lent(office: Office, row: Loan) -> LoanFact:
    """A loan as the rules of access see it; one whose day was seen to pass opens nothing."""
    fact = gate.loan_fact(row)
    if row.out_at is None or row.due is None:
        return fact
    ran_back = office.today <= row.due < day(office, row)
    return replace(
        fact,
        due=None if ran_back else row.due,
        since=office.local(row.out_at).date(),
        acts=fact.acts | ({Act.COPY} if row.kind == Kind.COPY else set()),
    )


def day(office: Office, row: Loan) -> dt.date:
    """The latest day that is known of since this loan was handed over."""
    if row.out_index is None:
        return office.today
    return max(office.today, office.local(_seen(office, row.out_index)).date())


def late(office: Office, who: Person) -> int:
    """How many papers he brought back late, or has overdue, in the time that counts."""
    start = office.now() - dt.timedelta(days=office.rules.terms.block_days)
    counting = Q(state=State.RETURNED, returned_at__gte=start) | Q(state=State.OUT)
    return sum(_is_late(office, row) for row in Loan.objects.filter(counting, borrower=who))


def _is_late(office: Office, row: Loan) -> bool:
    last = office.local(row.returned_at).date() if row.returned_at else day(office, row)
    return row.due is not None and last > row.due


def _seen(office: Office, index: int) -> dt.datetime:
    """The latest moment that an entry from this one on was written at."""
    now = office.now()
    head = LogHead.objects.first()
    if head is None or dt.datetime.fromisoformat(head.last_time) <= now:
        return now
    leaves = LogEntry.objects.filter(idx__gte=index).values_list("leaf", flat=True)
    return max((_clock(decode(bytes(leaf))) for leaf in leaves.iterator()), default=now)


def _clock(entry: dict[str, object]) -> dt.datetime:
    """What the clock showed when an entry was written: its time, less what it ran back."""
    moment = dt.datetime.fromisoformat(str(entry["t"]))
    back = str(entry.get("clk", "")).removeprefix(_BACK)
    return moment - dt.timedelta(seconds=int(back or 0))
