"""How Chinese papers say a checked value: the filters a template may use, and nothing else.

A filter takes what ``answers.check`` gave; "" (an optional question without an answer) stays
"", so that an empty place stays empty. A value of another kind is a ``BadInput``, because the
template's author wrote the filter on the wrong field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType

from docgen.errors import BadInput, Said, say
from docgen.forms.characters import shown
from docgen.forms.lines import paragraphs
from docgen.forms.numbers import MOST_MONEY
from docgen.forms.numerals import cn_number, digits_in_words, rmb_words

__all__ = [
    "FILTERS",
    "checkbox",
    "cn_date",
    "cn_number",
    "digits_date",
    "join",
    "long_date",
    "long_datetime",
    "mask_id",
    "mask_phone",
    "money",
    "paragraphs",
    "rmb_words",
    "short_date",
    "yesno_mark",
]

_KEPT_FRONT, _KEPT_END = 3, 4
_CENTS = Decimal("0.01")


def cn_date(day: object) -> str:
    """二〇二六年三月五日."""
    if day == "":
        return ""
    found = _day(day)
    year = digits_in_words(f"{found.year}")
    return f"{year}年{cn_number(found.month)}月{cn_number(found.day)}日"


def long_date(day: object) -> str:
    """2026年3月5日."""
    if day == "":
        return ""
    found = _day(day)
    return f"{found.year}年{found.month}月{found.day}日"


def short_date(day: object) -> str:
    """2026-03-05."""
    return "" if day == "" else f"{_day(day):%Y-%m-%d}"


def digits_date(day: object) -> str:
    """20260305, as lists of the archive write days (DA/T 22-2015, GB/T 9705-2008)."""
    return "" if day == "" else f"{_day(day):%Y%m%d}"


def long_datetime(moment: object) -> str:
    """2026年3月5日 14:30."""
    if moment == "":
        return ""
    if not isinstance(moment, datetime):
        raise _unfit(moment, say("it is not a day with a time"))
    return f"{long_date(moment)} {moment:%H:%M}"


def _day(day: object) -> date:
    if not isinstance(day, date):
        raise _unfit(day, say("it is not a date"))
    return day


def _unfit(value: object, why: Said) -> BadInput:
    return BadInput(
        say("“{value}” cannot be written in this way", value=shown(value)),
        why=why,
        fix=say("use a filter that goes with the kind of the field, or none"),
    )


def money(amount: object) -> str:
    """1,234.50: groups of three and two places. Exact numbers only."""
    if amount == "":
        return ""
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal):
        raise _unfit(amount, say("it is not an amount"))
    exact = Decimal(amount)
    if not exact.is_finite() or abs(exact) > MOST_MONEY or exact != exact.quantize(_CENTS):
        raise _unfit(amount, say("an amount has two places and ends at 999,999,999,999.99"))
    return f"{exact:,.2f}"


def checkbox(value: object, choice: str = "") -> str:
    """☑ or ☐: for a yes-no field, or for one ``choice`` of a choice field.

    ``{{ severity | checkbox("较大") }}较大`` ticks the choice that was answered.
    """
    if not choice:
        return "☑" if value is True else _unticked(value)
    if isinstance(value, list):
        return "☑" if choice in value else "☐"
    return "☑" if value == choice else "☐"


def _unticked(value: object) -> str:
    if value == "" or value is False:
        return "☐"
    raise _unfit(value, say("a checkbox without a choice is for yes or no"))


def yesno_mark(value: object) -> str:
    """是 or 否."""
    if value == "":
        return ""
    if not isinstance(value, bool):
        raise _unfit(value, say("it is neither yes nor no"))
    return "是" if value else "否"


def mask_id(text: object) -> str:
    """An ID-card or credit-code number with its middle hidden: 990***********0017."""
    return _masked(text)


def mask_phone(text: object) -> str:
    """A telephone number with its middle hidden: 199****0001, 010-**** 1234."""
    return _masked(text)


def _masked(text: object) -> str:
    """Keep the first three and the last four signs and what groups them; of short numbers two."""
    if text == "":
        return ""
    if not isinstance(text, str):
        raise _unfit(text, say("it is not a number written as text"))
    places = [place for place, sign in enumerate(text) if sign.isalnum()]
    hidden = set(places[_KEPT_FRONT:-_KEPT_END])
    if len(hidden) < _KEPT_FRONT:
        hidden = set(places[:-2])
    return "".join("*" if place in hidden else sign for place, sign in enumerate(text))


def join(values: object, mark: str = "、") -> str:
    """Several choices as one text: 水电、门窗."""
    if values == "":
        return ""
    if not isinstance(values, list | tuple):
        raise _unfit(values, say("it is not a list"))
    return mark.join(map(str, values))


#: The filters for text that templates may use, by the name they are written with; ``codes`` has
#: those that make pictures.
FILTERS: Mapping[str, Callable[..., str]] = MappingProxyType(
    {
        "checkbox": checkbox,
        "cn_date": cn_date,
        "cn_number": cn_number,
        "digits_date": digits_date,
        "join": join,
        "long_date": long_date,
        "long_datetime": long_datetime,
        "mask_id": mask_id,
        "mask_phone": mask_phone,
        "money": money,
        "paragraphs": paragraphs,
        "rmb_words": rmb_words,
        "short_date": short_date,
        "yesno_mark": yesno_mark,
    }
)
