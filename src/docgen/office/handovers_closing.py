"""The end of a handover: all that was handed over moves, and a leaver's access ends, at once.

One transaction. Before it nothing has moved, after it nothing is held by two. What was taken along
stays, what was lost goes to nobody; what hangs on a person (loans, copies) stays where it is and
is the receiver's business by his note.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from docgen.errors import BadInput, Detail, say
from docgen.model.access import Act
from docgen.model.duty import State as DutyState
from docgen.model.handover import HOLDINGS, Kind, Mark, Thing
from docgen.model.handover_acts import close as closed
from docgen.model.posting import State as Stands
from docgen.office import (
    assets,
    assets_rows,
    duties,
    gate,
    handovers_papers,
    handovers_rows,
    journal,
    people,
    postings,
    postings_rotation,
    postings_rows,
    stations,
)
from docgen.office.assets_rows import Terms
from docgen.office.desk import Office
from docgen.office.handovers_rows import Deed
from docgen.register.models import Person
from docgen.register.models_cases import Case
from docgen.register.models_postings import Handover as Row
from docgen.register.models_postings import Station
from docgen.register.models_visits import Visit

_MOVED = (Mark.HANDED, Mark.ACCEPTED)


def close(office: Office, who: Person, code: str) -> Row:
    """Close a handover; a head does, never the giver. Leaving, his account is closed with it."""
    row = handovers_rows.find(who, code)
    event, posting = "handover.closed", row.posting
    giver = posting.account
    paper, subject = gate.dossier_paper(posting.dossier), giver.code if giver else ""
    gate.ask(office, who, Act.DECIDE_POSTING, event, paper=paper, subject=subject)
    with handovers_rows.attempt(office, who, event, row):
        after = closed(handovers_rows.current(office, row))
        _refuse_without(office, row)
        for line in after.lines:
            move = _MOVES.get(line.thing.kind)
            if move is not None and line.mark in _MOVED:
                move(office, who, row, line.thing)
        duties.end(office, who, f"handover/{row.code}")
        if row.kind == Kind.LEAVING:
            _leave(office, who, row)
        else:
            since, to = row.leaves_on, row.destination
            postings_rotation.move(office, who, row.posting, to, since, row.code)
        ended = {"closed_at": office.now(), "closed_by": who}
        handovers_rows.write(office, who, row, after, Deed(event), **ended)
    return row


def _leave(office: Office, who: Person, row: Row) -> None:
    """The posting ends, what the leaver still owes falls away, and his account is closed."""
    account = row.posting.account
    postings.end(office, who, row.posting, Stands.LEFT, office.today)
    if account is None:
        return
    for duty in duties.open_rows().filter(person=account):
        duties.end(office, who, duty.key, DutyState.WAIVED, row.code)
    if account.active:
        people.end(office, who, account)


def _refuse_without(office: Office, row: Row) -> None:
    """Refuse while a paper of the handover, or the asset check of a leaver, is missing (D-106)."""
    lacking = list(handovers_papers.missing(row))
    if not row.successor.active:
        lacking.append(Detail(say("The account of {name} is closed", name=row.successor.name)))
    if row.kind == Kind.LEAVING:
        since = office.local(row.opened_at).date()
        lacking += [
            Detail(say("{number} {label} was not counted", number=one.number, label=one.label))
            for one in assets_rows.held(assets_rows.Holder(row.posting))
            if one.checked_on is None or one.checked_on < since
        ]
    if lacking:
        raise BadInput(
            say("The handover is not complete"),
            why=say("its papers and the check of assets come before its end (D-102, D-106)"),
            fix=say("make them, and count the things").by(
                "docgen handover paper HANDOVER FORM; docgen asset check HOLDER"
            ),
            details=lacking,
        )


def _holding(office: Office, who: Person, row: Row, thing: Thing) -> None:
    there = assets_rows.newest(thing.code)
    assets_rows.take(office, who, there)
    if there.condition != assets.LOST:
        to, terms = assets_rows.holder_as(row.successor), Terms(there.due_back, there.request)
        assets_rows.give(office, who, there, to, terms, "asset.lent")


def _station(office: Office, who: Person, row: Row, thing: Thing) -> None:
    station = Station.objects.get(code=thing.code)
    keeper = postings_rows.running(row.successor).first()
    stations.assign(office, who, station, keeper)


def _case(office: Office, who: Person, row: Row, thing: Thing) -> None:
    """The successor is its first contact from now on (C-084, D-107)."""
    case = Case.objects.get(number=thing.code)
    if case.first_id == row.posting.account_id:
        case.first, case.version = row.successor, case.version + 1
        case.save()
    more = {"handover": row.code, "to": row.successor.code}
    journal.append(office, "case.passed", who, obj=case.number, more=more)


def _duty(office: Office, who: Person, row: Row, thing: Thing) -> None:
    duty = duties.open_rows().filter(pk=int(thing.code[1:])).first()
    if duty is None:  # it ended together with something that moved before
        return
    duty.person, duty.version = row.successor, duty.version + 1
    duty.save()
    more = {"handover": row.code, "to": row.successor.code}
    journal.append(office, "duty.passed", who, obj=duty.code, more=more)


def _customer(office: Office, who: Person, row: Row, thing: Thing) -> None:
    mine = Visit.objects.filter(visitor=row.posting.account, visited_on=None)
    for visit in mine.filter(customer_id=int(thing.code[1:])):
        visit.visitor, visit.version = row.successor, visit.version + 1
        visit.save()
    more = {"handover": row.code, "to": row.successor.code}
    journal.append(office, "customer.passed", who, obj=thing.code, more=more)


_Move = Callable[[Office, Person, Row, Thing], None]
_MOVES: Mapping[str, _Move] = {
    **dict.fromkeys(HOLDINGS, _holding),
    "station": _station,
    "case": _case,
    "duty": _duty,
    "customer": _customer,
}
