"""``docgen outside form|register``: the approval form of one request, and the running register."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.aid_files import by_ending, print_options, tell_files, workbook_wanted, write_aid
from docgen.cli.base import Command, Entry, json_option


@click.command("form", cls=Command)
@click.argument("number")
@print_options()
@json_option()
@click.pass_obj
def form(
    entry: Entry, number: str, out: Path | None, *, docx: bool, pdf: bool, as_json: bool
) -> None:
    """Print the approval form of the request NUMBER as it stands (外单位查阅审批及登记表).

    \b
    Example: docgen outside form OUT-000001 --pdf
    """
    from docgen.office import outside_form

    office, who = entry.open()
    docx, pdf = by_ending(out, docx=docx, pdf=pdf)
    aid = outside_form.form(office, who, number, pdf=pdf)
    tell_files(write_aid(aid, out, docx=docx, pdf=pdf), as_json=as_json)


@click.command("register", cls=Command)
@click.option("--year", type=int, default=0, help="The year; else this one.")
@print_options(xlsx=True)
@json_option()
@click.pass_obj
def register(
    entry: Entry,
    year: int,
    out: Path | None,
    *,
    docx: bool,
    pdf: bool,
    xlsx: bool,
    as_json: bool,
) -> None:
    """Print the register of a year's outside requests (外单位查阅登记簿).

    \b
    Example: docgen outside register --year 2026 --out 外单位查阅登记簿.docx --pdf
    """
    from docgen.office import outside_register

    office, who = entry.open()
    docx, pdf = by_ending(out, docx=docx, pdf=pdf)
    xlsx = workbook_wanted(out, xlsx=xlsx)
    aid = outside_register.register(office, who, year or office.today.year, pdf=pdf, xlsx=xlsx)
    tell_files(write_aid(aid, out, docx=docx, pdf=pdf), as_json=as_json)
