"""One customer on the table: his facts, and of his dossiers and cases what a person may know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from docgen.model.access import Act
from docgen.office import customer_classes, customers, dossiers, gate
from docgen.office.desk import Office
from docgen.register.models import Customer, Dossier, Person
from docgen.register.models_cases import Case
from docgen.register.models_visits import CustomerClass


@dataclass(frozen=True, slots=True)
class Seen:
    """A customer as far as a person may know of him.

    Args:
        row: His facts.
        dossiers: Each with ``papers``: how many papers of it the person may know of.
        cases: The newest first.
        grade: What he is graded now.
        credit: His credit class now.
    """

    row: Customer
    dossiers: Sequence[Dossier]
    cases: Sequence[Case]
    grade: CustomerClass | None
    credit: CustomerClass | None


_CASES = 20


def show(office: Office, who: Person, code: str) -> Seen:
    """A customer; the entry is that of ``customers.show``."""
    row = customers.show(office, who, code)
    rank = gate.as_acting(who).rank
    there = dossiers.visible(who).filter(customer=row)
    seen = Count("items", filter=Q(items__rank__lte=rank))
    cases = Case.objects.filter(customer=row, dossier__in=there).order_by("-pk")
    may_list = gate.weigh(office, who, Act.LIST_CASES).allow
    return Seen(
        row,
        list(there.annotate(papers=seen)),
        list(cases[:_CASES]) if may_list else [],
        customer_classes.newest([row]).get(row.pk),
        customer_classes.newest([row], customer_classes.CREDIT).get(row.pk),
    )
