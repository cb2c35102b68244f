"""Shortening how long a paper is kept: proposed, approved by two, carried out (``model``).

Nothing else makes a period shorter: ``retention.keep_longer`` only lengthens, and an edit of
``rules/retention.toml`` cannot make a named period smaller.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from docgen.errors import BadInput, NotAllowed, NotFound, Reason, say
from docgen.model import retention as periods
from docgen.model import shortening as rules
from docgen.model.access import Act
from docgen.model.ids import number_in
from docgen.model.proposal import State
from docgen.model.retention import Schedule
from docgen.office import disposal, gate, holds, journal, lending, retention
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Item, Person
from docgen.register.models_keeping import Shortening

_MOST = 300
_EVENTS = {
    State.PROPOSED: "retention.approved",
    State.DONE: "retention.approved",
    State.REFUSED: "retention.refused",
    State.WITHDRAWN: "retention.withdrawn",
}


@dataclass(frozen=True, slots=True)
class _Step:
    """One step of a proposal: its rule, the right it needs, and what it is in the log."""

    rule: Callable[[rules.Shortening], rules.Shortening]
    act: Act
    event: str
    remark: str = ""


def propose(office: Office, who: Person, text: str, period: str, reason: str) -> Shortening:
    """Propose a shorter period for a paper; all that forbids it is asked at once."""
    item = lending.item_of(text)
    paper = gate.paper_of(item)
    gate.ask(office, who, Act.SHORTEN, "retention.proposed", paper=paper)
    words = _words(reason)
    table = retention.schedule(office)
    retention.known_period(table, period)
    with disposal.logged(office, who, "retention.proposed", str(item)), one_transaction():
        item = Item.objects.select_for_update().select_related("dossier").get(pk=item.pk)
        _refuse_longer(table, item, period)
        _refuse(table, item, period)
        row = Shortening.objects.create(
            item=item,
            old=item.retention,
            new=period,
            reason=words,
            state=State.PROPOSED,
            proposed_by=who,
            proposed_at=office.now(),
        )
        journal.append(office, "retention.proposed", who, about=item, more=_facts(row))
    return row


def approve(office: Office, who: Person, code: str) -> Shortening:
    """Approve a proposal; the second approval carries it out."""

    def rule(one: rules.Shortening) -> rules.Shortening:
        return rules.approve(one, by=who.code)

    return _take(office, who, code, _Step(rule, Act.DECIDE_DESTRUCTION, "retention.approved"))


def refuse(office: Office, who: Person, code: str, reason: str) -> Shortening:
    """Refuse a proposal, with a reason."""

    def rule(one: rules.Shortening) -> rules.Shortening:
        return rules.refuse(one, by=who.code)

    words = _words(reason)
    step = _Step(rule, Act.DECIDE_DESTRUCTION, "retention.refused", words)
    return _take(office, who, code, step)


def withdraw(office: Office, who: Person, code: str) -> Shortening:
    """Take one's own proposal back."""

    def rule(one: rules.Shortening) -> rules.Shortening:
        return rules.withdraw(one, by=who.code)

    return _take(office, who, code, _Step(rule, Act.SHORTEN, "retention.withdrawn"))


def list_all(office: Office, who: Person, *, closed: bool = False) -> list[Shortening]:
    """The open proposals about papers this person is cleared for; with ``closed`` all."""
    gate.ask(office, who, Act.LIST_DISPOSAL, "retention.listed")
    people = ("proposed_by", "approved_by", "ended_by")
    rows = Shortening.objects.select_related("item__dossier", *people).order_by("pk")
    rank = gate.as_acting(who).rank
    found = [
        row for row in rows if (closed or row.state == State.PROPOSED) and row.item.rank <= rank
    ]
    with one_transaction():
        journal.append(office, "retention.listed", who, n=len(found))
    return found


def seen(office: Office, who: Person, code: str) -> Shortening:
    """A proposal that this person sees in the list; nothing is written."""
    row = _find(code)
    acting = gate.as_acting(who)
    if not gate.weigh(office, who, Act.LIST_DISPOSAL).allow or row.item.rank > acting.rank:
        raise _none(code)
    return row


def against(who: Person, row: Shortening, step: str) -> tuple[Reason, ...]:
    """What the rules of the proposal say against a step: approve, refuse or withdraw."""
    rule = {"approve": rules.approve, "refuse": rules.refuse, "withdraw": rules.withdraw}[step]
    try:
        rule(_fact(row), by=who.code)
    except NotAllowed as refused:
        return tuple(refused.reasons)
    return ()


def _take(office: Office, who: Person, code: str, step: _Step) -> Shortening:
    row = _find(code)
    item = lending.item_of(str(row.item))
    gate.ask(office, who, step.act, step.event, paper=gate.paper_of(item))
    with disposal.logged(office, who, step.event, str(item)), one_transaction():
        row = Shortening.objects.select_for_update().get(pk=row.pk)
        item = Item.objects.select_for_update().select_related("dossier").get(pk=item.pk)
        after = step.rule(_fact(row))
        if step.event == "retention.approved":
            _refuse_overtaken(row, item)
            _refuse(retention.schedule(office), item, row.new, own=row)
        if after.state is State.PROPOSED:
            row.approved_by, row.approved_at = who, office.now()
        else:
            row.ended_by, row.ended_at, row.remark = who, office.now(), step.remark
        row.state, row.version = after.state, row.version + 1
        row.save()
        journal.append(office, step.event, who, about=item, more=_facts(row))
        if after.state is State.DONE:
            item.retention, item.version = row.new, item.version + 1
            item.save()
            journal.append(office, "retention.changed", who, about=item, more=_facts(row))
    return row


def _facts(row: Shortening) -> dict[str, str | int]:
    return {"from": row.old, "to": row.new, "proposal": row.code}


def _fact(row: Shortening) -> rules.Shortening:
    return rules.Shortening(
        proposer=row.proposed_by.code,
        state=State(row.state),
        approver=row.approved_by.code if row.approved_by else "",
        ended_by=row.ended_by.code if row.ended_by else "",
    )


def _refuse(table: Schedule, item: Item, period: str, own: Shortening | None = None) -> None:
    others = Shortening.objects.filter(item=item, state=State.PROPOSED)
    others = others.exclude(pk=own.pk) if own else others
    paper = rules.Paper(
        item=str(item),
        state=item.state,
        dossier_type=item.dossier.type,
        template=item.template,
        period=item.retention,
        holds=holds.on(item),
        open=[one.code for one in others.order_by("pk")],
    )
    reasons = rules.obstacles(table, paper, period)
    if reasons:
        raise NotAllowed(
            say("{item} is not kept for a shorter time", item=item),
            why=say("these rules speak against it"),
            fix=say("leave it as it is; see the holds").by("docgen retention list"),
            reasons=reasons,
        )


def _refuse_longer(table: Schedule, item: Item, period: str) -> None:
    if not periods.shortens(table.periods.get(item.retention), table.periods[period]):
        raise BadInput(
            say("{period} is not shorter than what {item} has", period=period, item=item),
            why=say("it has: {period}", period=item.retention),
            fix=say("lengthen the period to keep it longer").by("docgen retention lengthen"),
            field="period",
        )


def _refuse_overtaken(row: Shortening, item: Item) -> None:
    if item.retention != row.old:
        raise BadInput(
            say("{item} has got another period meanwhile", item=item),
            why=say(
                "the proposal was made from {old}; it has {new}", old=row.old, new=item.retention
            ),
            fix=say("refuse it, and propose it anew if it is still wanted"),
            field="period",
        )


def _words(reason: str) -> str:
    if not 0 < len(reason.strip()) <= _MOST:
        raise BadInput(
            say("A shorter period needs a reason, and so does refusing it"),
            why=say("whoever signs, and the auditor, must be able to see why"),
            fix=say("give the reason in a line").by("--reason TEXT"),
            field="reason",
        )
    return reason.strip()


def _find(code: str) -> Shortening:
    digits = code.strip().lstrip("Pp")
    rows = Shortening.objects.select_related("item__dossier", "proposed_by", "approved_by")
    row = rows.filter(pk=number_in(digits)).first()
    if row is None:
        raise _none(code)
    return row


def _none(code: str) -> NotFound:
    return NotFound(
        say("There is no proposal {code}", code=code),
        why=say("a proposal's number looks like P000007"),
        fix=say("see all proposals").by("docgen retention changes --all"),
        field="proposal",
    )
