"""Numbers in Chinese characters: 人民币大写 for amounts, 一二三 for plain numbers.

Amounts follow the rules for filling in bank papers (支付结算办法, annex 1):

1. 壹贰叁肆伍陆柒捌玖零 with 拾佰仟万亿元角分, and 壹拾 for ten.
2. 整 follows an amount that ends in 元 or 角, never one that ends in 分.
3. One 零 stands for zeros in the middle of the whole part.
4. One 零 stands between 元 and 分 when there is no 角.
5. Where the rules leave 零 free (a zero before 万 or 元, then a digit other than zero) it is
   left out, unless a whole group of four is zero: 壹亿零伍仟元整; but 壹拾亿零贰仟万元整.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from docgen.errors import BadInput, say
from docgen.forms.characters import shown
from docgen.forms.numbers import MOST_MONEY

_CAPITALS = "零壹贰叁肆伍陆柒捌玖"
_PLAINS = "零一二三四五六七八九"
_GROUPS = ("亿", "万", "")
_MOST_NUMBER = 999_999_999_999
_CENTS = Decimal("0.01")


def rmb_words(amount: object, prefix: str = "") -> str:
    """An amount in capital characters: 1680.32 is 壹仟陆佰捌拾元叁角贰分.

    Args:
        amount: From 0 to 999,999,999,999.99, exact: ``Decimal`` or ``int``; "" stays "".
        prefix: What stands close before it, 人民币.

    Raises:
        BadInput: A float, a negative, too large or too finely divided amount, or no number.

    Source: 支付结算办法, annex 1.
    """
    if amount == "":
        return ""
    yuan, cents = divmod(_cents(amount), 100)
    words = _in_groups(yuan, _CAPITAL) + "元" if yuan else ""
    return prefix + _with_cents(words, *divmod(cents, 10))


def _with_cents(words: str, jiao: int, fen: int) -> str:
    if not jiao and not fen:
        return (words or "零元") + "整"
    if jiao:
        words += _CAPITALS[jiao] + "角"
    elif words:
        words += "零"
    return words + (_CAPITALS[fen] + "分" if fen else "整")


def _cents(amount: object) -> int:
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal):
        raise _unfit(amount, say("an amount is a whole number or an exact decimal one"))
    value = Decimal(amount)
    if not value.is_finite() or not 0 <= value <= MOST_MONEY:
        raise _unfit(amount, say("amounts in words go from 0 to 999,999,999,999.99"))
    if value != value.quantize(_CENTS):
        raise _unfit(amount, say("an amount has at most two places"))
    return int(value * 100)


def _unfit(amount: object, why: str) -> BadInput:
    return BadInput(
        say("“{value}” cannot be written in words", value=shown(amount)),
        why=why,
        fix=say("give the field the kind money, and use this filter on that field only"),
    )


def cn_number(number: object) -> str:
    """A whole number in plain characters: 123 is 一百二十三, 12 is 十二; never 两. "" stays "".

    Args:
        number: From 0 to 999,999,999,999.

    Raises:
        BadInput: It is no such number.
    """
    if number == "":
        return ""
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= _MOST_NUMBER:
        raise _unfit(number, say("numbers in characters are whole, from 0 to 999,999,999,999"))
    words = _in_groups(number, _PLAIN)
    return words.removeprefix("一") if words.startswith("一十") else words or "零"


def digits_in_words(digits: str) -> str:
    """Each digit by itself, as in years: 2026 is 二〇二六."""
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in digits)


class _Script(NamedTuple):
    digits: str
    units: tuple[str, str, str, str]
    zero_after_yi: bool


_CAPITAL = _Script(_CAPITALS, ("仟", "佰", "拾", ""), zero_after_yi=True)
_PLAIN = _Script(_PLAINS, ("千", "百", "十", ""), zero_after_yi=False)


def _in_groups(number: int, script: _Script) -> str:
    """Groups of four digits with 万 and 亿; a gap of zeros before a group is one 零."""
    words, before = "", ""
    spelled = f"{number:012d}"
    for group, name in zip((spelled[:4], spelled[4:8], spelled[8:]), _GROUPS, strict=True):
        if group != "0000":
            after_yi = name == "万" and before.endswith("0") and script.zero_after_yi
            gapped = group.startswith("0") or before == "0000" or after_yi
            words += ("零" if words and gapped else "") + _in_group(group, script) + name
        before = group
    return words


def _in_group(group: str, script: _Script) -> str:
    words, gap = "", ""
    for digit, unit in zip(group, script.units, strict=True):
        if digit == "0":
            gap = "零" if words else ""
            continue
        words += gap + script.digits[int(digit)] + unit
        gap = ""
    return words
