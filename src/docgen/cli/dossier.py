"""``docgen dossier``: one file per customer."""

from __future__ import annotations

import click

from docgen.cli.base import Entry, Group, json_option
from docgen.cli.dossier_view import dossier_data, missing_data, tell_head, tell_missing
from docgen.cli.printing import out, out_json, table
from docgen.errors import say
from docgen.model.grades import Grade


@click.group(cls=Group)
def dossier() -> None:
    """Open dossiers; show what is in them and what is missing."""


@dossier.command("open")
@click.argument("customer")
@click.option("--type", "kind", default="", help="Dossier type; else by the customer's kind.")
@click.option("--key", default="", help="Its key (房号, 户号 …); else the customer's id.")
@json_option()
@click.pass_obj
def open_(entry: Entry, customer: str, kind: str, key: str, *, as_json: bool) -> None:
    """Open a dossier for CUSTOMER; one a key.

    \b
    Example: docgen dossier open K000001
    """
    from docgen.office import customers, dossiers

    office, who = entry.open()
    row = dossiers.open_dossier(office, who, customers.resolve(who, customer), kind=kind, key=key)
    if as_json:
        out_json(dossier_data(dossiers.show(office, who, str(row))))
    else:
        out(say("Opened dossier {number}: {title}", number=row, title=row.title))


@dossier.command("list")
@click.option("--type", "kind", default="", help="Only of this type.")
@json_option()
@click.pass_obj
def list_(entry: Entry, kind: str, *, as_json: bool) -> None:
    """List the dossiers you may know of.

    \b
    Example: docgen dossier list --type customer
    """
    from docgen.office import dossiers

    office, who = entry.open()
    rows = dossiers.list_dossiers(office, who, kind)
    if as_json:
        out_json(
            [
                {
                    "number": str(row),
                    "type": row.type,
                    "title": row.title,
                    "customer": row.customer.code,
                    "unit": row.unit,
                    "items": papers,
                }
                for row, papers in rows
            ]
        )
        return
    table(
        [say("number"), say("title"), say("key"), say("unit"), say("papers")],
        [(str(row), row.title, row.key, row.unit, papers) for row, papers in rows],
    )


@dossier.command("show")
@click.argument("number")
@json_option()
@click.pass_obj
def show(entry: Entry, number: str, *, as_json: bool) -> None:
    """Show a dossier: its papers by group, and what is missing.

    \b
    Example: docgen dossier show 0000000001
    """
    from docgen.office import dossiers

    office, who = entry.open()
    contents = dossiers.show(office, who, number)
    if as_json:
        out_json(dossier_data(contents))
        return
    tell_head(contents)
    for group, items in contents.groups:
        out(f"\n{group.letter}  {group.title}" + ("" if items else "  –"))
        for item in items:
            out(f"   {item}  {item.dated}  {item.title} {item.form_number}")
    tell_missing(contents)


@dossier.command("missing")
@click.argument("number")
@json_option()
@click.pass_obj
def missing(entry: Entry, number: str, *, as_json: bool) -> int:
    """Show what a dossier lacks; exit code 1 if anything.

    \b
    Example: docgen dossier missing 0000000001
    """
    from docgen.office import dossiers

    office, who = entry.open()
    contents = dossiers.show(office, who, number)
    if as_json:
        out_json({"number": str(contents.dossier), "missing": missing_data(contents)})
    else:
        tell_missing(contents)
    return 1 if contents.missing else 0


@dossier.command("catalogue")
@click.argument("number")
@json_option()
@click.pass_obj
def catalogue(entry: Entry, number: str, *, as_json: bool) -> None:
    """Print the catalogue of a dossier (卷内目录).

    \b
    Example: docgen dossier catalogue 0000000001
    """
    from docgen.office import dossiers

    office, who = entry.open()
    contents = dossiers.show(office, who, number)
    rows = [
        (
            turn,
            str(item),
            item.form_number,
            item.filed_by.name,
            item.title,
            item.dated.isoformat(),
            Grade.of_rank(item.rank).mark,
            group.title,
        )
        for turn, (group, item) in enumerate(
            ((group, item) for group, items in contents.groups for item in items), start=1
        )
    ]
    if as_json:
        names = ("turn", "item", "number", "filed_by", "title", "date", "grade", "group")
        out_json(
            {
                "number": str(contents.dossier),
                "rows": [dict(zip(names, row, strict=True)) for row in rows],
            }
        )
        return
    tell_head(contents)
    table(
        [
            say("no."),
            say("item"),
            say("document no."),
            say("filed by"),
            say("title"),
            say("date"),
            say("grade"),
            say("group"),
        ],
        rows,
    )
