"""``docgen loan``: the loan desk: asking for papers, and deciding on what is asked."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.aid_files import by_ending, print_options, tell_files, workbook_wanted, write_aid
from docgen.cli.base import Entry, Group, json_option
from docgen.cli.loan_out import hand_over, lost, recall, renew, return_, settle
from docgen.cli.loan_overdue import overdue
from docgen.cli.loan_slip import sheet, slip
from docgen.cli.loan_view import loan_data, tell_loan, tell_loans
from docgen.cli.printing import out_json
from docgen.model.loan import State


@click.group(cls=Group)
def loan() -> None:
    """The loan desk: request, approve, hand over, return."""


for made in (hand_over, return_, renew, recall, lost, settle, overdue, slip, sheet):
    loan.add_command(made)


@loan.command("request")
@click.argument("item")
@click.option("--purpose", required=True, help="Why: service, complaint, contract, …")
@click.option(
    "--kind", default="electronic", show_default=True, help="electronic, paper, copy or in-place."
)
@click.option("--in-place", is_flag=True, help="Read it in the archive room, back the same day.")
@json_option()
@click.pass_obj
def request(
    entry: Entry, item: str, purpose: str, kind: str, *, in_place: bool, as_json: bool
) -> None:
    """Ask to borrow ITEM, or to consult it in place.

    \b
    Example: docgen loan request 0000000001-0001 --purpose complaint
             docgen loan request 0000000001-0001 --purpose complaint --in-place
    """
    from docgen.office import loans

    office, who = entry.open()
    row = loans.request(office, who, item, purpose, "in-place" if in_place else kind)
    tell_loan(office, row, as_json=as_json)


@loan.command("reserve")
@click.argument("item")
@click.option("--purpose", required=True, help="Why: service, complaint, contract, …")
@click.option("--in-place", is_flag=True, help="Read it in the archive room, back the same day.")
@json_option()
@click.pass_obj
def reserve(entry: Entry, item: str, purpose: str, *, in_place: bool, as_json: bool) -> None:
    """Wait for the original of ITEM that somebody else has.

    \b
    Example: docgen loan reserve 0000000001-0001 --purpose contract
    """
    from docgen.office import loans

    office, who = entry.open()
    row = loans.reserve(office, who, item, purpose, "in-place" if in_place else "paper")
    tell_loan(office, row, as_json=as_json)


@loan.command("approve")
@click.argument("number")
@click.option("--override", default="", help="Why it is lent although a rule wants confirmation.")
@json_option()
@click.pass_obj
def approve(entry: Entry, number: str, override: str, *, as_json: bool) -> None:
    """Approve the loan NUMBER; never one's own.

    \b
    Example: docgen loan approve L000001
             docgen loan approve L000002 --override 诉讼急用
    """
    from docgen.office import loans

    office, who = entry.open()
    tell_loan(office, loans.approve(office, who, number, override), as_json=as_json)


@loan.command("refuse")
@click.argument("number")
@click.option("--reason", default="", help="Why; the borrower reads it.")
@json_option()
@click.pass_obj
def refuse(entry: Entry, number: str, reason: str, *, as_json: bool) -> None:
    """Refuse the loan NUMBER, with a reason.

    \b
    Example: docgen loan refuse L000001 --reason 案卷正在整理
    """
    from docgen.office import loans

    office, who = entry.open()
    tell_loan(office, loans.refuse(office, who, number, reason), as_json=as_json)


@loan.command("cancel")
@click.argument("number")
@click.option("--reason", default="", help="Why.")
@json_option()
@click.pass_obj
def cancel(entry: Entry, number: str, reason: str, *, as_json: bool) -> None:
    """Give up the request or reservation NUMBER.

    \b
    Example: docgen loan cancel L000001
    """
    from docgen.office import loan_changes

    office, who = entry.open()
    tell_loan(office, loan_changes.cancel(office, who, number, reason), as_json=as_json)


@loan.command("list")
@click.option(
    "--state", type=click.Choice([one.value for one in State]), help="Only loans in this state."
)
@print_options(xlsx=True)
@json_option()
@click.pass_obj
def list_(
    entry: Entry,
    state: str | None,
    out: Path | None,
    *,
    docx: bool,
    pdf: bool,
    xlsx: bool,
    as_json: bool,
) -> None:
    """List or print loans (借阅登记簿): all for the desk, your own otherwise.

    \b
    Example: docgen loan list --state out
             docgen loan list --pdf --out 查阅借阅登记簿.pdf
    """
    from docgen.office import loan_register, loans

    office, who = entry.open()
    docx, pdf = by_ending(out, docx=docx, pdf=pdf)
    xlsx = workbook_wanted(out, xlsx=xlsx)
    is_printed = bool(docx or pdf or xlsx or out)
    rows = loans.list_loans(office, who, state or "", aid="register" if is_printed else "")
    if is_printed:
        aid = loan_register.printed(office, who, rows, state or "", pdf=pdf, xlsx=xlsx)
        tell_files(write_aid(aid, out, docx=docx, pdf=pdf), as_json=as_json)
    elif as_json:
        out_json([loan_data(row) for row in rows])
    else:
        tell_loans(rows)
