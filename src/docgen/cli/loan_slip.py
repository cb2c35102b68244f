"""``docgen loan slip|sheet``: the papers that go with a loan."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.aid_files import by_ending, print_options, tell_files, write_aid
from docgen.cli.base import Command, Entry, json_option


@click.command(cls=Command)
@click.argument("number")
@print_options()
@json_option()
@click.pass_obj
def slip(
    entry: Entry, number: str, out: Path | None, *, docx: bool, pdf: bool, as_json: bool
) -> None:
    """Print the slip of the loan NUMBER, with a receipt that can be checked offline.

    \b
    Example: docgen loan slip L000001 --pdf
    """
    from docgen.office import loan_slip

    office, who = entry.open()
    docx, pdf = by_ending(out, docx=docx, pdf=pdf)
    aid = loan_slip.printed(office, who, number, pdf=pdf)
    tell_files(write_aid(aid, out, docx=docx, pdf=pdf), as_json=as_json)


@click.command(cls=Command)
@click.argument("number")
@print_options()
@json_option()
@click.pass_obj
def sheet(
    entry: Entry, number: str, out: Path | None, *, docx: bool, pdf: bool, as_json: bool
) -> None:
    """Print the loan NUMBER as a sheet to be signed (查阅借阅登记及带出许可单).

    \b
    Example: docgen loan sheet L000001 --pdf
    """
    from docgen.office import loan_sheet

    office, who = entry.open()
    docx, pdf = by_ending(out, docx=docx, pdf=pdf)
    aid = loan_sheet.printed(office, who, number, pdf=pdf)
    tell_files(write_aid(aid, out, docx=docx, pdf=pdf), as_json=as_json)
