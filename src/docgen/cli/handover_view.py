"""What a handover looks like on the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from docgen.cli.printing import facts, out, out_json, table
from docgen.errors import say
from docgen.model.handover import Handover, Kind, State

if TYPE_CHECKING:
    from docgen.office.desk import Office
    from docgen.register.models_postings import Handover as Row


def tell_row(office: Office, row: Row, *, as_json: bool) -> None:
    """Print a handover after an act: where it stands and what is open."""
    from docgen.office import handovers_rows

    fact = handovers_rows.current(office, row)
    if as_json:
        out_json(handover_data(row, fact))
        return
    n = len(fact.open_lines)
    out(
        say(
            "{code} {name}: {state}, {n} open",
            code=row.code,
            name=row.posting.name,
            state=fact.state.said,
            n=n,
        )
    )


def tell_handover(row: Row, fact: Handover, *, as_json: bool) -> None:
    """Print a handover with its checklist."""
    if as_json:
        out_json(handover_data(row, fact))
        return
    signed = ", ".join(f"{one.party.said} {one.by} {one.on}" for one in fact.signatures)
    facts(
        {
            say("handover"): row.code,
            say("giver"): f"{row.posting.name} ({row.posting.code})",
            say("receiver"): row.successor.name,
            say("supervisor"): row.supervisor.name,
            say("kind"): Kind(row.kind).said,
            say("last day"): str(row.leaves_on),
            say("state"): fact.state.said,
            say("signed by"): signed,
            say("paper"): str(row.item or ""),
        }
    )
    out()
    table(
        [say("thing"), say("what"), say("due by"), say("state"), say("note")],
        [
            (
                one.thing.key,
                one.thing.label,
                one.thing.due or "",
                one.mark.said,
                one.note,
            )
            for one in fact.lines
        ],
    )


def tell_handovers(rows: Sequence[Row], *, as_json: bool) -> None:
    """Print one line a handover."""
    if as_json:
        out_json([_row_data(row) for row in rows])
        return
    table(
        [
            say("handover"),
            say("giver"),
            say("receiver"),
            say("kind"),
            say("last day"),
            say("state"),
        ],
        [
            (
                *(row.code, row.posting.name, row.successor.name, Kind(row.kind).said),
                *(str(row.leaves_on), State(row.state).said),
            )
            for row in rows
        ],
    )


def handover_data(row: Row, fact: Handover) -> dict[str, Any]:
    """A handover with its checklist as JSON."""
    return _row_data(row) | {
        "state": fact.state,
        "open": [one.thing.key for one in fact.open_lines],
        "unsigned": list(fact.unsigned),
        "items": [
            {
                "thing": one.thing.key,
                "label": one.thing.label,
                "due": one.thing.due,
                "state": one.mark,
                "by": one.by,
                "note": one.note,
            }
            for one in fact.lines
        ],
        "signatures": [{"as": one.party, "by": one.by, "on": one.on} for one in fact.signatures],
        "paper": str(row.item) if row.item else None,
    }


def _row_data(row: Row) -> dict[str, Any]:
    return {
        "handover": row.code,
        "posting": row.posting.code,
        "kind": row.kind,
        "receiver": row.successor.code,
        "supervisor": row.supervisor.code,
        "day": row.leaves_on,
        "state": row.state,
    }
