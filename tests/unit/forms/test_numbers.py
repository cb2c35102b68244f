"""Whole numbers, numbers and amounts as people and spreadsheets write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.forms.numbers import read_decimal, read_integer, read_money
from docgen.forms.wrong import WrongValueError


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        (12, 12),
        (-3, -3),
        (12.0, 12),
        (Decimal("12.00"), 12),
        ("12", 12),
        (" １２ ", 12),
        ("1,200", 1200),
        ("１，２００", 1200),
        ("+7", 7),
        ("-7", -7),
        ("007", 7),
        ("999999999999999", 999_999_999_999_999),
        (0, 0),
    ],
)
def test_a_whole_number_is_read(raw: object, number: int) -> None:
    read = read_integer(raw)

    assert read == number
    assert type(read) is int


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("12.5", "“12.5” is not a whole number"),
        (12.5, "“12.5” is not a whole number"),
        ("十二", "“十二” is not a number"),
        ("1,20", "“1,20” is not a number"),
        ("1,2000", "“1,2000” is not a number"),
        ("12²", "“12²” is not a number"),
        ("١٢", "“١٢” is not a number"),
        ("1e3", "“1e3” is not a number"),
        ("--1", "“--1” is not a number"),
        ("30天", "“30天” is not a number"),
        (True, "“True” is not a number"),
        ([1], "“a list” is not a number"),
        (float("nan"), "“NaN” is not a number"),
        (Decimal("Infinity"), "“Infinity” is not a number"),
        (10**15, "“1000000000000000” is too large"),
        (10**60, "“a very long number” is too large"),
        (Decimal("1E+999999"), "“1E+999999” is too large"),
        ("9" * 61, "“" + "9" * 40 + "…” is too large"),
    ],
)
def test_what_is_no_whole_number_is_refused(raw: object, said: str) -> None:
    with pytest.raises(WrongValueError) as caught:
        read_integer(raw)

    assert caught.value.text == said
    assert caught.value.fix


def test_the_unit_of_the_field_may_follow() -> None:
    assert read_integer("30 天", unit="天") == 30
    assert read_decimal("12.5㎡", unit="㎡") == Decimal("12.5")


@pytest.mark.parametrize(
    ("raw", "spelled"),
    [
        ("3.50", "3.50"),
        ("-0.125", "-0.125"),
        ("1,234.5", "1234.5"),
        (Decimal("1E+5"), "100000"),
        (0.1, "0.1"),
        (3, "3"),
        ("-0", "0"),
        ("0.123456", "0.123456"),
    ],
)
def test_a_number_keeps_the_places_it_came_with(raw: object, spelled: str) -> None:
    assert str(read_decimal(raw)) == spelled


def test_an_amount_asked_in_wan_is_not_given_in_yuan() -> None:
    assert str(read_money("12.5万元", unit="万元")) == "12.50"
    with pytest.raises(WrongValueError):
        read_money("125000元", unit="万元")


@pytest.mark.parametrize("raw", ["0.1234567", Decimal("1E-999999"), 0.1 + 0.2])
def test_too_many_places_are_refused_not_rounded(raw: object) -> None:
    with pytest.raises(WrongValueError, match="has more than 6 places"):
        read_decimal(raw)


@pytest.mark.parametrize(
    ("raw", "spelled"),
    [
        (12345, "12345.00"),
        (12345.6, "12345.60"),
        (Decimal("0.10"), "0.10"),
        ("12,345.60", "12345.60"),
        ("￥12345.6", "12345.60"),
        ("¥ 12,345.60", "12345.60"),
        ("￥１２，３４５．６０元", "12345.60"),
        ("12345.6元", "12345.60"),
        ("0", "0.00"),
        ("-0.00", "0.00"),
        ("1.50000", "1.50"),
        ("999,999,999,999.99", "999999999999.99"),
    ],
)
def test_an_amount_is_read_with_two_places(raw: object, spelled: str) -> None:
    assert str(read_money(raw)) == spelled


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("1.005", "“1.005” has more than 2 places"),
        ("-1", "“-1” is less than nothing"),
        ("1000000000000", "“1000000000000” is too large"),
        ("1.5万元", "“1.5万元” is not a number"),
        ("$5", "“$5” is not a number"),
        ("", "“” is not a number"),
        (Decimal("NaN"), "“NaN” is not a number"),
        (0.1 + 0.2, "“0.30000000000000004” has more than 2 places"),
    ],
)
def test_what_is_no_amount_is_refused(raw: object, said: str) -> None:
    with pytest.raises(WrongValueError) as caught:
        read_money(raw)

    assert caught.value.text == said


@given(st.decimals(min_value=0, max_value=Decimal("999999999999.99"), places=2))
@settings(deadline=None)
def test_every_way_to_write_an_amount_is_that_amount(amount: Decimal) -> None:
    spellings = [amount, str(amount), f"{amount:,}", f"￥{amount:,}", f"{amount}元"]

    assert {read_money(one) for one in spellings} == {amount}


@given(st.floats() | st.integers() | st.decimals() | st.text(alphabet="0123456789,.-+eE￥元 "))
@settings(deadline=None)
def test_anything_like_a_number_is_read_or_refused(raw: object) -> None:
    for read in (read_integer, read_decimal, read_money):
        try:
            value = read(raw)
        except WrongValueError:
            continue
        assert "E" not in str(value)
