"""Correcting what is known of a customer; two people who do it at once do not undo each other.

His number and kind stay. Dossiers that are called after him are called after him again, and what
the search knows follows; papers and what was printed say what they said.
"""

from __future__ import annotations

from dataclasses import asdict

from docgen.errors import BadInput, listed, say
from docgen.model.access import Act
from docgen.model.customer import plain_name
from docgen.office import customers, gate, journal, upkeep
from docgen.office.customers import NewCustomer, SameCustomer
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Customer, Item, Outbox, Person

EVENT = "customer.edited"


def facts_of(row: Customer) -> NewCustomer:
    """What is known of a customer, as it can be corrected."""
    return NewCustomer(**{name: getattr(row, name) for name in NewCustomer.__slots__})


def edit(
    office: Office,
    who: Person,
    code: str,
    new: NewCustomer,
    *,
    version: int,
    separate: bool = False,
) -> Customer:
    """Correct a customer's facts.

    Args:
        office: The office.
        who: The acting person.
        code: The customer.
        new: All facts as they are to be; the kind stays what it is.
        version: That of the facts he had before him; others may have corrected them since.
        separate: That another customer with the same name or code is somebody else.
    """
    row = customers.resolve(who, code)
    gate.ask(office, who, Act.ADD_CUSTOMER, EVENT, subject=row.code)
    new = customers.tidy(new)
    with gate.attempt(office, who, EVENT, row.code), one_transaction():
        customers.check(new)
        row = Customer.objects.select_for_update().get(pk=row.pk)
        _refuse_overtaken(row, version)
        was = facts_of(row)
        wanted = {name: value for name, value in asdict(new).items() if name != "kind"}
        changed = sorted(name for name, value in wanted.items() if value != getattr(was, name))
        others = [one for one in customers.twins(new) if one.pk != row.pk]
        if others and not separate and _ONE.intersection(changed):
            raise _same(who, row, others)
        if changed:
            _write(row, new, changed)
            journal.append(office, EVENT, who, obj=row.code, more={"facts": ",".join(changed)})
    upkeep.catch_up(office, wait=False)
    return row


#: The facts by which two customers may turn out to be one.
_ONE = frozenset({"name", "credit_code", "id_number"})


def _write(row: Customer, new: NewCustomer, changed: list[str]) -> None:
    was = row.name
    for name in changed:
        setattr(row, name, getattr(new, name))
    row.plain_name, row.version = plain_name(row.name), row.version + 1
    row.save()
    if "name" not in changed:
        return
    for dossier in row.dossiers.filter(title__startswith=f"{was} "):
        dossier.title = f"{row.name} {dossier.title.removeprefix(f'{was} ')}"
        dossier.version += 1
        dossier.save()
    for item in Item.objects.filter(dossier__customer=row, state="filed"):
        Outbox.objects.create(item=item, stage="")


def _refuse_overtaken(row: Customer, version: int) -> None:
    if row.version != version:
        raise BadInput(
            say("{code} was changed meanwhile", code=row.code),
            why=say("somebody else corrected it while you did; nothing of yours was written"),
            fix=say("look at the customer again and correct what is still to be corrected"),
            field="version",
        )


def _same(who: Person, row: Customer, others: list[Customer]) -> SameCustomer:
    codes = listed(customers.called(who, others))
    return SameCustomer(
        say("{name} seems to be in the register already", name=row.name),
        why=say("name, credit code or ID number is the same as of {codes}", codes=codes),
        fix=say("see whether it is one customer; if it is somebody else, say so"),
        field="name",
    )
