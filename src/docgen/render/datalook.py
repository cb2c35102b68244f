"""How each kind of question looks in a data sheet: width, number format, list, limits, hint."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Literal
from unicodedata import east_asian_width

from openpyxl.worksheet.datavalidation import DataValidation

from docgen.errors import Said, say
from docgen.forms.form import Column
from docgen.forms.headings import labelled
from docgen.forms.kinds import DAYS, NUMBERS, TEXTS
from docgen.forms.questions import KIND_WORDS

Tell = Callable[[Said], str]

YES, NO = "是", "否"
_FORMATS = {
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
    "integer": "0",
    "decimal": "General",
    "money": "#,##0.00",
}
_WIDTHS = {
    "date": 13,
    "datetime": 18,
    "integer": 11,
    "decimal": 12,
    "money": 15,
    "yesno": 8,
    "phone": 17,
    "idcard": 21,
    "credit_code": 21,
    "email": 24,
    "longtext": 44,
    "choices": 24,
}
_WIDTH, _WIDEST, _NARROWEST = 18, 44, 8
# Excel's own limits: of a list written into the cell, of a hint, its title and an error.
_INLINE, _HINT, _HINT_TITLE, _ERROR = 250, 250, 31, 220
_HINTS: Mapping[str, Said] = {
    "date": say("like 2026-03-05"),
    "datetime": say("like 2026-03-05 14:30"),
    "money": say("like 1234.50"),
    "yesno": say("是 or 否"),
    "choices": say("several with 、 between them"),
    "longtext": say("Alt+Enter begins a new line"),
}


def number_format(column: Column) -> str:
    """The format of the column's cells; text stays text, so that no digit is lost."""
    return _FORMATS.get(column.kind, "@")


def width(column: Column) -> float:
    """How wide the column is, in characters of Excel's usual font."""
    needed = display_length(labelled(column)) + 4
    longest = max(map(display_length, column.choices), default=0) + 4
    usual = _WIDTHS.get(column.kind, longest if column.kind == "choice" else _WIDTH)
    return min(_WIDEST, max(_NARROWEST, usual, min(needed, 26)))


def display_length(text: str) -> int:
    """How many columns a text takes; Chinese counts twice."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def notes(column: Column, tell: Tell) -> list[str]:
    """What a clerk should know of a question: kind, limits, choices, and its help."""
    lines = [tell(KIND_WORDS[column.kind])]
    if hint := _HINTS.get(column.kind):
        lines[0] += f"：{tell(hint)}" if column.kind != "yesno" else ""
    if column.unit:
        lines.append(tell(say("in {unit}", unit=column.unit)))
    if limits := _limits(column, tell):
        lines.append(limits)
    if column.choices:
        lines.append(tell(say("choices: {choices}", choices=" / ".join(column.choices))))
    if column.default is not None:
        lines.append(tell(say("if left empty: {value}", value=spelled(column.default))))
    if column.need and column.need.message:
        lines.append(column.need.message)
    return [*lines, column.help] if column.help else lines


def spelled(value: object) -> str:
    """A checked value as a clerk would type it."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, list | tuple):
        return "、".join(map(str, value))
    return str(value)


def _limits(column: Column, tell: Tell) -> str:
    least, most = column.minimum, column.maximum
    if least is not None and most is not None:
        return tell(say("from {least} to {most}", least=least, most=most))
    if least is not None:
        return tell(say("not below {least}", least=least))
    if most is not None:
        return tell(say("not above {most}", most=most))
    if column.max_length:
        return tell(say("at most {count} characters", count=column.max_length))
    return ""


def validation(
    column: Column, listed: Callable[[Sequence[str]], str], tell: Tell
) -> DataValidation:
    """What Excel checks and says at the column's cells.

    Args:
        column: The question.
        listed: Puts a list that is too long for a cell somewhere else and says where.
        tell: Says a sentence in the reader's language.
    """
    rule = DataValidation(allow_blank=True, showInputMessage=True, showErrorMessage=True)
    rule.promptTitle = column.label[:_HINT_TITLE]
    rule.prompt = "\n".join(notes(column, tell))[:_HINT]
    rule.errorTitle = column.label[:_HINT_TITLE]
    rule.error = rule.prompt[:_ERROR]
    choices = (YES, NO) if column.kind == "yesno" else column.choices
    if choices and column.kind != "choices":
        rule.type, rule.formula1 = "list", _list(choices, listed)
    elif column.kind in DAYS:
        rule.errorStyle = "warning"  # days typed as text are read too
        _between(rule, "date", column, date(1900, 1, 1), date(9999, 12, 31))
    elif column.kind in NUMBERS:
        least = 0 if column.kind == "money" else -(10**15)
        _between(rule, "whole" if column.kind == "integer" else "decimal", column, least, 10**15)
    elif column.max_length and column.kind in TEXTS:
        rule.type, rule.operator = "textLength", "lessThanOrEqual"
        rule.formula1 = str(column.max_length)
    return rule


def _list(choices: Sequence[str], listed: Callable[[Sequence[str]], str]) -> str:
    joined = ",".join(choices)
    if len(joined) <= _INLINE and not any(sign in one for one in choices for sign in ',"'):
        return f'"{joined}"'
    return listed(choices)


def _between(
    rule: DataValidation,
    kind: Literal["whole", "decimal", "date"],
    column: Column,
    least: object,
    most: object,
) -> None:
    rule.type, rule.operator = kind, "between"
    rule.formula1 = _bound(column.minimum, least)
    rule.formula2 = _bound(column.maximum, most)


def _bound(bound: object, otherwise: object) -> str:
    value = otherwise if bound is None else bound
    if isinstance(value, date):
        return f"DATE({value.year},{value.month},{value.day})"
    return str(value)
