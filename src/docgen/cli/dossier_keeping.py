"""``docgen dossier reach``, ``link`` and ``renumber``: stages, references and file numbers."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.days import day_of
from docgen.cli.printing import out, out_json, table
from docgen.errors import OutsideFailed, say


@click.command("reach", cls=Command)
@click.argument("stage")
@click.argument("numbers", nargs=-1, required=True)
@click.option("--on", "day", default="", help="The day it was reached, 2026-03-14; else today.")
@json_option()
@click.pass_obj
def reach(entry: Entry, stage: str, numbers: tuple[str, ...], day: str, *, as_json: bool) -> None:
    """Note that dossiers came to STAGE; deadlines of transfers begin there.

    The stages of each type stand in rules/dossier-types. Give all units of a project whose
    concentrated move-in has ended at once. bound-a says that the group a was bound as a volume.

    \b
    Example: docgen dossier reach signed 0000000001 --on 2026-03-14
    """
    from docgen.office import stages

    office, who = entry.open()
    rows = stages.reach(office, who, numbers, stage, day_of(day, "on") if day else None)
    if as_json:
        out_json({"stage": stage, "dossiers": [str(row) for row in rows]})
    else:
        out(say("Noted {stage} for {n} dossier(s).", stage=stage, n=len(rows)))


@click.command("link", cls=Command)
@click.argument("number")
@click.argument("others", nargs=-1, required=True)
@click.option("--why", default="", help="Why they belong together, in a few words.")
@json_option()
@click.pass_obj
def link(entry: Entry, number: str, others: tuple[str, ...], why: str, *, as_json: bool) -> None:
    """Link the dossier NUMBER with OTHERS; each shows the other.

    Dossiers of one customer are linked by themselves. Link an event with the households it
    touched, a lease with the file of the buyer, a lawsuit with the file it ended up in.

    \b
    Example: docgen dossier link 0000000007 0000000001 0000000002 --why 渗漏专题
    """
    from docgen.office import links

    office, who = entry.open()
    row = links.link(office, who, number, list(others), why)
    if as_json:
        out_json({"number": str(row), "linked": len(others)})
    else:
        out(say("Linked {number} with {n} dossier(s).", number=row, n=len(others)))


@click.command("renumber", cls=Command)
@click.argument("kind", metavar="TYPE")
@click.option(
    "--out",
    "file",
    type=click.Path(path_type=Path),
    help="Write the concordance as CSV to this new file.",
)
@click.option("--last", is_flag=True, help="Number nothing; the last concordance once more.")
@json_option()
@click.pass_obj
def renumber(entry: Entry, kind: str, file: Path | None, *, last: bool, as_json: bool) -> None:
    """Give all dossiers of TYPE new file numbers after its changed pattern.

    The pattern in rules/dossier-types is locked once it was used. This numbers all dossiers of
    the type anew and prints the concordance: each old number beside the new one. It is kept, and
    --last tells it again. The ten digits that papers and links hang on stay.

    \b
    Example: docgen dossier renumber unit --out 对照表.csv
    """
    from docgen.office import filenumbers
    from docgen.office.whole_files import refuse_there

    if file is not None:
        refuse_there(file)
    office, who = entry.open()
    done = (filenumbers.concordance if last else filenumbers.renumber)(office, who, kind)
    if file is not None:
        _write(file, kind, [(one.dossier, one.old, one.new) for one in done])
    if as_json:
        out_json([{"dossier": one.dossier, "old": one.old, "new": one.new} for one in done])
        return
    table(
        [say("dossier"), say("old number"), say("new number")],
        [(one.dossier, one.old, one.new) for one in done],
    )


def _write(file: Path, kind: str, rows: list[tuple[str, str, str]]) -> None:
    from docgen.office.whole_files import write_whole

    text = io.StringIO(newline="")
    csv.writer(text).writerows([("案卷", "原档号", "新档号"), *rows])
    try:
        write_whole({file: text.getvalue().encode("utf-8-sig")})
    except OSError as error:
        raise OutsideFailed(
            say("{file} cannot be written: {error}", file=file, error=error.strerror or error),
            why=say("the disk refused; the numbers are given, and the concordance is kept"),
            fix=say("write it again: docgen dossier renumber {type} --last --out FILE", type=kind),
            file=str(file),
        ) from error
