"""``docgen import bag``."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import click

from docgen.cli.base import Command, Entry
from docgen.cli.importing_view import carried_out
from docgen.cli.importing_wishes import Wishes, wishing
from docgen.errors import Misuse, say


@click.command("bag", cls=Command)
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--dossier", default="", help="The dossier its papers go to.")
@click.option("--customer", default="", help="Or the customer; his dossier is opened if need be.")
@wishing
@click.pass_obj
def bag(entry: Entry, path: Path, dossier: str, customer: str, wishes: Wishes) -> int:
    """Take in the papers of the BagIt bag at PATH, a folder or a ZIP.

    The whole bag is checked first; one that breaks a rule is refused. A bag of docgen keeps
    titles, dates, groups and grades; of another one every file is a paper. If it was interrupted,
    the same command goes on: nothing is filed twice.

    \b
    Example: docgen import bag 0000000001.zip --customer K000007 --dry-run
    """
    from docgen.office import bag_import, intake

    if bool(dossier) == bool(customer):
        raise Misuse(
            say("Where do the papers go?"),
            why=say("a bag goes into one dossier"),
            fix=say("add --dossier or --customer, one of them"),
        )
    office, who = entry.open()
    given = bag_import.Given(
        dossier, customer, wishes.opening, wishes.group, intake.parse_grade(wishes.grade)
    )
    with ExitStack() as stack:
        make = bag_import.planning(office, who, path, given, stack)
        return carried_out(office, who, make, wishes)
