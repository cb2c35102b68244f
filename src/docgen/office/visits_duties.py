"""What visiting owes and pays on the duties desk; each call is part of another verb's transaction.

A report ends the duty of its day or month, an urgent one is owed an answer at once (C-057), a bad
score proposes a complaint (C-039), and a safety check at a user's is owed again (C-044).
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db.models import Q

from docgen.model.calendar import Due
from docgen.model.customer import CustomerKind
from docgen.model.duty import Rule, When
from docgen.model.span import Span
from docgen.office import customers, duties, duties_rules, visits_rules
from docgen.office.desk import Office
from docgen.register.models import Customer, Person
from docgen.register.models_duties import OwedDuty

#: The duties that visiting begins, in case an office's own rules do not have them.
URGENT: Final = Rule("urgent-report", "批示巡访紧急报告", "C-057", When(span=Span(2, "hours")))
COMPLAIN: Final = Rule(
    "complaint-proposal", "评分过低，登记投诉或说明", "C-039", When(span=Span(1, "workdays"))
)
_HOMES = (CustomerKind.HOUSEHOLD, CustomerKind.PERSON)


def settle(office: Office, who: Person, rule: str, since: dt.date, until: dt.date) -> None:
    """End the open duties of a rule that this person or his unit owed for a turn of these days."""
    mine = Q(person=who) | Q(person=None, unit=who.unit)
    rows = duties.open_rows().filter(mine, rule=rule, nominal__range=(since, until))
    for row in rows:
        duties.end(office, who, row.key)


def tell_leader(office: Office, rule: Rule, subject: str, due: Due | None = None) -> OwedDuty:
    """Let the leader's unit owe something at once; the row."""
    leader = visits_rules.rules(office).leader
    return duties_rules.tell(office, rule, leader, subject, due=due)


def checked(office: Office, who: Person, text: str, on: dt.date | None) -> tuple[Customer, str]:
    """Note a safety check at a user's; the next one is owed from there on (C-044).

    Residential users are checked every two years, others every year; the rules are those of
    ``rules/duties.toml``.
    """
    row = customers.resolve(who, text)
    rule = "safety-check-home" if row.kind in _HOMES else "safety-check"
    owed = duties.open_rows().filter(rule=rule, subject=row.code).first()
    if owed is None:
        duties_rules.start(office, who, rule, on, subject=row.code)
    else:
        duties.done(office, who, owed.code)
    following = duties.open_rows().filter(rule=rule, subject=row.code).latest("pk")
    return row, f"{following.due}"


def paid(office: Office, who: Person, rule: str, subject: str) -> None:
    """End the open duty of a rule about something, if there is one."""
    for row in duties.open_rows().filter(rule=rule, subject=subject):
        duties.end(office, who, row.key)
