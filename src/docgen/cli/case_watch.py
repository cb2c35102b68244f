"""``docgen case overdue|register|review``: watching over the cases."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.case_view import case_data, late_data, tell_cases, tell_late
from docgen.cli.printing import note, out, out_json
from docgen.errors import say

_FILE = click.Path(path_type=Path)


@click.command("overdue", cls=Command)
@click.option("--slips/--no-slips", default=True, help="Make the slips whose time has come.")
@click.option("--pdf", is_flag=True, help="Make a PDF of all copies of each slip too.")
@json_option()
@click.pass_obj
def overdue(entry: Entry, *, slips: bool, pdf: bool, as_json: bool) -> None:
    """List the steps that are late, and make the reminders (催办单) whose time has come.

    For settled cases the units that were late are asked why (洽办单). Each slip is made once for
    its rung of the ladder in rules/cases.

    \b
    Example: docgen case overdue
    """
    from docgen.office import cases_list, cases_slips

    office, who = entry.open()
    found = cases_list.overdue(office, who)
    made = cases_slips.due_slips(office, who, pdf=pdf) if slips else []
    if as_json:
        out_json([late_data(one) for one in found])
    else:
        tell_late(found)
    for one in made:
        note(
            say(
                "{number} made for case {case}: {item}",
                number=one.number,
                case=one.case,
                item=one.item,
            )
        )


@click.command("register", cls=Command)
@click.option("--month", default="", help="Only cases received in this month, 2026-03.")
@click.option("--profile", default="", help="Only of this kind.")
@click.option("--out", "target", type=_FILE, help="Write it as an Excel workbook.")
@json_option()
@click.pass_obj
def register(entry: Entry, month: str, profile: str, target: Path | None, *, as_json: bool) -> None:
    """The register of cases (登记追踪表): one line a case, as a list or a workbook.

    \b
    Example: docgen case register --month 2026-03 --out 登记追踪表.xlsx
    """
    from docgen.office import cases_list, cases_register

    office, who = entry.open()
    found = cases_list.list_cases(office, who, profile=profile, month=month)
    if target is not None:
        cases_register.write(office, target, found)
    if as_json:
        out_json([case_data(one) for one in found])
    else:
        tell_cases(found)
    if target is not None:
        note(say("written: {file}", file=target))


@click.command("review", cls=Command)
@click.option("--month", default="", help="The month, 2026-03; last month if left out.")
@json_option()
@click.pass_obj
def review(entry: Entry, month: str, *, as_json: bool) -> None:
    """List the cases settled in a month, to be reviewed by the 10th of the next (C-024).

    \b
    Example: docgen case review --month 2026-03
    """
    from docgen.office import cases_list

    office, who = entry.open()
    found = cases_list.review(office, who, month)
    if as_json:
        out_json([case_data(one) for one in found])
        return
    tell_cases(found)
    sanctions = [one.row.number for one in found if one.row.answers.get("penalty") == "行政处分"]
    if sanctions:
        out(say("To be published by personnel: {cases}", cases=", ".join(sanctions)))
