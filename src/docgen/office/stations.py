"""Authorised stations, and the posted person who looks after each (D-131)."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.errors import BadInput, NotFound, say
from docgen.model.access import Act
from docgen.model.posting import State as Stands
from docgen.office import gate, journal, postings_rows, postings_staff
from docgen.office.assets_rows import line
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person
from docgen.register.models_postings import Posting, Station

#: What a station can be, as the handover form has it.
STATES = ("正常", "整改", "停用", "筹建")
NOBODY = "-"
_CODE, _NAME, _CONTACT, _PHONE = 32, 120, 64, 40


@dataclass(frozen=True, slots=True)
class NewStation:
    """A station that is to be registered."""

    code: str
    name: str
    place: str
    contact: str
    phone: str = ""
    area: str = ""
    keeper: str = ""


def add(office: Office, who: Person, new: NewStation) -> Station:
    """Register a station."""
    event = "station.added"
    gate.ask(office, who, Act.WORK_POSTING, event)
    with gate.attempt(office, who, event), one_transaction():
        code = line(new.code, "code", _CODE)
        if Station.objects.filter(code=code).exists():
            raise BadInput(
                say("{code} cannot be a new station's code", code=code),
                why=say("another station has it"),
                fix=say("see the stations").by("docgen station list"),
                field="code",
            )
        row = Station.objects.create(
            code=code,
            name=line(new.name, "name", _NAME),
            place=line(new.place, "place", _NAME),
            contact=line(new.contact, "contact", _CONTACT),
            phone=line(new.phone, "phone", _PHONE, least=0),
            state=STATES[0],
            area=postings_staff.area_of(new.area) if new.area else None,
        )
        journal.append(office, event, who, obj=row.code, more={"keeper": NOBODY})
        if new.keeper:
            assign(office, who, row, _keeper(office, who, new.keeper))
    return row


def change(office: Office, who: Person, code: str, *, keeper: str = "", state: str = "") -> Station:
    """Give a station to another posted person, or note what it has become."""
    event = "station.changed"
    gate.ask(office, who, Act.WORK_POSTING, event)
    with gate.attempt(office, who, event), one_transaction():
        row = _find(code)
        if state:
            if state not in STATES:
                raise BadInput(
                    say("“{value}” is none of them", value=state),
                    why=say("known are: {words}", words=", ".join(STATES)),
                    fix=say("choose one of these"),
                    field="state",
                )
            row.state = state
        to = _keeper(office, who, keeper) if keeper else row.keeper
        assign(office, who, row, to)
    return row


def assign(office: Office, who: Person, row: Station, keeper: Posting | None) -> None:
    """Write who looks after a station, with the entry; inside a transaction."""
    row.keeper, row.version = keeper, row.version + 1
    row.save()
    more = {"keeper": keeper.code if keeper else NOBODY}
    journal.append(office, "station.changed", who, obj=row.code, more=more)


def list_stations(office: Office, who: Person) -> list[Station]:
    """All stations by code."""
    gate.ask(office, who, Act.WORK_POSTING, "station.listed")
    rows = list(Station.objects.select_related("area", "keeper").order_by("code"))
    with one_transaction():
        journal.append(office, "station.listed", who, n=len(rows))
    return rows


def _keeper(office: Office, who: Person, code: str) -> Posting:
    posting = postings_rows.find(office, who, code)
    if posting.state != Stands.DEPARTED:
        raise BadInput(
            say("{name} is not posted now", name=posting.name),
            why=say("the posting {code} is not running", code=posting.code),
            fix=say("name somebody else"),
            field="keeper",
        )
    return posting


def _find(code: str) -> Station:
    row = Station.objects.select_related("area", "keeper").filter(code=code.strip()).first()
    if row is None:
        raise NotFound(
            say("There is no station {code}", code=code),
            why=say("no station has this code"),
            fix=say("see the stations").by("docgen station list"),
            field="station",
        )
    return row
