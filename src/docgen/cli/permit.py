"""``docgen permit``: leave to take papers out (带出许可)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from docgen.cli.base import Entry, Group, json_option
from docgen.cli.printing import out, out_json, table
from docgen.errors import say
from docgen.model.permit import ACTS, DAYS, MOST_DAYS, State

if TYPE_CHECKING:
    from docgen.register.models_permits import Permit


@click.group(cls=Group)
def permit() -> None:
    """Permits to take papers out: ask, approve, refuse, list."""


@permit.command("request")
@click.argument("item")
@click.option(
    "--act",
    type=click.Choice(list(ACTS)),
    default="copy",
    show_default=True,
    help="A controlled copy, the files themselves, or an export.",
)
@click.option(
    "--purpose",
    default="",
    help="Why: service, complaint, contract, handover, legal, inspection, customer.",
)
@click.option("--why", required=True, help="The reason in a sentence, for whoever decides.")
@json_option()
@click.pass_obj
def request(entry: Entry, item: str, act: str, purpose: str, why: str, *, as_json: bool) -> None:
    """Ask to take ITEM out. The permit is for the paper as it is now, and for one use.

    \b
    Example: docgen permit request 0000000001-0003 --purpose legal --why 法院调取证据
    """
    from docgen.office import permits

    office, who = entry.open()
    _tell([permits.request(office, who, item, ACTS[act], purpose, why)], as_json=as_json)


@permit.command("approve")
@click.argument("number")
@click.option(
    "--days",
    type=click.IntRange(1, MOST_DAYS),
    default=DAYS,
    show_default=True,
    help="For how many days it holds.",
)
@json_option()
@click.pass_obj
def approve(entry: Entry, number: str, days: int, *, as_json: bool) -> None:
    """Approve the permit NUMBER; never one's own.

    \b
    Example: docgen permit approve X000001 --days 3
    """
    from docgen.office import permits

    office, who = entry.open()
    _tell([permits.approve(office, who, number, days=days)], as_json=as_json)


@permit.command("refuse")
@click.argument("number")
@click.option("--reason", required=True, help="Why not.")
@json_option()
@click.pass_obj
def refuse(entry: Entry, number: str, reason: str, *, as_json: bool) -> None:
    """Refuse the permit NUMBER; never one's own.

    \b
    Example: docgen permit refuse X000001 --reason 可在阅览室查阅
    """
    from docgen.office import permits

    office, who = entry.open()
    _tell([permits.refuse(office, who, number, reason)], as_json=as_json)


@permit.command("list")
@click.option("--waiting", is_flag=True, help="Only those that wait for a decision.")
@json_option()
@click.pass_obj
def list_(entry: Entry, *, waiting: bool, as_json: bool) -> None:
    """List your permits; whoever decides on them sees all.

    \b
    Example: docgen permit list --waiting
    """
    from docgen.office import permits

    office, who = entry.open()
    rows = permits.list_permits(office, who, waiting=waiting)
    if as_json:
        out_json([permit_data(row) for row in rows])
    elif rows:
        _table(rows)
    else:
        out(say("No permits."))


def permit_data(row: Permit) -> dict[str, object]:
    """A permit as data."""
    return {
        "permit": row.code,
        "item": str(row.item),
        "act": row.act,
        "purpose": row.purpose,
        "why": row.why,
        "state": row.state,
        "asked_by": row.asked_by.code,
        "asked_at": row.asked_at.isoformat(),
        "until": row.until.isoformat() if row.until else None,
        "approved_by": [one.person.code for one in row.approvals.select_related("person")],
        "remark": row.remark or None,
    }


def _tell(rows: Sequence[Permit], *, as_json: bool) -> None:
    if as_json:
        out_json(permit_data(rows[0]))
    else:
        _table(rows)


def _table(rows: Sequence[Permit]) -> None:
    heads = (
        *(say("permit"), say("item"), say("for"), say("purpose"), say("asked by")),
        *(say("why"), say("until"), say("state")),
    )
    table(
        heads,
        [
            (
                *(row.code, row.item, row.act, row.purpose, row.asked_by.name),
                *(row.why, row.until or "", State(row.state).said),
            )
            for row in rows
        ],
    )
