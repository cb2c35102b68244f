"""Computed answers, answers needed sometimes, and rules in rows: what checking makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.errors import BadInput, Detail
from docgen.forms.answers import check
from docgen.forms.definition import parse_form
from docgen.forms.form import Form
from docgen.forms.gaps import Gap
from docgen.forms.occasion import NoOccasionError, Occasion
from docgen.model.calendar import WorkCalendar

TEXT = """\
title = "报销单"
family = "service"
check = [
  "end >= start",
  { rule = "advance <= total", message = "预支不得多于合计" },
  "severity != '特殊' or n > 0",
]
[field.items]
label = "明细"
kind = "table"
required = false
check = ["price <= 5000"]
[field.items.column.what]
label = "种类"
kind = "choice"
choices = ["交通费", "餐费"]
[field.items.column.quantity]
label = "数量"
kind = "integer"
[field.items.column.price]
label = "单价"
kind = "money"
[field.items.column.place]
label = "去处"
kind = "text"
required_if = "what == '交通费'"
[field.items.column.amount]
label = "金额"
kind = "money"
compute = "quantity * price"
[field.total]
label = "合计"
kind = "money"
compute = "first(sum(items.amount), 0)"
max = 1000000
[field.words]
label = "大写"
kind = "text"
compute = "words(total)"
[field.advance]
label = "预支"
kind = "money"
required = false
[field.rest]
label = "应付"
kind = "money"
compute = "total - advance"
missing = "blank"
[field.start]
label = "起"
kind = "date"
[field.end]
label = "止"
kind = "date"
required = false
[field.n]
label = "天数"
kind = "integer"
compute = "days(start, end) + 1"
required = false
[field.due]
label = "期限"
kind = "date"
compute = "start + pick(severity, '一般', 1, '特殊', 7) workdays"
[field.severity]
label = "级别"
kind = "choice"
choices = ["一般", "特殊"]
[field.reason]
label = "理由"
kind = "text"
required_if = { rule = "severity == '特殊'", message = "特殊的须说明理由" }
"""
FORM = parse_form(TEXT, name="service/claim", file="form.toml")
#: A Thursday.
DAY = date(2026, 3, 5)
OCCASION = Occasion(DAY, WorkCalendar(years=frozenset({2026})))
ROW = {"what": "餐费", "quantity": 3, "price": "1.25"}
ANSWERS: Mapping[str, object] = {"start": "2026-03-05", "severity": "一般", "items": [ROW]}


def checked(form: Form = FORM, /, **others: object) -> dict[str, object]:
    """The answers with some others."""
    return check(form, {**ANSWERS, **others}, occasion=OCCASION)


def faults(**others: object) -> list[Detail]:
    """What is wrong with them."""
    with pytest.raises(BadInput) as caught:
        checked(**others)
    return list(caught.value.details)


def test_what_can_be_computed_is_there_without_being_typed() -> None:
    values = checked(end="2026-03-09")

    assert values["items"] == [
        {
            "what": "餐费",
            "quantity": 3,
            "price": Decimal("1.25"),
            "place": "",
            "amount": Decimal("3.75"),
        }
    ]
    assert (values["total"], values["words"]) == (Decimal("3.75"), "叁元柒角伍分")
    assert (values["n"], values["due"]) == (5, date(2026, 3, 6))


def test_a_blank_makes_blank_and_nothing_to_gather_can_be_nought() -> None:
    values = checked(items=[])

    assert values["n"] == ""
    assert values["rest"] == Gap("rest", "应付", "blank")
    assert isinstance(values["rest"], Gap)
    assert (values["total"], values["words"]) == (Decimal("0.00"), "零元整")


def test_a_computed_amount_may_be_less_than_nothing() -> None:
    text = TEXT.replace('{ rule = "advance <= total", message = "预支不得多于合计" },', "")
    form = parse_form(text, name="service/claim", file="form.toml")

    values = checked(form, advance=10)

    assert values["rest"] == Decimal("-6.25")
    assert checked(form, advance=10, rest="-6.25") == values


@given(
    st.lists(st.tuples(st.integers(0, 99), st.decimals(0, 100, places=2)), min_size=1, max_size=12),
    st.permutations(range(12)),
)
def test_the_total_is_the_sum_of_the_rows_in_any_order(
    lines: list[tuple[int, Decimal]], order: list[int]
) -> None:
    rows = [{"what": "餐费", "quantity": count, "price": price} for count, price in lines]
    mixed = [rows[at] for at in order if at < len(rows)]

    total = checked(items=rows)["total"]

    assert total == sum(count * price for count, price in lines)
    assert checked(items=mixed)["total"] == total


@given(
    st.integers(0, 199),
    st.decimals(0, 5000, places=2),
    st.dates(DAY, date(2026, 12, 1)),
    st.sampled_from(["一般", "特殊"]),
)
def test_complete_answers_are_taken_back_in_silence(
    quantity: int, price: Decimal, end: date, severity: str
) -> None:
    rows = [{"what": "餐费", "quantity": quantity, "price": price}]
    once = checked(items=rows, end=end, severity=severity, reason="有")

    assert check(FORM, once, occasion=OCCASION) == once


@pytest.mark.parametrize("typed", ["3.75", 3.75, "￥3.75", Decimal("3.750")])
def test_typing_the_same_is_no_fault(typed: object) -> None:
    assert checked(total=typed) == checked()


@pytest.mark.parametrize(
    ("others", "field", "text"),
    [
        ({"total": "3.76"}, "total", "“合计” is computed: 3.75, not 3.76"),
        ({"total": "三元"}, "total", "“合计” is computed: 3.75, not 三元"),
        ({"items": [{**ROW, "amount": 4}]}, "items.amount", "“金额” is computed: 3.75, not 4"),
        ({"n": 5}, "n", "“天数” is computed and still blank, not 5"),
    ],
)
def test_typing_something_else_is_a_fault(others: dict[str, object], field: str, text: str) -> None:
    (detail,) = faults(**others)

    assert (detail.field, detail.text) == (field, text)
    assert detail.fix.startswith("leave it out; it comes from ")
    assert detail.place == ("row 1 of “明细”" if "." in field else "")


def test_what_is_wrong_already_is_not_said_twice() -> None:
    details = faults(start="gestern", total="3.75", due="2026-03-06")

    assert [one.field for one in details] == ["start"]


def test_a_required_answer_that_cannot_be_computed_names_what_it_needs() -> None:
    form = parse_form(
        TEXT.replace('+ 1"\nrequired = false', '+ 1"'), name="service/claim", file="form.toml"
    )

    with pytest.raises(BadInput) as caught:
        checked(form)

    assert caught.value.why == "“天数” cannot be computed yet"
    assert caught.value.fix == "answer what it is computed from: 天数（起、止） + 1"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"quantity": 999_999, "price": 5000}, "more than 1000000"),
        ({"quantity": 10**14, "price": 5000}, "too large a number"),
    ],
)
def test_a_result_beyond_its_bounds_is_a_fault(row: dict[str, object], said: str) -> None:
    assert any(said in one.text for one in faults(items=[{**ROW, **row}]))


def test_a_day_beyond_the_calendar_is_a_fault() -> None:
    text = TEXT.replace("days(start, end) + 1", "year(start + 9999 years)")
    form = parse_form(text, name="service/claim", file="form.toml")

    with pytest.raises(BadInput) as caught:
        checked(form)

    assert "too large or too far away" in caught.value.why


def test_an_answer_is_needed_when_its_condition_holds() -> None:
    (reason,) = faults(severity="特殊", end="2026-03-05")
    (place,) = faults(items=[ROW, {**ROW, "what": "交通费"}])

    assert reason.text == "“理由” is missing, and needed: 特殊的须说明理由"
    assert place.text == "“去处” is missing, and needed: 种类 ＝ “交通费”"
    assert (place.field, place.place) == ("items.place", "row 2 of “明细”")
    assert checked(severity="特殊", reason="有")["reason"] == "有"


def test_what_is_needed_and_wrong_is_said_once() -> None:
    details = faults(severity="特殊", reason="a\x00b")

    assert [one.field for one in details] == ["reason"]


def test_rules_name_labels_values_and_rows() -> None:
    (row,) = faults(items=[{**ROW, "price": 5001}])
    (own,) = faults(advance=10)
    (whole,) = faults(severity="特殊", reason="有", end="2026-03-04", start="2026-03-05")[1:]

    assert row.text == "“单价” is more than “5000” (5001.00 / 5000)"
    assert (row.field, row.place) == ("items.price", "row 1 of “明细”")
    assert own.text == "预支不得多于合计 (预支 10.00、合计 3.75)"
    assert whole.text == "“级别 ≠ “特殊” 或 天数 ＞ 0” does not hold (级别 特殊、天数 0)"


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_only_an_end_before_its_start_breaks_the_rule(end: date) -> None:
    if end >= DAY:
        assert checked(end=end)["end"] == end
    else:
        assert [one.field for one in faults(end=end)] == ["end"]


def test_a_form_that_needs_the_calendar_says_so_to_the_program() -> None:
    with pytest.raises(NoOccasionError):
        check(FORM, ANSWERS)


def test_places_of_a_sheet_stand_at_computed_and_needed_answers() -> None:
    places = {"total": "E2", "items[1].place": "D7"}
    raw = {**ANSWERS, "total": 1, "items": [{**ROW, "what": "交通费"}]}

    with pytest.raises(BadInput) as caught:
        check(FORM, raw, places=places, occasion=OCCASION)

    assert [one.place for one in caught.value.details] == ["E2", "D7"]


def test_birthday_and_sex_are_held_against_the_id_card() -> None:
    text = """\
title = "人员"
family = "dispatch"
check = ["born == birthday_of(card)", "sex == sex_of(card)"]
[field.card]
label = "身份证"
kind = "idcard"
[field.born]
label = "出生日期"
kind = "date"
[field.sex]
label = "性别"
kind = "choice"
choices = ["男", "女"]
"""
    form = parse_form(text, name="dispatch/person", file="form.toml")
    right = {"card": "990000199001010017", "born": "1990-01-01", "sex": "男"}

    with pytest.raises(BadInput) as caught:
        check(form, right | {"born": "1990-01-10", "sex": "女"})

    assert check(form, right)["born"] == date(1990, 1, 1)
    assert [str(one.text) for one in caught.value.details] == [
        "“出生日期” and “出生日期（身份证）” differ (1990-01-10 / 1990-01-01)",
        "“性别” and “性别（身份证）” differ (女 / 男)",
    ]
