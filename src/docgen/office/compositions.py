"""Composition analysis of imported figures: by customers' grades, goods, regions (C-110, F-193).

docgen keeps no sales: the figures are a CSV or XLSX file with a row for each amount. ``等级`` as
the class asks the register for the grade of the customer that each row names.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

from docgen.errors import BadInput, Detail, OutsideFailed, say
from docgen.model.access import Act
from docgen.model.composition import Part, parts
from docgen.office import customer_classes, customers, gate, journal
from docgen.office.desk import Office, one_transaction
from docgen.office.intake import read_file
from docgen.office.whole_files import refuse_there, write_whole
from docgen.register.models import Customer, Person
from docgen.render.sheet import Row, read_rows

GRADE: Final = "等级"
_CUSTOMER: Final = "客户"
HEADS: Final = (say("class"), say("amount"), say("rows"), say("share %"), say("sum of shares %"))
_EVENT = "customer.analysed"
_MOST_FAULTS = 20
#: An amount with more digits than this before its point is a typing error.
_MOST_DIGITS = 15


def analyse(
    office: Office,
    who: Person,
    file: Path,
    *,
    by: str,
    amount: str,
    sheet: Path | None = None,
    words: Callable[[str], str] = str,
) -> list[Part]:
    """The share of each class in the figures, the biggest first.

    Args:
        office: The office.
        who: Who asks.
        file: The figures, CSV or XLSX.
        by: The column that names the class, or ``等级`` for the customers' grades.
        amount: The column of amounts.
        sheet: Where a workbook with table and charts is written, if wished.
        words: Says the workbook's heads in the reader's language.
    """
    with gate.attempt(office, who, _EVENT):
        gate.ask(office, who, Act.WORK_VISIT, _EVENT)
        if sheet is not None:
            refuse_there(sheet)
        rows = read_rows(read_file(file, office), file.name)
        _refuse_columns(rows, [amount, _CUSTOMER if by == GRADE else by], file)
        amounts = _amounts(rows, amount, file)
        classes = _grades(who, rows) if by == GRADE else [row.values.get(by, "") for row in rows]
        try:
            found = parts(zip(classes, amounts, strict=True))
        except ValueError as error:
            raise BadInput(
                say("{file} has nothing to share out", file=file.name),
                why=say("its amounts are all nothing, or some are negative"),
                fix=say("give amounts of nothing or more"),
                file=str(file),
                field="amount",
            ) from error
        if sheet is not None:
            _write(sheet, f"{amount} / {by}", [words(head) for head in HEADS], found)
        with one_transaction():
            journal.append(office, _EVENT, who, n=len(rows))
    return found


def _amounts(rows: Sequence[Row], column: str, file: Path) -> list[Decimal]:
    """The amounts of all rows; every fault at once, each with its row."""
    found, faults = [], []
    for row in rows:
        text = row.values.get(column, "").replace(",", "").replace("，", "")
        try:
            value = Decimal(text or "0")
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or value.adjusted() >= _MOST_DIGITS:
            text = say("“{text}” is no amount", text=row.values.get(column, ""))
            faults.append(Detail(text, field=column, place=say("row {row}", row=row.number)))
        found.append(value)
    if faults:
        raise BadInput(
            say("{n} thing(s) in {file} are not right", n=len(faults), file=file.name),
            why=say("nothing was shared out: all rows must be right first"),
            fix=say("correct the rows and try again"),
            file=str(file),
            details=faults[:_MOST_FAULTS],
        )
    return found


def _grades(who: Person, rows: Sequence[Row]) -> list[str]:
    """The grade of the customer of each row; "" for one that is unknown or not graded."""
    names = [row.values.get(_CUSTOMER, "") for row in rows]
    each = dict(customers.resolve_each(who, dict.fromkeys(name for name in names if name)))
    known = {name: one for name, one in each.items() if isinstance(one, Customer)}
    graded = customer_classes.newest(list(known.values()))
    grades = {name: graded[one.pk].value for name, one in known.items() if one.pk in graded}
    return [grades.get(name, "") for name in names]


def _refuse_columns(rows: Sequence[Row], wanted: Sequence[str], file: Path) -> None:
    heads = list(rows[0].values) if rows else []
    lacking = [name for name in wanted if name not in heads]
    if lacking:
        raise BadInput(
            say("{file} has no column {column}", file=file.name, column=lacking[0]),
            why=say("it has: {columns}", columns="、".join(heads) or "-"),
            fix=say("name both columns").by("--by and --amount"),
            file=str(file),
            field="by",
        )


def _write(file: Path, title: str, heads: Sequence[str], found: Sequence[Part]) -> None:
    from docgen.render.chart_sheet import chart_sheet  # noqa: PLC0415  slow, seldom needed

    rows = [(one.name, one.amount, one.lines, one.share, one.running) for one in found]
    try:
        write_whole({file: chart_sheet(title, heads, rows)})
    except OSError as error:
        raise OutsideFailed(
            say("{file} cannot be written: {error}", file=file, error=error.strerror or error),
            why=say("the disk refused"),
            fix=say("choose another place").by("--out"),
            file=str(file),
        ) from error
