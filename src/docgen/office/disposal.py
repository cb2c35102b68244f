"""Destruction lists: proposing, approving, refusing, withdrawing, witnessing, looking.

The steps and what forbids them are rules of ``model.disposal``; who may take them is decided by
``model.access``. Carrying a list out is ``destroying``.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from docgen.errors import BadInput, NotAllowed, NotFound, say
from docgen.model import disposal as rules
from docgen.model.access import Act, Paper
from docgen.model.disposal import OPEN, Kind, State
from docgen.model.ids import number_in
from docgen.model.loan import OPEN as OPEN_LOANS
from docgen.model.people import APART
from docgen.model.retention import Period, Schedule, shortens
from docgen.office import copies, gate, holds, journal, lending, retention
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Item, ItemVersion, Loan, Person
from docgen.register.models_copies import Copy
from docgen.register.models_disposal import DestructionLine, DestructionList, DestructionSignature

APPROVAL, WITNESS = "approval", "witness"
_EVENTS = {State.REFUSED: "destruction.refused", State.WITHDRAWN: "destruction.withdrawn"}


@dataclass(frozen=True, slots=True)
class Seen:
    """A list as a person may see it; ``lines`` are those he is cleared for.

    ``copies`` are those that somebody still holds of each paper (G-013), by the item's key.
    """

    row: DestructionList
    fact: rules.DestructionList
    lines: tuple[DestructionLine, ...]
    papers: int
    copies: Mapping[int, Sequence[Copy]]


def propose(
    office: Office,
    who: Person,
    texts: Sequence[str],
    *,
    kind: str = "expired",
    opinion: str,
    method: str = "",
) -> DestructionList:
    """Propose a list of papers for destruction (鉴定); all of them may go, or nothing is proposed.

    Args:
        office: The office.
        who: The acting person.
        texts: The items' numbers.
        kind: ``expired``, or ``duplicate`` for surplus copies.
        opinion: The appraisal: why they can go.
        method: How they go: 粉碎, 电子件彻底删除 ….
    """
    wanted = _kind(kind)
    items = list({item.pk: item for item in map(lending.item_of, texts)}.values())
    for item in items:
        paper = gate.paper_of(item)
        gate.ask(office, who, Act.PROPOSE_DESTRUCTION, "destruction.proposed", paper=paper)
    _check_words(items, opinion)
    with logged(office, who, "destruction.proposed", str(items[0])), one_transaction():
        table = retention.schedule(office)
        papers = [paper_of(office, table, item, leaving=items) for item in items]
        refuse(wanted, papers, office)
        row = DestructionList.objects.create(
            kind=wanted,
            state=State.PROPOSED,
            opinion=opinion.strip(),
            method=method.strip(),
            proposed_by=who,
            proposed_at=office.now(),
        )
        DestructionLine.objects.bulk_create(
            DestructionLine(
                list=row,
                item=item,
                due=paper.due.day,
                start=paper.due.start,
                twin=lending.item_of(paper.twin) if wanted is Kind.DUPLICATE else None,
            )
            for item, paper in zip(items, papers, strict=True)
        )
        journal.append(
            office, "destruction.proposed", who, obj=row.code, n=len(items), more={"kind": kind}
        )
    return row


def approve(office: Office, who: Person, code: str) -> DestructionList:
    """Approve a list; never one's own, and never twice."""

    def step(fact: rules.DestructionList) -> rules.DestructionList:
        return rules.approve(fact, by=who.code)

    return _step(office, who, code, Act.DECIDE_DESTRUCTION, "destruction.approved", step)


def refuse_list(office: Office, who: Person, code: str, reason: str) -> DestructionList:
    """Refuse a list, with a reason."""

    def step(fact: rules.DestructionList) -> rules.DestructionList:
        return rules.refuse(fact, by=who.code, reason=reason)

    return _step(office, who, code, Act.DECIDE_DESTRUCTION, "destruction.refused", step)


def withdraw(office: Office, who: Person, code: str) -> DestructionList:
    """Take one's own list back."""

    def step(fact: rules.DestructionList) -> rules.DestructionList:
        return rules.withdraw(fact, by=who.code)

    return _step(office, who, code, Act.PROPOSE_DESTRUCTION, "destruction.withdrawn", step)


def witness(office: Office, who: Person, code: str) -> DestructionList:
    """Sign that one has counted the papers against the list today and sees them go."""

    def step(fact: rules.DestructionList) -> rules.DestructionList:
        return rules.witness(fact, by=who.code, day=office.today)

    return _step(office, who, code, Act.WITNESS_DESTRUCTION, "destruction.witnessed", step)


def list_lists(office: Office, who: Person, state: str = "") -> list[Seen]:
    """All lists, or those in a state, with the lines this person is cleared for."""
    gate.ask(office, who, Act.LIST_DISPOSAL, "destruction.listed")
    rows = DestructionList.objects.select_related("proposed_by", "carried_out_by").order_by("pk")
    found = [seen(who, row) for row in (rows.filter(state=state) if state else rows)]
    with one_transaction():
        journal.append(office, "destruction.listed", who, n=len(found))
    return found


def show(office: Office, who: Person, code: str) -> Seen:
    """One list with its lines."""
    row = find(code)
    gate.ask(office, who, Act.LIST_DISPOSAL, "destruction.listed", subject=row.code)
    with one_transaction():
        journal.append(office, "destruction.listed", who, obj=row.code, n=1)
    return seen(who, row)


def seen(who: Person, row: DestructionList) -> Seen:
    """A list as this person may see it: who is to sign it needs to know what stands on it."""
    acting = gate.as_acting(who)
    rank = -1 if acting.roles & APART else acting.rank
    lines = list(row.lines.select_related("item__dossier__customer", "twin").order_by("pk"))
    shown = tuple(line for line in lines if line.item.rank <= rank)
    out_there = copies.held(line.item for line in shown)
    return Seen(row, fact_of(row), shown, len(lines), out_there)


def find(code: str) -> DestructionList:
    """The list with this number."""
    digits = code.strip().lstrip("Dd")
    rows = DestructionList.objects.select_related("proposed_by", "carried_out_by")
    row = rows.filter(pk=number_in(digits)).first()
    if row is None:
        raise NotFound(
            say("There is no destruction list {code}", code=code),
            why=say("a list's number looks like D000007"),
            fix=say("see the destruction lists").by("docgen destroy list"),
            field="list",
        )
    return row


def fact_of(row: DestructionList) -> rules.DestructionList:
    """A list's row as the rules see it."""
    signed = list(row.signatures.select_related("person").order_by("pk"))
    return rules.DestructionList(
        kind=Kind(row.kind),
        proposer=row.proposed_by.code,
        state=State(row.state),
        approvers=tuple(one.person.code for one in signed if one.part == APPROVAL),
        witnesses=tuple((one.person.code, one.on) for one in signed if one.part == WITNESS),
        reason=row.reason,
        carried_out_by=row.carried_out_by.code if row.carried_out_by else "",
    )


def list_paper(row: DestructionList) -> Paper:
    """A list as the rules see it: as secret as the most secret paper on it."""
    rank = max(row.lines.values_list("item__rank", flat=True), default=0)
    return Paper(row.code, rank, "", "")


def paper_of(
    office: Office,
    table: Schedule,
    item: Item,
    *,
    leaving: Sequence[Item],
    own: DestructionList | None = None,
) -> rules.Paper:
    """A paper as the rules of destruction see it.

    Args:
        office: The office.
        table: The retention schedule.
        item: The paper.
        leaving: All papers of the list, none of which stays as another's twin.
        own: The list it stands on, if it does.
    """
    loans = Loan.objects.filter(item=item, state__in=OPEN_LOANS).order_by("pk")
    lines = DestructionLine.objects.filter(item=item, list__state__in=OPEN).select_related("list")
    return rules.Paper(
        item=str(item),
        state=item.state,
        due=retention.due_of(office, table, item),
        holds=holds.on(item),
        loans=[loan.code for loan in loans],
        lists=[line.list.code for line in lines if own is None or line.list_id != own.pk],
        twin=_twin(table, item, leaving),
    )


def _twin(table: Schedule, item: Item, leaving: Sequence[Item]) -> str:
    """A filed paper of the same dossier that has all bytes of this one and stays as long."""
    period, mine = table.periods.get(item.retention), _digests(item)
    rows = Item.objects.filter(dossier=item.dossier_id, state="filed", rank__gte=item.rank)
    others = rows.exclude(pk__in=[one.pk for one in leaving])
    staying = others.exclude(destruction_lines__list__state__in=OPEN).order_by("turn")
    as_long = (row for row in staying if not _is_shorter(table, period, row))
    return next((str(row) for row in as_long if mine <= _digests(row)), "") if mine else ""


def _is_shorter(table: Schedule, period: Period | None, row: Item) -> bool:
    """Whether a paper may go earlier than one of this period; who cannot tell says it may."""
    other = table.periods.get(row.retention)
    return period is None or other is None or shortens(period, other)


def _digests(item: Item) -> set[str]:
    files = ItemVersion.objects.filter(item=item).values_list("files", flat=True)
    return {str(one["sha512"]) for version in files for one in version}


def refuse(kind: Kind, papers: Sequence[rules.Paper], office: Office) -> None:
    """Raise ``NotAllowed`` with everything that forbids destroying any of these papers today."""
    reasons = [reason for paper in papers for reason in rules.obstacles(kind, paper, office.today)]
    if reasons:
        raise NotAllowed(
            say("These papers may not be destroyed"),
            why=say("these rules speak against it"),
            fix=say("leave those papers out; see whose period is over, and the holds").by(
                "docgen retention due, docgen retention list"
            ),
            reasons=reasons,
        )


@contextlib.contextmanager
def logged(office: Office, who: Person, event: str, obj: str) -> Iterator[None]:
    """Log a step that the rules of destruction refuse; ``gate.ask`` logs its own refusals."""
    try:
        yield
    except NotAllowed as refused:
        named = [reason.rule for reason in refused.reasons]
        with one_transaction():
            unique = list(dict.fromkeys(named))
            journal.append(office, event, who, res="deny", obj=obj, rules=unique)
        raise
    except BadInput:
        with one_transaction():
            journal.append(office, event, who, res="deny", obj=obj, rules=["state"])
        raise


def _step(
    office: Office,
    who: Person,
    code: str,
    act: Act,
    event: str,
    step: Callable[[rules.DestructionList], rules.DestructionList],
) -> DestructionList:
    row = find(code)
    gate.ask(office, who, act, event, paper=list_paper(row))
    with logged(office, who, event, row.code), one_transaction():
        row = DestructionList.objects.select_for_update().get(pk=row.pk)
        before = fact_of(row)
        after = step(before)
        for part, new in (
            (APPROVAL, len(after.approvers) - len(before.approvers)),
            (WITNESS, len(after.witnesses) - len(before.witnesses)),
        ):
            if new:
                DestructionSignature.objects.create(
                    list=row, person=who, part=part, on=office.today, at=office.now()
                )
        row.state, row.reason, row.version = after.state, after.reason, row.version + 1
        row.save()
        journal.append(office, event, who, obj=row.code, n=row.lines.count())
    return row


def _kind(text: str) -> Kind:
    try:
        return Kind(text)
    except ValueError as error:
        raise BadInput(
            say("There is no kind of destruction called {kind}", kind=text),
            why=say("the kinds are: {kinds}", kinds=", ".join(Kind)),
            fix=say("choose one of them").by("--kind"),
            field="kind",
        ) from error


def _check_words(items: Sequence[Item], opinion: str) -> None:
    if not items:
        raise BadInput(
            say("A destruction list needs papers"),
            why=say("none was named"),
            fix=say("name them by their numbers; see whose period is over").by(
                "docgen retention due"
            ),
            field="items",
        )
    if not 0 < len(opinion.strip()) <= 500:  # noqa: PLR2004  the column's width
        raise BadInput(
            say("A destruction list needs an appraisal"),
            why=say("whoever approves it must see why the papers can go; at most 500 characters"),
            fix=say("give the opinion in a sentence").by("--opinion TEXT"),
            field="opinion",
        )
