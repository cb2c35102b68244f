"""Whole numbers, numbers and amounts of money as people and spreadsheets write them. Exact.

Grouping commas must stand every three digits (1,23 could mean two numbers). Binary fractions
from a spreadsheet are read by their shortest decimal spelling; what then has more places than
the kind holds is refused, never rounded.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal

from docgen.errors import Said, say
from docgen.forms.characters import fold_width, shown
from docgen.forms.wrong import WrongValueError

_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?", re.ASCII)
_LONGEST = 60
_WHOLE_DIGITS = 15  # what a spreadsheet keeps exactly
_PLACES = 6
_CENTS = 2
_EXACT = Context(prec=60)
MOST_MONEY = Decimal("999999999999.99")


def read_integer(raw: object, *, unit: str = "") -> int:
    """A whole number of at most 15 digits; 1,200 and １２ and "30 天" (its unit) are read."""
    return int(_bounded(_decimal(raw, unit), 0, shown(raw)))


def read_decimal(raw: object, *, unit: str = "") -> Decimal:
    """A number of at most 15 digits before and 6 after the point, with the places it came with."""
    value = _decimal(raw, unit)
    _bounded(value, _PLACES, shown(raw))
    return Decimal(f"{value:f}") if value else value.copy_abs()


def read_money(raw: object, *, unit: str = "") -> Decimal:
    """An amount from 0 to 999,999,999,999.99 with two places; ￥12,345.6 and 12345.6元 are read."""
    # An amount asked in 万元 must not be given in 元, so the unit takes the place of 元.
    amount = _bounded(_decimal(raw, unit or "元", sign="¥"), _CENTS, shown(raw))
    if amount < 0:
        raise WrongValueError(
            say("“{value}” is less than nothing", value=shown(raw)),
            say("write the amount without a minus; the form says which way it goes"),
        )
    if amount > MOST_MONEY:
        raise _too_long(shown(raw))
    return amount.copy_abs()


def _decimal(raw: object, unit: str, *, sign: str = "") -> Decimal:
    if isinstance(raw, str):
        return _spelled(raw, unit, sign)
    if isinstance(raw, float):
        raw = Decimal(repr(raw))
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
        raise WrongValueError(say("“{value}” is not a number", value=shown(raw)), _number_help())
    if isinstance(raw, int) and raw.bit_length() > _LONGEST:
        raise _too_long(shown(raw))
    value = Decimal(raw)
    if not value.is_finite():
        raise WrongValueError(say("“{value}” is not a number", value=shown(raw)), _number_help())
    return value or Decimal(0)


def _spelled(raw: str, unit: str, sign: str) -> Decimal:
    text = fold_width(raw).strip().removeprefix(sign).removesuffix(fold_width(unit)).strip()
    if len(text) > _LONGEST:
        raise _too_long(shown(raw))
    if not _NUMBER.fullmatch(text):
        raise WrongValueError(say("“{value}” is not a number", value=shown(raw)), _number_help())
    return Decimal(text.replace(",", ""))


def _bounded(value: Decimal, places: int, spelled: str) -> Decimal:
    if value and value.adjusted() >= _WHOLE_DIGITS:
        raise _too_long(spelled)
    exact = value.quantize(Decimal(1).scaleb(-places), context=_EXACT)
    if exact == value:
        return exact
    if not places:
        text = say("“{value}” is not a whole number", value=spelled)
        raise WrongValueError(text, say("write a whole number, like 12"))
    text = say("“{value}” has more than {places} places", value=spelled, places=places)
    raise WrongValueError(text, say("round it yourself; docgen never rounds in silence"))


def _too_long(spelled: str) -> WrongValueError:
    return WrongValueError(
        say("“{value}” is too large", value=spelled),
        say("check the number; amounts end at 999,999,999,999.99 and numbers at 15 digits"),
    )


def _number_help() -> Said:
    return say("write digits with a point, like 1234.50 or 1,234.50, without words")
