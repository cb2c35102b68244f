"""``docgen fill`` and ``docgen questions``."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.printing import out, out_json
from docgen.errors import say


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
@click.option("--data", type=click.Path(path_type=Path), help="Answers, TOML or JSON.")
@click.option("--set", "sets", multiple=True, metavar="K=V", help="One answer; repeatable.")
@click.option("--customer", default="", help="Whom it is about: id, dossier number or name.")
@click.option("--dossier", default="", help="Which dossier, if the customer has several.")
@click.option("--out", "target", type=click.Path(path_type=Path), help="Where to write it.")
@click.option("--pdf", is_flag=True, help="Make a PDF too.")
@click.option("--file", "file_it", is_flag=True, help="File it in the customer's dossier.")
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
    file_it: bool,
    as_json: bool,
) -> None:
    """Fill the form TEMPLATE; print and file it if you wish.

    The Word file (and the PDF) is written to --out, or here under its title and number.
    Known facts of the customer, the person and the company need not be typed.

    \b
    Example: docgen fill complaint/complaint-record --data answers.toml \\
                 --customer K000001 --pdf --file
    """
    from docgen.office import writing

    office, who = entry.open()
    writing.check_out(target or Path.cwd())
    raw = writing.read_answers(office, who, template, data, sets)
    filled = writing.fill(
        office, who, template, raw, customer=customer, dossier=dossier, pdf=pdf, file=file_it
    )
    word, printed = writing.write_out(office, who, filled, target, Path.cwd())
    item = str(filled.filed.item) if filled.filed else None
    if as_json:
        out_json(
            {
                "number": filled.number or None,
                "docx": str(word),
                "pdf": str(printed) if printed else None,
                "item": item,
                "warnings": [],
            }
        )
        return
    out(say("Filled: {title} {number}", title=filled.title, number=filled.number))
    out(say("  Word: {file}", file=word))
    if printed:
        out(say("  PDF: {file}", file=printed))
    if item:
        out(say("  Filed as {item}", item=item))
