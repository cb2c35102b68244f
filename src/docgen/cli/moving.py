"""``docgen item move`` and ``docgen dossier change-buyer``."""

from __future__ import annotations

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.printing import out, out_json
from docgen.errors import say


@click.command("move", cls=Command)
@click.argument("numbers", nargs=-1, required=True, metavar="ITEM...")
@click.option("--group", required=True, help="The group's key or letter.")
@click.option("--reason", default="", help="Why; kept beside the log.")
@json_option()
@click.pass_obj
def move(entry: Entry, numbers: tuple[str, ...], group: str, reason: str, *, as_json: bool) -> None:
    """Move papers to another group of their dossier; their numbers and bytes stay.

    \b
    Example: docgen item move 0000000003-0002 --group e --reason 买受人变更
    """
    from docgen.office import moving

    office, who = entry.open()
    rows = moving.move(office, who, numbers, group, reason)
    if as_json:
        out_json({"items": [{"item": str(row), "group": row.group} for row in rows]})
        return
    for row in rows:
        out(say("{item} is in group {group}.", item=row, group=row.group))


@click.command("change-buyer", cls=Command)
@click.argument("number")
@click.argument("customer")
@click.option("--reason", default="", help="Why; kept beside the log.")
@json_option()
@click.pass_obj
def change_buyer(entry: Entry, number: str, customer: str, reason: str, *, as_json: bool) -> None:
    """Note that the property of the dossier NUMBER went to another buyer, CUSTOMER.

    Papers of the sale before go to the group of earlier papers, those of a shop that was let
    become one group of the buyer's file; stages begin anew. Nothing is renumbered.

    \b
    Example: docgen dossier change-buyer 0000000003 K000007 --reason 挞定后重新出售
    """
    from docgen.office import moving

    office, who = entry.open()
    row = moving.change_buyer(office, who, number, customer, reason)
    if as_json:
        out_json({"number": str(row), "type": row.type, "customer": row.customer.code})
        return
    out(say("Dossier {number} is now: {title}", number=row, title=row.title))
