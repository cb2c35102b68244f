"""``docgen loan hand-over|return|renew|recall|lost|settle``: papers that leave and come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.days import day_of
from docgen.cli.loan_view import tell_loan
from docgen.cli.printing import holidays_unknown, note

if TYPE_CHECKING:
    from docgen.model.calendar import Due


@click.command("hand-over", cls=Command)
@click.argument("number")
@click.option("--override", default="", help="Why it is lent although a rule wants confirmation.")
@json_option()
@click.pass_obj
def hand_over(entry: Entry, number: str, override: str, *, as_json: bool) -> None:
    """Hand an approved paper over; the due day is counted in working days.

    \b
    Example: docgen loan hand-over L000001
    """
    from docgen.office import loans

    office, who = entry.open()
    row, due = loans.hand_over(office, who, number, override)
    _tell_unknown(due)
    tell_loan(office, row, as_json=as_json)


@click.command("return", cls=Command)
@click.argument("number")
@click.option("--pages", type=int, help="How many pages were counted.")
@click.option("--condition", type=click.Choice(["good", "damaged"]), help="How it looks.")
@click.option("--missing", default="", help="Enclosures that are not there.")
@click.option("--remark", default="", help="What else differs.")
@json_option()
@click.pass_obj
def return_(
    entry: Entry,
    number: str,
    pages: int | None,
    condition: str | None,
    missing: str,
    remark: str,
    *,
    as_json: bool,
) -> None:
    """Take a paper back and look it over; also one that is found again.

    \b
    Example: docgen loan return L000001 --pages 12 --condition good
             docgen loan return L000001 --pages 11 --condition damaged --missing 附件2
    """
    from docgen.model.loan_return import Inspection
    from docgen.office import loans

    office, who = entry.open()
    found = Inspection(pages, condition or "", missing.strip(), remark.strip())
    tell_loan(office, loans.take_back(office, who, number, found=found), as_json=as_json)


@click.command(cls=Command)
@click.argument("number")
@json_option()
@click.pass_obj
def renew(entry: Entry, number: str, *, as_json: bool) -> None:
    """Keep the loan NUMBER longer, if nobody waits for the paper.

    \b
    Example: docgen loan renew L000001
    """
    from docgen.office import loan_changes

    office, who = entry.open()
    row, due = loan_changes.renew(office, who, number)
    _tell_unknown(due)
    tell_loan(office, row, as_json=as_json)


@click.command(cls=Command)
@click.argument("number")
@click.option("--reason", default="", help="Why; the borrower reads it.")
@click.option("--by", "day", default="", help="The new last day; else by the rules.")
@json_option()
@click.pass_obj
def recall(entry: Entry, number: str, reason: str, day: str, *, as_json: bool) -> None:
    """Ask the paper of the loan NUMBER back before its day.

    \b
    Example: docgen loan recall L000001 --reason 年度清点
    """
    from docgen.office import loan_changes

    office, who = entry.open()
    by = day_of(day, "by") if day else None
    row = loan_changes.recall(office, who, number, reason, by)
    tell_loan(office, row, as_json=as_json)


@click.command(cls=Command)
@click.argument("number")
@click.option("--report", default="", help="How it was lost, as the borrower explains it.")
@json_option()
@click.pass_obj
def lost(entry: Entry, number: str, report: str, *, as_json: bool) -> None:
    """Note that the paper of the loan NUMBER is lost; a manager decides on it.

    \b
    Example: docgen loan lost L000001 --report 出差途中公文包被盗，已报案
    """
    from docgen.office import loan_losses

    office, who = entry.open()
    tell_loan(office, loan_losses.report(office, who, number, report), as_json=as_json)


@click.command(cls=Command)
@click.argument("number")
@click.option("--decision", default="", help="What follows from the loss.")
@click.option("--replacement", default="", help="What stands in the paper's place.")
@json_option()
@click.pass_obj
def settle(entry: Entry, number: str, decision: str, replacement: str, *, as_json: bool) -> None:
    """Decide on the lost paper of the loan NUMBER; never on one's own.

    \b
    Example: docgen loan settle L000001 --decision 书面检讨 --replacement 电子件打印盖章代原件
    """
    from docgen.office import loan_losses

    office, who = entry.open()
    row = loan_losses.settle(office, who, number, decision, replacement)
    tell_loan(office, row, as_json=as_json)


def _tell_unknown(due: Due) -> None:
    for year in due.unknown_years:
        note(holidays_unknown(year))
