"""What units still hold: every paper in their custody, with its deadline for the archive."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docgen.model.calendar import WorkCalendar
from docgen.model.deadlines import Claim, Held, claim
from docgen.model.dossier import Filed, missing
from docgen.model.transfer import DEPARTMENT, OPEN, Piece, State
from docgen.office import dossiers, gate, stages
from docgen.office.calendar import read_calendar
from docgen.office.desk import Office
from docgen.register.models import Dossier, Item, Person
from docgen.register.models_custody import TransferLine


@dataclass(frozen=True, slots=True)
class Holding:
    """A paper that a unit still holds, and when it is due.

    Args:
        item: The paper.
        dossier: Where it is filed.
        claim: Its deadline.
        on_list: It stands on a transfer that is not finished.
    """

    item: Item
    dossier: Dossier
    claim: Claim
    on_list: bool


def holdings(office: Office, who: Person, unit: str = "") -> list[Holding]:
    """The papers with a deadline that this person may know of, by unit and day.

    Args:
        office: The office.
        who: Who asks.
        unit: Only those of this unit.
    """
    rows = [row for row in dossiers.visible(who) if row.unit == unit or not unit]
    found = holdings_in(office, who, rows)
    return sorted(found, key=lambda one: (one.dossier.unit, one.claim.day, str(one.item)))


def holdings_in(office: Office, who: Person, rows: list[Dossier]) -> list[Holding]:
    """The papers with a deadline in some dossiers that this person may know of."""
    worked = read_calendar(office.folder)
    return [one for some in _groups(rows) for one in _held(office, who, some, worked)]


def _held(
    office: Office, who: Person, rows: list[Dossier], worked: WorkCalendar
) -> Iterator[Holding]:
    items = defaultdict(list)
    for item in Item.objects.filter(dossier__in=rows, state="filed").order_by("turn"):
        items[item.dossier_id].append(item)
    lines = _lines(rows)
    reached = stages.reached(rows)
    rank = gate.as_acting(who).rank
    for row in rows:
        is_complete = _is_complete(office, row, items[row.pk], reached[row.pk])
        for item in items[row.pk]:
            if item.custody != DEPARTMENT or item.rank > rank:
                continue
            item.dossier = row
            done = {line.transfer.rule for line in lines[item.pk] if _is_done(line)}
            held = Held(row.type, item.group, office.local(item.filed_at).date(), done)
            due = claim(
                office.rules.deadlines.rules,
                held,
                reached[row.pk],
                worked,
                is_complete=is_complete,
            )
            if due is not None:
                on_list = any(line.transfer.state in OPEN for line in lines[item.pk])
                yield Holding(item, row, due, on_list)


def _is_done(line: TransferLine) -> bool:
    return line.transfer.state == State.ACCEPTED and Piece(line.state).is_taken


def _lines(rows: list[Dossier]) -> Mapping[int, list[TransferLine]]:
    found = defaultdict(list)
    for line in TransferLine.objects.filter(item__dossier__in=rows).select_related("transfer"):
        found[line.item_id].append(line)
    return found


def _is_complete(
    office: Office, row: Dossier, items: list[Item], reached: Mapping[str, dt.date]
) -> bool:
    """Whether no required paper and no mandatory group is missing."""
    filed = [Filed(item.turn, item.group, item.title, item.template) for item in items]
    kind = office.rules.dossier_type(row.type)
    return not any(one.kind != "gap" for one in missing(kind, filed, reached))


def _groups(rows: list[Dossier], count: int = 400) -> Iterator[list[Dossier]]:
    """As many as one question to the database may name."""
    for start in range(0, len(rows), count):
        yield rows[start : start + count]
