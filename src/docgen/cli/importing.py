"""``docgen import``: taking in old papers, from a folder tree, a sheet or a bag."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from docgen.cli.base import Entry, Group
from docgen.cli.import_bag import bag
from docgen.cli.import_sheet import sheet
from docgen.cli.importing_view import carried_out
from docgen.cli.importing_wishes import Wishes, mapped, places, wishing
from docgen.errors import say


@click.group("import", cls=Group)
def import_() -> None:
    """Take in old papers: a tree of folders, a sheet that lists them, or a bag."""


import_.add_command(bag)
import_.add_command(sheet)


@import_.command("folder")
@click.argument("root", type=click.Path(path_type=Path), metavar="PATH")
@click.option(
    "--map",
    "mappings",
    multiple=True,
    metavar="FOLDER=DOSSIER",
    help="Which dossier or customer a folder at the top means; repeatable.",
)
@click.option(
    "--dated",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help="The date of papers whose name tells none.",
)
@wishing
@click.pass_obj
def folder(
    entry: Entry,
    root: Path,
    mappings: tuple[str, ...],
    dated: dt.datetime | None,
    wishes: Wishes,
) -> int:
    """Take in the tree of old papers at PATH: top folders are dossiers, files papers.

    A folder is named after a dossier's number, file number, or customer; folders below it may be
    groups. A name like 2019-03-12 服务合同.pdf gives date and title. If it was interrupted, the
    same command goes on: nothing is filed twice.

    \b
    Example: docgen import folder /mnt/scans --dry-run --report left.xlsx
    """
    from docgen.office import intake, taking_in_folder

    pairs = mapped(mappings, say("a folder is given as FOLDER=DOSSIER"))
    office, who = entry.open()
    given = taking_in_folder.Given(
        today=office.today,
        group=wishes.group,
        grade=intake.parse_grade(wishes.grade),
        dated=dated.date() if dated else None,
    )
    found = places(office, who, pairs, wishes.opening)
    return carried_out(
        office, who, lambda: taking_in_folder.plan(root, office.folder, found, given), wishes
    )
