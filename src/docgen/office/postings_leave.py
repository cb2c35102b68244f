"""Leave of posted staff: asked for with its slip, agreed to by as many as its days want.

The chain is fixed when it is asked for (``model.posting_leave``); each of it agrees once, nobody
to his own. The slip (请假条) is filed in the person's dossier at once (D-045, D-048).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet

from docgen.errors import BadInput, NotAllowed, NotFound, Reason, say
from docgen.model.access import Act
from docgen.model.posting import State
from docgen.model.posting_leave import LeaveState, chain, next_step
from docgen.model.posting_rules import HEAD
from docgen.office import gate, journal, postings_papers, postings_rows
from docgen.office.desk import Office, one_transaction
from docgen.office.postings_papers import Wish
from docgen.register.models import Item, Person
from docgen.register.models_postings import Leave
from docgen.register.models_postings import Posting as Row

FORM = "service/leave-slip"
_ASKED, _AGREED, _REFUSED = "leave.requested", "leave.agreed", "leave.refused"
_BEGINS, _ENDS = dt.time(8, 30), dt.time(17, 30)
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Wanted:
    """Leave that is asked for.

    Args:
        starts: Its first day.
        ends: Its last day.
        kind: 事假, 病假 …
        reason: Why.
        stand_in: Who does the work meanwhile.
        given: More answers of the slip.
        pdf: Make a PDF of all its copies too.
    """

    starts: dt.date
    ends: dt.date
    kind: str
    reason: str
    stand_in: str
    given: Mapping[str, object] = field(default_factory=dict)
    pdf: bool = False


def ask(office: Office, who: Person, code: str, wanted: Wanted) -> Leave:
    """Ask for leave; its working days decide who has to agree."""
    row = postings_rows.find(office, who, code)
    with gate.attempt(office, who, _ASKED, row.code):
        gate.ask(office, who, Act.WORK_POSTING, _ASKED, paper=gate.dossier_paper(row.dossier))
        days = _days(office, row, wanted)
        rules = postings_rows.rules(office)
        kind, tier = rules.kind(row.kind), rules.tier(days)
        steps = chain(tier, is_head=kind.head, has_head=_has_head(office, row))
        kept: list[Leave] = []

        def keep(item: Item, _: Mapping[str, object]) -> None:
            kept.append(
                Leave.objects.create(
                    posting=row,
                    starts_on=wanted.starts,
                    ends_on=wanted.ends,
                    days=days,
                    kind=wanted.kind,
                    reason=wanted.reason.strip()[:300],
                    state=LeaveState.ASKED,
                    chain=list(steps),
                    item=item,
                    by=who,
                    at=office.now(),
                )
            )
            _enter(office, who, kept[-1], _ASKED, item)

        answers = {
            "applicant": row.name,
            "staff_kind": "驻地负责人" if kind.head else "驻外人员",
            "leave_kind": wanted.kind,
            "starts_at": dt.datetime.combine(wanted.starts, _BEGINS),
            "ends_at": dt.datetime.combine(wanted.ends, _ENDS),
            "leave_days": days,
            "tier": tier.title,
            "reason": wanted.reason,
            "stand_in": wanted.stand_in,
        }
        given = {name: one for name, one in answers.items() if one != ""} | dict(wanted.given)
        postings_papers.file(office, who, row, FORM, Wish(given=given, pdf=wanted.pdf), keep)
    return kept[0]


def decide(office: Office, who: Person, code: str, *, agree: bool, reason: str = "") -> Leave:
    """Agree to leave as the next of its chain, or refuse it with a reason."""
    event = _AGREED if agree else _REFUSED
    leave = find(office, who, code)
    with gate.attempt(office, who, event, leave.code):
        step = next_step(leave.chain, leave.approvals)
        if leave.state != LeaveState.ASKED or step is None:
            raise BadInput(
                say("The leave {code} is decided", code=leave.code),
                why=say("it is {state}", state=LeaveState(leave.state).said),
                fix=say("see the posting {code}", code=leave.posting.code).by(
                    f"docgen posting show {leave.posting.code}"
                ),
                field="leave",
            )
        _refuse_other(office, who, leave, step, event)
        if not agree and not reason.strip():
            raise BadInput(
                say("A reason is needed"),
                why=say("whoever asked wants to know it"),
                fix=say("give the reason in a sentence").by("--reason TEXT"),
                field="reason",
            )
        approvals = [*leave.approvals, {"by": who.code, "on": str(office.today)}]
        state = LeaveState.REFUSED
        if agree:
            whole = next_step(leave.chain, approvals) is None
            state = LeaveState.AGREED if whole else LeaveState.ASKED
        with one_transaction():
            _write(leave, state, approvals)
            _enter(office, who, leave, event, None, reason.strip())
    return leave


def find(office: Office, who: Person, code: str) -> Leave:
    """The leave with this number, of a posting one may know of."""
    digits = code.strip().lstrip("Qq")
    pk = int(digits) if digits.isdecimal() and len(digits) <= _DIGITS else 0
    row = _visible(office, who).filter(pk=pk).first()
    if row is None:
        raise NotFound(
            say("There is no leave {code}", code=code),
            why=say("no leave that you may know of has this number"),
            fix=say("see the leaves").by("docgen posting leaves"),
            field="leave",
        )
    return row


def open_leaves(office: Office, who: Person) -> list[Leave]:
    """Leave that waits for somebody's word, of postings one may know of."""
    gate.ask(office, who, Act.WORK_POSTING, "posting.listed")
    found = list(_visible(office, who).filter(state=LeaveState.ASKED))
    with one_transaction():
        journal.append(office, "posting.listed", who, n=len(found))
    return found


def _visible(office: Office, who: Person) -> QuerySet[Leave]:
    rows = Leave.objects.filter(posting__in=postings_rows.visible(office, who).values("pk"))
    return rows.select_related("posting__dossier", "by").order_by("pk")


def _write(leave: Leave, state: LeaveState, approvals: list[dict[str, str]]) -> None:
    there = Leave.objects.filter(pk=leave.pk, version=leave.version)
    if not there.update(state=state, approvals=approvals, version=leave.version + 1):
        raise BadInput(
            say("The leave {code} was changed by somebody else just now", code=leave.code),
            why=say("two people worked on it at the same time"),
            fix=say("look at it again and repeat the step if it is still right"),
        )
    leave.refresh_from_db()


def _enter(
    office: Office, who: Person, leave: Leave, event: str, item: Item | None, reason: str = ""
) -> None:
    journal.append(
        office,
        event,
        who,
        obj=leave.code,
        dossier=str(leave.posting.dossier),
        basis=[str(item)] if item is not None else [],
        notes={"reason": reason} if reason else None,
        more={"state": leave.state, "of": leave.posting.code},
    )


def _refuse_other(office: Office, who: Person, leave: Leave, step: str, event: str) -> None:
    """Only whose turn it is agrees: the head of the place, or a manager; nobody twice."""
    row, paper = leave.posting, gate.dossier_paper(leave.posting.dossier)
    own = {leave.by.code, row.account.code if row.account else ""}
    if step == HEAD:
        gate.ask(office, who, Act.WORK_POSTING, event, paper=paper)
        seat = postings_rows.seat(office, who)
        is_his = seat is not None and seat.kind.head and seat.host == row.host
    else:
        gate.ask(office, who, Act.DECIDE_POSTING, event, paper=paper, subject=leave.by.code)
        is_his = True
    twice = any(one["by"] == who.code for one in leave.approvals)
    if is_his and not twice and who.code not in own:
        return
    why = say("nobody agrees twice") if twice else say("it is the turn of: {step}", step=step)
    with one_transaction():
        journal.append(office, event, who, res="deny", obj=leave.code, rules=["D-046"])
    raise NotAllowed(
        say("{who} may not do this", who=who.name),
        why=say("these rules speak against it"),
        fix=say("ask whose turn it is; the refusal stands in the log"),
        reasons=[Reason("D-046", why)],
    )


def _has_head(office: Office, row: Row) -> bool:
    heads = [one.name for one in postings_rows.rules(office).kinds if one.head]
    others = postings_rows.running().filter(host=row.host, kind__in=heads).exclude(pk=row.pk)
    return others.exclude(account=None).exists()


def _days(office: Office, row: Row, wanted: Wanted) -> int:
    """How many working days it takes; ``BadInput`` if it cannot be."""
    since, span, why = row.departed_on, (wanted.ends - wanted.starts).days, None
    if row.state != State.DEPARTED or since is None:
        why = say("the posting is {state}", state=State(row.state).said)
    elif span < 0:
        why = say("it ends before it begins")
    elif wanted.starts < since or wanted.ends > row.ends_on:
        why = say("he is posted from {since} to {until}", since=since, until=row.ends_on)
    if why is not None:
        raise BadInput(
            say("This leave cannot be asked for"),
            why=why,
            fix=say("give both days again").by("--from and --to"),
            field="from",
        )
    calendar = postings_rows.calendar(office)
    days = (wanted.starts + dt.timedelta(days=n) for n in range(span + 1))
    return sum(calendar.is_worked(day) for day in days)
