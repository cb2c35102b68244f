"""``docgen retention shorten``, ``approve``, ``refuse``, ``withdraw`` and ``changes``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.printing import RETENTIONS, out_json
from docgen.cli.proposals import Shown, tell_all, tell_step

if TYPE_CHECKING:
    from docgen.register.models_keeping import Shortening


@click.command("shorten", cls=Command)
@click.argument("item")
@click.argument("period")
@click.option("--reason", required=True, help="Why; whoever approves it reads it.")
@json_option()
@click.pass_obj
def shorten(entry: Entry, item: str, period: str, reason: str, *, as_json: bool) -> None:
    """Propose to keep ITEM for a shorter PERIOD; two others must approve it.

    Never for papers of customers' dossiers, nor below the least period of the schedule.

    \b
    Example: docgen retention shorten 0000000003-0001 "10 years" --reason 鉴定后定为10年
    """
    from docgen.office import shortening

    office, who = entry.open()
    _tell(shortening.propose(office, who, item, period, reason), as_json=as_json)


@click.command("approve", cls=Command)
@click.argument("number")
@json_option()
@click.pass_obj
def approve(entry: Entry, number: str, *, as_json: bool) -> None:
    """Approve the proposal NUMBER of a shorter period; the second approval carries it out.

    \b
    Example: docgen retention approve P000001
    """
    from docgen.office import shortening

    office, who = entry.open()
    _tell(shortening.approve(office, who, number), as_json=as_json)


@click.command("refuse", cls=Command)
@click.argument("number")
@click.option("--reason", required=True, help="Why.")
@json_option()
@click.pass_obj
def refuse(entry: Entry, number: str, reason: str, *, as_json: bool) -> None:
    """Refuse the proposal NUMBER of a shorter period.

    \b
    Example: docgen retention refuse P000001 --reason 仍有保存价值
    """
    from docgen.office import shortening

    office, who = entry.open()
    _tell(shortening.refuse(office, who, number, reason), as_json=as_json)


@click.command("withdraw", cls=Command)
@click.argument("number")
@json_option()
@click.pass_obj
def withdraw(entry: Entry, number: str, *, as_json: bool) -> None:
    """Take back your own proposal NUMBER of a shorter period.

    \b
    Example: docgen retention withdraw P000001
    """
    from docgen.office import shortening

    office, who = entry.open()
    _tell(shortening.withdraw(office, who, number), as_json=as_json)


@click.command("changes", cls=Command)
@click.option("closed", "--all", is_flag=True, help="Also those that are over.")
@json_option()
@click.pass_obj
def changes(entry: Entry, *, closed: bool, as_json: bool) -> None:
    """List the proposals of shorter periods, and who has signed.

    \b
    Example: docgen retention changes --all
    """
    from docgen.office import shortening

    office, who = entry.open()
    rows = shortening.list_all(office, who, closed=closed)
    if as_json:
        out_json([_as_data(row) for row in rows])
        return
    tell_all(map(_shown, rows))


def _tell(row: Shortening, *, as_json: bool) -> None:
    if as_json:
        out_json(_as_data(row))
        return
    tell_step(_shown(row))


def _shown(row: Shortening) -> Shown:
    return Shown(
        code=row.code,
        about=str(row.item),
        old=_period(row.old),
        new=_period(row.new),
        state=row.state,
        proposer=row.proposed_by.name,
        agreed=_approvers(row),
        reason=row.reason,
    )


def _period(name: str) -> str:
    return RETENTIONS.get(name, name)


def _approvers(row: Shortening) -> list[str]:
    second = row.ended_by if row.state == "done" else None
    return [one.name for one in (row.approved_by, second) if one]


def _as_data(row: Shortening) -> dict[str, object]:
    return {
        "proposal": row.code,
        "item": str(row.item),
        "from": row.old,
        "to": row.new,
        "reason": row.reason,
        "state": row.state,
        "proposed_by": row.proposed_by.login,
        "approved_by": _approvers(row),
        "ended_by": row.ended_by.login if row.ended_by else None,
        "remark": row.remark or None,
    }
