"""Handovers as rows: finding one, seeing it as the rules do, and writing what became of it.

Each act is one transaction with one entry of its own in the log. A handover is moved only by
whoever saw its newest state.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from docgen.errors import BadInput, NotAllowed, NotFound, say
from docgen.model.access import Act
from docgen.model.handover import Handover, Kind, Line, Mark, Party, Signature, State, Thing
from docgen.model.handover_acts import refreshed
from docgen.office import dossiers, gate, handovers_held, journal
from docgen.office.desk import Office, one_transaction
from docgen.register import models_postings as tables
from docgen.register.models import Person

_OVER = (State.CLOSED, State.WITHDRAWN)
_DIGITS = 12
_CHANGING = ("handover.handed", "handover.accepted")


def visible(who: Person) -> QuerySet[tables.Handover]:
    """The handovers this person may know of: those of dossiers he sees, and his own."""
    seen = Q(posting__dossier__in=dossiers.visible(who).values("pk"))
    own = Q(successor=who) | Q(supervisor=who) | Q(posting__account=who)
    rows = tables.Handover.objects.filter(seen | own)
    return rows.select_related(
        "posting__dossier__customer",
        "posting__account",
        "posting__area",
        "successor",
        "supervisor",
        "destination",
        "item",
    ).order_by("pk")


def find(who: Person, code: str) -> tables.Handover:
    """The handover with this number; one that this person may not know of is not there."""
    digits = code.strip().lstrip("Jj")
    is_number = digits.isdecimal() and len(digits) <= _DIGITS
    row = visible(who).filter(pk=int(digits)).first() if is_number else None
    if row is None:
        raise NotFound(
            say("There is no handover {code}", code=code),
            why=say("a handover's number looks like J000007"),
            fix=say("see the handovers").by("docgen handover list"),
            field="handover",
        )
    return row


def ask(office: Office, who: Person, row: tables.Handover, event: str) -> None:
    """Whether this person may work on posted staff, and on papers of this grade."""
    paper = gate.dossier_paper(row.posting.dossier)
    gate.ask(office, who, Act.WORK_POSTING, event, paper=paper)


@contextlib.contextmanager
def attempt(office: Office, who: Person, event: str, row: tables.Handover) -> Iterator[None]:
    """One transaction; what the rules of handovers refuse is an entry too."""
    try:
        with gate.attempt(office, who, event, row.code), one_transaction():
            yield
    except NotAllowed as refusal:
        against = [reason.rule for reason in refusal.reasons]
        with one_transaction():
            journal.append(office, event, who, res="deny", obj=row.code, rules=against)
        raise


def fact_of(row: tables.Handover) -> Handover:
    """A handover's row as the rules see it."""
    account = row.posting.account
    state = State(row.state)
    return Handover(
        kind=Kind(row.kind),
        giver=account.code if account and account.active else "",
        receiver=row.successor.code,
        supervisor=row.supervisor.code,
        lines=tuple(map(_line, row.items)),
        signatures=tuple(
            Signature(Party(one["as"]), one["by"], dt.date.fromisoformat(one["on"]))
            for one in row.signatures
        ),
        ended=state if state in _OVER else None,
    )


def current(office: Office, row: tables.Handover) -> Handover:
    """The handover with its checklist as things are now."""
    return refreshed(fact_of(row), handovers_held.things_of(office, row.posting))


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done to a handover, as the log tells it: the act, a note, small facts."""

    event: str
    note: str = ""
    more: Mapping[str, str | int] = field(default_factory=dict)


def write(
    office: Office,
    who: Person,
    row: tables.Handover,
    after: Handover,
    deed: Deed,
    **columns: object,
) -> None:
    """Write what became of a handover, with its entry; inside a transaction."""
    if after.open_lines or deed.event in _CHANGING:
        columns.setdefault("item", None)  # the paper no longer says what is on the checklist
    changed = {"state": after.state, **kept(after), "version": row.version + 1, **columns}
    if not tables.Handover.objects.filter(pk=row.pk, version=row.version).update(**changed):
        raise BadInput(
            say("Handover {code} was changed by somebody else just now", code=row.code),
            why=say("two people worked on it at the same time"),
            fix=say("look at it again and repeat the step if it is still right"),
        )
    enter(office, who, row, after, deed)
    row.refresh_from_db()


def enter(office: Office, who: Person, row: tables.Handover, after: Handover, deed: Deed) -> None:
    """The entry of what was done to a handover; part of ``write``, and of starting one."""
    journal.append(
        office,
        deed.event,
        who,
        obj=row.code,
        dossier=str(row.posting.dossier),
        n=len(after.open_lines),
        basis=[str(row.item)] if row.item else (),
        notes={"note": deed.note} if deed.note else None,
        more={"posting": row.posting.code, "state": after.state, **deed.more},
    )


def kept(after: Handover) -> dict[str, Any]:
    """Checklist and signatures as a row keeps them."""
    signed = [{"as": one.party, "by": one.by, "on": one.on.isoformat()} for one in after.signatures]
    return {"items": [_item(one) for one in after.lines], "signatures": signed}


def _item(line: Line) -> dict[str, str]:
    thing = line.thing
    return {
        "kind": thing.kind,
        "code": thing.code,
        "label": thing.label,
        "due": thing.due.isoformat() if thing.due else "",
        "mark": line.mark,
        "by": line.by,
        "note": line.note,
    }


def _line(item: Mapping[str, str]) -> Line:
    due = dt.date.fromisoformat(item["due"]) if item["due"] else None
    thing = Thing(item["kind"], item["code"], item["label"], due)
    return Line(thing, Mark(item["mark"]), item["by"], item["note"])
