"""``docgen case extend|raise|convert|not-accepted``: the turns a case may take."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.answers import with_answers
from docgen.cli.base import Command, Entry, json_option
from docgen.cli.case_view import tell_row
from docgen.cli.days import day_of
from docgen.cli.printing import note
from docgen.errors import Misuse, say


@click.command("extend", cls=Command)
@click.argument("number", metavar="CASE")
@click.option("--until", default="", help="Until when, 2026-03-14.")
@click.option("--reason", default="", help="Why; it stands in the timeline.")
@click.option("--agree", is_flag=True, help="Agree to what somebody else asked for.")
@json_option()
@click.pass_obj
def extend(
    entry: Entry, number: str, until: str, reason: str, *, agree: bool, as_json: bool
) -> None:
    """Ask for more time for CASE, or agree to it as one of the heads.

    It counts once as many different heads agreed as the rules ask for, and never goes beyond the
    last day they allow.

    \b
    Example: docgen case extend 260301 --until 2026-03-14 --reason 等待检测报告
             docgen case extend 260301 --agree
    """
    from docgen.office import cases_changing

    if agree == bool(until):
        raise Misuse(
            say("It is not clear what is wanted"),
            why=say("more time is asked for with --until, and agreed to with --agree"),
            fix=say("give one of the two"),
            field="until",
        )
    office, who = entry.open()
    if agree:
        row = cases_changing.agree_longer(office, who, number)
    else:
        row = cases_changing.ask_longer(office, who, number, day_of(until, "until"), reason)
    tell_row(office, row, as_json=as_json)


@click.command("raise", cls=Command)
@click.argument("number", metavar="CASE")
@click.argument("severity", default="")
@click.option("--reason", default="", help="Why; it stands in the timeline.")
@click.option("--involves", multiple=True, help="监管部门, 消费者协会 or 新闻媒体; repeatable.")
@json_option()
@click.pass_obj
def raise_(
    entry: Entry,
    number: str,
    severity: str,
    reason: str,
    involves: tuple[str, ...],
    *,
    as_json: bool,
) -> None:
    """Note that CASE is graver than it seemed; limit, route and event dossier follow.

    What authorities or media take up becomes the gravest by itself.

    \b
    Example: docgen case raise 260301 较大 --reason 涉及多名客户
             docgen case raise 260301 --involves 新闻媒体 --reason 记者来电
    """
    from docgen.office import cases_changing

    office, who = entry.open()
    row = cases_changing.raise_(office, who, number, severity, reason=reason, involves=involves)
    tell_row(office, row, as_json=as_json)


@click.command("convert", cls=Command)
@click.argument("number", metavar="CASE")
@click.option("--loss/--no-loss", "loss", default=None, help="Whether anybody lost anything.")
@with_answers
@json_option()
@click.pass_obj
def convert(
    entry: Entry,
    number: str,
    *,
    loss: bool | None,
    data: Path | None,
    sets: tuple[str, ...],
    as_json: bool,
) -> None:
    """Fill the other form of CASE: something was lost after all, or nothing was.

    \b
    Example: docgen case convert 260301 --loss --data 抱怨处理表.toml
    """
    from docgen.office import cases_answers, cases_changing

    if loss is None:
        raise Misuse(
            say("It is not clear what is wanted"),
            why=say("the form follows from whether anybody lost anything"),
            fix=say("add --loss or --no-loss"),
            field="loss",
        )
    office, who = entry.open()
    given = cases_answers.of_form(office, who, number, lost=loss, data=data, sets=sets)
    row = cases_changing.convert(office, who, number, loss=loss, given=given)
    tell_row(office, row, as_json=as_json)


@click.command("not-accepted", cls=Command)
@click.argument("number", metavar="CASE")
@click.option("--reason", default="", help="What the customer says; it stands in the timeline.")
@with_answers
@json_option()
@click.pass_obj
def not_accepted(
    entry: Entry,
    number: str,
    reason: str,
    data: Path | None,
    sets: tuple[str, ...],
    *,
    as_json: bool,
) -> None:
    """Go on from CASE, whose decision the customer does not accept.

    A new case is opened with a number of its own, linked with this one, the old form attached.

    \b
    Example: docgen case not-accepted 260301 --reason 客户要求全额退款
    """
    from docgen.office import cases_answers, cases_changing

    office, who = entry.open()
    given = cases_answers.of_form(office, who, number, lost=None, data=data, sets=sets)
    opened = cases_changing.not_accepted(office, who, number, given, reason)
    tell_row(office, opened.row, as_json=as_json)
    for warning in opened.warnings:
        note(warning)
