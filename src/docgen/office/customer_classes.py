"""A customer's grade and credit class: given, never written over, and what they were (G-038).

The newest row of a kind counts, the others are the history. A grade follows from points for the
office's own criteria, or is given by hand with a reason; a credit class is a head's decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from docgen.errors import BadInput, say
from docgen.forms.characters import odd_character
from docgen.model.access import Act
from docgen.model.grading import FULL, grade_for, total
from docgen.model.visiting import Visiting
from docgen.office import customers, gate, journal, visits_rules
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Customer, Person
from docgen.register.models_visits import CustomerClass

GRADE: Final = "grade"
CREDIT: Final = "credit"
_EVENTS = {GRADE: "customer.graded", CREDIT: "customer.rated"}
_LONGEST = 300


def grade(
    office: Office,
    who: Person,
    customer: str,
    points: Mapping[str, int],
    *,
    given: str = "",
    reason: str = "",
) -> CustomerClass:
    """Grade a customer by points for each criterion, or by hand with a reason (F-192, C-109).

    Args:
        office: The office.
        who: Who grades.
        customer: Whom.
        points: 0 to 100 for each criterion of ``rules/visits.toml``.
        given: A grade given by hand, whatever the points say.
        reason: Why; needed for a grade by hand.
    """
    row = customers.resolve(who, customer)
    with gate.attempt(office, who, _EVENTS[GRADE], row.code):
        gate.ask(office, who, Act.WORK_VISIT, _EVENTS[GRADE], subject=row.code)
        known = visits_rules.rules(office)
        facts: dict[str, object] = {}
        if points or not given:
            whole = _total(known, points)
            facts = {"points": dict(points), "total": str(whole)}
            value = grade_for(whole, known.grades).name
        if given:
            _refuse_unknown(given, [one.name for one in known.grades])
            _refuse_silence(reason)
            value = given
        return _keep(office, who, row, GRADE, value, facts, reason)


def rate(
    office: Office,
    who: Person,
    customer: str,
    value: str,
    *,
    limit: int | None = None,
    reason: str = "",
) -> CustomerClass:
    """Give a customer a credit class, as a head; terms and limit follow from it (C-110, F-194).

    Args:
        office: The office.
        who: Who decides.
        customer: Whom it is for.
        value: The class.
        limit: Another limit than the class has, in yuan; needs a reason.
        reason: Why.
    """
    row = customers.resolve(who, customer)
    with gate.attempt(office, who, _EVENTS[CREDIT], row.code):
        gate.ask(office, who, Act.DECIDE_VISIT, _EVENTS[CREDIT])
        known = visits_rules.rules(office)
        rule = known.credit(value)
        if rule is None:
            raise _unknown(value, [one.name for one in known.credits])
        if limit is not None:
            _refuse_silence(reason)
        facts = {
            "limit": rule.limit if limit is None else limit,
            "terms": rule.terms,
            "deal": rule.deal,
        }
        return _keep(office, who, row, CREDIT, value, facts, reason)


def history(office: Office, who: Person, customer: str) -> tuple[Customer, list[CustomerClass]]:
    """A customer and all his grades and credit classes, the oldest first."""
    row = customers.show(office, who, customer)
    return row, list(CustomerClass.objects.filter(customer=row).select_related("by").order_by("pk"))


def newest(rows: Iterable[Customer], kind: str = GRADE) -> dict[int, CustomerClass]:
    """The class that counts now, by the customer's key; ungraded customers are not in it."""
    found = CustomerClass.objects.filter(kind=kind, customer__in=rows).order_by("pk")
    return {one.customer_id: one for one in found}


def _keep(
    office: Office,
    who: Person,
    row: Customer,
    kind: str,
    value: str,
    facts: Mapping[str, object],
    reason: str,
) -> CustomerClass:
    said = reason.strip()
    if odd := odd_character(said, lines=False) or len(said) > _LONGEST:
        raise BadInput(
            say("This is no reason"),
            why=odd if isinstance(odd, str) else say("it is longer than {n}", n=_LONGEST),
            fix=say("write one line"),
            field="reason",
        )
    with one_transaction():
        notes = {"reason": said} if said else None
        more = {"class": value}
        index = journal.append(office, _EVENTS[kind], who, obj=row.code, notes=notes, more=more)
        return CustomerClass.objects.create(
            customer=row,
            kind=kind,
            value=value,
            facts=dict(facts),
            reason=said,
            by=who,
            at=office.now(),
            log_index=index,
        )


def _total(known: Visiting, points: Mapping[str, int]) -> Decimal:
    try:
        return total(points, known.criteria)
    except ValueError as error:
        criteria = ", ".join(f"{one.key} ({one.title})" for one in known.criteria)
        raise BadInput(
            say("The points are not right"),
            why=say("each criterion has 0 to {full}: {criteria}", full=FULL, criteria=criteria),
            fix=say("give its points, for instance 80").by(f"--set {known.criteria[0].key}=80"),
            field="set",
        ) from error


def _refuse_unknown(value: str, known: Iterable[str]) -> None:
    if value not in known:
        raise _unknown(value, known)


def _unknown(value: str, known: Iterable[str]) -> BadInput:
    return BadInput(
        say("There is no class {value}", value=value),
        why=say("rules/visits.toml has: {names}", names=", ".join(known)),
        fix=say("choose one of these"),
        field="class",
    )


def _refuse_silence(reason: str) -> None:
    if not reason.strip():
        raise BadInput(
            say("A reason is needed"),
            why=say("it departs from what the rules would give"),
            fix=say("add --{name} with a sentence", name="reason"),
            field="reason",
        )
