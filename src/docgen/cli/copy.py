"""``docgen copy``: who holds which copy of a paper (副本登记)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.aid_files import (
    by_ending,
    print_options,
    tell_files,
    workbook_wanted,
    write_aid,
)
from docgen.cli.base import Entry, Group, json_option
from docgen.cli.copy_view import copy_data, tell_copies
from docgen.cli.days import day_of
from docgen.cli.getting import issue
from docgen.cli.printing import out_json
from docgen.model.copies import ENDS, Kind, State
from docgen.model.copies import Copy as Wanted

if TYPE_CHECKING:
    from docgen.office.desk import Office
    from docgen.register.models_copies import Copy


@click.group(cls=Group)
def copy() -> None:
    """The copies register: who holds which copy of a paper, why and since when."""


copy.add_command(issue)


@copy.command("note")
@click.argument("item")
@click.option("--holder", required=True, help="The unit, person or body that has the copy.")
@click.option("--reason", required=True, help="Why, in a few words.")
@click.option(
    "--kind",
    type=click.Choice([one.value for one in Kind]),
    default=Kind.PHOTOCOPY.value,
    show_default=True,
    help="What it is.",
)
@click.option("--since", default="", help="The day it was handed out, 2026-03-14; else today.")
@click.option("--until", default="", help="The day it is to be back or looked at again.")
@json_option()
@click.pass_obj
def note(
    entry: Entry,
    item: str,
    holder: str,
    reason: str,
    kind: str,
    since: str,
    until: str,
    *,
    as_json: bool,
) -> None:
    """Note that somebody holds a copy of ITEM.

    A copy is never counted as an original. What stays away is to be looked at again after a
    year, or on the day given with --until.

    \b
    Example: docgen copy note 0000000001-0004 --holder 财务部 --reason 付款依据
    """
    from docgen.office import copies

    office, who = entry.open()
    start = day_of(since, "since") if since else office.today
    last = day_of(until, "until") if until else None
    wanted = Wanted(holder, reason, start, Kind(kind), last)
    _tell(office, copies.note(office, who, item, wanted), as_json=as_json)


@copy.command("end")
@click.argument("number")
@click.argument("how", type=click.Choice([one.value for one in ENDS]))
@click.option("--on", "day", default="", help="The day, 2026-03-14; else today.")
@click.option("--remark", default="", help="What to say about it; needed for a copy that is lost.")
@json_option()
@click.pass_obj
def end(entry: Entry, number: str, how: str, day: str, remark: str, *, as_json: bool) -> None:
    """Note that the copy NUMBER was returned, destroyed or lost.

    \b
    Example: docgen copy end C000001 returned
             docgen copy end C000002 lost --remark 移动硬盘失窃，已报案
    """
    from docgen.office import copies

    office, who = entry.open()
    on = day_of(day, "on") if day else None
    _tell(office, copies.end(office, who, number, State(how), on, remark), as_json=as_json)


@copy.command("review")
@click.argument("number")
@click.option("--until", default="", help="The day to look at it again; else in a year.")
@json_option()
@click.pass_obj
def review(entry: Entry, number: str, until: str, *, as_json: bool) -> None:
    """Note that the copy NUMBER was looked at and stays with its holder.

    \b
    Example: docgen copy review C000001 --until 2027-12-31
    """
    from docgen.office import copies

    office, who = entry.open()
    last = day_of(until, "until") if until else None
    _tell(office, copies.review(office, who, number, last), as_json=as_json)


@copy.command("list")
@click.option("--item", default="", help="Only copies of this paper.")
@click.option("--dossier", default="", help="Only copies of this dossier's papers.")
@click.option("--holder", default="", help="Only copies held by somebody of this name.")
@click.option("--due", is_flag=True, help="Only copies that must be looked at again.")
@click.option("--ended", is_flag=True, help="Also copies that nobody holds any more.")
@print_options(xlsx=True)
@json_option()
@click.pass_obj
def list_(
    entry: Entry,
    item: str,
    dossier: str,
    holder: str,
    out: Path | None,
    *,
    due: bool,
    ended: bool,
    docx: bool,
    pdf: bool,
    xlsx: bool,
    as_json: bool,
) -> None:
    """List or print the copies of papers that you may know of (副本登记簿).

    \b
    Example: docgen copy list --holder 财务部
             docgen copy list --ended --xlsx --out 副本登记簿.xlsx
    """
    from docgen.office import copies, copy_list

    office, who = entry.open()
    docx, pdf = by_ending(out, docx=docx, pdf=pdf)
    xlsx = workbook_wanted(out, xlsx=xlsx)
    is_printed = bool(docx or pdf or xlsx or out)
    rows = copies.list_copies(
        office,
        who,
        item=item,
        dossier=dossier,
        holder=holder,
        due=due,
        ended=ended,
        aid="register" if is_printed else "",
    )
    if is_printed:
        scope = "　".join(filter(None, (dossier or item, holder, "须复核的副本" if due else "")))
        aid = copy_list.printed(office, rows, scope, pdf=pdf, xlsx=xlsx)
        tell_files(write_aid(aid, out, docx=docx, pdf=pdf), as_json=as_json)
    elif as_json:
        out_json([copy_data(row) for row in rows])
    else:
        tell_copies(rows, office.today)


@copy.command("show")
@click.argument("number")
@json_option()
@click.pass_obj
def show(entry: Entry, number: str, *, as_json: bool) -> None:
    """Show the copy NUMBER.

    \b
    Example: docgen copy show C000001
    """
    from docgen.office import copies

    office, who = entry.open()
    _tell(office, copies.show(office, who, number), as_json=as_json)


def _tell(office: Office, row: Copy, *, as_json: bool) -> None:
    if as_json:
        out_json(copy_data(row))
    else:
        tell_copies([row], office.today)
