"""``docgen transfer``: papers go from the units to the archive."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.base import Entry, Group, json_option
from docgen.cli.printing import holidays_unknown, note, out, out_json, table
from docgen.cli.transfer_view import holding_data, line_data, tell_one, transfer_data
from docgen.errors import say
from docgen.model.transfer import Finding, Piece, State

if TYPE_CHECKING:
    from docgen.register.models_custody import Transfer


@click.group(cls=Group)
def transfer() -> None:
    """Transfers to the archive: what is due, propose, send, check and accept."""


@transfer.command("due")
@click.option("--unit", default="", help="Only papers of this unit.")
@click.option("--days", default=0, show_default=True, help="Look so many days ahead.")
@json_option()
@click.pass_obj
def due(entry: Entry, unit: str, days: int, *, as_json: bool) -> int:
    """List papers that are late for the archive, by unit; exit code 1 if any is.

    \b
    Example: docgen transfer due --days 14
    """
    from docgen.office import transfers

    office, who = entry.open()
    found = transfers.due(office, who, unit, days)
    late = any(one.claim.is_late(office.today) for one in found)
    if as_json:
        out_json([holding_data(one, office.today) for one in found])
        return 1 if late else 0
    for year in sorted({year for one in found for year in one.claim.unknown_years}):
        note(holidays_unknown(year))
    table(
        [
            say("unit"),
            say("hand over by"),
            say("late by days"),
            say("item"),
            say("title"),
            say("rule"),
        ],
        [
            (
                one.dossier.unit,
                one.claim.day.isoformat(),
                max(0, (office.today - one.claim.day).days) or "",
                str(one.item),
                one.item.title,
                one.claim.rule.source,
            )
            for one in found
        ],
    )
    return 1 if late else 0


@transfer.command("propose")
@click.option("--unit", default="", help="The unit; else your own.")
@click.option("--days", default=14, show_default=True, help="Take what is due within so many days.")
@json_option()
@click.pass_obj
def propose(entry: Entry, unit: str, days: int, *, as_json: bool) -> None:
    """Put on lists what a unit must hand over; one list for each deadline.

    \b
    Example: docgen transfer propose --days 14
    """
    from docgen.office import transfers

    office, who = entry.open()
    rows = transfers.propose(office, who, unit, days)
    if as_json:
        out_json([transfer_data(row, row.lines.count()) for row in rows])
        return
    if not rows:
        out(say("Nothing is due."))
    for row in rows:
        tell_one(row, row.lines.count())


@transfer.command("send")
@click.argument("number")
@click.option("--late-reason", default="", help="Why it is late; printed on the list.")
@click.option(
    "--copy-kept",
    "kept",
    multiple=True,
    help="A paper of which the unit keeps a photocopy: its item number.",
)
@json_option()
@click.pass_obj
def send(
    entry: Entry, number: str, late_reason: str, kept: tuple[str, ...], *, as_json: bool
) -> None:
    """Hand the papers of the transfer NUMBER over.

    The photocopies that the unit keeps are noted in the copies register and printed on the list.

    \b
    Example: docgen transfer send T000001 --copy-kept 0000000001-0006
    """
    from docgen.office import transfers

    office, who = entry.open()
    row = transfers.send(office, who, number, late_reason, copies_kept=kept)
    _tell(row, as_json=as_json)


@transfer.command("withdraw")
@click.argument("number")
@json_option()
@click.pass_obj
def withdraw(entry: Entry, number: str, *, as_json: bool) -> None:
    """Take back the transfer NUMBER before it is accepted.

    \b
    Example: docgen transfer withdraw T000001
    """
    from docgen.office import transfers

    office, who = entry.open()
    _tell(transfers.withdraw(office, who, number), as_json=as_json)


@transfer.command("accept")
@click.argument("number")
@click.option("--received", multiple=True, help="A paper found as listed: its item number.")
@click.option("--differs", multiple=True, help="Received, with what differs: ITEM=首页缺失.")
@click.option("--returned", multiple=True, help="Returned to the unit, with why: ITEM=待补签字.")
@click.option("--rest", is_flag=True, help="All papers not named were checked, and are as listed.")
@json_option()
@click.pass_obj
def accept(
    entry: Entry,
    number: str,
    received: tuple[str, ...],
    differs: tuple[str, ...],
    returned: tuple[str, ...],
    *,
    rest: bool,
    as_json: bool,
) -> None:
    """Receive the transfer NUMBER, each paper checked.

    What is returned stays with the unit and is due again. Whoever sent it never accepts it.

    \b
    Example: docgen transfer accept T000001 --rest --returned 0000000001-0006=待补签字
    """
    from docgen.office import transfers

    office, who = entry.open()
    findings = {
        **_findings(Piece.RECEIVED, received),
        **_findings(Piece.DIFFERS, differs),
        **_findings(Piece.RETURNED, returned),
    }
    row = transfers.accept(office, who, number, findings, rest=rest)
    _tell(row, as_json=as_json)


@transfer.command("list")
@click.option(
    "--state", type=click.Choice([one.value for one in State]), help="Only those in this state."
)
@click.option("--unit", default="", help="Only those of this unit.")
@json_option()
@click.pass_obj
def list_(entry: Entry, state: str | None, unit: str, *, as_json: bool) -> None:
    """List transfers: all for the archive, those of your unit otherwise.

    \b
    Example: docgen transfer list --state sent
    """
    from docgen.office import transfers

    office, who = entry.open()
    rows = transfers.list_transfers(office, who, state or "", unit)
    if as_json:
        out_json([transfer_data(row, papers) for row, papers in rows])
        return
    table(
        [
            say("transfer"),
            say("unit"),
            say("receiving unit"),
            say("hand over by"),
            say("state"),
            say("papers"),
        ],
        [
            (row.code, row.unit, row.receiver, row.due, State(row.state).said, papers)
            for row, papers in rows
        ],
    )


@transfer.command("show")
@click.argument("number")
@json_option()
@click.pass_obj
def show(entry: Entry, number: str, *, as_json: bool) -> None:
    """Show the papers of the transfer NUMBER, and what was found of each.

    \b
    Example: docgen transfer show T000001
    """
    from docgen.office import transfers

    office, who = entry.open()
    row, lines = transfers.show(office, who, number)
    if as_json:
        out_json({**transfer_data(row, len(lines)), "items": [line_data(line) for line in lines]})
        return
    tell_one(row, len(lines))
    table(
        [say("item"), say("title"), say("state"), say("remark")],
        [(str(line.item), line.item.title, Piece(line.state).said, line.note) for line in lines],
    )


@transfer.command("print")
@click.argument("number")
@click.option("--out", "place", type=click.Path(path_type=Path), help="File or folder; else here.")
@click.option("--pdf", is_flag=True, help="Also a PDF of both copies, for the signatures.")
@json_option()
@click.pass_obj
def print_(entry: Entry, number: str, place: Path | None, *, pdf: bool, as_json: bool) -> None:
    """Print the list of the transfer NUMBER (移交清单), two copies.

    \b
    Example: docgen transfer print T000001 --pdf --out 移交/
    """
    from docgen.office import handing_out, transfer_list

    office, who = entry.open()
    if place is not None:
        handing_out.check_out(place)
    filled = transfer_list.printed(office, who, number, pdf=pdf)
    written = transfer_list.write(office, who, filled, place, Path.cwd())
    if as_json:
        out_json(
            {
                "number": filled.number,
                "docx": str(written.docx),
                "pdf": str(written.pdf) if written.pdf else None,
            }
        )
        return
    for file in filter(None, (written.docx, written.pdf)):
        out(say("Written: {file}", file=file))


def _findings(piece: Piece, texts: Sequence[str]) -> dict[str, Finding]:
    from docgen.office import transfers

    return dict(transfers.finding(piece, text) for text in texts)


def _tell(row: Transfer, *, as_json: bool) -> None:
    papers = row.lines.count()
    if as_json:
        out_json(transfer_data(row, papers))
    else:
        tell_one(row, papers)
