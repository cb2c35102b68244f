"""``docgen posting rotate|notice``: who might be moved and why, and the notice of a move."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.answers import with_answers, with_pdf
from docgen.cli.base import Command, Entry, json_option
from docgen.cli.days import day_of
from docgen.cli.posting_view import proposal_data, tell_proposal
from docgen.cli.printing import out, out_json
from docgen.errors import say


@click.command("rotate", cls=Command)
@json_option()
@click.pass_obj
def rotate(entry: Entry, *, as_json: bool) -> None:
    """List who might be moved, with every reason that matches and what speaks against it.

    docgen proposes, a person decides: by docgen posting notice.

    \b
    Example: docgen posting rotate
    """
    from docgen.office import postings_rotation

    office, who = entry.open()
    found = postings_rotation.proposals(office, who)
    if as_json:
        out_json([{"posting": row.code, **proposal_data(one)} for row, one in found])
        return
    for row, one in found:
        area = row.area.title if row.area else row.host
        out(say("{code} {name}, {area}", code=row.code, name=row.name, area=area))
        tell_proposal(one)
    if not found:
        out(say("Nobody is to be moved."))


@click.command("notice", cls=Command)
@click.argument("code", metavar="POSTING")
@click.option("--to", "area", required=True, help="The key of the new area.")
@click.option("--on", required=True, help="From when on, 2026-03-14.")
@with_answers
@with_pdf
@json_option()
@click.pass_obj
def notice(
    entry: Entry,
    /,
    code: str,
    area: str,
    on: str,
    data: Path | None,
    sets: tuple[str, ...],
    *,
    pdf: bool,
    as_json: bool,
) -> None:
    """Issue the notice that moves POSTING to another area; the handover carries it out.

    \b
    Example: docgen posting notice W000001 --to yj --on 2027-04-01
               --set "report_to=云津驻外机构，站长"
    """
    from docgen.office import answering, postings_rotation
    from docgen.office.postings_papers import Wish

    office, who = entry.open()
    given = answering.read(office, who, postings_rotation.FORM, data, sets).answers
    day = day_of(on, "on")
    item = postings_rotation.notify(office, who, code, area, day, Wish(given=given, pdf=pdf))
    if as_json:
        out_json({"posting": code, "area": area, "on": day, "item": str(item)})
    else:
        out(say("The notice is filed: {item}. Next: docgen handover start", item=item))
