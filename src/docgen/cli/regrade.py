"""``docgen regrade``: other grades for papers and dossiers, by unit and archive together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from docgen.cli.base import Entry, Group, json_option
from docgen.cli.printing import note, out_json
from docgen.cli.proposals import Shown, tell_all, tell_step
from docgen.errors import say
from docgen.model.grades import Grade

if TYPE_CHECKING:
    from docgen.register.models_regrading import Regrading


@click.group(cls=Group)
def regrade() -> None:
    """Change the grade of a paper or a dossier: handling unit and archive together."""


@regrade.command("propose")
@click.argument("number")
@click.option("--to", "grade", required=True, help="P, C, B or A.")
@click.option("--reason", required=True, help="Why; whoever agrees to it reads it.")
@json_option()
@click.pass_obj
def propose(entry: Entry, number: str, grade: str, reason: str, *, as_json: bool) -> None:
    """Propose another grade for the item or dossier NUMBER.

    Who proposes it speaks for his unit or for the archive; the other side must agree. A dossier
    that is raised takes its papers along.

    \b
    Example: docgen regrade propose 0000000003-0001 --to B --reason 含有未公开的报价
    """
    from docgen.office import regrading

    office, who = entry.open()
    _tell(regrading.propose(office, who, number, grade, reason), as_json=as_json)


@regrade.command("approve")
@click.argument("proposal")
@json_option()
@click.pass_obj
def approve(entry: Entry, proposal: str, *, as_json: bool) -> None:
    """Agree to PROPOSAL; once unit and archive both have, the grade changes.

    \b
    Example: docgen regrade approve G000001
    """
    from docgen.office import regrading

    office, who = entry.open()
    row = regrading.approve(office, who, proposal)
    _tell(row, as_json=as_json)
    for item in regrading.still_open(office, row):
        note(say("{item} lies there unencrypted: docgen keys encrypt {item}", item=item))


@regrade.command("refuse")
@click.argument("proposal")
@click.option("--reason", required=True, help="Why.")
@json_option()
@click.pass_obj
def refuse(entry: Entry, proposal: str, reason: str, *, as_json: bool) -> None:
    """Say no to PROPOSAL.

    \b
    Example: docgen regrade refuse G000001 --reason 内容已经公开
    """
    from docgen.office import regrading

    office, who = entry.open()
    _tell(regrading.refuse(office, who, proposal, reason), as_json=as_json)


@regrade.command("withdraw")
@click.argument("proposal")
@json_option()
@click.pass_obj
def withdraw(entry: Entry, proposal: str, *, as_json: bool) -> None:
    """Take your own PROPOSAL back.

    \b
    Example: docgen regrade withdraw G000001
    """
    from docgen.office import regrading

    office, who = entry.open()
    _tell(regrading.withdraw(office, who, proposal), as_json=as_json)


@regrade.command("list")
@click.option("closed", "--all", is_flag=True, help="Also those that are over.")
@json_option()
@click.pass_obj
def list_(entry: Entry, *, closed: bool, as_json: bool) -> None:
    """List the proposals, and who has agreed.

    \b
    Example: docgen regrade list --all
    """
    from docgen.office import regrading

    office, who = entry.open()
    rows = regrading.list_all(office, who, closed=closed)
    if as_json:
        out_json([_as_data(row) for row in rows])
        return
    tell_all(map(_shown, rows))


def _tell(row: Regrading, *, as_json: bool) -> None:
    if as_json:
        out_json(_as_data(row))
        return
    tell_step(_shown(row))


def _shown(row: Regrading) -> Shown:
    return Shown(
        code=row.code,
        about=row.number,
        old=_mark(row.old),
        new=_mark(row.new),
        state=row.state,
        proposer=row.proposed_by.name,
        agreed=[f"{one['by']} {one['unit']}" for one in row.approvals],
        reason=row.reason,
    )


def _mark(rank: int) -> str:
    return Grade.of_rank(rank).mark


def _as_data(row: Regrading) -> dict[str, object]:
    return {
        "proposal": row.code,
        "number": row.number,
        "from": Grade.of_rank(row.old).code,
        "to": Grade.of_rank(row.new).code,
        "reason": row.reason,
        "state": row.state,
        "proposed_by": row.proposed_by.login,
        "approved_by": [one["by"] for one in row.approvals],
        "ended_by": row.ended_by.login if row.ended_by else None,
        "remark": row.remark or None,
    }
