"""``docgen posting gate|paper|note``: what must be there before a departure."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.answers import with_answers, with_pdf
from docgen.cli.base import Command, Entry, json_option
from docgen.cli.days import day_of
from docgen.cli.posting_view import lacks_data, tell_lacks
from docgen.cli.printing import out, out_json
from docgen.errors import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docgen.model.posting_gate import Shown


@click.command("gate", cls=Command)
@click.argument("code", metavar="POSTING")
@click.option("--on", default="", help="The day of the departure; today if left out.")
@json_option()
@click.pass_obj
def gate(entry: Entry, code: str, on: str, *, as_json: bool) -> int:
    """Say what is missing before POSTING may begin; exit code 1 if anything is.

    \b
    Example: docgen posting gate W000001 --on 2026-04-01
    """
    from docgen.office import postings

    office, who = entry.open()
    found = postings.gate_of(office, who, code, day_of(on, "on") if on else None)
    if as_json:
        out_json(lacks_data(found))
    else:
        tell_lacks(found)
    return 1 if found else 0


@click.command("paper", cls=Command)
@click.argument("code", metavar="POSTING")
@click.argument("need")
@click.option("--form", default="", help="Another template than the usual one.")
@with_answers
@with_pdf
@json_option()
@click.pass_obj
def paper(
    entry: Entry,
    /,
    code: str,
    need: str,
    form: str,
    data: Path | None,
    sets: tuple[str, ...],
    *,
    pdf: bool,
    as_json: bool,
) -> None:
    """Make the paper of NEED for POSTING, from what is known, and file it in the dossier.

    All that the form shows is noted: one record of a person may show health certificate,
    passport and insurance at once. Needs stand in rules/postings.toml.

    \b
    Example: docgen posting paper W000001 training --data 培训.toml
    """
    from docgen.office import answering, postings_papers, postings_rows

    office, who = entry.open()
    name = postings_papers.template_of(postings_rows.rules(office).need(need), form)
    given = answering.read(office, who, name, data, sets).answers
    wish = postings_papers.Wish(name, given, pdf)
    _tell(postings_papers.make(office, who, code, need, wish), as_json=as_json)


@click.command("note", cls=Command)
@click.argument("code", metavar="POSTING")
@click.argument("need")
@click.option("--item", default="", help="The filed paper that proves it.")
@click.option("--until", default="", help="Until when it holds, 2026-03-14.")
@click.option("--result", default="", help="How it turned out: 合格, 不合格 …")
@json_option()
@click.pass_obj
def note(
    entry: Entry, code: str, need: str, item: str, until: str, result: str, *, as_json: bool
) -> None:
    """Note that NEED of POSTING is there: a scan, a certificate, a paper filed before.

    \b
    Example: docgen posting note W000001 insurance --item 0000000042-0007 --until 2027-03-31
    """
    from docgen.office import postings_papers

    office, who = entry.open()
    day: dt.date | None = day_of(until, "until") if until else None
    told = postings_papers.Told(item, result, day)
    _tell(postings_papers.note(office, who, code, need, told), as_json=as_json)


def _tell(shown: Sequence[Shown], *, as_json: bool) -> None:
    if as_json:
        out_json([{"need": one.key, "result": one.result, "until": one.until} for one in shown])
        return
    for one in shown:
        until = say(", until {day}", day=one.until) if one.until else ""
        out(say("noted: {need} {result}{until}", need=one.key, result=one.result, until=until))
