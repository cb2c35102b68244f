"""The catalogue of a dossier on the terminal, and where the dossier stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.dossier_view import fate, tell_head
from docgen.cli.language import tell
from docgen.cli.printing import out, out_json, table
from docgen.errors import say
from docgen.model.grades import Grade

if TYPE_CHECKING:
    from docgen.register.models import Item


def show_catalogue(entry: Entry, number: str, group: str, *, as_json: bool) -> None:
    """Print the catalogue of a dossier, or of one of its groups."""
    from docgen.office import describing, dossiers

    office, who = entry.open()
    contents = dossiers.show(office, who, number)
    rows: list[dict[str, object]] = []
    for one, items in contents.groups:
        for item in items if group in {"", one.key, one.letter} else ():
            facts = describing.facts(office, item)
            rows.append(
                {
                    "turn": len(rows) + 1,
                    "item": str(item),
                    "number": facts.number,
                    "filed_by": item.filed_by.name,
                    "responsible": facts.responsible,
                    "title": facts.title,
                    "date": facts.made_on.isoformat(),
                    "pages": facts.pages,
                    "grade": Grade.of_rank(item.rank).mark,
                    "group": one.title,
                    "remark": tell(_remark(item)),
                }
            )
    if as_json:
        out_json({"number": str(contents.dossier), "rows": rows})
        return
    tell_head(contents)
    heads = [
        *(say("no."), say("item"), say("document no."), say("filed by"), say("responsible")),
        *(say("title"), say("date"), say("pages"), say("grade"), say("group"), say("remark")),
    ]
    table(heads, [["" if cell is None else cell for cell in row.values()] for row in rows])


def _remark(item: Item) -> str:
    """What became of a paper that is gone, or that a form is a draft."""
    from docgen.office import form_states

    if item.state != "filed":
        return fate(item)
    blanks = form_states.blanks_of(item)
    return say("draft: {n} answers are missing", n=blanks) if blanks else ""


@click.command(cls=Command)
@click.argument("number")
@click.argument("where")
@click.option("--barcode", default=None, help="The barcode on the volume.")
@json_option()
@click.pass_obj
def place(entry: Entry, number: str, where: str, barcode: str | None, *, as_json: bool) -> None:
    """Note where a dossier's volume stands: WHERE is room/cabinet/shelf/box, "" for unknown.

    \b
    Example: docgen dossier place 0000000001 一号库/03/2/05
    """
    from docgen.office import describing

    office, who = entry.open()
    row = describing.place(office, who, number, where, barcode)
    stands = str(describing.place_of(row))
    if as_json:
        code = describing.barcode_of(row)
        out_json({"number": str(row), "place": stands, "barcode": code})
    else:
        out(say("Dossier {number} stands at: {place}", number=row, place=stands or "-"))
