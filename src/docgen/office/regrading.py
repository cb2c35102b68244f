"""Changing grades: proposed, agreed by the handling unit and the archive, carried out (R-029).

Who must agree is rule R12 of ``model.access``; it is asked again for the proposer each time
somebody approves, and when it has nothing left to say the grade changes in the same transaction.
Only the register changes: number, bytes and ``item.json`` of a paper stay as they are.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db.models import QuerySet

from docgen.errors import BadInput, NotAllowed, NotFound, Reason, say
from docgen.forms.characters import odd_character
from docgen.model import regrading as rules
from docgen.model.access import Act, Approval, Paper
from docgen.model.grades import grade_of
from docgen.model.ids import number_in
from docgen.model.people import Role
from docgen.model.proposal import State
from docgen.office import cipher, gate, journal, regrading_targets, upkeep
from docgen.office.desk import Office, one_transaction
from docgen.office.keys_encrypt import open_versions
from docgen.office.regrading_targets import Found
from docgen.register.models import Item, Person
from docgen.register.models_regrading import Regrading

_MOST = 300
_PEOPLE = ("dossier", "item__dossier", "proposed_by", "ended_by")


def propose(office: Office, who: Person, text: str, grade: str, reason: str) -> Regrading:
    """Propose another grade for a paper, or for a dossier and the papers in it.

    Raises:
        NotAllowed: No agreement would help: other rules object.
        BadInput: There is no such grade, or no reason.
    """
    to, words = grade_of(grade).rank, _words(reason)
    found = regrading_targets.find(who, text)
    wanted = rules.digest(found.target, to, words)
    gate.ask_for_approval(
        office, who, Act.REGRADE, "grade.proposed", paper=found.paper, wanted=wanted, rank=to
    )
    with gate.attempt(office, who, "grade.proposed", found.number), one_transaction():
        _refuse(found, to)
        row = Regrading.objects.create(
            dossier=found.dossier,
            item=found.item,
            old=found.target.rank,
            new=to,
            reason=words,
            state=State.PROPOSED,
            wanted=wanted,
            proposed_by=who,
            proposed_at=office.now(),
        )
        _log(office, who, "grade.proposed", row, found)
    return row


def approve(office: Office, who: Person, code: str) -> Regrading:
    """Agree to a proposal; once unit and archive both have, the grade changes."""
    row, found = _asked(office, who, code, "grade.approved")
    with gate.attempt(office, who, "grade.approved", found.number), one_transaction():
        row = _rows().select_for_update(of=("self",)).get(pk=row.pk)
        found = regrading_targets.find(who, found.number)
        rules.refuse_over(State(row.state))
        _refuse_overtaken(row, found)
        _refuse(found, row.new, own=row)
        _add_voice(office, who, row)
        _log(office, who, "grade.approved", row, found)
        if _is_agreed(office, row, found):
            regrading_targets.change(office, who, row, found)
            _end(office, row, State.DONE, who)
        row.save()
    upkeep.catch_up(office, wait=False)
    return row


def refuse(office: Office, who: Person, code: str, reason: str) -> Regrading:
    """Say no to a proposal, with a reason."""
    row, found = _asked(office, who, code, "grade.refused")
    return _close(office, who, row, found, "grade.refused", remark=_words(reason))


def withdraw(office: Office, who: Person, code: str) -> Regrading:
    """Take one's own proposal back."""
    row = _find(code)
    found = regrading_targets.find(who, row.number)
    gate.ask(office, who, Act.VIEW, "grade.withdrawn", paper=found.paper)
    with gate.attempt(office, who, "grade.withdrawn", found.number):
        rules.refuse_not_his(row.proposed_by.code, who.code)
    return _close(office, who, row, found, "grade.withdrawn")


def list_all(office: Office, who: Person, *, closed: bool = False) -> list[Regrading]:
    """The open proposals about papers this person may know of; with ``closed`` all."""
    gate.ask(office, who, Act.FIND, "grade.listed")
    rows = _rows() if closed else _rows().filter(state=State.PROPOSED)
    found = [row for row in rows if regrading_targets.is_visible(who, row)]
    with one_transaction():
        journal.append(office, "grade.listed", who, n=len(found))
    return found


def show(office: Office, who: Person, code: str) -> Regrading:
    """One proposal; an entry like that of a list."""
    row = _find(code)
    if not regrading_targets.is_visible(who, row):
        raise _none(code)
    paper = regrading_targets.find(who, row.number).paper
    gate.ask(office, who, Act.VIEW, "grade.listed", paper=paper)
    with one_transaction():
        journal.append(office, "grade.listed", who, n=1)
    return row


def against(office: Office, who: Person, row: Regrading, step: str) -> tuple[Reason, ...]:
    """What speaks against a step of somebody who sees a proposal: approve, refuse or withdraw."""
    if row.state != State.PROPOSED:
        return (Reason("state", say("the proposal is over")),)
    if step == "withdraw":
        mine = row.proposed_by_id == who.pk
        return () if mine else (Reason("R6", say("only who proposed it withdraws it")),)
    paper, subject = _paper(who, row), row.proposed_by.code
    decision = gate.weigh(office, who, Act.DECIDE_REGRADE, paper=paper, subject=subject)
    if step == "approve" and decision.allow and who.code in {one["by"] for one in row.approvals}:
        return (Reason("R6", say("you have approved it already; somebody else must")),)
    return () if decision.allow else decision.reasons


def _paper(who: Person, row: Regrading) -> Paper:
    """What it is about, of the higher of both grades."""
    return regrading_targets.find(who, row.number).paper_at(max(row.old, row.new))


def _asked(office: Office, who: Person, code: str, event: str) -> tuple[Regrading, Found]:
    """A proposal, if this person may decide on it; he must be cleared for the grade it gives."""
    row = _find(code)
    found = regrading_targets.find(who, row.number)
    paper = found.paper_at(max(row.old, row.new))
    gate.ask(office, who, Act.DECIDE_REGRADE, event, paper=paper, subject=row.proposed_by.code)
    return row, found


def _close(
    office: Office, who: Person, row: Regrading, found: Found, event: str, remark: str = ""
) -> Regrading:
    with gate.attempt(office, who, event, found.number), one_transaction():
        row = _rows().select_for_update(of=("self",)).get(pk=row.pk)
        rules.refuse_over(State(row.state))
        _end(office, row, State(event.partition(".")[2]), who)
        row.remark = remark
        row.save()
        _log(office, who, event, row, found)
    return row


def _end(office: Office, row: Regrading, state: State, who: Person) -> None:
    row.state, row.ended_by, row.ended_at = state, who, office.now()
    row.version += 1


def _add_voice(office: Office, who: Person, row: Regrading) -> None:
    """One voice each: for the archive if he keeps it, else for his unit."""
    kept = [one for one in row.approvals if one["by"] != who.code]
    role = next(one for one in (Role.ARCHIVIST, Role.MANAGER, Role.LEGAL) if one in who.roles)
    at = office.now().isoformat()
    row.approvals = [*kept, {"by": who.code, "role": role, "unit": who.unit, "at": at}]


def still_open(office: Office, row: Regrading) -> list[Item]:
    """The papers whose new grade asks for encryption, and which were filed without."""
    if row.state != State.DONE or row.new < row.old or not cipher.asks(office, row.new):
        return []
    papers = Item.objects.filter(dossier=row.dossier, rank=row.new, state="filed")
    papers = papers.filter(pk=row.item_id) if row.item_id else papers
    return [item for item in papers.order_by("turn") if item.head in open_versions(item)]


def approvals_of(row: Regrading) -> tuple[Approval, ...]:
    """Who has agreed, as the rules of access see it."""
    return tuple(
        Approval(
            by=one["by"],
            role=Role(one["role"]),
            at=dt.datetime.fromisoformat(one["at"]),
            of=row.wanted,
            unit=one["unit"],
        )
        for one in row.approvals
    )


def _is_agreed(office: Office, row: Regrading, found: Found) -> bool:
    return gate.weigh(
        office,
        row.proposed_by,
        Act.REGRADE,
        paper=found.paper,
        approvals=approvals_of(row),
        wanted=row.wanted,
        rank=row.new,
    ).allow


def _refuse(found: Found, to: int, own: Regrading | None = None) -> None:
    others = _rows().filter(dossier=found.dossier, item=found.item, state=State.PROPOSED)
    others = others.exclude(pk=own.pk) if own else others
    target = replace(found.target, open=tuple(one.code for one in others))
    if reasons := rules.obstacles(target, to):
        raise NotAllowed(
            say("The grade of {item} is not changed", item=found.number),
            why=say("these rules speak against it"),
            fix=say("see the proposals").by("docgen regrade list"),
            reasons=reasons,
        )


def _refuse_overtaken(row: Regrading, found: Found) -> None:
    if found.target.rank != row.old:
        raise BadInput(
            say("{item} has got another grade meanwhile", item=found.number),
            why=say("the proposal was made from another one"),
            fix=say("refuse it, and propose it anew if it is still wanted"),
            field="proposal",
        )


def _log(office: Office, who: Person, event: str, row: Regrading, found: Found) -> None:
    more = {"proposal": row.code, "from": found.code_of(row.old), "to": found.code_of(row.new)}
    journal.append(office, event, who, **found.entry, more=more)


def _rows() -> QuerySet[Regrading]:
    return Regrading.objects.select_related(*_PEOPLE).order_by("pk")


def _find(code: str) -> Regrading:
    digits = code.strip().lstrip("Gg")
    row = _rows().filter(pk=number_in(digits)).first()
    if row is None:
        raise _none(code)
    return row


def _none(code: str) -> NotFound:
    return NotFound(
        say("There is no proposal {code}", code=code),
        why=say("a proposal to change a grade has a number like G000007"),
        fix=say("see all proposals").by("docgen regrade list --all"),
        field="proposal",
    )


def _words(reason: str) -> str:
    odd = odd_character(reason, lines=False)
    if odd or not 0 < len(reason.strip()) <= _MOST:
        raise BadInput(
            say("Another grade needs a reason, and so does refusing it"),
            why=odd or say("it is a line of 1 to {most} characters", most=_MOST),
            fix=say("give the reason in a line").by("--reason TEXT"),
            field="reason",
        )
    return reason.strip()
