"""``docgen saved``: the searches that were kept with ``docgen find --save``.

A search is kept where it was typed and used where others are typed; only looking after those that
are kept needs a command of its own.
"""

from __future__ import annotations

import click

from docgen.cli.base import Entry, Group, json_option
from docgen.cli.printing import out, out_json, table
from docgen.errors import say


@click.group(cls=Group)
def saved() -> None:
    """Saved searches: list and delete them."""


@saved.command("list")
@json_option()
@click.pass_obj
def list_(entry: Entry, *, as_json: bool) -> None:
    """List your saved searches, and those that colleagues share with your unit.

    \b
    Example: docgen saved list
    """
    from docgen.office import saved_searches

    office, who = entry.open()
    rows = saved_searches.listed(office, who)
    if as_json:
        out_json(
            [
                {
                    "search": row.code,
                    "name": row.name,
                    "text": row.text,
                    "order": row.order,
                    "owner": row.person.code,
                    "shared_with": row.unit,
                }
                for row in rows
            ]
        )
        return
    heads = (say("search"), say("name"), say("looks for"), say("owner"), say("shared with"))
    table(heads, [(row.code, row.name, row.text, row.person.name, row.unit) for row in rows])


@saved.command("delete")
@click.argument("name")
@json_option()
@click.pass_obj
def delete(entry: Entry, name: str, *, as_json: bool) -> None:
    """Delete your saved search NAME; its name and words are gone.

    \b
    Example: docgen saved delete 本部门投诉
    """
    from docgen.office import saved_searches

    office, who = entry.open()
    row = saved_searches.delete(office, who, name)
    if as_json:
        out_json({"search": row.code, "state": row.state})
    else:
        out(say("{search} is deleted.", search=row.code))
