"""Amounts and numbers in Chinese characters, against a hand table and a reader of its own."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from docgen.errors import BadInput
from docgen.forms.numerals import cn_number, digits_in_words, rmb_words

#: Worked out by hand from the rules for filling in bank papers.
BY_HAND = {
    # nothing, cents alone
    "0": "零元整",
    "0.00": "零元整",
    "0.01": "壹分",
    "0.09": "玖分",
    "0.10": "壹角整",
    "0.5": "伍角整",
    "0.12": "壹角贰分",
    "0.99": "玖角玖分",
    # each digit, each small unit
    "1": "壹元整",
    "2": "贰元整",
    "3": "叁元整",
    "4": "肆元整",
    "5": "伍元整",
    "6": "陆元整",
    "7": "柒元整",
    "8": "捌元整",
    "9": "玖元整",
    "10": "壹拾元整",
    "11": "壹拾壹元整",
    "20": "贰拾元整",
    "100": "壹佰元整",
    "1000": "壹仟元整",
    # 整 after 元 and 角, not after 分
    "10.50": "壹拾元伍角整",
    "10.05": "壹拾元零伍分",
    "10.55": "壹拾元伍角伍分",
    "325.04": "叁佰贰拾伍元零肆分",
    "325.40": "叁佰贰拾伍元肆角整",
    # zeros in the middle
    "101": "壹佰零壹元整",
    "110": "壹佰壹拾元整",
    "1001": "壹仟零壹元整",
    "1010": "壹仟零壹拾元整",
    "1100": "壹仟壹佰元整",
    "1101": "壹仟壹佰零壹元整",
    "1409.50": "壹仟肆佰零玖元伍角整",
    "6007.14": "陆仟零柒元壹角肆分",
    "1680.32": "壹仟陆佰捌拾元叁角贰分",
    "2000.02": "贰仟元零贰分",
    # 万
    "10000": "壹万元整",
    "10001": "壹万零壹元整",
    "10010": "壹万零壹拾元整",
    "10100": "壹万零壹佰元整",
    "11000": "壹万壹仟元整",
    "16409.02": "壹万陆仟肆佰零玖元零贰分",
    "100000": "壹拾万元整",
    "105000": "壹拾万伍仟元整",
    "105001": "壹拾万伍仟零壹元整",
    "107000.53": "壹拾万柒仟元伍角叁分",
    "120000": "壹拾贰万元整",
    "1000000": "壹佰万元整",
    "1000001": "壹佰万零壹元整",
    "1010000": "壹佰零壹万元整",
    "1010101.01": "壹佰零壹万零壹佰零壹元零壹分",
    "10000000": "壹仟万元整",
    "10010010": "壹仟零壹万零壹拾元整",
    "10203040.50": "壹仟零贰拾万叁仟零肆拾元伍角整",
    "99999999.99": "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
    # 亿
    "100000000": "壹亿元整",
    "100000001": "壹亿零壹元整",
    "100001000": "壹亿零壹仟元整",
    "100010000": "壹亿零壹万元整",
    "100010001": "壹亿零壹万零壹元整",
    "110000000": "壹亿壹仟万元整",
    "110001000": "壹亿壹仟万壹仟元整",
    "1000000000": "壹拾亿元整",
    "1020000000": "壹拾亿零贰仟万元整",
    "1002000000": "壹拾亿零贰佰万元整",
    "100012340000": "壹仟亿零壹仟贰佰叁拾肆万元整",
    "1234000050": "壹拾贰亿叁仟肆佰万零伍拾元整",
    "1020304050.60": "壹拾亿零贰仟零叁拾万肆仟零伍拾元陆角整",
    "10000000000": "壹佰亿元整",
    "100000000000": "壹仟亿元整",
    "100000000000.01": "壹仟亿元零壹分",
    "100000000001": "壹仟亿零壹元整",
    "123456789012.34": "壹仟贰佰叁拾肆亿伍仟陆佰柒拾捌万玖仟零壹拾贰元叁角肆分",
    "999999999999.99": "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
}

AMOUNTS = st.decimals(min_value=0, max_value=Decimal("999999999999.99"), places=2)


def test_the_table_is_long_enough() -> None:
    assert len(BY_HAND) >= 60


@pytest.mark.parametrize(("amount", "words"), BY_HAND.items())
def test_an_amount_in_words(amount: str, words: str) -> None:
    assert rmb_words(Decimal(amount)) == words


def read_words(words: str) -> Decimal:
    """Read words back by adding up what each character stands for; knows nothing of zeros."""
    digits = {sign: value for value, sign in enumerate("零壹贰叁肆伍陆柒捌玖")}
    units = {"拾": 10, "佰": 100, "仟": 1000}
    cents = total = group = digit = 0
    for sign in words.removesuffix("整"):
        if sign in digits:
            digit = digits[sign]
        elif sign in units:
            group, digit = group + digit * units[sign], 0
        elif sign in "万亿":
            total, group, digit = total + (group + digit) * 10 ** (4 + 4 * (sign == "亿")), 0, 0
        elif sign == "元":
            total, group, digit = total + group + digit, 0, 0
        else:
            cents, digit = cents + digit * (10 if sign == "角" else 1), 0
    return Decimal(total) + Decimal(cents) / 100


@given(AMOUNTS)
@example(Decimal("100000000.10"))
@settings(deadline=None, max_examples=500)
def test_words_read_back_give_the_amount(amount: Decimal) -> None:
    assert read_words(rmb_words(amount)) == amount


@given(AMOUNTS)
@settings(deadline=None, max_examples=500)
def test_words_are_well_formed(amount: Decimal) -> None:
    words = rmb_words(amount)

    assert "零零" not in words
    assert not any(f"零{unit}" in words for unit in "拾佰仟万亿角分")
    assert ("零元" in words) == (amount == 0)
    assert words.endswith("整") == (amount * 100 % 10 == 0)
    assert ("角" in words) == (amount * 100 % 100 >= 10)
    assert ("元" in words) == (amount >= 1 or amount == 0)


@given(st.lists(AMOUNTS, min_size=2, max_size=2, unique=True))
@settings(deadline=None)
def test_two_amounts_never_have_the_same_words(amounts: list[Decimal]) -> None:
    assert rmb_words(amounts[0]) != rmb_words(amounts[1])


def test_what_stands_close_before() -> None:
    assert rmb_words(Decimal(5), "人民币") == "人民币伍元整"
    assert rmb_words(5, prefix="人民币") == "人民币伍元整"
    assert rmb_words("", "人民币") == ""


@pytest.mark.parametrize(
    ("amount", "why"),
    [
        (1.5, "an amount is a whole number or an exact decimal one"),
        ("1.50", "an amount is a whole number or an exact decimal one"),
        (True, "an amount is a whole number or an exact decimal one"),
        (None, "an amount is a whole number or an exact decimal one"),
        (Decimal("-0.01"), "amounts in words go from 0 to 999,999,999,999.99"),
        (Decimal(1000000000000), "amounts in words go from 0 to 999,999,999,999.99"),
        (Decimal("1E+999999"), "amounts in words go from 0 to 999,999,999,999.99"),
        (Decimal("NaN"), "amounts in words go from 0 to 999,999,999,999.99"),
        (Decimal("1.005"), "an amount has at most two places"),
        (Decimal("1E-999999"), "an amount has at most two places"),
    ],
)
def test_what_is_no_amount_is_refused(amount: object, why: str) -> None:
    with pytest.raises(BadInput) as caught:
        rmb_words(amount)

    assert caught.value.why == why


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"),
        (2, "二"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (100, "一百"),
        (102, "一百零二"),
        (110, "一百一十"),
        (123, "一百二十三"),
        (200, "二百"),
        (1002, "一千零二"),
        (2222, "二千二百二十二"),
        (10_000, "一万"),
        (100_000, "十万"),
        (120_300, "十二万零三百"),
        (1_005_000, "一百万五千"),
        (100_000_001, "一亿零一"),
        (1_000_000_000, "十亿"),
        (1_020_304_050, "十亿二千零三十万四千零五十"),
        (
            999_999_999_999,
            "九千九百九十九亿九千九百九十九万九千九百九十九",
        ),
        ("", ""),
    ],
)
def test_a_number_in_characters(number: object, words: str) -> None:
    assert cn_number(number) == words


@pytest.mark.parametrize("number", [-1, 10**12, 1.0, Decimal(1), True, "1", None])
def test_what_is_no_whole_number_is_refused(number: object) -> None:
    with pytest.raises(BadInput):
        cn_number(number)


def test_the_first_hundred_thousand_numbers_are_all_different() -> None:
    words = [cn_number(number) for number in range(100_000)]

    assert len(set(words)) == 100_000
    assert not any("两" in one for one in itertools.islice(words, 0, None, 7))


def test_the_digits_of_a_year() -> None:
    assert digits_in_words("2026") == "二〇二六"
