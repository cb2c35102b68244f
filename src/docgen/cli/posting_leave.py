"""``docgen posting leave|leaves|approve-leave``: leave of posted staff."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen.cli.answers import with_answers, with_pdf
from docgen.cli.base import Command, Entry, json_option
from docgen.cli.days import day_of
from docgen.cli.posting_view import leave_data, tell_leaves
from docgen.cli.printing import out_json

if TYPE_CHECKING:
    from docgen.register.models_postings import Leave


@click.command("leave", cls=Command)
@click.argument("code", metavar="POSTING")
@click.option("--from", "starts", default="", help="The first day, 2026-03-14.")
@click.option("--to", "ends", default="", help="The last day.")
@click.option("--kind", default="事假", show_default=True, help="事假, 病假, 年休假 …")
@click.option("--reason", default="", help="Why.")
@click.option("--stand-in", default="", help="Who does the work meanwhile.")
@with_answers
@with_pdf
@json_option()
@click.pass_obj
def leave(
    entry: Entry,
    /,
    code: str,
    starts: str,
    ends: str,
    data: Path | None,
    sets: tuple[str, ...],
    *,
    as_json: bool,
    **more: Any,  # noqa: ANN401  click gives each option its own type
) -> None:
    """Ask for leave of POSTING: the slip is filed; its working days decide who must agree.

    \b
    Example: docgen posting leave W000001 --from 2026-05-06 --to 2026-05-08 --reason 探亲
               --stand-in 谭知微
    """
    from docgen.office import answering, postings_leave

    office, who = entry.open()
    given = answering.read(office, who, postings_leave.FORM, data, sets).answers
    wanted = postings_leave.Wanted(
        starts=day_of(starts, "from"), ends=day_of(ends, "to"), given=given, **more
    )
    _tell([postings_leave.ask(office, who, code, wanted)], as_json=as_json)


@click.command("leaves", cls=Command)
@json_option()
@click.pass_obj
def leaves(entry: Entry, *, as_json: bool) -> None:
    """List the leave that waits for somebody's word, and whose.

    \b
    Example: docgen posting leaves
    """
    from docgen.office import postings_leave

    office, who = entry.open()
    _tell(postings_leave.open_leaves(office, who), as_json=as_json)


@click.command("approve-leave", cls=Command)
@click.argument("code", metavar="LEAVE")
@click.option("--refuse", is_flag=True, help="Do not agree; say why with --reason.")
@click.option("--reason", default="", help="What is said of it.")
@json_option()
@click.pass_obj
def approve_leave(entry: Entry, code: str, reason: str, *, refuse: bool, as_json: bool) -> None:
    """Agree to LEAVE as the next of those who must; nobody agrees to his own, or twice.

    \b
    Example: docgen posting approve-leave Q000001
    """
    from docgen.office import postings_leave

    office, who = entry.open()
    one = postings_leave.decide(office, who, code, agree=not refuse, reason=reason)
    _tell([one], as_json=as_json)


def _tell(found: list[Leave], *, as_json: bool) -> None:
    if as_json:
        out_json([leave_data(one) for one in found])
    else:
        tell_leaves(found)
