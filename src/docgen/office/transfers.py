"""Transfers from the units to the archive: proposed, sent, checked piece by piece, received.

The deadlines are rules of ``model.deadlines``, the order of the steps is ``model.transfer``'s;
who may take them is decided by ``model.access``. Each step is one transaction and one entry.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby

from django.db.models import Count, Q, QuerySet

from docgen.errors import BadInput, NotFound, say
from docgen.model import transfer as rules
from docgen.model.access import Act, Paper, visible_to
from docgen.model.copies import Copy
from docgen.model.ids import number_in
from docgen.model.transfer import ARCHIVE, Finding, Piece, State
from docgen.office import copies, four, gate, journal, upkeep
from docgen.office.desk import Office, one_transaction
from docgen.office.holdings import Holding, Owed, holdings, owed
from docgen.register.models import Item, Person
from docgen.register.models_custody import Transfer, TransferLine

#: How many days before its last day a paper is put on a list.
AHEAD = 14


def propose(office: Office, who: Person, unit: str = "", days: int = AHEAD) -> list[Transfer]:
    """Put on lists what a unit must hand over within so many days; one list a deadline.

    Papers of dossiers that wait for completeness stay where they are (R-036).
    """
    own = unit or who.unit
    gate.ask(office, who, Act.TRANSFER, "transfer.proposed", paper=Paper("", 0, own, ""))
    last = office.today + dt.timedelta(days=days)
    with one_transaction():
        due = [
            one for one in owed(office, who, last, own) if not one.claim.waits and not one.on_list
        ]
        return [_made(office, who, own, list(some)) for _, some in _by_deadline(due)]


def _by_deadline(due: Sequence[Owed]) -> Iterable[tuple[object, Iterable[Owed]]]:
    def key(one: Owed) -> tuple[str, str, str]:
        return one.claim.rule.key, one.claim.day.isoformat(), str(one.claim.start)

    return groupby(sorted(due, key=key), key=key)


def _made(office: Office, who: Person, unit: str, due: Sequence[Owed]) -> Transfer:
    claim = due[0].claim
    fact = rules.propose([one.code for one in due], claim.day)
    row = Transfer.objects.create(
        rule=claim.rule.key,
        unit=unit,
        receiver=claim.rule.to or office.rules.deadlines.keeper,
        state=fact.state,
        started=claim.start,
        due=fact.due,
        proposed_by=who,
        proposed_at=office.now(),
    )
    TransferLine.objects.bulk_create(
        TransferLine(transfer=row, item_id=one.item, state=Piece.LISTED) for one in due
    )
    journal.append(
        office, "transfer.proposed", who, obj=row.code, n=len(due), more={"rule": row.rule}
    )
    return row


def send(
    office: Office,
    who: Person,
    code: str,
    late_reason: str = "",
    *,
    copies_kept: Collection[str] = (),
) -> Transfer:
    """Hand the papers over; after the last day only with a reason.

    Of the papers in ``copies_kept`` the unit keeps a photocopy, which is noted (R-033, R-037).
    """
    row = _asked(office, who, code, Act.TRANSFER, "transfer.sent")
    with gate.attempt(office, who, "transfer.sent", row.code), one_transaction():
        row = _locked(row)
        fact = rules.send(_fact(row), by=who.code, today=office.today, late_reason=late_reason)
        row.state, row.late_reason = fact.state, fact.late_reason[:300]
        row.sent_by, row.sent_at = who, office.now()
        _save(row)
        journal.append(office, "transfer.sent", who, obj=row.code, n=len(fact.papers))
        _keep_copies(office, who, row, copies_kept)
    return row


def _keep_copies(office: Office, who: Person, row: Transfer, texts: Collection[str]) -> None:
    papers = {str(line.item): line.item for line in lines_of(row)}
    strange = [text for text in texts if text not in papers]
    if strange:
        raise BadInput(
            say("{items} are not on the list", items=", ".join(strange)),
            why=say("the unit keeps a copy of papers that it hands over"),
            fix=say("see the transfer {code}", code=row.code).by(
                f"docgen transfer show {row.code}"
            ),
            field="copies_kept",
        )
    for text in dict.fromkeys(texts):
        wanted = Copy(row.unit, f"移交后留存备查（{row.code}）", office.today)
        copies.enter(office, who, papers[text], wanted)


def withdraw(office: Office, who: Person, code: str) -> Transfer:
    """Take a list back that is not accepted yet; its papers are due as before."""
    row = _asked(office, who, code, Act.TRANSFER, "transfer.withdrawn")
    with gate.attempt(office, who, "transfer.withdrawn", row.code), one_transaction():
        row = _locked(row)
        row.state = rules.withdraw(_fact(row)).state
        _save(row)
        journal.append(office, "transfer.withdrawn", who, obj=row.code)
    return row


def accept(
    office: Office,
    who: Person,
    code: str,
    findings: Mapping[str, Finding],
    *,
    rest: bool = False,
) -> Transfer:
    """Receive the papers, each checked; ``rest``: those not named were found as listed.

    The four properties of each paper are looked at too (四性检测, DA/T 70): what fails there can
    only be received with a difference that is noted, or returned. What is received by the
    archive's keeper is in the archive's custody from now on.
    """
    row = _asked(office, who, code, Act.ACCEPT_TRANSFER, "transfer.accepted")
    faults = _faults(office, row)
    with gate.attempt(office, who, "transfer.accepted", row.code), one_transaction():
        row = _locked(row)
        fact = _fact(row)
        others = dict.fromkeys(fact.papers, Finding(Piece.RECEIVED)) if rest else {}
        fact = rules.accept(fact, {**others, **findings}, by=who.code, faults=faults)
        row.state, row.accepted_by, row.accepted_at = fact.state, who, office.now()
        _save(row)
        _note(office, row, fact)
        back = sum(not one.piece.is_taken for one in fact.papers.values())
        counts = {"returned": back, "faulty": len(faults)}
        journal.append(
            office,
            "transfer.accepted",
            who,
            obj=row.code,
            n=len(fact.papers),
            more={name: count for name, count in counts.items() if count},
        )
    return row


def _faults(office: Office, row: Transfer) -> Mapping[str, Sequence[str]]:
    """The points of the four properties that are wrong with papers of a transfer."""
    if row.state != State.SENT:
        return {}
    upkeep.finish(office)  # what was filed last must be in the archive before it is looked at
    return four.pieces(office, Item.objects.filter(transfer_lines__transfer=row))


def _note(office: Office, row: Transfer, fact: rules.Transfer) -> None:
    """Write what was found of each paper; what the keeper took changes hands."""
    lines = list(row.lines.select_related("item"))
    for line in lines:
        found = fact.papers[str(line.item)]
        line.state, line.note = found.piece, found.note.strip()[:300]
    TransferLine.objects.bulk_update(lines, ["state", "note"])
    if row.receiver == office.rules.deadlines.keeper:
        taken = [line.item_id for line in lines if Piece(line.state).is_taken]
        Item.objects.filter(pk__in=taken).update(custody=ARCHIVE)


def list_transfers(
    office: Office, who: Person, state: str = "", unit: str = ""
) -> list[tuple[Transfer, int]]:
    """Transfers with their number of papers: all for the archive, else those of one's unit."""
    gate.ask(office, who, Act.LIST_TRANSFERS, "transfer.listed")
    wanted = Q(state=state) if state else Q()
    wanted &= Q(unit=unit) if unit else Q()
    rows = _visible(who).filter(wanted).annotate(papers=Count("lines"))
    found: list[tuple[Transfer, int]] = [(row, row.papers) for row in rows]
    with one_transaction():
        journal.append(office, "transfer.listed", who, n=len(found))
    return found


def due(office: Office, who: Person, unit: str = "", days: int = 0) -> list[Holding]:
    """What is late, or due within so many days, as far as this person may know; by unit."""
    found = all_due(office, who, unit, days)
    return holdings(sorted(found, key=lambda one: one.unit))


def all_due(office: Office, who: Person, unit: str = "", days: int = 0) -> list[Owed]:
    """The same by day, without the papers: those that a page shows are looked up then."""
    gate.ask(office, who, Act.LIST_TRANSFERS, "transfer.listed")
    last = office.today + dt.timedelta(days=max(days, -1))  # what is late is always told
    found = [one for one in owed(office, who, last, unit) if not one.claim.waits]
    with one_transaction():
        journal.append(office, "transfer.listed", who, n=len(found))
    return found


def show(office: Office, who: Person, code: str) -> tuple[Transfer, list[TransferLine]]:
    """A transfer with its papers, those above one's clearance left out."""
    gate.ask(office, who, Act.LIST_TRANSFERS, "transfer.listed")
    row = find(who, code)
    rank = gate.as_acting(who).rank
    with one_transaction():
        journal.append(office, "transfer.listed", who, obj=row.code)
    return row, [line for line in lines_of(row) if line.item.rank <= rank]


def lines_of(row: Transfer) -> list[TransferLine]:
    """The papers of a transfer with all that a list prints, in the order of their numbers."""
    lines = row.lines.select_related("item__dossier__customer", "item__filed_by")
    return list(lines.order_by("item__dossier_id", "item__turn"))


def find(who: Person, code: str) -> Transfer:
    """The transfer with this number, if this person may know of it."""
    digits = code.strip().upper().removeprefix("T")
    row = _visible(who).filter(pk=number_in(digits)).first()
    if row is None:
        raise NotFound(
            say("There is no transfer {code}", code=code),
            why=say("no transfer that you may know of has this number, such as T000007"),
            fix=say("see the transfers").by("docgen transfer list"),
            field="transfer",
        )
    return row


def _visible(who: Person) -> QuerySet[Transfer]:
    scope = visible_to(gate.as_acting(who))
    rows = Transfer.objects.select_related("proposed_by", "sent_by", "accepted_by").order_by("pk")
    return rows if scope.everything else rows.filter(unit__in=scope.units)


def _asked(office: Office, who: Person, code: str, act: Act, event: str) -> Transfer:
    row = find(who, code)
    gate.ask(office, who, act, event, **facts(row))
    return row


def facts(row: Transfer) -> gate.Facts:
    """A transfer as the rules of access see it: as secret as the most secret paper on it."""
    rank = max(row.lines.values_list("item__rank", flat=True), default=0)
    sender = row.sent_by.code if row.sent_by else ""
    return {"paper": Paper(row.code, rank, row.unit, ""), "subject": sender}


def _locked(row: Transfer) -> Transfer:
    """The row as it is now, held until the transaction ends."""
    return Transfer.objects.select_for_update().get(pk=row.pk)


def _save(row: Transfer) -> None:
    row.version += 1
    row.save()


def _fact(row: Transfer) -> rules.Transfer:
    papers = {
        str(line.item): Finding(Piece(line.state), line.note)
        for line in row.lines.select_related("item")
    }
    return rules.Transfer(
        due=row.due,
        papers=papers,
        state=State(row.state),
        sent_by=row.sent_by.code if row.sent_by else "",
        late_reason=row.late_reason,
        accepted_by=row.accepted_by.code if row.accepted_by else "",
    )


def finding(piece: Piece, text: str) -> tuple[str, Finding]:
    """``0000000001-0001=首页缺失`` as a paper's number and what was found of it."""
    item, _, note = text.partition("=")
    if not item.strip():
        raise BadInput(
            say("“{text}” names no paper", text=text),
            why=say("a finding is a paper's number, and after = what was found"),
            fix=say("write for instance 0000000001-0001=首页缺失"),
            field=piece.value,
        )
    return item.strip(), Finding(piece, note)
