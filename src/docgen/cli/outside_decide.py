"""``docgen outside approve|refuse|withdraw|close``: the steps of a request."""

from __future__ import annotations

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.days import day_of
from docgen.cli.outside_view import tell_one
from docgen.cli.printing import holidays_unknown, note


@click.command("approve", cls=Command)
@click.argument("number")
@click.option("--until", default="", help="The last day, 2026-03-14; else as the rules allow.")
@click.option("--opinion", default="", help="意见: the ways and limits of what was approved.")
@json_option()
@click.pass_obj
def approve(entry: Entry, number: str, until: str, opinion: str, *, as_json: bool) -> None:
    """Approve the request NUMBER, in the role its kind asks for; never one's own.

    \b
    Example: docgen outside approve OUT-000001 --opinion 同意查阅并复印
    """
    from docgen.office import outside

    day = day_of(until, "until") if until else None
    office, who = entry.open()
    row = outside.approve(office, who, number, until=day, opinion=opinion)
    tell_one(office, who, row, as_json=as_json)
    for year in outside.years_unknown(office, row):
        note(holidays_unknown(year))


@click.command("refuse", cls=Command)
@click.argument("number")
@click.option("--reason", default="", help="Why; it stands in the register.")
@json_option()
@click.pass_obj
def refuse(entry: Entry, number: str, reason: str, *, as_json: bool) -> None:
    """Refuse the request NUMBER, with a reason.

    \b
    Example: docgen outside refuse OUT-000001 --reason 通知书未列明所查材料
    """
    from docgen.office import outside

    office, who = entry.open()
    row = outside.refuse(office, who, number, reason)
    tell_one(office, who, row, as_json=as_json)


@click.command("withdraw", cls=Command)
@click.argument("number")
@click.option("--reason", default="", help="Why; it stands in the register.")
@json_option()
@click.pass_obj
def withdraw(entry: Entry, number: str, reason: str, *, as_json: bool) -> None:
    """Note that the body took the request NUMBER back, while nothing was served.

    \b
    Example: docgen outside withdraw OUT-000001 --reason 来函撤回
    """
    from docgen.office import outside

    office, who = entry.open()
    row = outside.withdraw(office, who, number, reason)
    tell_one(office, who, row, as_json=as_json)


@click.command("close", cls=Command)
@click.argument("number")
@click.option("--remark", default="", help="What to say about it.")
@json_option()
@click.pass_obj
def close(entry: Entry, number: str, remark: str, *, as_json: bool) -> None:
    """Close the approved request NUMBER: nothing is served under it any more.

    \b
    Example: docgen outside close OUT-000001 --remark 通知书原件一份收存
    """
    from docgen.office import outside

    office, who = entry.open()
    row = outside.close(office, who, number, remark)
    tell_one(office, who, row, as_json=as_json)
