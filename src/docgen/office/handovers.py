"""Handing over: starting it, going through the checklist, signing, withdrawing (F-100, D-102).

What may follow on what is ``model.handover_acts``; what is on the checklist ``handovers_held``;
the papers are ``handovers_papers``, and the end, with all that moves then, ``handovers_closing``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from docgen.errors import BadInput, say
from docgen.model import handover_acts as acts
from docgen.model.access import Act
from docgen.model.calendar import Due
from docgen.model.duty import Rule as DutyRule
from docgen.model.duty import State as DutyState
from docgen.model.duty import When as DutyWhen
from docgen.model.handover import Handover, Kind
from docgen.model.posting import State as Stands
from docgen.office import (
    duties,
    gate,
    handovers_held,
    handovers_rows,
    journal,
    people,
    postings_rotation,
    postings_rows,
    postings_staff,
)
from docgen.office.assets_rows import line
from docgen.office.desk import Office, one_transaction
from docgen.office.handovers_rows import Deed
from docgen.register.models import Person
from docgen.register.models_postings import Area, Posting
from docgen.register.models_postings import Handover as Row

_TITLE = "办理工作交接"
_REASON = 300


@dataclass(frozen=True, slots=True)
class Wish:
    """The handover somebody wants to begin.

    Args:
        posting: Whose.
        kind: transfer, rotation or leaving.
        to: Who takes over.
        supervisor: The third party.
        day: The last day.
        area: Where he goes, if his notice does not say it.
        reason: Why.
        shorter: Why a leaving may be told too late; only a head may say so.
    """

    posting: str
    kind: str
    to: str
    supervisor: str
    day: dt.date
    area: str = ""
    reason: str = ""
    shorter: str = ""


def start(office: Office, who: Person, wish: Wish) -> Row:
    """Begin a handover with everything the person holds on its checklist."""
    event = "handover.started"
    posting = postings_rows.find(office, who, wish.posting)
    paper = gate.dossier_paper(posting.dossier)
    gate.ask(office, who, Act.WORK_POSTING, event, paper=paper)
    giver = posting.account.code if posting.account else ""
    if wish.shorter:
        gate.ask(office, who, Act.DECIDE_POSTING, event, paper=paper, subject=giver)
    with gate.attempt(office, who, event, posting.code), one_transaction():
        kind = _kind(wish.kind)
        _refuse_start(office, posting, kind, wish)
        receiver, supervisor = _open_account(wish.to), _open_account(wish.supervisor)
        fact = acts.begin(
            kind,
            giver=giver,
            receiver=receiver.code,
            supervisor=supervisor.code,
            things=handovers_held.things_of(office, posting),
        )
        row = Row.objects.create(
            posting=posting,
            kind=kind,
            successor=receiver,
            supervisor=supervisor,
            destination=_area(kind, posting, wish.area),
            state=fact.state,
            **handovers_rows.kept(fact),
            asked_on=office.today,
            leaves_on=wish.day,
            reason=line(wish.reason, "reason", _REASON, least=0),
            opened_by=who,
            opened_at=office.now(),
            approved_by=who if wish.shorter else None,
        )
        note = line(wish.shorter, "shorter", _REASON, least=0)
        handovers_rows.enter(office, who, row, fact, Deed(event, note, {"kind": str(kind)}))
        _owe(office, row)
    return row


def _kind(text: str) -> Kind:
    if text not in set(Kind):
        raise BadInput(
            say("There is no kind of handover {name}", name=text[:40] or "-"),
            why=say("these are known: {names}", names=", ".join(Kind)),
            fix=say("choose one of them"),
            field="kind",
        )
    return Kind(text)


def _refuse_start(office: Office, posting: Posting, kind: Kind, wish: Wish) -> None:
    """Refuse a second handover at a time, one of somebody who is away no more, a late notice."""
    if posting.state != Stands.DEPARTED:
        raise BadInput(
            say("{name} is not posted now", name=posting.name),
            why=say("the posting {code} is not running", code=posting.code),
            fix=say("see the postings").by("docgen posting list"),
            field="posting",
        )
    if posting.handovers.filter(closed_at=None).exists():
        raise BadInput(
            say("{name} is handing over already", name=posting.name),
            why=say("one handover is finished before the next begins"),
            fix=say("see the handovers").by("docgen handover list"),
            field="posting",
        )
    if wish.day < office.today:
        raise BadInput(
            say("{day} is over", day=wish.day),
            why=say("the last day is today or later"),
            fix=say("choose a later day"),
            field="day",
        )
    if kind is Kind.LEAVING and not wish.shorter:
        days = handovers_held.rules(office).days_of(posting.kind)
        acts.refuse_short_notice(office.today, wish.day, days)


def _owe(office: Office, row: Row) -> None:
    """The handover itself is owed by the last day."""
    duties.owe(
        office,
        key=f"handover/{row.code}",
        rule=DutyRule("handover", _TITLE, "D-102 D-106", DutyWhen()),
        due=Due(row.leaves_on),
        subject=row.code,
        person=row.posting.account,
        unit=row.posting.unit,
        start=office.now(),
    )


def show(office: Office, who: Person, code: str) -> tuple[Row, Handover]:
    """One handover with its checklist as things are now."""
    row = handovers_rows.find(who, code)
    handovers_rows.ask(office, who, row, "handover.viewed")
    with one_transaction():
        journal.append(office, "handover.viewed", who, obj=row.code)
    return row, handovers_rows.current(office, row)


def list_handovers(office: Office, who: Person) -> list[Row]:
    """The handovers one may know of, the oldest first."""
    gate.ask(office, who, Act.WORK_POSTING, "handover.listed")
    rows = list(handovers_rows.visible(who))
    with one_transaction():
        journal.append(office, "handover.listed", who, n=len(rows))
    return rows


def hand(
    office: Office, who: Person, code: str, name: str, note: str = "", *, keep: bool = False
) -> Row:
    """Note that a thing was handed over, or is taken along on a transfer."""
    return _act(
        office,
        who,
        code,
        "handover.handed",
        lambda fact: acts.hand(fact, name, by=who.code, note=note, keep=keep),
        note=note,
        name=name,
    )


def accept(office: Office, who: Person, code: str, name: str, note: str) -> Row:
    """The receiver accepts an open thing by name."""
    return _act(
        office,
        who,
        code,
        "handover.accepted",
        lambda fact: acts.accept(fact, name, by=who.code, note=note),
        note=note,
        name=name,
    )


def sign(office: Office, who: Person, code: str) -> Row:
    """Sign a handover as giver, receiver or supervisor, whichever one is."""
    return _act(
        office,
        who,
        code,
        "handover.signed",
        lambda fact: acts.sign(fact, by=who.code, on=office.today),
    )


def withdraw(office: Office, who: Person, code: str, reason: str) -> Row:
    """The person stays after all: nothing moves."""
    row = handovers_rows.find(who, code)
    event = "handover.withdrawn"
    handovers_rows.ask(office, who, row, event)
    with handovers_rows.attempt(office, who, event, row):
        after = acts.withdraw(handovers_rows.current(office, row))
        deed = Deed(event, line(reason, "reason", _REASON))
        handovers_rows.write(office, who, row, after, deed, closed_at=office.now())
        duties.end(office, who, f"handover/{row.code}", DutyState.WAIVED)
    return row


def _act(
    office: Office,
    who: Person,
    code: str,
    event: str,
    act: Callable[[Handover], Handover],
    *,
    note: str = "",
    name: str = "",
) -> Row:
    row = handovers_rows.find(who, code)
    handovers_rows.ask(office, who, row, event)
    with handovers_rows.attempt(office, who, event, row):
        after = act(handovers_rows.current(office, row))
        more = {"thing": acts.line_named(after, name).thing.key} if name else {}
        handovers_rows.write(office, who, row, after, Deed(event, note.strip(), more))
    return row


def _area(kind: Kind, posting: Posting, key: str) -> Area | None:
    """Where somebody goes: named, or as his newest notice says; nowhere if he leaves."""
    if kind is Kind.LEAVING:
        return None
    notice = posting.facts.filter(key=postings_rotation.NOTICE).order_by("pk").last()
    return postings_staff.area_of(key or (notice.note if notice else ""))


def _open_account(login: str) -> Person:
    """An account that can sign."""
    one = people.by_login(login)
    if one.active:
        return one
    raise BadInput(
        say("The account of {name} is closed", name=one.name),
        why=say("who takes part signs with his own account"),
        fix=say("name somebody else"),
        field="person",
    )
