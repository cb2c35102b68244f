"""``docgen template export-excel``: the blank data sheet of a form."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.language import tell
from docgen.cli.printing import out, out_json
from docgen.errors import say

#: As ``render.datasheet.MOST_ROWS``, which is too heavy to load for the help.
_MOST_ROWS = 10_000


@click.command("export-excel", cls=Command)
@click.argument("name", metavar="TEMPLATE")
@click.option("--out", "target", type=click.Path(path_type=Path), help="Where to write it.")
@click.option(
    "--rows",
    type=click.IntRange(1, _MOST_ROWS),
    default=50,
    show_default=True,
    help="How many rows to rule.",
)
@click.option("--customer", default="", help="Fill in what is known of this customer.")
@json_option()
@click.pass_obj
def export_excel(
    entry: Entry, name: str, target: Path | None, rows: int, customer: str, *, as_json: bool
) -> None:
    """Write the blank data sheet of TEMPLATE: an Excel file with one row for each form.

    It has lists to choose from, help at every heading, a sheet for each table of the form, and
    a sheet that explains. Filled in, it is for docgen fill --data (one row) and docgen batch.

    \b
    Example: docgen template export-excel complaint/complaint-record --rows 50
    """
    from docgen.office import datasheets

    office, who = entry.open()
    title, data = datasheets.blank(office, who, name, rows=rows, customer=customer, tell=tell)
    written = datasheets.write(title, data, target, Path.cwd())
    if as_json:
        out_json({"file": str(written), "rows": rows})
        return
    out(say("Written: {file}", file=written))
    out(
        say(
            "  Fill in the rows, then: docgen batch {name} {file} --dry-run --out FOLDER",
            name=name,
            file=written.name,
        )
    )
