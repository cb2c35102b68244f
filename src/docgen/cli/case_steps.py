"""``docgen case step|decide|object|close``: the steps of a case."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.answers import with_answers
from docgen.cli.base import Command, Entry, json_option
from docgen.cli.case_view import tell_row


@click.command("step", cls=Command)
@click.argument("number", metavar="CASE")
@click.argument("step_", metavar="STEP")
@with_answers
@click.option("--remark", default="", help="What to say of it; it stands in the timeline.")
@click.option("--skip", is_flag=True, help="Leave it out, where the rules allow it.")
@click.option("--pdf", is_flag=True, help="Make a PDF of all copies of its paper too.")
@json_option()
@click.pass_obj
def step(
    entry: Entry,
    /,
    number: str,
    step_: str,
    data: Path | None,
    sets: tuple[str, ...],
    *,
    remark: str,
    skip: bool,
    pdf: bool,
    as_json: bool,
) -> None:
    """Do the STEP of CASE whose turn it is: note its answers, make and file its paper.

    What the case knows already need not be answered again. See what is next: docgen case show.

    \b
    Example: docgen case step 260301 opinion --set opinion=更换计量器并致歉
             docgen case step 260301 goods --skip --remark 无须商品部提示意见
    """
    from docgen.office import cases, cases_answers

    office, who = entry.open()
    if skip:
        row = cases.skip(office, who, number, step_, remark=remark)
    else:
        given = cases_answers.of_step(office, who, number, step_, data, sets)
        row = cases.step(office, who, number, step_, given, remark=remark, pdf=pdf)
    tell_row(office, row, as_json=as_json)


@click.command("decide", cls=Command)
@click.argument("number", metavar="CASE")
@click.option("--outcome", default="", help="成立 or 不成立.")
@with_answers
@click.option("--remark", default="", help="What to say of it; it stands in the timeline.")
@json_option()
@click.pass_obj
def decide(
    entry: Entry,
    number: str,
    outcome: str,
    data: Path | None,
    sets: tuple[str, ...],
    remark: str,
    *,
    as_json: bool,
) -> None:
    """Decide CASE, as the head whom its rules name; never a case that one took in oneself.

    \b
    Example: docgen case decide 260301 --outcome 成立 --set approval=同意
    """
    from docgen.office import cases, cases_answers

    office, who = entry.open()
    key = cases_answers.deciding_step(office, who, number)
    given = cases_answers.of_step(office, who, number, key, data, sets)
    if outcome:
        given["outcome"] = outcome
    row = cases.step(office, who, number, key, given, remark=remark)
    tell_row(office, row, as_json=as_json)


@click.command("object", cls=Command)
@click.argument("number", metavar="CASE")
@with_answers
@json_option()
@click.pass_obj
def object_(
    entry: Entry, number: str, data: Path | None, sets: tuple[str, ...], *, as_json: bool
) -> None:
    """Object to the decision in CASE with a 签呈; the case itself goes on.

    \b
    Example: docgen case object 260301 --data 签呈.toml
    """
    from docgen.office import answering, cases

    office, who = entry.open()
    given = answering.read(office, who, cases.MEMO, data, sets).answers
    tell_row(office, cases.object_to(office, who, number, given), as_json=as_json)


@click.command("close", cls=Command)
@click.argument("number", metavar="CASE")
@json_option()
@click.pass_obj
def close(entry: Entry, number: str, *, as_json: bool) -> None:
    """Close CASE once all its steps are done, the call-back too; its event dossier ends with it.

    \b
    Example: docgen case close 260301
    """
    from docgen.office import cases

    office, who = entry.open()
    tell_row(office, cases.close(office, who, number), as_json=as_json)
