"""``docgen dossier bind`` and ``docgen dossier labels``."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.aid_files import by_ending, print_options, tell_files, write_aid
from docgen.cli.base import Command, Entry, json_option
from docgen.cli.batch_view import progress
from docgen.cli.copy_view import tell_number
from docgen.cli.printing import note, out, out_json
from docgen.errors import say


@click.command(cls=Command)
@click.argument("number")
@click.option("--out", "target", type=click.Path(path_type=Path), required=True, help="The PDF.")
@click.option(
    "--purpose",
    default="",
    help="Why: service, complaint, contract, handover, legal, inspection, customer.",
)
@json_option()
@click.pass_obj
def bind(entry: Entry, number: str, target: Path, purpose: str, *, as_json: bool) -> None:
    """Bind a dossier into one PDF: cover, catalogue with pages, all papers, note.

    Each paper leaves on its own entry in the log, and each page bears your name and the copy's
    number. What you may not know is left out.

    \b
    Example: docgen dossier bind 0000000001 --purpose legal --out 0000000001.pdf
    """
    from docgen.office import binding

    office, who = entry.open()
    with progress(silent=as_json, resumable=False) as told:
        done = binding.bind(office, who, number, target, purpose=purpose, tell=told)
    if as_json:
        out_json(
            {
                "pdf": str(done.path),
                "papers": done.papers,
                "pages": done.pages,
                "left_out": done.left_out,
                "unprinted": list(done.unprinted),
                "log_index": done.log_index,
                "copy": done.number or None,
                "password": done.password or None,
            }
        )
        return
    out(say("Bound {papers} papers, {pages} pages.", papers=done.papers, pages=done.pages))
    out(say("Written: {file}", file=done.path))
    tell_number(done.number, done.password)
    if done.left_out:
        note(say("{n} papers above your clearance are left out.", n=done.left_out))
    for item in done.unprinted:
        note(say("{item}: something of it cannot be printed; a page says so.", item=item))


@click.command(cls=Command)
@click.argument("numbers", nargs=-1, required=True, metavar="NUMBER...")
@click.option("--box", "kind", flag_value="box", default=True, help="Labels for boxes (usual).")
@click.option("--spine", "kind", flag_value="spine", help="Labels for spines, to be cut out.")
@click.option(
    "--sheet", default="", help="Box: 3x8 (70 x 37 mm), 2x7, 2x4. Spine: 5x1 (38 x 192 mm), 3x1."
)
@click.option("--first", type=int, default=1, show_default=True, help="First free label.")
@print_options()
@json_option()
@click.pass_obj
def labels(
    entry: Entry,
    numbers: tuple[str, ...],
    kind: str,
    sheet: str,
    first: int,
    out: Path | None,
    *,
    docx: bool,
    pdf: bool,
    as_json: bool,
) -> None:
    """Print labels for dossiers, with Code 128 and QR, on a sheet of labels.

    \b
    Example: docgen dossier labels 0000000001 0000000002 --sheet 2x7 --first 5 --pdf
    """
    from docgen.office import labelling

    office, who = entry.open()
    docx, pdf = by_ending(out, docx=docx, pdf=pdf)
    aid = labelling.label(office, who, numbers, kind=kind, sheet=sheet, first=first, pdf=pdf)
    tell_files(write_aid(aid, out, docx=docx, pdf=pdf), as_json=as_json)
