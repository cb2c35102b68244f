"""``docgen import sheet``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.base import Command, Entry
from docgen.cli.importing_view import carried_out
from docgen.cli.importing_wishes import Wishes, mapped, places, wishing
from docgen.cli.language import tell
from docgen.cli.printing import out, out_json
from docgen.errors import Misuse, say

if TYPE_CHECKING:
    from docgen.office.desk import Office
    from docgen.register.models import Person

#: Rows ruled on the blank sheet.
_RULED = 200


@click.command("sheet", cls=Command)
@click.argument(
    "rows", required=False, type=click.Path(path_type=Path), metavar="ROWS.xlsx|ROWS.csv"
)
@click.option(
    "--files",
    "root",
    type=click.Path(path_type=Path),
    default=None,
    help="The folder of the files, each of which must stand in a row; else the sheet's own.",
)
@click.option(
    "--blank",
    "target",
    type=click.Path(path_type=Path),
    default=None,
    metavar="FILE.xlsx",
    help="Write the blank sheet with its explanations, and import nothing.",
)
@click.option(
    "--map",
    "mappings",
    multiple=True,
    metavar="HEADING=COLUMN",
    help="Which column a heading stands for; repeatable.",
)
@wishing
@click.pass_obj
def sheet(
    entry: Entry,
    rows: Path | None,
    root: Path | None,
    target: Path | None,
    mappings: tuple[str, ...],
    wishes: Wishes,
) -> int:
    """Take in the old papers that a sheet lists, one row a paper, with all that is known of them.

    Columns: 文件 案卷或客户 组别 题名 文号 责任者 文件日期 页数 密级 载体 存放位置 条形码 保管期限
    备注. A row with a fault is not taken, and the report names its cell; correct the sheet and
    import it again.

    \b
    Example: docgen import sheet --blank papers.xlsx
             docgen import sheet papers.xlsx --files /mnt/scans --dry-run
    """
    from docgen.office import intake, taking_in_folder, taking_in_sheet

    if (rows is None) == (target is None):
        raise Misuse(
            say("It is not clear what to do"),
            why=say("a sheet is imported, or a blank one is written"),
            fix=say("give a sheet, or --blank FILE.xlsx"),
        )
    columns = mapped(mappings, say("a column is given as HEADING=COLUMN"))
    office, who = entry.open()
    if rows is None:
        return _blank(office, who, target, wishes)
    given = taking_in_folder.Given(office.today, wishes.group, intake.parse_grade(wishes.grade))
    found = places(office, who, {}, wishes.opening)
    return carried_out(
        office,
        who,
        lambda: taking_in_sheet.plan(office, rows, root, found, given, columns),
        wishes,
    )


def _blank(office: Office, who: Person, target: Path | None, wishes: Wishes) -> int:
    from docgen.office import datasheets, taking_in_columns

    title, data = taking_in_columns.blank(office, who, tell, rows=_RULED)
    written = datasheets.write(title, data, target, Path.cwd())
    if wishes.as_json:
        out_json({"file": str(written), "rows": _RULED})
    else:
        out(say("Written: {file}", file=written))
    return 0
