"""``docgen retention``: what is due, holds, keeping longer; shorter is ``retention_shorten``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from docgen.cli.base import Entry, Group, json_option
from docgen.cli.printing import RETENTIONS, out, out_json, table
from docgen.cli.retention_shorten import approve, changes, refuse, shorten, withdraw
from docgen.errors import say

if TYPE_CHECKING:
    from docgen.register.models_disposal import Hold


@click.group(cls=Group)
def retention() -> None:
    """How long papers are kept, and holds that keep them all the same."""


for made in (shorten, approve, refuse, withdraw, changes):
    retention.add_command(made)


@retention.command("due")
@json_option()
@click.pass_obj
def due(entry: Entry, *, as_json: bool) -> None:
    """List the papers whose period is over, and the holds on them.

    \b
    Example: docgen retention due
    """
    from docgen.office import retention as verbs

    office, who = entry.open()
    rows = verbs.list_due(office, who)
    if as_json:
        out_json(
            [
                {
                    "item": str(row.item),
                    "title": row.item.title,
                    "retention": row.item.retention,
                    "over_on": str(row.due.day),
                    "rule": row.due.reason.rule,
                    "holds": list(row.holds),
                }
                for row in rows
            ]
        )
        return
    table(
        [say("item"), say("title"), say("retention"), say("over on"), say("holds")],
        [
            (
                str(row.item),
                row.item.title,
                RETENTIONS.get(row.item.retention, row.item.retention),
                str(row.due.day),
                " ".join(row.holds),
            )
            for row in rows
        ],
    )


@retention.command("hold")
@click.argument("place")
@click.option("--name", required=True, help="What people call it: a case, an audit.")
@click.option("--reason", required=True, help="Why.")
@json_option()
@click.pass_obj
def hold(entry: Entry, place: str, name: str, reason: str, *, as_json: bool) -> None:
    """Put a hold on PLACE: an item, a dossier or a customer.

    Nothing under a hold is destroyed. Several may lie on the same paper.

    \b
    Example: docgen retention hold 0000000001 --name 诉讼示0101号 --reason 案件未结
    """
    from docgen.office import holds

    office, who = entry.open()
    _tell(holds.put(office, who, place, name, reason), as_json=as_json)


@retention.command("release")
@click.argument("number")
@click.option("--reason", required=True, help="Why it is not needed any more.")
@json_option()
@click.pass_obj
def release(entry: Entry, number: str, reason: str, *, as_json: bool) -> None:
    """Release the hold NUMBER; other holds stay.

    \b
    Example: docgen retention release H000001 --reason 案件已结
    """
    from docgen.office import holds

    office, who = entry.open()
    _tell(holds.release(office, who, number, reason), as_json=as_json)


@retention.command("list")
@click.option("released", "--all", is_flag=True, help="Also those that were released.")
@json_option()
@click.pass_obj
def list_(entry: Entry, *, released: bool, as_json: bool) -> None:
    """List the holds.

    \b
    Example: docgen retention list --all
    """
    from docgen.office import holds

    office, who = entry.open()
    rows = holds.list_holds(office, who, released=released)
    if as_json:
        out_json([_as_data(row) for row in rows])
        return
    table(
        [say("hold"), say("about"), say("name"), say("reason"), say("set by"), say("since")],
        [
            (row.code, _place(row), row.name, row.reason, row.set_by.name, str(row.set_at.date()))
            for row in rows
        ],
    )


@retention.command("lengthen")
@click.argument("item")
@click.argument("period")
@click.option("--reason", default="", help="Why; kept beside the log.")
@json_option()
@click.pass_obj
def lengthen(entry: Entry, item: str, period: str, reason: str, *, as_json: bool) -> None:
    """Keep ITEM for a longer PERIOD; a shorter one needs retention shorten.

    \b
    Example: docgen retention lengthen 0000000001-0001 "30 years" --reason 涉及保修
    """
    from docgen.office import retention as verbs

    office, who = entry.open()
    row = verbs.keep_longer(office, who, item, period, reason)
    if as_json:
        out_json({"item": str(row), "retention": row.retention})
        return
    kept = RETENTIONS.get(row.retention, row.retention)
    out(say("{item} is kept: {period}", item=row, period=kept))


def _tell(row: Hold, *, as_json: bool) -> None:
    if as_json:
        out_json(_as_data(row))
    elif row.released_at:
        out(say("{hold} on {place} is released.", hold=row.code, place=_place(row)))
    else:
        out(say("{hold} lies on {place}: {name}", hold=row.code, place=_place(row), name=row.name))


def _place(row: Hold) -> str:
    return str(row.item or row.dossier or row.customer)


def _as_data(row: Hold) -> dict[str, object]:
    return {
        "hold": row.code,
        "on": _place(row),
        "name": row.name,
        "reason": row.reason,
        "set_by": row.set_by.login,
        "set_at": row.set_at.isoformat(),
        "released_by": row.released_by.login if row.released_by else None,
        "released_at": row.released_at.isoformat() if row.released_at else None,
        "release_reason": row.release_reason or None,
    }
