"""How loans are shown: a sentence each, a table of many, and as data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from docgen.cli.printing import note, out, out_json, table
from docgen.errors import say
from docgen.model.loan import Kind, State

if TYPE_CHECKING:
    from docgen.model.loan_outcome import Outcome
    from docgen.office.desk import Office
    from docgen.register.models import Loan

#: The four classes, as they are told.
_CLASSES = {
    "confirm": say("needs confirmation"),
    "alert": say("mind"),
    "message": say("it goes on"),
}


def tell_loan(office: Office, row: Loan, *, as_json: bool) -> None:
    """Say where a loan stands now, and what there is to know of it."""
    from docgen.office import loans

    found = loans.outcome(office, row)
    if as_json:
        out_json(loan_data(row, found))
        return
    due = say(", due {day}", day=row.due) if row.due and row.state == State.OUT else ""
    out(
        say(
            "{loan}: {item} is {state} for {who}{due}",
            loan=row.code,
            item=row.item,
            state=State(row.state).said,
            who=row.borrower.name,
            due=due,
        )
    )
    for name, said in _CLASSES.items():
        for reason in found.by_class[name]:
            note(say("  {what}: {text}", what=said, text=reason.text))


def tell_loans(rows: Sequence[Loan]) -> None:
    """Show loans as a table."""
    table(
        [
            *(say("loan"), say("item"), say("borrower"), say("kind")),
            *(say("state"), say("due"), say("reason")),
        ],
        [
            (
                row.code,
                str(row.item),
                row.borrower.name,
                Kind(row.kind).said,
                State(row.state).said,
                row.due.isoformat() if row.due else "",
                row.reason,
            )
            for row in rows
        ],
    )


def loan_data(row: Loan, found: Outcome | None = None) -> dict[str, object]:
    """A loan as data; the desk's reason stands first, then what the rules say, by class."""
    reasons = [{"rule": "desk", "text": row.reason}] if row.reason else []
    for name, ones in found.by_class.items() if found else ():
        reasons += [{"rule": one.rule, "text": one.text, "class": name} for one in ones]
    return {
        "loan": row.code,
        "state": row.state,
        "item": str(row.item),
        "kind": row.kind,
        "borrower": row.borrower.login,
        "due": row.due.isoformat() if row.due else None,
        "renewals": row.renewals,
        "recalled": row.recalled,
        "reasons": reasons,
    }
