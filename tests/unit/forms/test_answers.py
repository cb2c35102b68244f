"""Answers to a form: read, filled up with what is known, checked all at once."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.errors import BadInput, Detail, Said
from docgen.forms.answers import MOST_ROWS, check, parse_answers, prefill
from docgen.forms.characters import odd_character
from docgen.forms.form import Form

Answers = dict[str, object]


def faults(form: Form, raw: object, **known: object) -> tuple[Detail, ...]:
    with pytest.raises(BadInput) as caught:
        check(form, raw, known=known)
    return caught.value.details


def only(form: Form, raw: object, **known: object) -> Detail:
    details = faults(form, raw, **known)
    assert len(details) == 1, details
    return details[0]


def test_answers_are_read_by_the_ending_of_the_name() -> None:
    assert parse_answers(b"a = 1.5", file="answers.toml") == {"a": Decimal("1.5")}
    assert parse_answers(b'{"a": 1.5}', file="ANSWERS.JSON") == {"a": Decimal("1.5")}
    assert parse_answers(b"\xef\xbb\xbfa = 1", file="bom.toml") == {"a": 1}


@pytest.mark.parametrize("file", ["answers.csv", "answers", "toml", ""])
def test_another_ending_is_refused(file: str) -> None:
    with pytest.raises(BadInput, match="is not a file of answers") as caught:
        parse_answers(b"a = 1", file=file)

    assert caught.value.file == file


def test_every_field_gets_a_plain_value(form: Form, answers: Answers) -> None:
    raw = answers | {"channels": "电话、来信", "loss": "￥1,200", "opinion": "尽快\n修复"}

    values = check(form, raw)

    assert values == {
        "received_on": date(2026, 3, 5),
        "closed_on": "",
        "customer": "北京样本物业有限公司",
        "severity": "较大",
        "channels": ["电话", "来信"],
        "loss": Decimal("1200.00"),
        "days": 7,
        "items": [{"what": "屋面漏水", "score": "", "signed": ""}],
        "opinion": "尽快\n修复",
        "handler_signature": "",
    }
    assert list(values) == [one.name for one in form.fields]


def test_an_optional_list_without_an_answer_is_empty(form: Form, answers: Answers) -> None:
    assert check(form, answers)["channels"] == []


@pytest.mark.parametrize("blank", [None, "", "   ", "　", "\n"])
def test_a_blank_counts_as_missing(form: Form, answers: Answers, blank: object) -> None:
    detail = only(form, answers | {"severity": blank})

    assert detail.text == "“严重程度” is missing"
    assert (detail.field, detail.label) == ("severity", "严重程度")
    assert detail.fix == "give a value for severity"


@pytest.mark.parametrize("blank", [None, "", [], {}])
def test_a_required_table_needs_a_row(form: Form, answers: Answers, blank: object) -> None:
    assert only(form, answers | {"items": blank}).text == "“问题明细” is missing"


def test_what_is_known_stands_in(form: Form, answers: Answers) -> None:
    del answers["customer"]
    known = {"customer": "上海样本公司", "received_on": date(2020, 1, 1), "stranger": 1}

    values = check(form, answers, known=known)

    assert values["customer"] == "上海样本公司"
    assert values["received_on"] == date(2026, 3, 5)


def test_a_known_value_is_checked_and_said_to_be_known(form: Form, answers: Answers) -> None:
    del answers["received_on"]

    detail = only(form, answers, received_on="2026-02-30")

    assert detail.field == "received_on"
    assert detail.place == "from what is known already"


def test_what_is_answered_or_known_comes_before_the_default(form: Form, answers: Answers) -> None:
    assert check(form, answers)["days"] == 7
    assert check(form, answers, known={"days": 3})["days"] == 3
    assert check(form, answers | {"days": "２"}, known={"days": 3})["days"] == 2


def test_prefill_looks_up_where_a_value_comes_from(form: Form) -> None:
    sources = {"customer.name": "上海样本公司", "today": date(2026, 3, 5), "person.name": "王样本"}

    assert prefill(form, sources) == {
        "received_on": date(2026, 3, 5),
        "customer": "上海样本公司",
    }
    assert prefill(form, {"customer.name": " "}) == {}


def test_an_unknown_field_gets_the_nearest_name(form: Form, answers: Answers) -> None:
    detail = only(form, answers | {"recieved_on": "2026-03-05"})

    assert detail.text == "the form has no field “recieved_on”"
    assert detail.field == "recieved_on"
    assert detail.fix == "did you mean “received_on”?"


def test_a_label_in_place_of_a_name_gets_the_name(form: Form, answers: Answers) -> None:
    assert only(form, answers | {"损失金额": 5}).fix == "did you mean “loss”?"


def test_a_field_like_nothing_gets_the_list(form: Form, answers: Answers) -> None:
    assert "received_on, closed_on" in only(form, answers | {"zzzzzz": 5}).fix


@pytest.mark.parametrize("name", ["number", "today", "grade_mark", "company"])
def test_what_docgen_sets_is_not_answered(form: Form, answers: Answers, name: str) -> None:
    detail = only(form, answers | {name: "x"})

    assert detail.text == f"“{name}” is set by docgen itself"
    assert detail.fix == "leave it out"


def test_a_signature_is_not_answered(form: Form, answers: Answers) -> None:
    detail = only(form, answers | {"handler_signature": "王样本"})

    assert detail.text == "“经办人签字” is signed by hand on the paper"
    assert check(form, answers | {"handler_signature": " "})["handler_signature"] == ""


def test_a_rule_between_two_fields_is_kept(form: Form, answers: Answers) -> None:
    assert check(form, answers | {"closed_on": "2026-03-05"})["closed_on"] == date(2026, 3, 5)

    detail = only(form, answers | {"closed_on": "2026-03-04"})

    assert detail.text == "“投诉时间” is after “办结时间” (2026-03-05 / 2026-03-04)"


def test_a_fault_in_a_table_names_row_and_column(form: Form, answers: Answers) -> None:
    rows = [{"what": "甲"}, {"what": "乙", "score": "好 "}, {"what": "丙", "score": "中"}]

    detail = only(form, answers | {"items": rows})

    assert detail.text == "“中” is not one of the choices"
    assert (detail.field, detail.label) == ("items.score", "评分")
    assert detail.place == "row 3 of “问题明细”"


def test_every_row_is_checked(form: Form, answers: Answers) -> None:
    rows = [{"waht": "甲"}, {"what": "a" * 21}, 5, {"what": "丁", "signed": "x"}]

    details = faults(form, answers | {"items": rows})

    assert [(detail.place[:5], detail.field, detail.text) for detail in details] == [
        ("row 1", "items.waht", "the form has no field “waht”"),
        ("row 1", "items.what", "“事项” is missing"),
        ("row 2", "items.what", "the text has 21 characters"),
        ("row 3", "items", "“5” is not a row with columns"),
        ("row 4", "items.signed", "“签收” is signed by hand on the paper"),
    ]


@pytest.mark.parametrize("raw", ["屋面漏水", 5, {"what": "甲"}, True])
def test_a_table_is_a_list_of_rows(form: Form, answers: Answers, raw: object) -> None:
    detail = only(form, answers | {"items": raw})

    assert detail.text.endswith("is not a list of rows")
    assert "[[items]]" in detail.fix


def test_a_table_has_as_many_rows_as_its_field_allows(form: Form, answers: Answers) -> None:
    rows = [{"what": "甲"}] * 20

    assert len(str(check(form, answers | {"items": rows})["items"])) > 20
    detail = only(form, answers | {"items": [*rows, {"what": "乙"}]})
    assert detail.text == "the number of rows: “21” is more than 20"
    assert MOST_ROWS == 10_000


def test_all_faults_come_at_once(form: Form) -> None:
    raw = {"received_on": "2026-02-30", "severity": "中", "loss": "-1", "items": [{}], "x": 1}

    with pytest.raises(BadInput) as caught:
        check(form, raw, file="answers.toml")

    fields = [detail.field for detail in caught.value.details]
    assert fields == ["x", "received_on", "customer", "severity", "loss", "items.what"]
    assert caught.value.what == "the answers to “客户投诉记录及处理意见” have 6 fault(s)"
    assert (caught.value.file, caught.value.field) == ("answers.toml", "x")
    assert caught.value.why == caught.value.details[0].text
    assert all(isinstance(detail.text, Said) for detail in caught.value.details)


@pytest.mark.parametrize("raw", [None, [], "text", 5, [("a", 1)]])
def test_answers_are_names_with_values(form: Form, raw: object) -> None:
    assert "not names with values" in faults(form, raw)[0].text


def test_strange_names_can_be_printed(form: Form, answers: Mapping[str, object]) -> None:
    details = faults(form, dict(answers) | {"\ud800": 1, "a\nb": 2, 5: 3, None: 4, "k" * 99: 5})

    assert [odd_character(detail.text) for detail in details] == [""] * 5


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.text(st.characters(), max_size=12)
    | st.binary(max_size=4)
    | st.dates()
    | st.datetimes()
    | st.times()
    | st.complex_numbers()
    | st.sampled_from(["一般", "2026-03-05", "￥1", "电话、来信", "\x00", "\ud800", 10**300])
)
JUNK = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.sets(st.integers(), max_size=2)
        | st.dictionaries(
            st.sampled_from(["what", "score", "x"]) | st.integers(), inner, max_size=3
        )
    ),
    max_leaves=8,
)
NAMES = st.sampled_from(
    ["received_on", "closed_on", "customer", "severity", "channels", "loss", "days", "items"] * 2
    + ["opinion", "handler_signature", "number"]
)
PLAIN = (str, int, Decimal, date, datetime, bool, list)


@given(raw=JUNK | st.dictionaries(NAMES | st.text(max_size=5), JUNK, max_size=9), known=JUNK)
@settings(deadline=None, max_examples=400)
def test_any_junk_is_checked_or_a_bad_input(form: Form, raw: object, known: object) -> None:
    given_known = {"customer": known, "loss": known, "items": known}

    with contextlib.suppress(BadInput):
        values = check(form, raw, known=given_known)
        assert list(values) == [one.name for one in form.fields]
        assert all(type(value) in PLAIN for value in values.values())


@given(raw=st.dictionaries(NAMES, JUNK, max_size=9))
@settings(deadline=None)
def test_every_refusal_can_be_printed_and_acted_on(form: Form, raw: object) -> None:
    try:
        check(form, raw)
    except BadInput as fault:
        for detail in fault.details:
            f"{detail.text} {detail.place} {detail.field} {detail.fix}".encode()
            assert detail.fix, detail


@given(
    received=st.dates(date(1000, 1, 1)),
    customer=st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=50),
    loss=st.none() | st.decimals(0, 1_000_000, places=2),
    rows=st.lists(st.sampled_from(["漏水", "停电"]), min_size=1, max_size=20),
)
@settings(deadline=None)
def test_checking_checked_values_again_changes_nothing(
    form: Form, received: date, customer: str, loss: Decimal | None, rows: list[str]
) -> None:
    raw = {"received_on": received, "customer": customer, "severity": "一般", "loss": loss}
    with contextlib.suppress(BadInput):
        values = check(form, raw | {"items": [{"what": row} for row in rows]})

        assert check(form, values) == values
        assert values["customer"] == customer
