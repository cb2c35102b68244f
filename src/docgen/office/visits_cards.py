"""Customer cards: made anew from the one before and what a report says, each change noted (C-055).

The first card begins with one that was filed by hand, if there is one. A card is a paper of its
own each time; the earlier ones stay in the dossier.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docgen.errors import BadInput, say
from docgen.model.customer_card import changes, updated
from docgen.office import making, previous, writing
from docgen.office.cases_facts import plain
from docgen.office.desk import Office
from docgen.office.dossiers import Unopened
from docgen.office.making import Made
from docgen.register.models import Customer, Dossier, Item, Person
from docgen.register.models_visits import CardChange, CustomerCard, VisitPaper

CARD = "customer/customer-card"
#: What a card asks anew each time.
_ANEW = frozenset(
    {"customer_id", "customer_name", "dossier_number", "visitor", "updated_on", "manager_opinion"}
)


@dataclass(frozen=True, slots=True)
class Visited:
    """A customer who was visited, and where his papers go."""

    customer: Customer
    place: Dossier | Unopened


@dataclass(frozen=True, slots=True)
class Card:
    """A card that is filled and not yet filed: whose, what it said before, its newest row.

    ``told`` is the grade that the report names.
    """

    of: Visited
    made: Made
    before: Mapping[str, object]
    row: CustomerCard | None
    told: str = ""


@contextlib.contextmanager
def filled(
    office: Office,
    who: Person,
    of: Visited,
    told: Mapping[str, object],
    *,
    level: str,
    day: str,
    pdf: bool = False,
) -> Iterator[Card]:
    """The card of a customer after a visit.

    Args:
        office: The office.
        who: Who visited.
        of: The customer.
        told: The report's row about him; a blank changes nothing.
        level: His grade, if he has one; else the row's or the card's own counts.
        day: The day of the visit.
        pdf: Make a PDF too.
    """
    row = CustomerCard.objects.filter(customer=of.customer).first()
    before = row.answers if row else _by_hand(office, who, of.customer)
    said = {name: str(value) for name, value in told.items() if value}
    after = updated(before, said, day=day, visitor=who.name)
    raw = {name: value for name, value in after.items() if name not in _ANEW}
    if grade := level or said.get("grade"):
        raw["level"] = grade
    if isinstance(of.place, Dossier):
        raw["dossier_number"] = str(of.place)
    with making.made(office, who, CARD, raw, customer=of.customer, pdf=pdf) as made:
        yield Card(of, made, before, row, said.get("grade", ""))


def keep(card: Card, item: Item, paper: VisitPaper) -> int:
    """Keep a card whose paper is filed, and each change it makes; how many there are."""
    after = plain(card.made.form, card.made.checked)
    found = changes(card.before, after)
    CardChange.objects.bulk_create(
        CardChange(
            customer=card.of.customer,
            paper=paper,
            field=one.field,
            before=one.before,
            after=one.after,
        )
        for one in found
    )
    if card.row is None:
        CustomerCard.objects.create(customer=card.of.customer, answers=after, item=item)
        return len(found)
    same = CustomerCard.objects.filter(pk=card.row.pk, version=card.row.version)
    if not same.update(answers=after, item=item, version=card.row.version + 1):
        raise BadInput(
            say("The card of {customer} was changed just now", customer=card.of.customer.code),
            why=say("somebody else reported a visit to him at the same time"),
            fix=say("report again"),
            field="cards",
        )
    return len(found)


def history(customer: Customer) -> list[CardChange]:
    """All that reports changed on a customer's card, the oldest first."""
    rows = CardChange.objects.filter(customer=customer).select_related("paper__by", "paper__item")
    return list(rows.order_by("pk"))


def said(value: object) -> str:
    """What a card says in one place, in words: a row of a table is read across."""
    if isinstance(value, list):
        return "；".join(map(said, value))
    if isinstance(value, dict):
        return " ".join(map(str, value.values()))
    return "" if value is None else str(value)


def _by_hand(office: Office, who: Person, customer: Customer) -> Mapping[str, object]:
    """What the newest card says that was filed without a report; nothing if there is none."""
    form = writing.template(office, CARD).form
    found = previous.facts(office, who, form, customer, None)
    return plain(form, {name.partition(".")[2]: value for name, value in found.items()})
