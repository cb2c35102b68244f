"""The year's round of binding (R-065): which groups of which dossiers are due, and what they lack.

The rules are ``model.binding``'s. That a group was bound is noted with ``stages.reach``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from docgen.model import binding as rules
from docgen.model.access import Act
from docgen.model.binding import Due, Sheet
from docgen.model.dossier import Filed
from docgen.office import aids, describing, dossiers, gate, journal, stages
from docgen.office.aid_facts import Values, blank, frame
from docgen.office.aids import Aid
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Dossier, Item, Person

_SHOWN = ("dossier__customer", "dossier__place", "description")


@dataclass(frozen=True, slots=True)
class ToBind:
    """A volume that is due for binding: a dossier and one of its groups."""

    dossier: Dossier
    due: Due


def due(office: Office, who: Person, year: int, unit: str = "") -> list[ToBind]:
    """What is due for binding at the end of a year, as far as this person may know of it.

    Args:
        office: The office.
        who: Who asks.
        year: The year.
        unit: Only dossiers that this unit keeps.
    """
    gate.ask(office, who, Act.FIND, "dossier.listed")
    rows = dossiers.visible(who).filter(state="active")
    rows = rows.filter(unit=unit) if unit else rows
    items = Item.objects.filter(dossier__in=rows).select_related(*_SHOWN)
    rank = gate.as_acting(who).rank
    found = [
        ToBind(some[0].dossier, one)
        for _, each in groupby(items.order_by("dossier_id", "turn"), lambda item: item.dossier_id)
        for some in [list(each)]
        for one in _of_dossier(office, some, rank, year)
    ]
    with one_transaction():
        journal.append(office, "dossier.listed", who, n=len(found), more={"aid": "bindings"})
    return sorted(found, key=lambda one: (one.dossier.unit, one.dossier.pk, one.due.group.letter))


def _of_dossier(office: Office, items: Sequence[Item], rank: int, year: int) -> list[Due]:
    """The groups of one dossier; what is missing is told from all its papers."""
    row = items[0].dossier
    reached = stages.reached([row])[row.pk]
    filed = [Filed(one.turn, one.group, one.title, one.template) for one in items]
    papers = [_sheet(office, one) for one in items if one.state == "filed" and one.rank <= rank]
    return rules.due(office.rules.dossier_type(row.type), papers, filed, reached, year)


def _sheet(office: Office, item: Item) -> Sheet:
    facts = describing.facts(office, item)
    return Sheet(
        item.turn, item.group, office.local(item.filed_at).date(), facts.made_on, facts.pages
    )


def printed(
    office: Office,
    found: Sequence[ToBind],
    year: int,
    unit: str,
    *,
    pdf: bool = False,
    xlsx: bool = False,
) -> Aid:
    """The list of what is due, to sign and to tick off (年度装订清单)."""
    pages = [one.due.pages for one in found]
    rank = max((one.dossier.rank for one in found), default=1)
    values = frame(office, rank) | {
        "scope": f"{unit}保管的案卷" if unit else "全部案卷",
        "year": year,
        "due_on": rules.last_day(year),
        "volumes": [_line(one) for one in found],
        "volumes_count": len(found),
        "papers_count": sum(len(one.due.papers) for one in found),
        "pages_count": sum(page or 0 for page in pages) if None not in pages else "",
        "lacking_count": sum(not one.due.is_ready for one in found),
        "archivist": "",
        "reviewer": "",
        "remark": "",
    }
    return aids.made(office, "bindings", values, name=str(year), pdf=pdf, xlsx=xlsx)


def _line(one: ToBind) -> Values:
    row, due = one.dossier, one.due
    key = row.key if row.key != row.customer.code else ""
    days = [paper.made_on for paper in due.papers]
    uncounted = f"{due.uncounted}件未点页数" if due.uncounted else ""
    return {
        "unit": row.unit,
        "dossier_number": row.file_number or str(row),
        "customer": f"{key}　{row.customer.name}".strip(),
        "group": f"{due.group.letter} {due.group.title}",
        "first_number": due.papers[0].turn,
        "last_number": due.papers[-1].turn,
        "first_on": min(days),
        "last_on": max(days),
        "count": len(due.papers),
        "pages": blank(due.pages),
        "bound_on": due.bound_on or "",
        "lacking": "；".join(filter(None, ("、".join(due.lacking), uncounted))),
        "note": "",
    }
