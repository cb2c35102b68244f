"""``docgen loan overdue``: what is past its day, who is told of it, and the notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.loan_view import loan_data
from docgen.cli.printing import out, out_json, table
from docgen.errors import say
from docgen.model.loan_terms import Told

if TYPE_CHECKING:
    from docgen.office.loan_overdue import Late

#: Who is told, as the list says it.
_TOLD = {
    Told.BORROWER: say("borrower"),
    Told.UNIT: say("head of unit"),
    Told.MANAGER: say("manager"),
}


@click.command(cls=Command)
@click.option("--remind", is_flag=True, help="Print the notices that are due, ready to be sent.")
@json_option()
@click.pass_obj
def overdue(entry: Entry, *, remind: bool, as_json: bool) -> None:
    """List loans past their day and who is to be told: your own, or all for the desk.

    \b
    Example: docgen loan overdue
             docgen loan overdue --remind
    """
    from docgen.office import loan_overdue

    office, who = entry.open()
    if remind:
        notices = loan_overdue.remind(office, who)
        if as_json:
            out_json(
                [
                    {"loan": one.loan.code, "to": one.to, "names": one.names, "text": one.text}
                    for one in notices
                ]
            )
            return
        for one in notices:
            click.echo(f"{one.text}\n")
        out(say("{n} notices", n=len(notices)))
        return
    late = loan_overdue.overdue(office, who)
    if as_json:
        out_json([_data(one) for one in late])
        return
    table(
        [say("loan"), say("item"), say("borrower"), say("due"), say("days over"), say("to tell")],
        [
            (
                one.row.code,
                str(one.row.item),
                one.row.borrower.name,
                str(one.row.due),
                one.days,
                _TOLD[one.rung.to] if one.rung else "",
            )
            for one in late
        ],
    )


def _data(one: Late) -> dict[str, object]:
    step = {"after": one.rung.after, "to": one.rung.to} if one.rung else None
    return {**loan_data(one.row), "days": one.days, "step": step, "reminders": one.row.reminders}
