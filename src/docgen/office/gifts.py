"""Gifts to customers and from them: asked for, decided, given; declared, handed in (C-060, G-039).

A gift is asked for with the budget application, which is filed in the customer's dossier. It is
decided by a head, never by whoever asked. What is left of a unit's yearly budget is counted from
the register, and nothing may go beyond it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db.models import QuerySet, Sum

from docgen.errors import BadInput, NotFound, say
from docgen.forms.characters import odd_character
from docgen.model.access import Act
from docgen.model.gifting import State, Way, become, begin
from docgen.model.ids import number_in
from docgen.office import (
    customers,
    dossiers,
    filing,
    gate,
    journal,
    making,
    visits_rows,
    visits_rules,
)
from docgen.office.desk import Office, one_transaction
from docgen.office.filing import Filed
from docgen.register.models import Person
from docgen.register.models_visits import Gift

FORM = "visit/gift-budget"
_USED = (State.APPROVED, State.GIVEN)
_LONGEST = 300


def ask(
    office: Office, who: Person, customer: str, given: Mapping[str, object], *, pdf: bool = False
) -> Gift:
    """Ask for a gift to a customer: the application is filed, a head decides.

    What the unit has used of its budget this year is known and need not be answered.
    """
    event = "gift.requested"
    with gate.attempt(office, who, event):
        place = dossiers.place_for(office, who, customer)
        gate.ask(office, who, Act.WORK_VISIT, event, paper=visits_rows.seen(place))
        state = begin(Way.GIVEN, visits_rules.rules(office).given)
        raw = {"budget_used": used(who.unit, office.today.year), **given}
        done: list[Gift] = []
        with making.made(office, who, FORM, raw, customer=place.customer, pdf=pdf) as made:
            _refuse_forbidden(made.checked)

            def keep(filed: Sequence[Filed]) -> None:
                what = "、".join(
                    str(row["name"]) for row in visits_rows.rows_in(made.checked, "gifts")
                )
                item = filed[0].item
                row = Gift.objects.create(
                    way=Way.GIVEN,
                    customer=item.dossier.customer,
                    by=who,
                    unit=who.unit,
                    state=state,
                    what=what[:_LONGEST],
                    amount=_money(made.checked["total"]),
                    budget=_money(made.checked["budget_year"]),
                    item=item,
                    number=item.form_number,
                    at=office.now(),
                )
                _enter(office, who, event, row)
                done.append(row)

            filing.file_many(office, who, [(place, made.paper)], then=keep)
    return done[0]


def decide(office: Office, who: Person, code: str, *, agreed: bool, note: str = "") -> Gift:
    """Approve or refuse a gift, as a head; never one that one asked for oneself."""
    row = find(office, who, code)
    event = "gift.approved" if agreed else "gift.refused"
    with gate.attempt(office, who, event, row.code):
        gate.ask(office, who, Act.DECIDE_VISIT, event, subject=row.by.code)
        state = State.APPROVED if agreed else State.REFUSED
        if agreed:
            _refuse_beyond(row, office.today.year)
        return _become(
            office, who, row, event, state, note, decided_by=who, decided_at=office.now()
        )


def give(
    office: Office, who: Person, code: str, actual: Decimal, on: dt.date | None = None
) -> Gift:
    """Note that an approved gift was given, and what it cost: never more than was approved."""
    row = find(office, who, code)
    event = "gift.given"
    with gate.attempt(office, who, event, row.code):
        gate.ask(office, who, Act.WORK_VISIT, event)
        if not 0 <= actual <= row.amount:
            raise BadInput(
                say("{amount} yuan were approved for {code}", amount=row.amount, code=row.code),
                why=say("it cannot have cost {actual}", actual=actual),
                fix=say("ask for another gift"),
                field="actual",
            )
        return _become(
            office,
            who,
            row,
            event,
            State.GIVEN,
            row.note,
            actual=actual,
            ended_on=on or office.today,
        )


def declare(office: Office, who: Person, customer: str, what: str, amount: Decimal) -> Gift:
    """Declare a gift received from a customer, where the office does not ban it."""
    event = "gift.declared"
    known = customers.resolve(who, customer)
    with gate.attempt(office, who, event, known.code):
        gate.ask(office, who, Act.WORK_VISIT, event)
        state = begin(Way.RECEIVED, visits_rules.rules(office).received)
        _refuse_odd(what, "what", needed=True)
        with one_transaction():
            row = Gift.objects.create(
                way=Way.RECEIVED,
                customer=known,
                by=who,
                unit=who.unit,
                state=state,
                what=what.strip(),
                amount=amount,
                at=office.now(),
            )
            _enter(office, who, event, row)
    return row


def hand_in(office: Office, who: Person, code: str, note: str = "") -> Gift:
    """Note that a declared gift was handed in; whoever received it does not note it himself."""
    row = find(office, who, code)
    event = "gift.handed-in"
    with gate.attempt(office, who, event, row.code):
        gate.ask(office, who, Act.DECIDE_VISIT, event, subject=row.by.code)
        return _become(
            office,
            who,
            row,
            event,
            State.HANDED_IN,
            note,
            decided_by=who,
            decided_at=office.now(),
            ended_on=office.today,
        )


def list_gifts(office: Office, who: Person, state: str = "") -> list[Gift]:
    """The gift register as far as one may see it, the oldest first (F-171)."""
    gate.ask(office, who, Act.WORK_VISIT, "gift.listed")
    rows = visible(office, who)
    found = list(rows.filter(state=state) if state else rows)
    with one_transaction():
        journal.append(office, "gift.listed", who, n=len(found))
    return found


def show(office: Office, who: Person, code: str) -> Gift:
    """One gift; an entry like that of the register."""
    gate.ask(office, who, Act.WORK_VISIT, "gift.listed")
    row = find(office, who, code)
    with one_transaction():
        journal.append(office, "gift.listed", who, obj=row.code, n=1)
    return row


def visible(office: Office, who: Person) -> QuerySet[Gift]:
    """The gifts of customers one may know of; for whoever decides on gifts all of them."""
    rows = Gift.objects.select_related("customer", "by", "decided_by", "item").order_by("pk")
    if gate.weigh(office, who, Act.DECIDE_VISIT).allow:
        return rows
    return rows.filter(customer__in=customers.visible(who))


def find(office: Office, who: Person, code: str) -> Gift:
    """The gift with this number, as far as one may see it."""
    digits = code.strip().lstrip("Pp")
    rows = visible(office, who)
    row = rows.filter(pk=number_in(digits)).first()
    if row is None:
        raise NotFound(
            say("There is no gift {code}", code=code),
            why=say("a gift's number looks like P000007"),
            fix=say("see the gifts").by("docgen gift list"),
            field="gift",
        )
    return row


def used(unit: str, year: int) -> Decimal:
    """What a unit has spent on gifts in a year, or may spend because it was approved."""
    rows = Gift.objects.filter(unit=unit, way=Way.GIVEN, state__in=_USED, at__year=year)
    spent = rows.filter(state=State.GIVEN).aggregate(sum=Sum("actual"))["sum"] or Decimal()
    bound = rows.filter(state=State.APPROVED).aggregate(sum=Sum("amount"))["sum"] or Decimal()
    return spent + bound


def _become(
    office: Office,
    who: Person,
    row: Gift,
    event: str,
    state: State,
    note: str,
    **columns: object,
) -> Gift:
    """Bring a gift to another state, with its entry; somebody quicker is not written over."""
    _refuse_odd(note, "note")
    become(State(row.state), state)
    changed = {"state": state, "note": note.strip(), "version": row.version + 1, **columns}
    with one_transaction():
        if not Gift.objects.filter(pk=row.pk, version=row.version).update(**changed):
            raise BadInput(
                say("{code} was changed by somebody else just now", code=row.code),
                why=say("two people worked on it at the same time"),
                fix=say("see the gifts").by("docgen gift list"),
                field="gift",
            )
        row.refresh_from_db()
        _enter(office, who, event, row)
    return row


def _enter(office: Office, who: Person, event: str, row: Gift) -> None:
    notes = {"note": row.note} if row.note else None
    basis = [str(row.item)] if row.item else []
    more = {"state": row.state, "customer": row.customer.code}
    journal.append(office, event, who, obj=row.code, basis=basis, notes=notes, more=more)


def _refuse_forbidden(checked: Mapping[str, object]) -> None:
    """What the application itself says must not be given (F-165)."""
    left = _money(checked["budget_left"])
    reasons = {
        say("officials, or a tender is running"): checked["public_body"] is True,
        say("it is not sure that the customer's own rules allow it"): (
            checked["policy_checked"] is False
        ),
        say("{left} yuan are left of the budget", left=left): _money(checked["total"]) > left,
    }
    against = next((why for why, holds in reasons.items() if holds), None)
    if against is not None:
        raise BadInput(
            say("This gift must not be given"),
            why=against,
            fix=say("do without it, or ask for less"),
            field="gift",
        )


def _refuse_beyond(row: Gift, year: int) -> None:
    spent = used(row.unit, year)
    if spent + row.amount > row.budget:
        raise BadInput(
            say("{code} goes beyond the budget", code=row.code),
            why=say("{spent} of {budget} yuan are used", spent=spent, budget=row.budget),
            fix=say("refuse it; the unit may ask for less"),
            field="gift",
        )


def _refuse_odd(text: str, name: str, *, needed: bool = False) -> None:
    said = text.strip()
    if (odd := odd_character(said, lines=False)) or len(said) > _LONGEST or (needed and not said):
        raise BadInput(
            say("This is no {name} of a gift", name=name),
            why=odd or say("it is a line of 1 to {most} characters", most=_LONGEST),
            fix=say("write one line"),
            field=name,
        )


def _money(value: object) -> Decimal:
    return Decimal(str(value))
