"""Moving papers to another group of their dossier, and a new buyer of a property (R-043, R-055).

Only the register changes, as when a paper is described: item number, bytes and ``item.json`` stay
(a paper is never carried from one folder to another), so what was printed on it stays true. The
catalogue follows at once.
"""

from __future__ import annotations

from collections.abc import Sequence

from docgen.errors import BadInput, say
from docgen.model.access import Act
from docgen.office import customers, destroyed, dossiers, gate, journal, lending, upkeep
from docgen.office.desk import Office, one_transaction
from docgen.office.volumes import named_group
from docgen.register.models import Customer, Dossier, Item, Outbox, Person
from docgen.register.models_custody import DossierStage

MOVED = "item.moved"
_SOLD = "dossier.reassigned"


def move(
    office: Office, who: Person, numbers: Sequence[str], group: str, reason: str = ""
) -> list[Item]:
    """Move papers to a group of their own dossiers; all of them or none.

    Args:
        office: The office.
        who: The acting person.
        numbers: The items' numbers.
        group: The group's key or letter.
        reason: Why; kept beside the log.
    """
    items = [lending.item_of(number) for number in numbers]
    for item in items:
        gate.ask(office, who, Act.AMEND, MOVED, paper=gate.paper_of(item))
    with gate.attempt(office, who, MOVED, str(items[0])), one_transaction():
        for item in items:
            row = Item.objects.select_for_update().select_related("dossier").get(pk=item.pk)
            destroyed.refuse_gone(row)
            to = named_group(office.rules.dossier_type(row.dossier.type), group).key
            if row.group == to:
                raise BadInput(
                    say("{item} is in that group already", item=row),
                    why=say("it is in {group}", group=row.group),
                    fix=say("leave it out, or name another group"),
                    field="group",
                )
            _move(office, who, row, to, reason)
    upkeep.catch_up(office, wait=False)
    return [lending.item_of(number) for number in numbers]


def change_buyer(office: Office, who: Person, number: str, buyer: str, reason: str) -> Dossier:
    """Note that a property went to another buyer: earlier papers move, stages begin anew.

    A unit's papers of the sale go to its history, a shop's papers of the letting become one group
    of the buyer's file; the dossier keeps its number, and so does every paper.

    Args:
        office: The office.
        who: The acting person.
        number: The dossier.
        buyer: The customer it belongs to from now on.
        reason: Why; kept beside the log.
    """
    row, customer = dossiers.resolve(who, number), customers.resolve(who, buyer)
    kind = office.rules.dossier_type(row.type)
    gate.ask(office, who, Act.AMEND, _SOLD, paper=gate.dossier_paper(row))
    with gate.attempt(office, who, _SOLD, str(row)), one_transaction():
        row = Dossier.objects.select_for_update().select_related("customer").get(pk=row.pk)
        if not kind.sold_into:
            raise _has_no_buyer(row)
        after = office.rules.dossier_type(kind.sold_as or kind.name)
        _refuse_same(row, customer)
        _refuse_taken(row, after.name)
        papers = Item.objects.select_for_update().filter(dossier=row, group__in=kind.sold_moves)
        moved = list(papers.filter(state="filed").select_related("dossier").order_by("turn"))
        for item in moved:
            _move(office, who, item, kind.sold_into, reason)
        facts = {"from": row.customer.code, "to": customer.code, "type": after.name}
        row.customer, row.type = customer, after.name
        row.title, row.version = f"{customer.name} {after.title}", row.version + 1
        row.save()
        DossierStage.objects.filter(dossier=row).delete()
        for item in row.items.exclude(pk__in=[one.pk for one in moved]).filter(state="filed"):
            Outbox.objects.create(item=item, stage="")
        notes = {"reason": reason} if reason else {}
        journal.append(
            office,
            _SOLD,
            who,
            obj=str(row),
            dossier=str(row),
            n=len(moved),
            notes=notes,
            more=facts,
        )
    upkeep.catch_up(office, wait=False)
    return dossiers.resolve(who, str(row))


def _move(office: Office, who: Person, item: Item, to: str, reason: str) -> None:
    """One paper, in a transaction that runs already."""
    was, item.group, item.version = item.group, to, item.version + 1
    item.save()
    Outbox.objects.create(item=item, stage="")
    notes = {"reason": reason} if reason else {}
    journal.append(office, MOVED, who, about=item, notes=notes, more={"from": was, "to": to})


def _has_no_buyer(row: Dossier) -> BadInput:
    return BadInput(
        say("A dossier of type {kind} has no buyer", kind=row.type),
        why=say("its file in rules/dossier-types names no group for earlier papers (sold_into)"),
        fix=say("move single papers").by("docgen item move"),
        field="dossier",
    )


def _refuse_same(row: Dossier, customer: Customer) -> None:
    if row.customer_id == customer.pk:
        raise BadInput(
            say("Dossier {number} is of {name} already", number=row, name=customer.name),
            why=say("a new buyer is another customer"),
            fix=say("name the new buyer; add him first").by("docgen customer add"),
            field="customer",
        )


def _refuse_taken(row: Dossier, kind: str) -> None:
    """One file a unit (R-026): a shop that has a file of its own as sold is linked with it."""
    twin = Dossier.objects.filter(type=kind, key=row.key, state="active").exclude(pk=row.pk).first()
    if twin is not None:
        raise BadInput(
            say("There is an open dossier {number} for {key}", number=twin, key=row.key),
            why=say("one unit has one file (R-026)"),
            fix=say("link the two").by(f"docgen dossier link {row} {twin}"),
            field="dossier",
        )
