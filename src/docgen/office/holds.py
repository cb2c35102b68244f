"""Holds: named, on an item, a dossier or a customer; each blocks destruction on its own.

A lawsuit, an audit and an open claim may lie on the same paper; it stays until the last of them
is released. A released hold remains as a row with who, when and why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from docgen.errors import BadInput, NotFound, say
from docgen.model.access import Act, Paper
from docgen.model.ids import number_in
from docgen.office import customers, dossiers, gate, journal, lending
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Customer, Dossier, Item, Person
from docgen.register.models_disposal import Hold

_MOST = 300


def on(item: Item) -> list[str]:
    """The codes of the holds that lie on a paper, be it itself, its dossier or its customer."""
    return [hold.code for hold in _lying_on(item)]


def on_each(items: Sequence[Item]) -> Mapping[int, tuple[str, ...]]:
    """The codes of the holds on many papers at once, by the paper's key; none where none lies."""
    rows = Hold.objects.filter(released_at=None).order_by("pk") if items else ()
    on: dict[tuple[str, int | None], list[Hold]] = defaultdict(list)
    for row in rows:
        on["item", row.item_id].append(row)
        on["dossier", row.dossier_id].append(row)
        on["customer", row.customer_id].append(row)
    found = {}
    for item in items:
        places = (
            ("item", item.pk),
            ("dossier", item.dossier_id),
            ("customer", item.dossier.customer_id),
        )
        lying = {row.pk: row.code for place in places for row in on.get(place, ())}
        if lying:
            found[item.pk] = tuple(code for _, code in sorted(lying.items()))
    return found


def _lying_on(item: Item) -> QuerySet[Hold]:
    dossier = item.dossier
    places = Q(item=item) | Q(dossier=dossier) | Q(customer=dossier.customer)
    return Hold.objects.filter(places, released_at=None).order_by("pk")


def put(office: Office, who: Person, place: str, name: str, reason: str) -> Hold:
    """Put a hold on an item, a dossier or a customer.

    Args:
        office: The office.
        who: The acting person.
        place: An item's or a dossier's number, or a customer.
        name: What people call it: 诉讼（2026）示0101号.
        reason: Why.
    """
    for field, text in (("name", name), ("reason", reason)):
        if not 0 < len(text.strip()) <= _MOST:
            raise BadInput(
                say("A hold needs a name and a reason"),
                why=say(
                    "whoever meets it must see what it is for; {field} is not right", field=field
                ),
                fix=say("give name and reason, each a line").by("--name and --reason"),
                field=field,
            )
    target, paper = _target(who, place)
    gate.ask(office, who, Act.HOLD, "hold.set", paper=paper)
    with one_transaction():
        row = Hold.objects.create(
            name=name.strip(), reason=reason.strip(), set_by=who, set_at=office.now(), **target
        )
        journal.append(
            office, "hold.set", who, obj=paper.item, dossier=paper.dossier, more={"hold": row.code}
        )
    return row


def release(office: Office, who: Person, code: str, reason: str) -> Hold:
    """Release one hold; others on the same paper stay."""
    row = _find(code)
    paper = paper_of(row)
    gate.ask(office, who, Act.HOLD, "hold.released", paper=paper)
    if not 0 < len(reason.strip()) <= _MOST:
        raise BadInput(
            say("Releasing a hold needs a reason"),
            why=say("the auditor must be able to see why the paper may go now"),
            fix=say("give the reason in a line").by("--reason TEXT"),
            field="reason",
        )
    facts = {"released_by": who, "released_at": office.now(), "release_reason": reason.strip()}
    with one_transaction():
        if not Hold.objects.filter(pk=row.pk, released_at=None).update(**facts):
            raise BadInput(
                say("The hold {hold} is released already", hold=row.code),
                why=say("each hold is released once"),
                fix=say("see all holds").by("docgen retention list --all"),
                field="hold",
            )
        journal.append(
            office,
            "hold.released",
            who,
            obj=paper.item,
            dossier=paper.dossier,
            more={"hold": row.code},
        )
    row.refresh_from_db()
    return row


def list_holds(office: Office, who: Person, *, released: bool = False) -> list[Hold]:
    """The holds on what this person is cleared for; with ``released`` also the past ones."""
    gate.ask(office, who, Act.LIST_DISPOSAL, "hold.listed")
    related = ("item__dossier", "dossier", "customer", "set_by", "released_by")
    rows = Hold.objects.select_related(*related).order_by("pk")
    rank = gate.as_acting(who).rank
    found = [
        row for row in rows if (released or not row.released_at) and paper_of(row).rank <= rank
    ]
    with one_transaction():
        journal.append(office, "hold.listed", who, n=len(found))
    return found


def seen(office: Office, who: Person, code: str) -> Hold:
    """A hold that this person sees in the list; nothing is written."""
    row = _find(code)
    cleared = paper_of(row).rank <= gate.as_acting(who).rank
    if not (cleared and gate.weigh(office, who, Act.LIST_DISPOSAL).allow):
        raise _none(code)
    return row


def _find(code: str) -> Hold:
    digits = code.strip().lstrip("Hh")
    row = Hold.objects.filter(pk=number_in(digits)).first()
    if row is None:
        raise _none(code)
    return row


def _none(code: str) -> NotFound:
    return NotFound(
        say("There is no hold {code}", code=code),
        why=say("a hold's number looks like H000007"),
        fix=say("see the holds").by("docgen retention list"),
        field="hold",
    )


def paper_of(row: Hold) -> Paper:
    """What a hold lies on, as the rules see it; a paper that is gone can still be released."""
    if row.item:
        seen = gate.paper_of(row.item)
        return Paper(seen.item, seen.rank, seen.unit, seen.dossier)
    if row.dossier:
        return gate.dossier_paper(row.dossier)
    return _customer_paper(row.customer)


def _target(who: Person, place: str) -> tuple[dict[str, Any], Paper]:
    """The column a hold goes into, and what it lies on as the rules see it."""
    if "-" in place and place.replace("-", "").isdecimal():
        item = lending.item_of(place)
        return {"item": item}, gate.paper_of(item)
    if place.isdecimal() and len(place) <= len(str(Dossier(number=1))):
        dossier = dossiers.resolve(who, place)
        return {"dossier": dossier}, gate.dossier_paper(dossier)
    customer = customers.resolve(who, place)
    return {"customer": customer}, _customer_paper(customer)


def _customer_paper(customer: Customer | None) -> Paper:
    if customer is None:
        raise ValueError("a hold lies on nothing")
    return Paper(customer.code, 0, customer.unit, "")
