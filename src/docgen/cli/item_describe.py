"""``docgen item describe``, and how a description is shown."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.printing import facts, out_json
from docgen.errors import say

if TYPE_CHECKING:
    from docgen.office.describing import Facts

#: What the original is, as people read it.
CARRIERS = {
    "paper": say("on paper"),
    "electronic": say("electronic"),
    "photo": say("photograph"),
    "sound": say("sound recording"),
    "video": say("video recording"),
}


@click.command(cls=Command)
@click.argument("numbers", nargs=-1, required=True, metavar="ITEM...")
@click.option("--pages", type=int, default=None, help="How many pages.")
@click.option("--responsible", default=None, help="Who wrote or signed it (责任者).")
@click.option("--doc-number", default=None, help="The number printed on it (文号).")
@click.option(
    "--dated",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help="The paper's own date, as 2026-03-05.",
)
@click.option(
    "--carrier", default=None, help="The original: paper, electronic, photo, sound, video."
)
@click.option("--place", default=None, help="Where it stands: room/cabinet/shelf/box.")
@click.option("--barcode", default=None, help="The barcode on the original.")
@click.option(
    "--made-up/--own-title",
    "made_up",
    default=None,
    help="The title is the archivist's own: it is printed in [brackets].",
)
@json_option()
@click.pass_obj
def describe(
    entry: Entry,
    numbers: tuple[str, ...],
    pages: int | None,
    responsible: str | None,
    doc_number: str | None,
    dated: dt.datetime | None,
    carrier: str | None,
    place: str | None,
    *,
    barcode: str | None,
    made_up: bool | None,
    as_json: bool,
) -> None:
    """Write down what is known of a paper besides its title; "" takes a fact away (著录).

    \b
    Example: docgen item describe 0000000001-0003 --pages 7 --responsible 样本区人民法院
    """
    from docgen.office import describing

    office, who = entry.open()
    wanted = describing.Wanted(
        made_up=made_up,
        responsible=responsible,
        doc_number=doc_number,
        made_on=dated.date() if dated else None,
        pages=pages,
        carrier=carrier,
        place=place,
        barcode=barcode,
    )
    rows = describing.describe(office, who, numbers, wanted)
    known = {str(row): describing.facts(office, row) for row in rows}
    if as_json:
        out_json({"items": [{"item": item} | described_data(one) for item, one in known.items()]})
        return
    for item, one in known.items():
        facts({say("item"): item, say("title"): one.title, **described_words(one)})


def described_data(known: Facts) -> dict[str, object]:
    """A description as data."""
    return {
        "title": known.title,
        "responsible": known.responsible or None,
        "doc_number": known.number or None,
        "date": known.made_on.isoformat(),
        "pages": known.pages,
        "carrier": known.carrier.value if known.carrier else None,
        "place": str(known.place) or None,
        "barcode": known.barcode or None,
    }


def described_words(known: Facts) -> dict[str, object]:
    """A description as labels and values."""
    return {
        say("responsible"): known.responsible,
        say("number on it"): known.number,
        say("its date"): known.made_on,
        say("pages"): known.pages,
        say("original"): CARRIERS[known.carrier] if known.carrier else "",
        say("place"): str(known.place),
        say("barcode"): known.barcode,
    }
