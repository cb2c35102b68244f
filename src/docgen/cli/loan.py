"""``docgen loan``: the loan desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from docgen.cli.base import Entry, Group, json_option
from docgen.cli.printing import holidays_unknown, note, out, out_json, table
from docgen.errors import say
from docgen.model.loan import State

if TYPE_CHECKING:
    from docgen.register.models import Loan


@click.group(cls=Group)
def loan() -> None:
    """The loan desk: request, approve, hand over, return."""


@loan.command("request")
@click.argument("item")
@click.option("--purpose", required=True, help="Why: service, complaint, contract, …")
@click.option("--kind", default="electronic", show_default=True, help="electronic or paper.")
@json_option()
@click.pass_obj
def request(entry: Entry, item: str, purpose: str, kind: str, *, as_json: bool) -> None:
    """Ask to borrow ITEM.

    \b
    Example: docgen loan request 0000000001-0001 --purpose complaint
    """
    from docgen.office import loans

    office, who = entry.open()
    _tell(loans.request(office, who, item, purpose, kind), as_json=as_json)


@loan.command("approve")
@click.argument("number")
@json_option()
@click.pass_obj
def approve(entry: Entry, number: str, *, as_json: bool) -> None:
    """Approve the loan NUMBER; never one's own.

    \b
    Example: docgen loan approve L000001
    """
    from docgen.office import loans

    office, who = entry.open()
    _tell(loans.approve(office, who, number), as_json=as_json)


@loan.command("refuse")
@click.argument("number")
@click.option("--reason", default="", help="Why; the borrower reads it.")
@json_option()
@click.pass_obj
def refuse(entry: Entry, number: str, reason: str, *, as_json: bool) -> None:
    """Refuse the loan NUMBER, with a reason.

    \b
    Example: docgen loan refuse L000001 --reason 案卷正在整理
    """
    from docgen.office import loans

    office, who = entry.open()
    _tell(loans.refuse(office, who, number, reason), as_json=as_json)


@loan.command("hand-over")
@click.argument("number")
@json_option()
@click.pass_obj
def hand_over(entry: Entry, number: str, *, as_json: bool) -> None:
    """Hand an approved paper over; the due day is counted in working days.

    \b
    Example: docgen loan hand-over L000001
    """
    from docgen.office import loans

    office, who = entry.open()
    row, due = loans.hand_over(office, who, number)
    for year in due.unknown_years:
        note(holidays_unknown(year))
    _tell(row, as_json=as_json)


@loan.command("return")
@click.argument("number")
@click.option("--remark", default="", help="What differs: pages, condition, enclosures.")
@json_option()
@click.pass_obj
def return_(entry: Entry, number: str, remark: str, *, as_json: bool) -> None:
    """Take a paper back.

    \b
    Example: docgen loan return L000001 --remark 页数齐全
    """
    from docgen.office import loans

    office, who = entry.open()
    _tell(loans.take_back(office, who, number, remark), as_json=as_json)


@loan.command("list")
@click.option(
    "--state", type=click.Choice([one.value for one in State]), help="Only loans in this state."
)
@json_option()
@click.pass_obj
def list_(entry: Entry, state: str | None, *, as_json: bool) -> None:
    """List loans: all for the desk, your own otherwise.

    \b
    Example: docgen loan list --state out
    """
    from docgen.office import loans

    office, who = entry.open()
    rows = loans.list_loans(office, who, state or "")
    if as_json:
        out_json([_as_data(row) for row in rows])
        return
    table(
        [say("loan"), say("item"), say("borrower"), say("state"), say("due"), say("reason")],
        [
            (
                row.code,
                str(row.item),
                row.borrower.name,
                State(row.state).said,
                row.due.isoformat() if row.due else "",
                row.reason,
            )
            for row in rows
        ],
    )


def _tell(row: Loan, *, as_json: bool) -> None:
    if as_json:
        out_json(_as_data(row))
        return
    due = say(", due {day}", day=row.due) if row.due and row.state == "out" else ""
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


def _as_data(row: Loan) -> dict[str, object]:
    reasons = [{"rule": "desk", "text": row.reason}] if row.reason else []
    return {
        "loan": row.code,
        "state": row.state,
        "item": str(row.item),
        "kind": row.kind,
        "borrower": row.borrower.login,
        "due": row.due.isoformat() if row.due else None,
        "reasons": reasons,
    }
