"""What a transfer and a paper on it look like on the terminal and as JSON."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from docgen.cli.printing import out
from docgen.errors import say
from docgen.model.transfer import State

if TYPE_CHECKING:
    from docgen.office.holdings import Holding
    from docgen.register.models_custody import Transfer, TransferLine


def tell_one(row: Transfer, papers: int) -> None:
    """Print a transfer in a line."""
    out(
        say(
            "{code}: {n} paper(s) of {unit} to {receiver}, due {day}: {state}",
            code=row.code,
            n=papers,
            unit=row.unit,
            receiver=row.receiver,
            day=row.due.isoformat(),
            state=State(row.state).said,
        )
    )


def transfer_data(row: Transfer, papers: int) -> dict[str, object]:
    """A transfer as data."""
    return {
        "transfer": row.code,
        "rule": row.rule,
        "unit": row.unit,
        "receiver": row.receiver,
        "state": row.state,
        "due": row.due.isoformat(),
        "papers": papers,
        "list_number": row.list_number or None,
        "late_reason": row.late_reason or None,
        "sent_by": row.sent_by.code if row.sent_by else None,
        "accepted_by": row.accepted_by.code if row.accepted_by else None,
    }


def line_data(line: TransferLine) -> dict[str, object]:
    """A paper on a transfer as data."""
    return {
        "item": str(line.item),
        "title": line.item.title,
        "state": line.state,
        "note": line.note,
    }


def holding_data(one: Holding, today: dt.date) -> dict[str, object]:
    """A paper that is due, as data."""
    return {
        "item": str(one.item),
        "title": one.item.title,
        "unit": one.dossier.unit,
        "due": one.claim.day.isoformat(),
        "late_days": max(0, (today - one.claim.day).days),
        "rule": one.claim.rule.key,
        "source": one.claim.rule.source,
        "waits": one.claim.waits,
        "on_list": one.on_list,
    }
