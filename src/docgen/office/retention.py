"""How long papers are kept here: the office's schedule, what is due, and keeping longer.

``rules/retention.toml`` is read when it is asked for, like the calendar; an office made before
there was one follows the schedule that comes with docgen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.db.models.functions import Substr

from docgen.config import shipped
from docgen.errors import BadInput, NotAllowed, NotFound, Reason, say
from docgen.model import retention as rules
from docgen.model.access import Act, visible_to
from docgen.model.retention import Due, Kept, Period, Schedule
from docgen.model.retention_file import parse_schedule
from docgen.office import gate, holds, journal, lending, local_days
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Item, Person

_FILE = "retention.toml"
_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Listed:
    """A paper with the end of its period, and the holds that keep it all the same."""

    item: Item
    due: Due
    holds: tuple[str, ...]


def schedule(office: Office) -> Schedule:
    """The office's retention schedule; ``BadInput`` names the line that is wrong."""
    file = office.folder / "rules" / _FILE
    if not file.is_file():
        file = shipped("rules") / _FILE
    try:
        return parse_schedule(file.read_text("utf-8-sig"), file=str(file))
    except UnicodeDecodeError as error:
        raise BadInput(
            say("The retention schedule cannot be read: {error}", error=error),
            why=say("it is not UTF-8"),
            fix=say("save it as UTF-8 and try again"),
            file=str(file),
            line=error.object.count(b"\n", 0, error.start) + 1,
        ) from error


def due_of(office: Office, table: Schedule, item: Item) -> Due:
    """When a paper's period is over."""
    stages = {one.stage: one.on for one in item.dossier.stages.all()}
    filed = office.local(item.filed_at).date()
    kept = Kept(item.retention, item.dossier.type, filed, item.dated, stages)
    return rules.due(table, kept)


class Over(NamedTuple):
    """A paper whose period is over, without the paper; what was over first sorts first.

    Args:
        day: Since when.
        dossier: The number of where it is filed.
        turn: Its number there.
        item: Its key in the register.
    """

    day: dt.date
    dossier: int
    turn: int
    item: int


def list_due(office: Office, who: Person) -> list[Listed]:
    """The papers this person may know of whose period is over, the longest over first."""
    return listed(office, all_due(office, who))


def all_due(office: Office, who: Person) -> list[Over]:
    """The same without the papers: those that a page shows are looked up then."""
    gate.ask(office, who, Act.LIST_DISPOSAL, "retention.listed")
    table, scope = schedule(office), visible_to(gate.as_acting(who))
    papers = Item.objects.filter(state="filed", rank__lte=scope.rank)
    if not scope.everything:
        granted = [int(number) for number in scope.dossiers]
        papers = papers.filter(Q(dossier__unit__in=scope.units) | Q(dossier__in=granted))
    papers = papers.exclude(dossier__type__in=table.kept_types)
    ending = [one for one in table.periods.values() if one.kind is rules.Kind.YEARS]
    found = sorted(over for one in ending for over in _over(office, one, papers))
    with one_transaction():
        journal.append(office, "retention.listed", who, n=len(found))
    return found


def listed(office: Office, found: Sequence[Over]) -> list[Listed]:
    """The papers themselves with the holds on them, in the same order."""
    table, rows = schedule(office), dict[int, Item]()
    papers = Item.objects.select_related("dossier__customer").prefetch_related("dossier__stages")
    for start in range(0, len(found), _AT_ONCE):
        rows |= papers.in_bulk([one.item for one in found[start : start + _AT_ONCE]])
    kept = holds.on_each(list(rows.values()))
    items = [rows[one.item] for one in found]
    return [Listed(item, due_of(office, table, item), kept.get(item.pk, ())) for item in items]


def _over(office: Office, period: Period, papers: QuerySet[Item]) -> Iterator[Over]:
    """The papers of a period that is over: it began before the first day of some year."""
    if period.years >= office.today.year:
        return
    before, day_of = dt.date(office.today.year - period.years, 1, 1), local_days.day_of(office)
    rows = papers.filter(retention=period.name)
    if period.stage:
        column: str | Substr = "dossier__stages__on"
        rows = rows.filter(dossier__stages__stage=period.stage, dossier__stages__on__lt=before)
    elif period.start == rules.DATED:
        column, rows = "dated", rows.filter(dated__lt=before)
    else:
        column = Substr("filed_at", 1, local_days.SECOND)
        rows = rows.filter(filed_at__lt=local_days.begins(office, before))
    for item, dossier, turn, began in rows.values_list("pk", "dossier_id", "turn", column):
        start = day_of(began) if isinstance(began, str) else began
        yield Over(dt.date(start.year + period.years + 1, 1, 1), dossier, turn, item)


def keep_longer(office: Office, who: Person, text: str, period: str, reason: str) -> Item:
    """Give a paper a longer period; a shorter one is refused, whoever asks."""
    item = lending.item_of(text)
    gate.ask(office, who, Act.HOLD, "retention.changed", paper=gate.paper_of(item))
    table = schedule(office)
    known_period(table, period)
    with one_transaction():
        row = Item.objects.select_for_update().get(pk=item.pk)
        shortens = rules.shortens(table.periods.get(row.retention), table.periods[period])
        facts = {"from": row.retention, "to": period}
        if not shortens:
            row.retention = period
            row.version += 1
            row.save()
        journal.append(
            office,
            "retention.changed",
            who,
            about=item,
            res="deny" if shortens else "allow",
            rules=["retention"] if shortens else [],
            notes={"reason": reason} if reason else {},
            more=facts,
        )
    if shortens:
        text = say("from {old} to {new} could end earlier", old=item.retention, new=period)
        raise NotAllowed(
            say("{item} is not kept for a shorter time", item=item),
            why=say("a period only grows, unless two approve a shorter one"),
            fix=say("propose it, so that two others approve it").by("docgen retention shorten"),
            reasons=[Reason("retention", text)],
        )
    item.refresh_from_db()
    return item


def known_period(table: Schedule, name: str) -> None:
    """``NotFound`` if the schedule has no such period."""
    if name not in table.periods:
        raise NotFound(
            say("There is no period {name}", name=name),
            why=say("rules/retention.toml has: {names}", names=", ".join(table.periods)),
            fix=say("choose one of these"),
            field="period",
        )
