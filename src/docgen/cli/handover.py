"""``docgen handover``: handing over on a transfer or on leaving (工作交接)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from docgen.cli.answers import tell_filed, with_answers, with_pdf
from docgen.cli.base import Entry, Group, json_option
from docgen.cli.handover_view import tell_handover, tell_handovers, tell_row
from docgen.model.handover import Kind

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group(cls=Group)
def handover() -> None:
    """Hand over on a transfer or on leaving: checklist, acceptance by name, signatures, the end."""


@handover.command("start")
@click.argument("posting", metavar="POSTING")
@click.option(
    "--kind", type=click.Choice([one.value for one in Kind]), default="leaving", help="Why."
)
@click.option("--to", required=True, help="Who takes over: login, code or name.")
@click.option("--supervisor", required=True, help="The third person, who is neither of them.")
@click.option("--day", type=_DAY, required=True, help="The last day, 2026-04-30.")
@click.option("--area", default="", help="Where he goes, if no notice says it.")
@click.option("--reason", default="", help="Why he leaves or moves.")
@click.option("--shorter", default="", help="Why it is told too late; only a head may agree.")
@json_option()
@click.pass_obj
def start(entry: Entry, /, day: dt.datetime, *, as_json: bool, **more: Any) -> None:  # noqa: ANN401  click gives each option its own type
    """Begin the handover of POSTING; everything the person holds is put on its checklist.

    A leaving is told as many days ahead as rules/handover.toml says.

    \b
    Example: docgen handover start W000007 --to jonas --supervisor qiao --day 2026-04-30
    """
    from docgen.office import handovers

    office, who = entry.open()
    row = handovers.start(office, who, handovers.Wish(day=day.date(), **more))
    tell_row(office, row, as_json=as_json)


@handover.command("show")
@click.argument("code", metavar="HANDOVER")
@json_option()
@click.pass_obj
def show(entry: Entry, code: str, *, as_json: bool) -> None:
    """Show HANDOVER with its checklist as things are now, and who has signed.

    \b
    Example: docgen handover show J000007
    """
    from docgen.office import handovers

    office, who = entry.open()
    row, fact = handovers.show(office, who, code)
    tell_handover(row, fact, as_json=as_json)


@handover.command("list")
@json_option()
@click.pass_obj
def list_(entry: Entry, *, as_json: bool) -> None:
    """List the handovers one may know of.

    \b
    Example: docgen handover list
    """
    from docgen.office import handovers

    office, who = entry.open()
    tell_handovers(handovers.list_handovers(office, who), as_json=as_json)


@handover.command("item")
@click.argument("code", metavar="HANDOVER")
@click.argument("name", metavar="THING")
@click.option("--note", default="", help="What to say of it.")
@click.option("--keep", is_flag=True, help="He takes it along; only on a transfer.")
@json_option()
@click.pass_obj
def item(entry: Entry, /, code: str, name: str, note: str, *, keep: bool, as_json: bool) -> None:
    """Note that THING was handed to the receiver: its number, or kind:number.

    \b
    Example: docgen handover item J000007 GDZC-0042
             docgen handover item J000007 line:badge --note 已交行政
    """
    from docgen.office import handovers

    office, who = entry.open()
    row = handovers.hand(office, who, code, name, note, keep=keep)
    tell_row(office, row, as_json=as_json)


@handover.command("accept")
@click.argument("code", metavar="HANDOVER")
@click.argument("name", metavar="THING")
@click.option("--note", default="", help="What is known of it.")
@json_option()
@click.pass_obj
def accept(entry: Entry, code: str, name: str, note: str, *, as_json: bool) -> None:
    """Accept THING as it stands, by name, as the receiver.

    \b
    Example: docgen handover accept J000007 loan:L000012 --note 原件在客户处，下周取回
    """
    from docgen.office import handovers

    office, who = entry.open()
    tell_row(office, handovers.accept(office, who, code, name, note), as_json=as_json)


@handover.command("paper")
@click.argument("code", metavar="HANDOVER")
@click.argument("form", metavar="FORM")
@with_answers
@with_pdf
@json_option()
@click.pass_obj
def paper(
    entry: Entry,
    /,
    code: str,
    form: str,
    data: Path | None,
    sets: tuple[str, ...],
    *,
    pdf: bool,
    as_json: bool,
) -> None:
    """Fill a paper of HANDOVER from its checklist and file it in the posted person's dossier.

    FORM is posting-handover, leaving-clearance or resignation-letter. The first two are made once
    nothing is open.

    \b
    Example: docgen handover paper J000007 posting-handover --data 交接.toml --pdf
    """
    from docgen.office import answering, handovers_papers

    office, who = entry.open()
    name = handovers_papers.form_named(form)
    given = answering.read(office, who, name, data, sets).answers
    made = handovers_papers.make(office, who, code, name, given, pdf=pdf)
    tell_filed(made, as_json=as_json)


@handover.command("sign")
@click.argument("code", metavar="HANDOVER")
@json_option()
@click.pass_obj
def sign(entry: Entry, code: str, *, as_json: bool) -> None:
    """Sign HANDOVER as giver, receiver or supervisor, whichever one is.

    \b
    Example: docgen handover sign J000007
    """
    from docgen.office import handovers

    office, who = entry.open()
    tell_row(office, handovers.sign(office, who, code), as_json=as_json)


@handover.command("close")
@click.argument("code", metavar="HANDOVER")
@json_option()
@click.pass_obj
def close(entry: Entry, code: str, *, as_json: bool) -> None:
    """Close HANDOVER: all that was handed over moves; a leaver's account is closed with it.

    \b
    Example: docgen handover close J000007
    """
    from docgen.office import handovers_closing

    office, who = entry.open()
    tell_row(office, handovers_closing.close(office, who, code), as_json=as_json)


@handover.command("withdraw")
@click.argument("code", metavar="HANDOVER")
@click.option("--reason", required=True, help="Why he stays.")
@json_option()
@click.pass_obj
def withdraw(entry: Entry, code: str, reason: str, *, as_json: bool) -> None:
    """Withdraw HANDOVER: the person stays, nothing moves.

    \b
    Example: docgen handover withdraw J000007 --reason 本人撤回申请
    """
    from docgen.office import handovers

    office, who = entry.open()
    tell_row(office, handovers.withdraw(office, who, code, reason), as_json=as_json)
