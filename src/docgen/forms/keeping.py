"""A computed value as answers of its kind are kept: rounded half up, within the field's bounds.

An amount has cents and may be less than nothing (应付 or 应退) unless the field has ``min = 0``;
a number has at most six places.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from docgen.errors import say
from docgen.forms.form import Column
from docgen.forms.numbers import MOST_MONEY
from docgen.forms.occasion import plain_day
from docgen.forms.reckoning import rounded
from docgen.forms.values import check_bounds, read_value
from docgen.forms.wrong import WrongValueError

_WHOLE_DIGITS = 15
_MOST_PLACES = 6
_CENTS = 2


def kept(asked: Column, value: object) -> object:
    """The value as it is kept; "" stays blank.

    Raises:
        WrongValueError: It is too large, outside the field's bounds, or none of its choices.
    """
    if value == "":
        return ""
    keep = _KEEPERS.get(asked.kind, read_value)(asked, value)
    check_bounds(asked, keep)
    return keep


def same(asked: Column, typed: object, value: object) -> bool:
    """Whether what was typed says the same as the computed value."""
    # A computed amount may be less than nothing, which a typed one may not.
    kinds = (asked.kind, "decimal") if asked.kind == "money" else (asked.kind,)
    return any(_says(replace(asked, kind=kind), typed, value) for kind in kinds)


def _says(asked: Column, typed: object, value: object) -> bool:
    try:
        return read_value(replace(asked, minimum=None, maximum=None), typed) == value
    except WrongValueError:
        return False


def _number(asked: Column, value: object) -> Decimal:
    exact = Decimal(str(value))
    if exact and exact.adjusted() >= _WHOLE_DIGITS:
        raise _too_large(asked)
    return exact


def _integer(asked: Column, value: object) -> object:
    return int(rounded(_number(asked, value), 0))


def _money(asked: Column, value: object) -> object:
    amount = rounded(_number(asked, value), _CENTS)
    if abs(amount) > MOST_MONEY:
        raise _too_large(asked)
    return amount or abs(amount)


def _decimal(asked: Column, value: object) -> object:
    exact = _number(asked, value)
    if exact != rounded(exact, _MOST_PLACES):
        exact = rounded(exact, _MOST_PLACES).normalize()
    return Decimal(f"{exact:f}") if exact else exact.copy_abs()


def _too_large(asked: Column) -> WrongValueError:
    return WrongValueError(
        say("“{label}” comes to too large a number", label=asked.label),
        say("check the numbers and days it is computed from"),
    )


def _day(_: Column, value: object) -> object:
    return plain_day(value) if isinstance(value, date) else value


def _as_is(_: Column, value: object) -> object:
    return value


_KEEPERS: Mapping[str, Callable[[Column, object], object]] = {
    "integer": _integer,
    "decimal": _decimal,
    "money": _money,
    "date": _day,
    "datetime": _as_is,
    "yesno": _as_is,
}
