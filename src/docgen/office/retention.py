"""How long papers are kept here: the office's schedule, what is due, and keeping longer.

``rules/retention.toml`` is read when it is asked for, like the calendar; an office made before
there was one follows the schedule that comes with docgen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from docgen.config import shipped
from docgen.errors import BadInput, NotAllowed, NotFound, Reason, say
from docgen.model import retention as rules
from docgen.model.access import Act, visible_to
from docgen.model.retention import Due, Kept, Schedule
from docgen.model.retention_file import parse_schedule
from docgen.office import gate, holds, journal, lending
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Item, Person

_FILE = "retention.toml"


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


def list_due(office: Office, who: Person) -> list[Listed]:
    """The papers this person may know of whose period is over, the longest over first."""
    gate.ask(office, who, Act.LIST_DISPOSAL, "retention.listed")
    table, scope = schedule(office), visible_to(gate.as_acting(who))
    ending = [one.name for one in table.periods.values() if one.kind is rules.Kind.YEARS]
    rows = _papers().filter(retention__in=ending).exclude(dossier__type__in=table.kept_types)
    seen = [row for row in rows if scope.admits(row.rank, row.dossier.unit, str(row.dossier))]
    found = list(_over(office, table, seen))
    found.sort(key=lambda one: (str(one.due.day), str(one.item)))
    with one_transaction():
        journal.append(office, "retention.listed", who, n=len(found))
    return found


def _over(office: Office, table: Schedule, items: Iterable[Item]) -> Iterable[Listed]:
    over = [
        (item, due) for item in items if (due := due_of(office, table, item)).has_come(office.today)
    ]
    kept = holds.on_each([item for item, _ in over])
    for item, due in over:
        yield Listed(item, due, kept.get(item.pk, ()))


def _papers() -> QuerySet[Item]:
    rows = Item.objects.filter(state="filed").select_related("dossier__customer")
    return rows.prefetch_related("dossier__stages").order_by("dossier_id", "turn")


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
            fix=say("propose it, so that two others approve it: docgen retention shorten"),
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
