"""``docgen fill`` and ``docgen questions``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.printing import holidays_unknown, is_terminal, note, out, out_json
from docgen.errors import Detail, Said, say

if TYPE_CHECKING:
    from docgen.office.handing_out import Written
    from docgen.office.writing import Filled


@click.command(cls=Command)
@click.argument("template")
@click.option("--customer", default="", help="Fill in what is known of this customer.")
@click.pass_obj
def questions(entry: Entry, template: str, customer: str) -> None:
    """Print the blank answers of TEMPLATE, ready to be filled in.

    \b
    Example: docgen questions complaint/complaint-record > answers.toml
    """
    from docgen.office import writing

    office, who = entry.open()
    click.echo(writing.questions(office, who, template, customer), nl=False)


@click.command(cls=Command)
@click.argument("template")
@click.option(
    "--data", type=click.Path(path_type=Path), help="Answers: TOML, JSON, YAML, CSV or XLSX."
)
@click.option("--set", "sets", multiple=True, metavar="K=V", help="One answer; repeatable.")
@click.option("--customer", default="", help="Whom it is about: id, dossier number or name.")
@click.option("--dossier", default="", help="Which dossier, if the customer has several.")
@click.option("--out", "target", type=click.Path(path_type=Path), help="Where to write it.")
@click.option("--pdf", is_flag=True, help="Make a PDF too.")
@click.option("--copies", is_flag=True, help="Make a PDF of all copies, each with where it goes.")
@click.option("--archival", is_flag=True, help="Make the PDF as PDF/A-2b.")
@click.option("--xlsx", is_flag=True, help="Make an Excel workbook of its tables too.")
@click.option("--file", "file_it", is_flag=True, help="File it in the customer's dossier.")
@click.option("--no-input", is_flag=True, help="Never ask, not even on a terminal.")
@json_option()
@click.pass_obj
def fill(
    entry: Entry,
    template: str,
    data: Path | None,
    sets: tuple[str, ...],
    customer: str,
    dossier: str,
    target: Path | None,
    *,
    pdf: bool,
    copies: bool,
    archival: bool,
    xlsx: bool,
    file_it: bool,
    no_input: bool,
    as_json: bool,
) -> None:
    """Fill the form TEMPLATE; print and file it if you wish.

    The Word file (and the PDF) is written to --out, or here under its title and number.
    For registers and reports --xlsx writes a workbook beside it, with sums and real dates.
    Known facts of the customer, the person and the company need not be typed. On a terminal
    missing answers are asked for, one after the other.

    \b
    Example: docgen fill complaint/complaint-record --data answers.toml \\
                 --customer K000001 --pdf --file
    """
    from docgen.cli.asking import complete
    from docgen.office import answering, handing_out, writing

    office, who = entry.open()
    handing_out.check_out(target or Path.cwd())
    given = answering.read(office, who, template, data, sets)
    told = given.answers
    if is_terminal() and not no_input:
        form = answering.open_form(office, who, template, told, customer=customer, dossier=dossier)
        told = complete(form, told, everything=data is None and not sets)
    remarks = list(map(_placed, given.remarks))
    for remark in () if as_json else remarks:
        note(remark)
    filled = writing.fill(
        office,
        who,
        template,
        told,
        places=given.places,
        customer=customer,
        dossier=dossier,
        pdf=pdf,
        copies=copies,
        archival=archival,
        xlsx=xlsx,
        file=file_it,
    )
    written = handing_out.write_out(office, who, filled, target, Path.cwd())
    if as_json:
        _print_json(filled, written, remarks)
    else:
        _print(filled, written)


def _placed(remark: Detail) -> str:
    if not remark.place:
        return remark.text
    return say("{place}: {remark}", place=remark.place, remark=remark.text)


def _print_json(filled: Filled, written: Written, remarks: list[str]) -> None:
    word, printed, sheet = written
    out_json(
        {
            "number": filled.number or None,
            "docx": str(word),
            "pdf": str(printed) if printed else None,
            "xlsx": str(sheet) if sheet else None,
            "item": str(filled.filed.item) if filled.filed else None,
            "warnings": [
                *map(str, remarks),
                *map(str, _warnings(filled)),
            ],
        }
    )


def _print(filled: Filled, written: Written) -> None:
    word, printed, sheet = written
    out(say("Filled: {title} {number}", title=filled.title, number=filled.number))
    out(say("  Word: {file}", file=word))
    if printed:
        out(say("  PDF: {file}", file=printed))
    if sheet:
        out(say("  Excel: {file}", file=sheet))
    if filled.filed:
        out(say("  Filed as {item}", item=filled.filed.item))
    for warning in _warnings(filled):
        note(warning)


def _warnings(filled: Filled) -> Iterator[Said]:
    yield from map(holidays_unknown, filled.unknown_years)
    if filled.overlong:
        yield say(
            "The form has become {pages} pages long; shorten the longest answers to keep it whole.",
            pages=filled.overlong,
        )
