"""``docgen case``: complaint cases from the call to the call-back (投诉案件)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from docgen.cli.answers import with_answers, with_pdf
from docgen.cli.base import Command, Entry, Group, json_option
from docgen.cli.case_steps import close, decide, object_, step
from docgen.cli.case_turns import convert, extend, not_accepted, raise_
from docgen.cli.case_view import case_data, tell_case, tell_cases, tell_row
from docgen.cli.case_watch import overdue, register, review
from docgen.cli.printing import note, out_json
from docgen.model.case import State
from docgen.model.typed import moment_of


@click.group(cls=Group)
def case() -> None:
    """Complaint cases: open, work through the steps, watch the time, close."""


for made in (step, decide, object_, close, extend, raise_, convert, not_accepted):
    case.add_command(made)
for made in (overdue, register, review):
    case.add_command(made)


@case.command("open")
@click.option("--profile", default="", help="The kind of case: oil, clothing, gas, or your own.")
@click.option("--customer", default="", help="Whose complaint: id, dossier number or name.")
@click.option("--dossier", default="", help="Which dossier, if the customer has several.")
@click.option("--from", "item", default="", metavar="ITEM", help="The filed form it begins with.")
@click.option("--severity", default="", help="How grave; the mildest if left out.")
@click.option("--loss/--no-loss", "lost", default=None, help="Whether anybody lost anything.")
@click.option("--received", default="", help="When it came in: 2026-03-14 or 2026-03-14T09:30.")
@click.option("--involves", multiple=True, help="监管部门, 消费者协会 or 新闻媒体; repeatable.")
@with_answers
@with_pdf
@json_option()
@click.pass_obj
def open_(
    entry: Entry,
    /,
    profile: str,
    item: str,
    received: str,
    data: Path | None,
    sets: tuple[str, ...],
    *,
    as_json: bool,
    **more: Any,  # noqa: ANN401  click gives each option its own type
) -> None:
    """Open a case: fill the form of the complaint and file it, or begin with one that is filed.

    Whoever opens a case is its first contact for good. The form is the one that the kind of case
    names in rules/cases; its answers come from --data and --set.

    \b
    Example: docgen case open --profile oil --customer K000001 --severity 一般
               --set channel=来电 --set content=加油枪计量不准
             docgen case open --from 0000000042-0007
    """
    from docgen.office import cases_opening, cases_taking

    office, who = entry.open()
    came = moment_of(received, "received") if received else None
    wish = cases_opening.Intake(profile=profile, received=came, **more)
    if item:
        opened = cases_taking.take(office, who, item, wish)
    else:
        opened = cases_opening.open_case(
            office, who, cases_opening.answered(office, who, wish, data, sets)
        )
    tell_row(office, opened.row, as_json=as_json)
    for warning in opened.warnings:
        note(warning)


@case.command("show", cls=Command)
@click.argument("number", metavar="CASE")
@json_option()
@click.pass_obj
def show(entry: Entry, number: str, *, as_json: bool) -> None:
    """Show CASE: what it is about, its timeline with due days and papers, and what is next.

    \b
    Example: docgen case show 260301
    """
    from docgen.office import cases_list

    office, who = entry.open()
    one = cases_list.show(office, who, number)
    if as_json:
        out_json(case_data(one))
    else:
        tell_case(one)


@case.command("list", cls=Command)
@click.option("--profile", default="", help="Only of this kind.")
@click.option(
    "--state", type=click.Choice([one.value for one in State]), help="Only in this state."
)
@click.option("--month", default="", help="Only those received in this month, 2026-03.")
@json_option()
@click.pass_obj
def list_(entry: Entry, profile: str, state: str | None, month: str, *, as_json: bool) -> None:
    """List the cases with what is next and by when.

    \b
    Example: docgen case list --state open
    """
    from docgen.office import cases_list

    office, who = entry.open()
    found = cases_list.list_cases(office, who, profile=profile, state=state or "", month=month)
    if as_json:
        out_json([case_data(one) for one in found])
    else:
        tell_cases(found)
