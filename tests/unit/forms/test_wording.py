"""The filters a template may use."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from jinja2 import Environment, StrictUndefined, UndefinedError

from docgen.errors import BadInput
from docgen.forms import wording
from docgen.forms.wording import FILTERS

DAY = date(2026, 3, 5)
MOMENT = datetime(2026, 3, 5, 14, 5)  # noqa: DTZ001 - a form holds the office's local time


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("cn_date", DAY, "二〇二六年三月五日"),
        ("cn_date", date(2010, 10, 20), "二〇一〇年十月二十日"),
        ("cn_date", date(2025, 12, 31), "二〇二五年十二月三十一日"),
        ("cn_date", MOMENT, "二〇二六年三月五日"),
        ("long_date", DAY, "2026年3月5日"),
        ("long_date", date(2026, 11, 30), "2026年11月30日"),
        ("short_date", DAY, "2026-03-05"),
        ("digits_date", DAY, "20260305"),
        ("long_datetime", MOMENT, "2026年3月5日 14:05"),
        ("cn_number", 15, "十五"),
        ("rmb_words", Decimal("12.30"), "壹拾贰元叁角整"),
        ("money", Decimal("1234.5"), "1,234.50"),
        ("money", Decimal("0.00"), "0.00"),
        ("money", 1_000_000, "1,000,000.00"),
        ("money", Decimal(-12), "-12.00"),
        ("checkbox", True, "☑"),
        ("checkbox", False, "☐"),
        ("checkbox", "", "☐"),
        ("yesno_mark", True, "是"),
        ("yesno_mark", False, "否"),
        ("mask_id", "99000019900101001X", "990***********001X"),
        ("mask_phone", "19900000001", "199****0001"),
        ("mask_phone", "199 0000 0001", "199 **** 0001"),
        ("mask_phone", "010-5555 1234", "010-**** 1234"),
        ("mask_phone", "5551234", "*****34"),
        ("join", ["水电", "门窗"], "水电、门窗"),
        ("join", [], ""),
    ],
)
def test_a_filter(name: str, value: object, text: str) -> None:
    assert FILTERS[name](value) == text


@pytest.mark.parametrize("name", sorted(set(FILTERS) - {"checkbox"}))
def test_an_empty_answer_stays_empty(name: str) -> None:
    assert FILTERS[name]("") == ""


@pytest.mark.parametrize("name", sorted(FILTERS))
def test_a_missing_value_is_jinjas_error_not_a_blank(name: str) -> None:
    environment = Environment(undefined=StrictUndefined, autoescape=True)
    environment.filters |= FILTERS

    with pytest.raises(UndefinedError):
        environment.from_string(f"{{{{ nothing | {name} }}}}").render()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cn_date", "2026-03-05"),
        ("long_date", 2026),
        ("short_date", None),
        ("digits_date", "20260305"),
        ("long_datetime", DAY),
        ("money", 1.5),
        ("money", "1.50"),
        ("money", True),
        ("money", Decimal("1.005")),
        ("money", Decimal("1E+999999")),
        ("money", 10**30),
        ("checkbox", "较大"),
        ("checkbox", 1),
        ("yesno_mark", "是"),
        ("mask_id", 5),
        ("mask_phone", ["199"]),
        ("join", "水电"),
    ],
)
def test_a_filter_on_the_wrong_kind_is_said(name: str, value: object) -> None:
    with pytest.raises(BadInput) as caught:
        FILTERS[name](value)

    assert caught.value.why
    assert caught.value.fix


@pytest.mark.parametrize(
    ("value", "choice", "mark"),
    [
        ("较大", "较大", "☑"),
        ("较大", "一般", "☐"),
        ("", "一般", "☐"),
        (["电话", "来信"], "来信", "☑"),
        (["电话", "来信"], "来访", "☐"),
        ([], "来访", "☐"),
    ],
)
def test_a_checkbox_for_one_choice(value: object, choice: str, mark: str) -> None:
    assert wording.checkbox(value, choice) == mark


def test_join_with_another_mark() -> None:
    assert wording.join(["甲", "乙"], "/") == "甲/乙"


def test_a_masked_number_shows_seven_signs_at_most() -> None:
    masked = wording.mask_id("99000019900101001X")

    assert len(masked) == 18
    assert sum(sign != "*" for sign in masked) == 7


def test_every_filter_is_named_like_its_function() -> None:
    assert {name: getattr(wording, name) for name in FILTERS} == dict(FILTERS)
