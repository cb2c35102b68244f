"""Postings as rows: finding one, seeing it as the rules do, and writing what became of it.

Each act is one transaction with one entry. A posting is moved only by whoever saw its newest
state. The dossier of a posted person comes to its stages with his posting.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from docgen.errors import BadInput, NotFound, say
from docgen.model.calendar import WorkCalendar
from docgen.model.posting import Posting, State
from docgen.model.posting_appraisal import Seat
from docgen.model.posting_file import parse_postings
from docgen.model.posting_gate import Shown
from docgen.model.posting_rules import PostingRules
from docgen.office import dossiers, gate, journal, stages
from docgen.office.calendar import read_calendar
from docgen.office.desk import Office
from docgen.office.rules import own_or_shipped
from docgen.register.models import Item, Person
from docgen.register.models_postings import Posting as Row

_DIGITS = 12
#: The stage of the dossier that each state comes to (R-112).
_STAGES = {
    State.APPROVED: "approved",
    State.DEPARTED: "dispatched",
    State.RETURNED: "returned",
    State.LEFT: "returned",
}


def rules(office: Office) -> PostingRules:
    """What ``rules/postings.toml`` says; an older office follows docgen's own."""
    return own_or_shipped(office.folder, "postings.toml", parse_postings)


def calendar(office: Office) -> WorkCalendar:
    """The office's working days."""
    return read_calendar(office.folder)


def visible(office: Office, who: Person) -> QuerySet[Row]:
    """The postings this person may know of: of dossiers he may see, of his place, his own."""
    heads = [one.name for one in rules(office).kinds if one.head]
    led = Row.objects.filter(account=who, kind__in=heads, state=State.DEPARTED)
    seen = Q(dossier__in=dossiers.visible(who).values("pk")) | Q(account=who)
    rows = Row.objects.filter(
        seen | Q(host__in=led.values("host"), dossier__rank__lte=gate.as_acting(who).rank)
    )
    return rows.select_related("dossier__customer", "area", "account", "opened_by").order_by("pk")


def find(office: Office, who: Person, code: str) -> Row:
    """The posting with this number; one that this person may not know of is not there."""
    digits = code.strip().lstrip("Ww")
    pk = int(digits) if digits.isdecimal() and len(digits) <= _DIGITS else 0
    row = visible(office, who).filter(pk=pk).first()
    if row is None:
        raise NotFound(
            say("There is no posting {code}", code=code),
            why=say("no posting that you may know of has this number"),
            fix=say("see the postings").by("docgen posting list"),
            field="posting",
        )
    return row


def fact_of(row: Row) -> Posting:
    """A posting's row as the rules see it."""
    return Posting(State(row.state), row.kind, row.scope, row.starts_on, row.ends_on)


def shown(row: Row) -> list[Shown]:
    """What was shown for a posting, the newest last."""
    return [Shown(one.key, one.result, one.valid_until) for one in row.facts.order_by("pk")]


def running(who: Person | None = None) -> QuerySet[Row]:
    """Those who are posted now; only of this account if one is given."""
    rows = Row.objects.filter(state=State.DEPARTED).select_related("account", "area").order_by("pk")
    return rows.filter(account=who) if who is not None else rows


def seat(office: Office, who: Person) -> Seat | None:
    """Where an account is posted itself, if it is."""
    row = running(who).first()
    return Seat(rules(office).kind(row.kind), row.host) if row else None


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done to a posting, as the log tells it.

    Args:
        event: The act for the log.
        remark: What was said of it; the log commits to it without saying it.
        basis: The papers it rests on.
        more: Small facts for the entry.
    """

    event: str
    remark: str = ""
    basis: Sequence[Item] = ()
    more: Mapping[str, str | int] = field(default_factory=dict)


def write(office: Office, who: Person, row: Row, deed: Deed, **columns: object) -> None:
    """Write what became of a posting, with its entry; inside a transaction.

    Args:
        office: The office.
        who: Who did it.
        row: The posting as he saw it.
        deed: What was done.
        columns: What the row keeps from now on.
    """
    there = Row.objects.filter(pk=row.pk, version=row.version)
    if not there.update(**columns, version=row.version + 1):
        raise BadInput(
            say("The posting {code} was changed by somebody else just now", code=row.code),
            why=say("two people worked on it at the same time"),
            fix=say("look at it again and repeat the step if it is still right"),
        )
    before = row.state
    row.refresh_from_db()
    enter(office, who, row, deed)
    stage = _STAGES.get(State(row.state), "")
    known = {one.key for one in office.rules.dossier_type(row.dossier.type).stages}
    if row.state != before and stage in known:
        stages.note(office, who, row.dossier, stage, _day(office, row))


def enter(office: Office, who: Person, row: Row, deed: Deed) -> None:
    """The entry of an act on a posting; part of ``write``, and of acts that change other rows."""
    journal.append(
        office,
        deed.event,
        who,
        obj=row.code,
        dossier=str(row.dossier),
        basis=[str(item) for item in deed.basis],
        notes={"remark": deed.remark} if deed.remark else None,
        more={"state": row.state, **deed.more},
    )


def _day(office: Office, row: Row) -> dt.date:
    if row.state == State.APPROVED:
        return office.today
    return (row.departed_on if row.state == State.DEPARTED else row.ended_on) or office.today
