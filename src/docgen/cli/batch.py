"""``docgen batch``: many forms of one template from a data sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.batch_view import progress, show_checked, show_outcome
from docgen.cli.language import tell
from docgen.errors import Misuse, say

if TYPE_CHECKING:
    from docgen.office.batch import Wanted


@click.command(cls=Command)
@click.argument("template")
@click.argument("rows", type=click.Path(path_type=Path))
@click.option("--out", "folder", type=click.Path(path_type=Path), help="A new or empty folder.")
@click.option("--dry-run", is_flag=True, help="Only list what is wrong, row by row.")
@click.option("--skip-wrong", is_flag=True, help="Leave wrong rows out and fill the others.")
@click.option("--pdf", is_flag=True, help="Make a PDF of each form too.")
@click.option("--archival", is_flag=True, help="Make the PDFs as PDF/A-2b.")
@click.option("--merge-pdf", "merged", default="", metavar="NAME", help="One PDF of all forms.")
@click.option("--zip", "zipped", is_flag=True, help="One ZIP file instead of single files.")
@click.option("--file", "file_it", is_flag=True, help="File each in its customer's dossier.")
@click.option(
    "--map",
    "mappings",
    multiple=True,
    metavar="HEADING=FIELD",
    help="Which field a column holds; repeatable.",
)
@click.option("--customer-column", default="", metavar="HEADING", help="Whom a row is about.")
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=None, help="Processes; else one a core."
)
@click.option("--resume", is_flag=True, help="Go on where a batch was interrupted.")
@click.option("--restart", is_flag=True, help="Void what an interrupted batch did; begin anew.")
@json_option()
@click.pass_obj
def batch(
    entry: Entry,
    template: str,
    rows: Path,
    folder: Path | None,
    mappings: tuple[str, ...],
    customer_column: str,
    jobs: int | None,
    merged: str,
    *,
    dry_run: bool,
    skip_wrong: bool,
    pdf: bool,
    archival: bool,
    zipped: bool,
    file_it: bool,
    resume: bool,
    restart: bool,
    as_json: bool,
) -> int:
    """Fill TEMPLATE once for each row of ROWS, a CSV or Excel file.

    All rows are checked before one form is made. Files, numbers, items and errors are listed
    in 结果.xlsx in the folder --out. A batch that was interrupted goes on with --resume.

    \b
    Example: docgen batch complaint/complaint-record rows.xlsx --dry-run
             docgen batch complaint/complaint-record rows.xlsx --out forms --pdf
    """
    from docgen.office import batch as batches

    wanted = batches.Wanted(
        template=template,
        rows=rows,
        mapping=_mapping(mappings),
        customer_column=customer_column,
        pdf=pdf,
        archival=archival,
        merged=_pdf_name(merged),
        zipped=zipped,
        file=file_it,
        skip_wrong=skip_wrong,
        jobs=jobs or 0,
    )
    _refuse_nonsense(wanted, folder, dry_run=dry_run, both=resume and restart)
    office, who = entry.open()
    with progress(silent=as_json) as told:
        if dry_run or folder is None:
            checked = batches.check(office, who, wanted, folder, tell=told, words=tell)
            return show_checked(checked, as_json=as_json)
        mode = "resume" if resume else "restart" if restart else "new"
        outcome = batches.run(office, who, wanted, folder, mode=mode, tell=told, words=tell)
    return show_outcome(outcome, as_json=as_json)


def _mapping(mappings: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for one in mappings:
        heading, equals, field = one.rpartition("=")
        if not (equals and heading.strip() and field.strip()):
            raise Misuse(
                say("--map {one} says nothing", one=one),
                why=say("a column is given as HEADING=FIELD"),
                fix=say("write for instance: --map 投诉日期=received_on"),
            )
        pairs[heading.strip()] = field.strip()
    return pairs


def _pdf_name(name: str) -> str:
    """The name of the one PDF, with its ending."""
    if not name:
        return ""
    if Path(name).name != name or name.startswith("."):
        raise Misuse(
            say("{name} cannot be the name of the one PDF", name=name),
            why=say("it is written into the folder --out"),
            fix=say("give a plain name, for instance: --merge-pdf all.pdf"),
        )
    return name if name.lower().endswith(".pdf") else f"{name}.pdf"


def _refuse_nonsense(wanted: Wanted, folder: Path | None, *, dry_run: bool, both: bool) -> None:
    told = ""
    if folder is None and not dry_run:
        told, fix = say("no folder was given"), say("add --out DIR, or --dry-run to check only")
    elif both:
        told, fix = say("--resume and --restart exclude each other"), say("give one of them")
    elif wanted.archival and wanted.merged:
        told = say("a PDF that was put together is no PDF/A-2b any more")
        fix = say("leave out --merge-pdf or --archival")
    elif wanted.archival and not wanted.pdf:
        told, fix = say("--archival says what kind of PDF to make"), say("add --pdf")
    if told:
        raise Misuse(say("It is not clear what to do"), why=told, fix=fix)
