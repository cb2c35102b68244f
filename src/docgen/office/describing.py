"""Describing what was filed (著录): responsible, document number, pages, carrier, place.

The facts lie in tables of the register beside the items, are printed by the aids
(``office.volumes``) and go to the index; no byte of a paper is touched by them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from docgen.errors import BadInput, say
from docgen.forms.characters import odd_character
from docgen.model import description as rules
from docgen.model.access import Act
from docgen.model.description import Carrier, Place
from docgen.model.filenumber import item_number
from docgen.office import dossiers, gate, journal, lending, upkeep
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Dossier, Item, Outbox, Person
from docgen.register.models_description import Description, DossierPlace

_LONGEST = {"responsible": 120, "doc_number": 80}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an item besides its title, as it is printed.

    Args:
        title: 题名, in brackets if the archivist made it up.
        responsible: 责任者; the company's name for its own forms unless said otherwise.
        number: 文号; the form's own number unless said otherwise.
        made_on: The paper's own date; the day it was filed unless said otherwise.
        pages: How many; ``None`` if nobody counted them.
        carrier: ``None`` if nobody said.
        place: Where the original stands; the dossier's place unless said otherwise.
        barcode: The one on the original.
    """

    title: str
    responsible: str
    number: str
    made_on: dt.date
    pages: int | None
    carrier: Carrier | None
    place: Place
    barcode: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be written down; ``None`` leaves a fact as it is, "" takes it away."""

    made_up: bool | None = None
    responsible: str | None = None
    doc_number: str | None = None
    made_on: dt.date | None = None
    pages: int | None = None
    carrier: str | None = None
    place: str | None = None
    barcode: str | None = None


def facts(office: Office, item: Item) -> Facts:
    """What is known of an item; the caller has leave to know of it."""
    row = getattr(item, "description", None) or Description(item=item)
    own = office.settings.company if item.template else ""
    shared = place_of(item.dossier)
    return Facts(
        title=rules.bracketed(item.title, made_up=row.made_up),
        responsible=row.responsible or own,
        number=row.doc_number or item.form_number,
        made_on=row.made_on or item.dated,
        pages=row.pages,
        carrier=Carrier(row.carrier) if row.carrier else None,
        place=_place(row) if row.room else _shared(row, shared),
        barcode=row.barcode,
    )


def archive_number(office: Office, item: Item) -> str:
    """档号 after DA/T 22: fonds, the dossier's file number, and 件号."""
    file = item.dossier.file_number or str(item.dossier)
    return item_number(file, item.turn, fonds=office.settings.fonds)


def place_of(dossier: Dossier) -> Place:
    """Where a dossier's volume stands; an empty place if nobody said."""
    row = getattr(dossier, "place", None)
    return Place() if row is None else _place(row)


def barcode_of(dossier: Dossier) -> str:
    """The barcode on a dossier's volume; its number if it has no other."""
    row = getattr(dossier, "place", None)
    return row.barcode if row is not None and row.barcode else str(dossier)


def describe(office: Office, who: Person, numbers: Sequence[str], wanted: Wanted) -> list[Item]:
    """Write the same facts down for some items; each is an act and an entry of its own."""
    values = checked(wanted)
    items = [lending.item_of(number) for number in numbers]
    for item in items:
        gate.ask(office, who, Act.AMEND, "item.described", paper=gate.paper_of(item))
    for item in items:
        with one_transaction():
            _write(Description.objects.select_for_update().filter(item=item).first(), item, values)
            Outbox.objects.create(item=item, stage="")
            journal.append(
                office, "item.described", who, about=item, more={"facts": ",".join(sorted(values))}
            )
    upkeep.catch_up(office, wait=False)
    return [lending.item_of(number) for number in numbers]


def place(office: Office, who: Person, text: str, where: str, code: str | None = None) -> Dossier:
    """Note where a dossier's volume stands; "" for a place that is not known any more."""
    row = dossiers.resolve(who, text)
    there = Place.parse(where)
    gate.ask(office, who, Act.AMEND, "dossier.placed", paper=gate.dossier_paper(row))
    with one_transaction():
        stands = DossierPlace.objects.select_for_update().filter(dossier=row).first()
        stands = stands or DossierPlace(dossier=row, version=0)
        _set_place(stands, there)
        if code is not None:
            stands.barcode = rules.barcode(code)
        stands.version += 1
        stands.save()
        journal.append(office, "dossier.placed", who, obj=str(row), dossier=str(row))
    return dossiers.resolve(who, str(row))


def keep_each(described: Iterable[tuple[Item, Mapping[str, object]]]) -> None:
    """Write down what is known of items that are being filed; inside their transaction."""
    Description.objects.bulk_create(
        _filled(Description(item=item), values) for item, values in described if values
    )


def _write(row: Description | None, item: Item, values: Mapping[str, object]) -> None:
    row = _filled(row or Description(item=item, version=0), values)
    row.version += 1
    row.save()


def _filled(row: Description, values: Mapping[str, object]) -> Description:
    for name, value in values.items():
        if isinstance(value, Place):
            _set_place(row, value)
        else:
            setattr(row, name, value)
    return row


def checked(wanted: Wanted) -> dict[str, object]:
    """The facts that were given, each held against its rule."""
    given = {one.name: getattr(wanted, one.name) for one in fields(wanted)}
    values = {name: value for name, value in given.items() if value is not None}
    if not values:
        raise BadInput(
            say("Nothing was said about the paper"),
            why=say("no fact was given"),
            fix=say("give one or more of them").by("docgen item describe --help"),
        )
    for name, most in _LONGEST.items():
        if name in values:
            values[name] = _text(name, str(values[name]), most)
    if "pages" in values and not 0 < int(str(values["pages"])) <= rules.MOST_PAGES:
        raise BadInput(
            say("{n} is no number of pages", n=values["pages"]),
            why=say("a paper has 1 to {most} pages", most=rules.MOST_PAGES),
            fix=say("count them again"),
            field="pages",
        )
    if values.get("carrier"):
        values["carrier"] = rules.carrier(str(values["carrier"])).value
    if "barcode" in values:
        values["barcode"] = rules.barcode(str(values["barcode"]))
    if "place" in values:
        values["place"] = Place.parse(str(values["place"]))
    return values


def _text(name: str, value: str, most: int) -> str:
    text = value.strip()
    odd = odd_character(text, lines=False)
    if odd or len(text) > most:
        raise BadInput(
            say("“{text}” cannot be written down", text=text[:40]),
            why=odd or say("it is longer than {most} characters", most=most),
            fix=say("write it shorter, without odd characters"),
            field=name,
        )
    return text


def _place(row: Description | DossierPlace) -> Place:
    return Place(row.room, row.cabinet, row.shelf, row.box)


def _shared(row: Description, shared: Place) -> Place:
    """The dossier's place, unless the original is no paper: that is kept elsewhere (G-017)."""
    return shared if row.carrier in {"", Carrier.PAPER} else Place()


def _set_place(row: Description | DossierPlace, there: Place) -> None:
    row.room, row.cabinet, row.shelf, row.box = there.room, there.cabinet, there.shelf, there.box
