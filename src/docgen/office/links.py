"""Dossiers that refer to each other, shown from both sides.

Those of one customer are linked by themselves (R-027): of the same register entry, or of
entries with the same code or identity number. People link the others: an event with the
households it touched (R-047), a lease with the file of the buyer (R-043), a lawsuit with
the file its closing papers went to (R-039).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from docgen.errors import BadInput, say
from docgen.model.access import Act
from docgen.office import dossiers, gate, journal
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Dossier, Person
from docgen.register.models_custody import DossierLink

_SAME = say("same customer (R-027)")


@dataclass(frozen=True, slots=True)
class Reference:
    """Another dossier that this one refers to, and why."""

    dossier: Dossier
    why: str
    made_by_itself: bool = True


def references(who: Person, row: Dossier) -> list[Reference]:
    """The dossiers this one refers to, as far as this person may know of them."""
    seen = dossiers.visible(who).exclude(pk=row.pk)
    same = [Reference(one, _SAME) for one in seen.filter(_of_customer(row))]
    links = DossierLink.objects.filter(Q(one=row) | Q(other=row))
    why = {link.other_id if link.one_id == row.pk else link.one_id: link.why for link in links}
    made = [
        Reference(one, why[one.pk], made_by_itself=False) for one in seen.filter(pk__in=list(why))
    ]
    return [*same, *(one for one in made if one.dossier not in {two.dossier for two in same})]


def link(office: Office, who: Person, number: str, others: list[str], why: str) -> Dossier:
    """Link a dossier with others, both ways, with a word on why."""
    row = dossiers.resolve(who, number)
    rows = [dossiers.resolve(who, other) for other in others]
    for one in (row, *rows):
        gate.ask(office, who, Act.AMEND, "dossier.linked", paper=gate.dossier_paper(one))
    if row in rows or not why.strip():
        raise BadInput(
            say("A link goes to another dossier and says why"),
            why=say("it is read from both sides"),
            fix=say("name another dossier, and say why in a few words").by("--why TEXT"),
            field="why",
        )
    with one_transaction():
        for other in rows:
            first, second = sorted((row, other), key=lambda one: one.pk)
            DossierLink.objects.update_or_create(
                one=first,
                other=second,
                defaults={"why": why.strip()[:120], "by": who, "at": office.now()},
            )
        to = {"to": " ".join(map(str, rows))}
        journal.append(
            office, "dossier.linked", who, obj=str(row), dossier=str(row), n=len(rows), more=to
        )
    return row


def _of_customer(row: Dossier) -> Q:
    customer = row.customer
    same = Q(customer=customer)
    if customer.credit_code:
        same |= Q(customer__credit_code=customer.credit_code)
    if customer.id_number:
        same |= Q(customer__id_number=customer.id_number)
    return same
