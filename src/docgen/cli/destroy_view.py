"""What a destruction list looks like on the terminal and as JSON (销毁清册)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from docgen.cli.copy_view import copy_data, tell_held
from docgen.cli.printing import RETENTIONS, facts, table
from docgen.errors import listed, say
from docgen.model.disposal import Kind, State
from docgen.model.grades import Grade
from docgen.model.retention import years_kept

if TYPE_CHECKING:
    from docgen.office.disposal import Seen

_KINDS = {Kind.EXPIRED: say("period over"), Kind.DUPLICATE: say("duplicate")}


def tell_lists(found: Sequence[Seen]) -> None:
    """Print one line a list."""
    table(
        [say("list"), say("kind"), say("state"), say("papers"), say("proposed by"), say("opinion")],
        [
            (
                one.row.code,
                _KINDS[one.fact.kind],
                one.fact.state.said,
                one.papers,
                one.row.proposed_by.name,
                one.row.opinion,
            )
            for one in found
        ],
    )


def tell_list(one: Seen, today: dt.date) -> None:
    """Print a list's head and its papers, with the columns of the accounting-archives rule."""
    witnesses = listed(f"{who} {day}" for who, day in one.fact.witnesses)
    facts(
        {
            say("list"): one.row.code,
            say("kind"): _KINDS[one.fact.kind],
            say("state"): one.fact.state.said,
            say("proposed by"): one.row.proposed_by.name,
            say("opinion"): one.row.opinion,
            say("approved by"): ", ".join(one.fact.approvers),
            say("witnessed by"): str(witnesses),
            say("reason"): one.row.reason,
            say("papers"): one.papers,
        }
    )
    day = one.row.carried_out_at.date() if one.row.carried_out_at else today
    table(
        [
            say("no."),
            say("item"),
            say("title"),
            say("year"),
            say("grade"),
            say("retention"),
            say("years kept"),
            say("copy that stays"),
        ],
        [
            (
                turn,
                str(line.item),
                line.item.title,
                line.item.dated.year,
                Grade.of_rank(line.item.rank).mark,
                RETENTIONS.get(line.item.retention, line.item.retention),
                years_kept(line.start, day),
                str(line.twin or ""),
            )
            for turn, line in enumerate(one.lines, 1)
        ],
    )
    tell_held([copy for line in one.lines for copy in one.copies.get(line.item_id, ())])


def list_data(one: Seen) -> dict[str, object]:
    """A list as data."""
    row, fact = one.row, one.fact
    return {
        "list": row.code,
        "kind": row.kind,
        "state": row.state,
        "opinion": row.opinion,
        "method": row.method,
        "proposed_by": row.proposed_by.login,
        "proposed_at": row.proposed_at.isoformat(),
        "approved_by": list(fact.approvers),
        "approvals_lacking": fact.approvals_lacking if fact.state is State.PROPOSED else 0,
        "witnesses": [{"who": who, "on": str(day)} for who, day in fact.witnesses],
        "reason": row.reason or None,
        "carried_out_by": fact.carried_out_by or None,
        "carried_out_at": row.carried_out_at.isoformat() if row.carried_out_at else None,
        "papers": one.papers,
        "lines": [
            {
                "item": str(line.item),
                "title": line.item.title,
                "year": line.item.dated.year,
                "grade": Grade.of_rank(line.item.rank).code,
                "retention": line.item.retention,
                "period_over_on": str(line.due) if line.due else None,
                "copy_that_stays": str(line.twin) if line.twin else None,
                "copies_held": [copy_data(copy) for copy in one.copies.get(line.item_id, ())],
            }
            for line in one.lines
        ],
    }
