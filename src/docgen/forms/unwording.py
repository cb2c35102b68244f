"""The way back from ``wording``: what a text that a filter wrote was written from.

Only filters with an exact inverse are here. The dates and amounts in digits need none: the
reader of the field's own kind (``values``) understands them as people write them. Capital amounts
(``rmb_words``) stand beside the amount in digits and are reckoned from it; masked numbers cannot
be unmasked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from docgen.forms.numerals import cn_number

_DIGITS = {sign: place for place, sign in enumerate("零一二三四五六七八九")}
_UNITS = {"十": 10, "百": 100, "千": 1_000}
_GROUPS = {"万": 10_000, "亿": 100_000_000}
_DATE = re.compile(
    "([〇一二三四五六七八九]{4})年([一二三四五六七八九十]+)月([一二三四五六七八九十]+)日"
)
_DIGITS_DATE = re.compile(r"\d{8}", re.ASCII)
_LONGEST = 40


def from_cn_number(text: str) -> object:
    """一百二十三 is 123; a text that ``cn_number`` would not have written stays as it is."""
    text = text.strip()
    total = group = digit = 0
    if len(text) > _LONGEST:
        return text
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _UNITS:
            group, digit = group + (digit or 1) * _UNITS[sign], 0
        elif sign in _GROUPS:
            total, group, digit = total + (group + digit) * _GROUPS[sign], 0, 0
        else:
            return text
    number = total + group + digit
    return number if cn_number(number) == text else text


def from_cn_date(text: str) -> object:
    """二〇二六年三月五日 as 2026-3-5, which the reader of days checks; any other text as it is."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return text
    year = "".join(str("〇一二三四五六七八九".index(sign)) for sign in found[1])
    return f"{year}-{from_cn_number(found[2])}-{from_cn_number(found[3])}"


def from_digits_date(text: str) -> object:
    """20260305 as 2026-03-05, which the reader of days checks; any other text as it is."""
    day = text.strip()
    if not _DIGITS_DATE.fullmatch(day):
        return text
    return f"{day[:4]}-{day[4:6]}-{day[6:]}"


def from_join(text: str, mark: str = "、") -> object:
    """水电、门窗 as its parts."""
    return [part.strip() for part in text.split(mark) if part.strip()]


#: The inverse of each filter that needs one, by the filter's name; given the same arguments.
INVERSES: Mapping[str, Callable[..., object]] = MappingProxyType(
    {
        "cn_date": from_cn_date,
        "cn_number": from_cn_number,
        "digits_date": from_digits_date,
        "join": from_join,
    }
)
