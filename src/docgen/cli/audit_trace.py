"""``docgen audit trace``: which controlled copy a stray page is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.printing import facts, note, out, out_json
from docgen.errors import Said, say
from docgen.model.copies import State

if TYPE_CHECKING:
    from docgen.office.tracing import Traced

_BY = {
    "identifier": say("the file's identifier"),
    "metadata": say("the file's metadata"),
    "text": say("the words on the page"),
    "code": say("the code on the page"),
}


@click.command(cls=Command)
@click.argument("file", type=click.Path(path_type=Path))
@json_option()
@click.pass_obj
def trace(entry: Entry, file: Path, *, as_json: bool) -> int:
    """Tell which controlled copy FILE is: a PDF, a scan or a photo of one page.

    The page may be turned, cut in half or badly copied. Exit code 1 if it names no copy that
    this office gave out.

    \b
    Example: docgen audit trace 散失页.jpg
    """
    from docgen.office import tracing

    office, who = entry.open()
    found = tracing.trace(office, who, file)
    known = any(one.fits for one in found)
    if as_json:
        out_json({"copies": [_data(one) for one in found]})
        return 0 if known else 1
    for one in found:
        _tell(one, str(office.settings.time_zone))
        if not one.fits:
            note(_doubt(one))
    if not found:
        out(say("No copy number was found on it."))
    return 0 if known else 1


def _tell(one: Traced, zone: str) -> None:
    from zoneinfo import ZoneInfo

    first = one.rows[0] if one.rows else None
    pairs: dict[str, object] = {say("copy"): one.clue.number, say("found by"): _BY[one.clue.by]}
    if first is not None:
        pairs |= {
            say("holder"): first.holder,
            say("issued by"): f"{first.noted_by.name} ({first.noted_by.code})",
            say("issued at"): f"{first.noted_at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}",
            say("reason"): first.reason,
            say("paper"): ", ".join(str(row.item) for row in one.rows),
            say("state"): State(first.state).said,
            say("log entry"): ", ".join(str(row.log_index) for row in one.rows),
        }
    facts(pairs)


def _doubt(one: Traced) -> Said:
    if not one.rows:
        return say("  This office gave out no such copy.")
    return say("  The page names another entry of the log: it may be forged.")


def _data(one: Traced) -> dict[str, object]:
    return {
        "copy": one.clue.number,
        "by": one.clue.by,
        "fits": one.fits,
        "issued": [
            {
                "item": str(row.item),
                "holder": row.holder,
                "issued_by": row.noted_by.code,
                "issued_at": row.noted_at.isoformat(),
                "reason": row.reason,
                "state": row.state,
                "log_index": row.log_index,
            }
            for row in one.rows
        ],
    }
