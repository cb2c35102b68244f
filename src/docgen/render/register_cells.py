"""A checked answer as the value and the look of an Excel cell; never a formula.

Numbers, amounts and days stay what they are, so that Excel can add and sort them; what Excel
could not hold exactly (more than 15 digits, a day before March 1900) is written as text. A text
that begins like a formula stays a text, also after somebody has edited the cell.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from unicodedata import east_asian_width

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment

from docgen.errors import BadInput, say
from docgen.forms.form import Column

_DIGITS = 15  # what Excel keeps of a number
_LONGEST = 32_767  # characters in a cell
_LONGEST_AS_TEXT = 255  # older Excel shows ##### for more in a cell of the format text
_FIRST_SURE_DAY: Final = date(1900, 3, 1)  # Excel believes in the 29th of February 1900
_TEXT = "@"
_FORMATS: Final = {
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
    "money": "#,##0.00",
    "integer": "0",
    "decimal": "General",
}
# Excel reads _x0041_ in a text as the letter A (ECMA-376 part 1, 22.9.2.19).
_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_WIDE = frozenset("WF")


def put(cell: Cell, column: Column, value: object, path: str) -> None:
    """Write one checked answer.

    Args:
        cell: The cell.
        column: Its question.
        value: The answer; "" for none leaves the cell empty.
        path: The answer as the checker names it, ``items[2].what``, for the message.

    Raises:
        BadInput: The text is longer than a cell can hold.
    """
    number = isinstance(value, int | Decimal) and _is_exact(value)
    cell.alignment = Alignment(
        horizontal="right" if number else "left", vertical="center", wrap_text=not number
    )
    if value == "":
        cell.number_format = _format(column)  # for what is written in later by hand
    elif isinstance(value, int | Decimal | date) and (number or _is_sure_day(value)):
        cell.value = value
        cell.number_format = _format(column)
    else:
        _refuse_too_long(column, shown(value), path)
        put_text(cell, shown(value))


def put_text(cell: Cell, text: str) -> None:
    """Write a text that is never a formula; "" leaves the cell empty."""
    cell.number_format = _TEXT if len(text) <= _LONGEST_AS_TEXT else "General"
    if text:
        cell.value = _ESCAPED.sub("_x005F_", text)
        cell.data_type = "s"
        cell.quotePrefix = True


def shown(value: object) -> str:
    """An answer as a text: 是 for yes, several choices joined, days in ISO order."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(str, value))
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return str(value)


def width(value: object) -> float:
    """How wide the widest line of an answer is, in Latin letters; a Chinese one takes two."""
    lines = (f"{value:,.2f}" if isinstance(value, Decimal) else shown(value)).split("\n")
    return max(sum(2 if east_asian_width(sign) in _WIDE else 1 for sign in line) for line in lines)


def _refuse_too_long(column: Column, text: str, path: str) -> None:
    if len(text) > _LONGEST:
        raise BadInput(
            say("“{label}” is too long for Excel", label=column.label),
            why=say("a cell holds {limit} characters at most", limit=_LONGEST),
            fix=say("shorten it, or leave out the workbook").by("--xlsx"),
            field=path,
        )


def _is_exact(value: Decimal | int) -> bool:
    """Whether it is a number, and one that Excel keeps to its last digit."""
    if isinstance(value, bool):
        return False
    return len(Decimal(value).normalize().as_tuple().digits) <= _DIGITS


def _is_sure_day(value: object) -> bool:
    day = value.date() if isinstance(value, datetime) else value
    return isinstance(day, date) and day >= _FIRST_SURE_DAY


def _format(column: Column) -> str:
    unit = column.unit.replace('"', "")
    plain = _FORMATS.get(column.kind, _TEXT)
    return f'{plain}"{unit}"' if unit and column.kind in {"money", "integer"} else plain
