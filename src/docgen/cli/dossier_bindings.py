"""``docgen dossier bindings``: what is bound at the year's end (R-065)."""

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
from docgen.cli.base import Command, Entry, json_option
from docgen.cli.printing import out as tell_line
from docgen.cli.printing import out_json, table
from docgen.errors import say

if TYPE_CHECKING:
    from docgen.office.bindings import ToBind


@click.command("bindings", cls=Command)
@click.option("--year", type=click.IntRange(2000, 9998), help="The year; else this one.")
@click.option("--unit", default="", help="Only dossiers that this unit keeps.")
@print_options(xlsx=True)
@json_option()
@click.pass_obj
def bindings(
    entry: Entry,
    year: int | None,
    unit: str,
    out: Path | None,
    *,
    docx: bool,
    pdf: bool,
    xlsx: bool,
    as_json: bool,
) -> None:
    """List or print what is to be bound at the year's end, and what it still lacks (年度装订清单).

    Groups that are bound and not loose-leaf, with the papers filed since they were last bound.
    Once a group is bound, note it: docgen dossier reach bound-a NUMBER.

    \b
    Example: docgen dossier bindings --year 2026 --pdf
    """
    from docgen.office import bindings as verbs

    office, who = entry.open()
    chosen = year or office.today.year
    docx, pdf = by_ending(out, docx=docx, pdf=pdf)
    xlsx = workbook_wanted(out, xlsx=xlsx)
    found = verbs.due(office, who, chosen, unit)
    if docx or pdf or xlsx or out:
        aid = verbs.printed(office, found, chosen, unit, pdf=pdf, xlsx=xlsx)
        tell_files(write_aid(aid, out, docx=docx, pdf=pdf), as_json=as_json)
    elif as_json:
        out_json([_data(one) for one in found])
    else:
        _tell(found, chosen)


def _tell(found: list[ToBind], year: int) -> None:
    table(
        [
            *(say("unit"), say("dossier"), say("title"), say("group"), say("papers")),
            *(say("pages"), say("last bound"), say("still lacking")),
        ],
        [
            (
                *(one.dossier.unit, one.dossier, one.dossier.title),
                f"{one.due.group.letter} {one.due.group.title}",
                len(one.due.papers),
                "?" if one.due.pages is None else one.due.pages,
                one.due.bound_on or "",
                "、".join(one.due.lacking),
            )
            for one in found
        ],
    )
    ready = sum(one.due.is_ready for one in found)
    tell_line(
        say(
            "{n} to bind by {year}-12-31, {ready} of them ready.",
            n=len(found),
            year=year,
            ready=ready,
        )
    )


def _data(one: ToBind) -> dict[str, object]:
    due = one.due
    return {
        "dossier": str(one.dossier),
        "unit": one.dossier.unit,
        "group": due.group.key,
        "stage": f"bound-{due.group.letter}",
        "turns": [paper.turn for paper in due.papers],
        "papers": len(due.papers),
        "pages": due.pages,
        "uncounted": due.uncounted,
        "bound_on": due.bound_on.isoformat() if due.bound_on else None,
        "lacking": list(due.lacking),
        "ready": due.is_ready,
    }
