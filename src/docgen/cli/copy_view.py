"""What a copy looks like on the terminal and as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from docgen.cli.printing import note, out, table
from docgen.errors import say
from docgen.model.copies import Kind

if TYPE_CHECKING:
    from docgen.register.models_copies import Copy

KINDS = {
    Kind.PHOTOCOPY: say("photocopy"),
    Kind.COUNTERPART: say("counterpart"),
    Kind.ELECTRONIC: say("electronic copy"),
}


def tell_copies(rows: Sequence[Copy], today: dt.date) -> None:
    """Print copies as a table."""
    from docgen.office.copies import fact_of

    heads = (
        *(say("copy"), say("item"), say("title"), say("kind"), say("holder"), say("reason")),
        *(say("since"), say("look again on"), say("state")),
    )
    lines = [(row, fact_of(row)) for row in rows]
    due = say("held, to be looked at again")
    table(
        heads,
        [
            (
                *(row.code, row.item, row.item.title, KINDS[fact.kind], fact.holder, fact.reason),
                *(fact.since, fact.review_on or ""),
                due if fact.is_due(today) else fact.state.said,
            )
            for row, fact in lines
        ],
    )


def tell_held(rows: Sequence[Copy]) -> None:
    """Print the copies of a paper or a dossier that somebody holds, a line each."""
    if rows:
        out(say("Copies out:"))
    for row in rows:
        out(
            say(
                "  {copy} of {item}: {kind} held by {holder} since {day} ({reason})",
                copy=row.code,
                item=row.item,
                kind=KINDS[Kind(row.kind)],
                holder=row.holder,
                day=row.since.isoformat(),
                reason=row.reason,
            )
        )


def tell_number(number: str, password: str) -> None:
    """Print the number of a copy that was just made, and what opens it."""
    if number:
        out(say("Controlled copy {number}, in the copies register.", number=number))
    if password:
        out(say("Password: {password}", password=password))
        note(say("It is shown this once and kept nowhere; hand it over by another way."))


def copy_data(row: Copy) -> dict[str, object]:
    """A copy as data."""
    from docgen.office.copies import fact_of

    review = fact_of(row).review_on
    return {
        "copy": row.code,
        "item": str(row.item),
        "kind": row.kind,
        "number": row.number,
        "holder": row.holder,
        "reason": row.reason,
        "since": row.since.isoformat(),
        "until": row.until.isoformat() if row.until else None,
        "review_on": review.isoformat() if review else None,
        "state": row.state,
        "noted_by": row.noted_by.code,
        "log_index": row.log_index,
        "ended_on": row.ended_on.isoformat() if row.ended_on else None,
        "ended_by": row.ended_by.code if row.ended_by else None,
        "remark": row.remark or None,
    }
