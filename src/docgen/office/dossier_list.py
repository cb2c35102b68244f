"""The dossiers of an office as a list that is leafed through: some at a time, with their papers.

``dossiers.list_dossiers`` reads all of them at once, for a command; a page asks for fifty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from docgen.model.access import Act
from docgen.office import dossiers, gate, journal
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Dossier, Person


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which dossiers are asked for.

    Args:
        kind: Only of this type.
        unit: Only those that this unit keeps.
        first: How many stand before those that are shown.
        count: How many are shown.
    """

    kind: str = ""
    unit: str = ""
    first: int = 0
    count: int = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """Some dossiers, each with how many papers the person may know of; and how many fit in all."""

    rows: Sequence[tuple[Dossier, int]]
    total: int


def find(office: Office, who: Person, wanted: Wanted) -> Listed:
    """The dossiers that this person may know of, by their numbers."""
    gate.ask(office, who, Act.FIND, "dossier.listed")
    rows = dossiers.visible(who)
    rows = rows.filter(type=wanted.kind) if wanted.kind else rows
    rows = rows.filter(unit=wanted.unit) if wanted.unit else rows
    total = rows.count()
    shown = list(rows[wanted.first : wanted.first + wanted.count])
    seen = Count("items", filter=Q(items__rank__lte=gate.as_acting(who).rank))
    each = Dossier.objects.filter(pk__in=[one.pk for one in shown])
    papers = dict(each.annotate(seen=seen).values_list("pk", "seen"))
    with one_transaction():
        journal.append(office, "dossier.listed", who, n=total)
    return Listed([(one, papers[one.pk]) for one in shown], total)


def units(who: Person) -> list[str]:
    """The units that keep the dossiers this person may know of."""
    found = dossiers.visible(who).order_by("unit").values_list("unit", flat=True)
    return list(found.distinct())
