"""What postings look like on the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from docgen.cli.printing import facts, out, out_json, table
from docgen.errors import listed, say
from docgen.model.posting import State
from docgen.model.posting_leave import LeaveState, next_step

if TYPE_CHECKING:
    from docgen.model.posting_gate import Lack
    from docgen.model.posting_rotation import Proposal
    from docgen.office.postings_list import Seen
    from docgen.register.models_postings import Leave
    from docgen.register.models_postings import Posting as Row


def tell_row(row: Row, *, as_json: bool) -> None:
    """Print a posting after an act."""
    if as_json:
        out_json(row_data(row))
    else:
        state = State(row.state).said
        out(
            say(
                "{code} {name}, {host}: {state}",
                code=row.code,
                name=row.name,
                host=row.host,
                state=state,
            )
        )


def tell_rows(rows: Iterable[Row]) -> None:
    """Print one line a posting."""
    table(
        [
            *(say("posting"), say("full name"), say("kind"), say("area"), say("host")),
            *(say("from"), say("to"), say("state")),
        ],
        [
            (
                *(row.code, row.name, row.kind, row.area.title if row.area else "", row.host),
                *(row.departed_on or row.starts_on, row.ended_on or row.ends_on),
                State(row.state).said,
            )
            for row in rows
        ],
    )


def tell_seen(one: Seen) -> None:
    """Print a posting: facts, papers, what is missing, months, leave, what is owed."""
    _tell_facts(one)
    if one.facts:
        out()
        table(
            [say("paper"), say("item"), say("result"), say("valid until")],
            [
                (fact.key, fact.item or "", fact.result, fact.valid_until or "")
                for fact in one.facts
            ],
        )
    if one.row.state in (State.PLANNED, State.APPROVED):
        out()
        tell_lacks(one.lacks)
    if one.appraisals:
        out()
        table(
            [say("month"), say("score"), say("major error"), say("item")],
            [
                (
                    *(f"{month.month:%Y-%m}", month.score),
                    *(say("yes") if month.major_error else "", month.item),
                )
                for month in one.appraisals
            ],
        )
    if one.proposal.reasons:
        out()
        out(say("He might be moved:"))
        tell_proposal(one.proposal)
    if one.leaves:
        out()
        tell_leaves(one.leaves)
    if one.owed:
        out()
        table(
            [say("duty"), say("what"), say("due by")],
            [(duty.code, duty.title, duty.due) for duty in one.owed],
        )


def _tell_facts(one: Seen) -> None:
    row = one.row
    areas = [*([row.area.title] if row.area else []), *row.more_areas]
    facts(
        {
            say("posting"): row.code,
            say("full name"): f"{row.name} ({row.staff_number})",
            say("dossier"): str(row.dossier),
            say("account"): row.account.login if row.account else "",
            say("kind"): f"{row.kind}, {row.scope}",
            say("host"): row.host,
            say("area"): ", ".join(areas),
            say("in the area since"): str(row.area_since or ""),
            say("period"): f"{row.departed_on or row.starts_on} – {row.ended_on or row.ends_on}",
            say("state"): State(row.state).said,
            say("reason"): row.reason,
            say("can be reached"): one.contact_hours,
            say("no advance before"): str(one.advance or ""),
        }
    )


def tell_lacks(lacks: Sequence[Lack]) -> None:
    """Print what is missing, from which rule, and which form makes it."""
    if not lacks:
        out(say("Nothing is missing."))
        return
    table(
        [say("missing"), say("what"), say("why"), say("rule"), say("form")],
        [
            (one.need.key, one.need.title, one.why, one.need.source, ", ".join(one.need.forms))
            for one in lacks
        ],
    )


def tell_proposal(one: Proposal) -> None:
    """Print every reason to move somebody, and what speaks against it."""
    for reason in one.reasons:
        out(say("  {text} ({source})", text=reason.text, source=reason.source))
    for text in one.against:
        out(say("  but: {text}", text=text))


def tell_leaves(found: Iterable[Leave]) -> None:
    """Print one line a leave, with whose word it waits for."""
    table(
        [
            *(say("leave"), say("full name"), say("from"), say("to"), say("days")),
            *(say("kind"), say("state"), say("waits for")),
        ],
        [
            (
                *(one.code, one.posting.name, one.starts_on, one.ends_on, one.days, one.kind),
                *(LeaveState(one.state).said, _waits_for(one)),
            )
            for one in found
        ],
    )


def row_data(row: Row) -> dict[str, Any]:
    """A posting as JSON."""
    return {
        "posting": row.code,
        "state": row.state,
        "name": row.name,
        "staff_number": row.staff_number,
        "dossier": str(row.dossier),
        "account": row.account.login if row.account else None,
        "kind": row.kind,
        "scope": row.scope,
        "host": row.host,
        "area": row.area.key if row.area else None,
        "more_areas": row.more_areas,
        "area_since": row.area_since,
        "from": row.starts_on,
        "to": row.ends_on,
        "departed": row.departed_on,
        "ended": row.ended_on,
        "reason": row.reason,
    }


def seen_data(one: Seen) -> dict[str, Any]:
    """A posting with all that is kept of it, as JSON."""
    return {
        **row_data(one.row),
        "missing": lacks_data(one.lacks),
        "papers": [
            {
                "need": fact.key,
                "item": str(fact.item) if fact.item else None,
                "result": fact.result,
                "until": fact.valid_until,
            }
            for fact in one.facts
        ],
        "months": [
            {"month": f"{month.month:%Y-%m}", "score": month.score, "item": str(month.item)}
            for month in one.appraisals
        ],
        "rotation": proposal_data(one.proposal),
        "leaves": [leave_data(leave) for leave in one.leaves],
        "duties": [
            {"duty": duty.code, "rule": duty.rule, "title": duty.title, "due": duty.due}
            for duty in one.owed
        ],
        "no_advance_before": one.advance,
        "contact_hours": one.contact_hours,
    }


def lacks_data(lacks: Sequence[Lack]) -> list[dict[str, Any]]:
    """What is missing, as JSON."""
    return [
        {
            "need": one.need.key,
            "title": one.need.title,
            "why": one.why,
            "source": one.need.source,
            "forms": list(one.need.forms),
        }
        for one in lacks
    ]


def proposal_data(one: Proposal) -> dict[str, Any]:
    """Reasons to move somebody, as JSON."""
    return {
        "reasons": [
            {"reason": reason.key, "text": reason.text, "source": reason.source}
            for reason in one.reasons
        ],
        "against": list(one.against),
    }


def leave_data(one: Leave) -> dict[str, Any]:
    """Leave as JSON."""
    return {
        "leave": one.code,
        "posting": one.posting.code,
        "state": one.state,
        "from": one.starts_on,
        "to": one.ends_on,
        "days": one.days,
        "kind": one.kind,
        "chain": one.chain,
        "agreed": one.approvals,
        "next": next_step(one.chain, one.approvals) if one.state == LeaveState.ASKED else None,
        "item": str(one.item) if one.item else None,
    }


def _waits_for(one: Leave) -> str:
    step = next_step(one.chain, one.approvals) if one.state == LeaveState.ASKED else None
    words = {"head": say("the head of the place"), "manager": say("a manager")}
    return listed([words[step]]) if step else ""
