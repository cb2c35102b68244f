"""Assets, spare units, keys and accounts that people hold for the company (D-074 … D-080, R-077).

A spare unit goes out only on a request and with a day to be back. A check counts what somebody
holds against what the register says; what was not found is lost (D-075). How a thing changes
hands is ``assets_rows``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from docgen.errors import BadInput, say
from docgen.model.access import Act
from docgen.model.handover import HOLDINGS
from docgen.office import assets_rows, gate, journal
from docgen.office.assets_rows import Terms, line
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person
from docgen.register.models_postings import Holding

SOUND, DAMAGED, LOST = CONDITIONS = ("完好", "损坏", "遗失")
_NUMBER, _LABEL, _CATEGORY, _PLACE = 64, 200, 32, 120
_AT_ONCE = Terms()


@dataclass(frozen=True, slots=True)
class NewThing:
    """A thing that is to be registered: ``kind`` is one of ``model.handover.HOLDINGS``."""

    kind: str
    number: str
    label: str
    category: str = ""
    place: str = ""
    value: Decimal | None = None


def add(
    office: Office, who: Person, new: NewThing, holder: str, terms: Terms = _AT_ONCE
) -> Holding:
    """Register a thing with whoever holds it first."""
    event = "asset.added"
    gate.ask(office, who, Act.WORK_POSTING, event)
    with gate.attempt(office, who, event), one_transaction():
        number = line(new.number, "number", _NUMBER)
        if Holding.objects.filter(number=number).exists():
            raise BadInput(
                say("{number} cannot be a new thing's number", number=number),
                why=say("another thing has it"),
                fix=say("see the things; what was given back is lent anew").by("docgen asset list"),
                field="number",
            )
        thing = Holding(
            kind=_one_of(new.kind, HOLDINGS, "kind"),
            number=number,
            label=line(new.label, "label", _LABEL),
            category=line(new.category, "category", _CATEGORY, least=0),
            place=line(new.place, "place", _PLACE, least=0),
            value=new.value,
            condition=SOUND,
        )
        _refuse_loose(office, thing, terms)
        to = assets_rows.holder_named(office, who, holder)
        return assets_rows.give(office, who, thing, to, terms, event)


def lend(office: Office, who: Person, number: str, to: str, terms: Terms = _AT_ONCE) -> Holding:
    """Give a thing that stands in the store to somebody."""
    event = "asset.lent"
    gate.ask(office, who, Act.WORK_POSTING, event)
    with gate.attempt(office, who, event), one_transaction():
        row = assets_rows.newest(number)
        if row.returned_on is None:
            name = assets_rows.holder_of(row).name
            raise BadInput(
                say("{number} is held by {name}", number=row.number, name=name),
                why=say("a thing has one holder"),
                fix=say("take it back first").by(f"docgen asset return {row.number}"),
                field="number",
            )
        _refuse_loose(office, row, terms)
        holder = assets_rows.holder_named(office, who, to)
        return assets_rows.give(office, who, row, holder, terms, event)


def return_(office: Office, who: Person, number: str, condition: str = "") -> Holding:
    """Take a thing back into the store."""
    event = "asset.returned"
    gate.ask(office, who, Act.WORK_POSTING, event)
    with gate.attempt(office, who, event), one_transaction():
        row = assets_rows.newest(number)
        if row.returned_on is not None:
            raise BadInput(
                say("{number} stands in the store", number=row.number),
                why=say("it was given back on {day}", day=row.returned_on),
                fix=say("see the things").by("docgen asset list"),
                field="number",
            )
        row.condition = _one_of(condition or row.condition, CONDITIONS, "condition")
        assets_rows.take(office, who, row)
    return row


def check(
    office: Office,
    who: Person,
    holder: str,
    found: Collection[str],
    damaged: Collection[str] = (),
) -> tuple[list[Holding], list[str]]:
    """Count what somebody holds: his things as they are now, and the numbers that are not his."""
    event = "asset.checked"
    gate.ask(office, who, Act.WORK_POSTING, event)
    with gate.attempt(office, who, event), one_transaction():
        counted = assets_rows.holder_named(office, who, holder)
        if counted.person is not None and counted.person.pk == who.pk:
            raise BadInput(
                say("Nobody counts his own things"),
                why=say("a check is worth something if another person makes it"),
                fix=say("ask a colleague"),
                field="holder",
            )
        rows, seen = assets_rows.held(counted), {*found, *damaged}
        for row in rows:
            sound = DAMAGED if row.number in damaged else SOUND
            row.condition = sound if row.number in seen else LOST
            row.checked_on, row.version = office.today, row.version + 1
            row.save()
        strange = sorted(seen - {row.number for row in rows})
        lost = sum(row.condition == LOST for row in rows)
        more = {"lost": lost, "strange": len(strange)}
        journal.append(office, event, who, obj=counted.code, n=len(rows), more=more)
    return rows, strange


def list_assets(office: Office, who: Person, holder: str = "", kind: str = "") -> list[Holding]:
    """Every thing with whoever has it, those in the store last; or what one holder has."""
    gate.ask(office, who, Act.WORK_POSTING, "asset.listed")
    if holder:
        rows = assets_rows.held(assets_rows.holder_named(office, who, holder))
    else:
        newest = {row.number: row for row in assets_rows.rows()}
        rows = sorted(newest.values(), key=lambda row: (row.returned_on is not None, row.number))
    rows = [row for row in rows if kind in ("", row.kind)]
    with one_transaction():
        journal.append(office, "asset.listed", who, n=len(rows))
    return rows


def _refuse_loose(office: Office, thing: Holding, terms: Terms) -> None:
    """A spare unit is asked for and comes back (D-079, D-080)."""
    line(terms.request, "request", _NUMBER, least=0)
    if thing.kind == "spare" and not (terms.until and terms.request):
        raise BadInput(
            say("{number} goes out on a request and for a time", number=thing.number),
            why=say("spare units are asked for and come back (D-079, D-080)"),
            fix=say("give the request's number and the day").by("--request NUMBER --until DAY"),
            field="request",
        )
    if terms.until and terms.until < office.today:
        raise BadInput(
            say("{day} is over", day=terms.until),
            why=say("a thing is to be back today or later"),
            fix=say("choose a later day"),
            field="until",
        )


def _one_of(word: str, known: Collection[str], field: str) -> str:
    if word in known:
        return word
    raise BadInput(
        say("“{value}” is none of them", value=word),
        why=say("known are: {words}", words=", ".join(known)),
        fix=say("choose one of these"),
        field=field,
    )
