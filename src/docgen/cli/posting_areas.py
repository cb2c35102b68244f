"""``docgen posting area|areas``: sales areas, their classes and their staffing."""

from __future__ import annotations

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.printing import out, out_json, table
from docgen.errors import listed, say


@click.command("area", cls=Command)
@click.argument("key", metavar="AREA")
@click.option("--title", default=None, help="What it is called.")
@click.option("--sales", type=int, default=None, help="How much was sold there.")
@click.option(
    "--high-failure/--no-high-failure", default=None, help="Mostly models that fail often."
)
@click.option("--one-stop/--no-one-stop", default=None, help="A one-stop shop (一站通) is there.")
@json_option()
@click.pass_obj
def area(
    entry: Entry,
    /,
    key: str,
    title: str | None,
    sales: int | None,
    *,
    high_failure: bool | None,
    one_stop: bool | None,
    as_json: bool,
) -> None:
    """Add AREA, or change what is known of it; its class follows.

    \b
    Example: docgen posting area lz --title 澜州 --sales 150000
    """
    from docgen.office import postings_areas

    office, who = entry.open()
    figures = postings_areas.Figures(title, sales, high_failure, one_stop)
    row = postings_areas.put(office, who, key, figures)
    if as_json:
        out_json({"area": row.key, "title": row.title, "sales": row.sales})
    else:
        out(say("{key} {title}: {sales}", key=row.key, title=row.title, sales=row.sales))


@click.command("areas", cls=Command)
@json_option()
@click.pass_obj
def areas(entry: Entry, *, as_json: bool) -> None:
    """List the areas with class and staff, and what does not fit.

    \b
    Example: docgen posting areas
    """
    from docgen.office import postings_areas

    office, who = entry.open()
    found = postings_areas.areas(office, who)
    if as_json:
        out_json(
            [
                {
                    "area": one.area.key,
                    "title": one.area.title,
                    "sales": one.area.sales,
                    "class": one.rule.title,
                    "staffed_as": one.staffing.title,
                    "assistant": one.staffing.assistant,
                    "people": list(one.people),
                    "remarks": list(one.remarks),
                }
                for one in found
            ]
        )
        return
    table(
        [
            *(say("area"), say("title"), say("sales"), say("class")),
            *(say("staffed as"), say("people"), say("remark")),
        ],
        [
            (
                *(one.area.key, one.area.title, one.area.sales, one.rule.title),
                *(one.staffing.title, ", ".join(one.people), listed(one.remarks)),
            )
            for one in found
        ],
    )
