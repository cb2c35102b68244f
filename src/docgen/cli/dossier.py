"""``docgen dossier``: one file per customer."""

from __future__ import annotations

import click

from docgen.cli.base import Entry, Group, json_option
from docgen.cli.copy_view import copy_data, tell_held
from docgen.cli.dossier_aids import catalogue, cover, note, papers, register
from docgen.cli.dossier_binding import bind, labels
from docgen.cli.dossier_bindings import bindings
from docgen.cli.dossier_catalogue import place
from docgen.cli.dossier_export import export
from docgen.cli.dossier_keeping import link, reach, renumber
from docgen.cli.dossier_missing import missing
from docgen.cli.dossier_seal import seal
from docgen.cli.dossier_seal_view import sealed_data, tell_sealed
from docgen.cli.dossier_view import (
    dossier_data,
    fate,
    links_data,
    tell_head,
    tell_links,
    tell_missing,
)
from docgen.cli.language import tell
from docgen.cli.moving import change_buyer
from docgen.cli.printing import out, out_json, table
from docgen.errors import say


@click.group(cls=Group)
def dossier() -> None:
    """Open dossiers; show what is in them and what is missing."""


for made in (catalogue, cover, note, papers, register, labels, bind, export, place):
    dossier.add_command(made)


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
    from docgen.office import copies, dossiers, links, seals

    office, who = entry.open()
    contents = dossiers.show(office, who, number)
    references = links.references(who, contents.dossier)
    sealed = seals.told(office, who, contents.dossier)
    held = copies.held(item for _, items in contents.groups for item in items)
    out_there = [one for some in held.values() for one in some]
    if as_json:
        more = {
            "references": links_data(references),
            "copies": [copy_data(one) for one in out_there],
            "sealed": sealed_data(office, sealed),
        }
        out_json({**dossier_data(contents), **more})
        return
    tell_head(contents)
    for group, items in contents.groups:
        out(f"\n{group.letter}  {group.title}" + ("" if items else "  –"))
        for item in items:
            gone = f"  {tell(fate(item))}" if item.state == "destroyed" else ""
            out(f"   {item}  {item.dated}  {item.title} {item.form_number}{gone}")
    tell_links(references)
    tell_held(out_there)
    tell_sealed(office, sealed)
    tell_missing(contents)


for kept in (bindings, missing, reach, link, renumber, change_buyer, seal):
    dossier.add_command(kept)
