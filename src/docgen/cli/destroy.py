"""``docgen destroy``: destruction lists, from the appraisal to the certificate."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.base import Entry, Group, json_option
from docgen.cli.destroy_view import list_data, tell_list, tell_lists
from docgen.cli.printing import note, out, out_json
from docgen.errors import say
from docgen.model.disposal import Kind, State

if TYPE_CHECKING:
    from docgen.office.desk import Office
    from docgen.register.models import Person
    from docgen.register.models_disposal import DestructionList


@click.group(cls=Group)
def destroy() -> None:
    """Destroy papers whose period is over: list, approvals, witnesses, certificate."""


@destroy.command("propose")
@click.argument("items", nargs=-1, required=True, metavar="ITEM..")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in Kind]),
    default=Kind.EXPIRED.value,
    show_default=True,
    help="expired: the period is over; duplicate: an identical paper stays.",
)
@click.option("--opinion", required=True, help="鉴定意见: why they can go.")
@click.option("--method", default="电子件彻底删除", show_default=True, help="How they go.")
@json_option()
@click.pass_obj
def propose(
    entry: Entry, items: tuple[str, ...], kind: str, opinion: str, method: str, *, as_json: bool
) -> None:
    """Propose a destruction list of ITEMs; all of them may go, or nothing is proposed.

    \b
    Example: docgen destroy propose 0000000001-0001 --opinion 保管期满，无保存价值
    """
    from docgen.office import disposal

    office, who = entry.open()
    row = disposal.propose(office, who, items, kind=kind, opinion=opinion, method=method)
    _tell(office, who, row, as_json=as_json)


@destroy.command("list")
@click.option(
    "--state", type=click.Choice([one.value for one in State]), help="Only lists in this state."
)
@json_option()
@click.pass_obj
def list_(entry: Entry, state: str | None, *, as_json: bool) -> None:
    """List the destruction lists with who has signed.

    \b
    Example: docgen destroy list --state approved
    """
    from docgen.office import disposal

    office, who = entry.open()
    found = disposal.list_lists(office, who, state or "")
    if as_json:
        out_json([list_data(one) for one in found])
    else:
        tell_lists(found)


@destroy.command("show")
@click.argument("number")
@json_option()
@click.pass_obj
def show(entry: Entry, number: str, *, as_json: bool) -> None:
    """Show the list NUMBER with its papers (销毁清册).

    \b
    Example: docgen destroy show D000001
    """
    from docgen.office import disposal

    office, who = entry.open()
    seen = disposal.show(office, who, number)
    if as_json:
        out_json(list_data(seen))
    else:
        tell_list(seen, office.today)


@destroy.command("approve")
@click.argument("number")
@json_option()
@click.pass_obj
def approve(entry: Entry, number: str, *, as_json: bool) -> None:
    """Approve the list NUMBER; never one's own. Two approve, one for duplicates.

    \b
    Example: docgen destroy approve D000001
    """
    from docgen.office import disposal

    _do(entry, number, disposal.approve, as_json=as_json)


@destroy.command("refuse")
@click.argument("number")
@click.option("--reason", default="", help="Why; the proposer reads it.")
@json_option()
@click.pass_obj
def refuse(entry: Entry, number: str, reason: str, *, as_json: bool) -> None:
    """Refuse the list NUMBER, with a reason.

    \b
    Example: docgen destroy refuse D000001 --reason 仍需查用
    """
    from docgen.office import disposal

    office, who = entry.open()
    row = disposal.refuse_list(office, who, number, reason)
    _tell(office, who, row, as_json=as_json)


@destroy.command("withdraw")
@click.argument("number")
@json_option()
@click.pass_obj
def withdraw(entry: Entry, number: str, *, as_json: bool) -> None:
    """Take your own list NUMBER back while nothing is destroyed.

    \b
    Example: docgen destroy withdraw D000001
    """
    from docgen.office import disposal

    _do(entry, number, disposal.withdraw, as_json=as_json)


@destroy.command("witness")
@click.argument("number")
@json_option()
@click.pass_obj
def witness(entry: Entry, number: str, *, as_json: bool) -> None:
    """Sign that you have counted the papers against the list NUMBER and see them go today.

    \b
    Example: docgen destroy witness D000001
    """
    from docgen.office import disposal

    _do(entry, number, disposal.witness, as_json=as_json)


@destroy.command("carry-out")
@click.argument("number")
@json_option()
@click.pass_obj
def carry_out(entry: Entry, number: str, *, as_json: bool) -> int:
    """Destroy the papers of the approved list NUMBER, in the presence of today's witnesses.

    This cannot be undone. Number, facts and digests of each paper stay.

    \b
    Example: docgen destroy carry-out D000001
    """
    from docgen.office import backups, destroying

    office, who = entry.open()
    row = destroying.carry_out(office, who, number)
    _tell(office, who, row, as_json=as_json)
    if made := backups.days(office):
        note(
            say(
                "{n} backup(s) made from {first} to {last} still hold these papers: make a new "
                "one, then destroy those.",
                n=len(made),
                first=made[0],
                last=made[-1],
            )
        )
    if row.state == State.DONE:
        return 0
    note(say("It is decided, but not all is removed yet. Run: docgen recover"))
    return 7


@destroy.command("certificate")
@click.argument("number")
@click.option("--out", "target", type=click.Path(path_type=Path), help="Where to; else here.")
@click.option("--pdf", is_flag=True, help="Also a PDF.")
@json_option()
@click.pass_obj
def certificate(
    entry: Entry, number: str, target: Path | None, *, pdf: bool, as_json: bool
) -> None:
    """Print the certificate of the list NUMBER, with its papers and signatures.

    \b
    Example: docgen destroy certificate D000001 --pdf
    """
    from docgen.office import certificate as printing

    office, who = entry.open()
    files = printing.write(office, who, number, target or Path.cwd(), pdf=pdf)
    if as_json:
        out_json({"files": [str(file) for file in files]})
        return
    for file in files:
        out(say("Written: {file}", file=file))


def _do(
    entry: Entry,
    number: str,
    step: Callable[[Office, Person, str], DestructionList],
    *,
    as_json: bool,
) -> None:
    office, who = entry.open()
    _tell(office, who, step(office, who, number), as_json=as_json)


def _tell(office: Office, who: Person, row: DestructionList, *, as_json: bool) -> None:
    from docgen.office import disposal

    seen = disposal.seen(who, row)
    if as_json:
        out_json(list_data(seen))
    else:
        tell_list(seen, office.today)
