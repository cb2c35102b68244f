"""The functions an expression may call: what each takes, gives, and is called in Chinese.

``pick``, ``score`` and ``given`` look at a question itself and are bound in ``choosing``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from docgen.forms import reckoning
from docgen.forms.identity import id_card_birthday, id_card_sex

NUMBER, DAY, TIME, TEXT, IDCARD = "number", "day", "time", "text", "idcard"
FLAG, LIST, TABLE, LENGTH = "flag", "list", "table", "length"
#: Stands for the kind of what was given.
SAME = "same"

_DATED = frozenset((DAY, TIME))
_ORDERED = frozenset((NUMBER, DAY, TIME))
_NUMBERS = frozenset((NUMBER,))
_SCALARS = frozenset((NUMBER, DAY, TIME, TEXT, IDCARD, FLAG))

_KIND_OF = {
    "integer": NUMBER,
    "decimal": NUMBER,
    "money": NUMBER,
    "date": DAY,
    "datetime": TIME,
    "yesno": FLAG,
    "choices": LIST,
    "table": TABLE,
    "idcard": IDCARD,
}


def kind_of(kind: str) -> str:
    """What an answer of a question's kind is in an expression; text for most."""
    return _KIND_OF.get(kind, TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """One function.

    Args:
        title: What messages call it.
        run: What it does; gathering ones take a list.
        takes: The kinds of each value; of every value for a gathering one.
        gives: The kind of its value, or ``SAME``.
        gathers: Whether it takes a column or several values and passes over blanks.
        occasion: Whether it needs the day or the calendar.
        outcomes: Every text it can give; empty if they cannot be listed.
    """

    title: str
    run: Callable[..., object]
    takes: tuple[frozenset[str], ...]
    gives: str
    gathers: bool = False
    occasion: bool = False
    outcomes: tuple[str, ...] = ()


def _gathering(
    title: str, run: Callable[[Any], object], takes: frozenset[str], gives: str
) -> Function:
    return Function(title=title, run=run, takes=(takes,), gives=gives, gathers=True)


def _dated(title: str, run: Callable[..., object], count: int = 2) -> Function:
    return Function(title=title, run=run, takes=(_DATED,) * count, gives=NUMBER)


FUNCTIONS: Mapping[str, Function] = {
    "sum": _gathering("合计", reckoning.total, _NUMBERS, NUMBER),
    "average": _gathering("平均", reckoning.average, _NUMBERS, NUMBER),
    "min": _gathering("最小", reckoning.lowest, _ORDERED, SAME),
    "max": _gathering("最大", reckoning.highest, _ORDERED, SAME),
    "first": _gathering("首项", reckoning.first, _SCALARS, SAME),
    "last": _gathering("末项", reckoning.last, _SCALARS, SAME),
    "count": _gathering("个数", reckoning.number_of, _SCALARS | {TABLE, LIST}, NUMBER),
    "days": _dated("天数", reckoning.days),
    "months": _dated("月数", reckoning.months),
    "age": _dated("周岁", reckoning.age),
    "year": _dated("年", reckoning.year, 1),
    "month": _dated("月", reckoning.month, 1),
    "week": _dated("周次", reckoning.week, 1),
    "hours": Function(
        title="小时数",
        run=reckoning.hours,
        takes=(frozenset((TIME,)),) * 2,
        gives=NUMBER,
    ),
    "workdays": Function(
        title="工作日数",
        run=reckoning.workdays,
        takes=(_DATED, _DATED),
        gives=NUMBER,
        occasion=True,
    ),
    "round": Function(
        title="四舍五入",
        run=reckoning.rounded,
        takes=(_NUMBERS, _NUMBERS),
        gives=NUMBER,
    ),
    "words": Function(title="大写", run=reckoning.words, takes=(_NUMBERS,), gives=TEXT),
    "birthday_of": Function(
        title="出生日期",
        run=id_card_birthday,
        takes=(frozenset((IDCARD,)),),
        gives=DAY,
    ),
    "sex_of": Function(
        title="性别",
        run=id_card_sex,
        takes=(frozenset((IDCARD,)),),
        gives=TEXT,
        outcomes=("男", "女"),
    ),
}
