"""``docgen customer grade|credit|classes|analyse``: what class a customer is of, and what of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.language import tell
from docgen.cli.printing import out, out_json, table
from docgen.cli.visit_view import class_data
from docgen.errors import BadInput, say

if TYPE_CHECKING:
    from docgen.register.models_visits import CustomerClass


@click.command("grade", cls=Command)
@click.argument("customer_id", metavar="CUSTOMER")
@click.option(
    "--set", "sets", multiple=True, metavar="K=N", help="Points of a criterion, 0 to 100."
)
@click.option("--grade", "given", default="", help="A grade given by hand.")
@click.option("--reason", default="", help="Why; needed for a grade given by hand.")
@json_option()
@click.pass_obj
def grade(
    entry: Entry,
    customer_id: str,
    sets: tuple[str, ...],
    given: str,
    reason: str,
    *,
    as_json: bool,
) -> None:
    """Grade CUSTOMER by points for each criterion of rules/visits.toml, or by hand.

    \b
    Example: docgen customer grade K000001 --set nature=80 --set size=70 --set sales=90
               --set trend=60
             docgen customer grade K000001 --grade A --reason 战略客户
    """
    from docgen.office import customer_classes

    office, who = entry.open()
    points = dict(map(_pair, sets))
    row = customer_classes.grade(office, who, customer_id, points, given=given, reason=reason)
    _tell(row, as_json=as_json)


@click.command("credit", cls=Command)
@click.argument("customer_id", metavar="CUSTOMER")
@click.argument("class_", metavar="CLASS")
@click.option("--limit", type=click.IntRange(0), help="Another limit than the class has, in yuan.")
@click.option("--reason", default="", help="Why; needed for another limit.")
@json_option()
@click.pass_obj
def credit(
    entry: Entry, customer_id: str, class_: str, limit: int | None, reason: str, *, as_json: bool
) -> None:
    """Give CUSTOMER the credit CLASS, as a head; limit and terms follow from it.

    \b
    Example: docgen customer credit K000001 二级
    """
    from docgen.office import customer_classes

    office, who = entry.open()
    row = customer_classes.rate(office, who, customer_id, class_, limit=limit, reason=reason)
    _tell(row, as_json=as_json)


@click.command("classes", cls=Command)
@click.argument("customer_id", metavar="CUSTOMER")
@json_option()
@click.pass_obj
def classes(entry: Entry, customer_id: str, *, as_json: bool) -> None:
    """Show the grades and credit classes of CUSTOMER and what they were before.

    \b
    Example: docgen customer classes K000001
    """
    from docgen.office import customer_classes

    office, who = entry.open()
    _, rows = customer_classes.history(office, who, customer_id)
    if as_json:
        out_json([class_data(one) for one in rows])
        return
    kinds = {customer_classes.GRADE: say("grade"), customer_classes.CREDIT: say("credit class")}
    table(
        [say("since"), say("kind"), say("grade or class"), say("by"), say("reason")],
        [
            (
                f"{office.local(one.at):%Y-%m-%d}",
                kinds[one.kind],
                one.value,
                one.by.name,
                one.reason,
            )
            for one in rows
        ],
    )


@click.command("analyse", cls=Command)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--by", default="等级", show_default=True, help="The column that names the class.")
@click.option("--amount", default="销售额", show_default=True, help="The column of amounts.")
@click.option(
    "--out", "sheet", type=click.Path(path_type=Path), help="A workbook with charts, .xlsx."
)
@json_option()
@click.pass_obj
def analyse(
    entry: Entry, file: Path, by: str, amount: str, sheet: Path | None, *, as_json: bool
) -> None:
    """Share out the figures of FILE, CSV or XLSX, by customers' grades or by any column.

    By grade, its column 客户 names the customers. The figures are not kept.

    \b
    Example: docgen customer analyse 销售.xlsx --by 地区 --out 地区构成.xlsx
    """
    from docgen.office import compositions

    office, who = entry.open()
    found = compositions.analyse(office, who, file, by=by, amount=amount, sheet=sheet, words=tell)
    if as_json:
        out_json(
            [
                {
                    "class": one.name,
                    "amount": one.amount,
                    "rows": one.lines,
                    "share": one.share,
                    "running": one.running,
                }
                for one in found
            ]
        )
        return
    table(
        list(compositions.HEADS),
        [(one.name, one.amount, one.lines, one.share, one.running) for one in found],
    )
    if sheet is not None:
        out(say("The workbook is {file}", file=sheet))


def _tell(row: CustomerClass, *, as_json: bool) -> None:
    if as_json:
        out_json(class_data(row))
        return
    terms = " ".join(
        str(row.facts[name]) for name in ("total", "limit", "terms") if name in row.facts
    )
    out(say("{code} is now {value} {terms}", code=row.customer.code, value=row.value, terms=terms))


def _pair(one: str) -> tuple[str, int]:
    name, _, value = one.partition("=")
    if not value.strip().isdecimal():
        raise BadInput(
            say("--set {one} says nothing", one=one),
            why=say("a criterion has whole points from 0 to 100"),
            fix=say("write for instance: --set sales=80"),
            field="set",
        )
    return name.strip(), int(value)
