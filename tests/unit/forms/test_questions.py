"""The questions of a form as a file to fill in."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.errors import BadInput, Said
from docgen.forms.answers import check, parse_answers, questions
from docgen.forms.definition import parse_form
from docgen.forms.form import Form

ALL_KINDS = """\
title = "各种问题"
family = "service"
[field.t]
label = "文字"
kind = "text"
[field.l]
label = "长文"
kind = "longtext"
[field.at]
label = "时间"
kind = "datetime"
[field.n]
label = "数量"
kind = "decimal"
unit = "㎡"
[field.c]
label = "多选"
kind = "choices"
choices = ["水", "电"]
[field.y]
label = "是否"
kind = "yesno"
default = false
[field.rows]
label = "明细"
kind = "table"
required = false
[field.rows.column.a]
label = "甲"
kind = "text"
"""


def test_a_file_of_questions(form: Form) -> None:
    text = questions(form, {"customer": "上海样本公司", "received_on": "2026年3月5日"})

    assert text.startswith("# 客户投诉记录及处理意见 (complaint/sample)\n# Write each answer")
    assert "# 投诉时间 — a date, required\n#   like 2026-03-05\nreceived_on = 2026-03-05\n" in text
    assert 'customer = "上海样本公司"\n' in text
    assert '#   choices: 一般 / 较大 / 特殊\nseverity = ""\n' in text
    assert "# 办结时间 — a date, may stay empty\n" in text
    assert "#   写明责任部门和期限\n" in text
    assert "#   in 元\n" in text
    assert "days = 7\n" in text
    assert "handler_signature" not in text
    assert "signed" not in text


def test_it_is_toml_with_a_place_for_every_answer(form: Form) -> None:
    data = tomllib.loads(questions(form, {}))

    assert data == {
        "received_on": "",
        "closed_on": "",
        "customer": "",
        "severity": "",
        "channels": [],
        "loss": "",
        "days": 7,
        "opinion": "",
        "items": [{"what": "", "score": ""}],
    }


def test_what_is_left_blank_is_missing_and_what_is_filled_in_is_read(form: Form) -> None:
    text = questions(form, {"received_on": date(2026, 3, 5), "customer": "上海样本公司"})
    with pytest.raises(BadInput) as caught:
        check(form, parse_answers(text.encode(), file="answers.toml"))
    assert [detail.field for detail in caught.value.details] == ["severity", "items.what"]

    filled = text.replace('severity = ""', 'severity = "一般"').replace('what = ""', 'what = "甲"')

    values = check(form, parse_answers(filled.encode(), file="answers.toml"))
    assert (values["severity"], values["customer"]) == ("一般", "上海样本公司")


def test_an_optional_table_is_written_as_comments() -> None:
    form = parse_form(ALL_KINDS, name="service/all", file="form.toml")

    text = questions(form, {})

    assert "rows" not in tomllib.loads(text)
    assert '# [[rows]]\n# 甲 — a line of text, required\n# a = ""\n' in text


def test_known_values_of_every_kind_come_back_the_same() -> None:
    form = parse_form(ALL_KINDS, name="service/all", file="form.toml")
    known: dict[str, object] = {
        "t": 'C:\\样本 "引号"',
        "l": "第一行\n\t第二行",
        "at": datetime(2026, 3, 5, 14, 30),  # noqa: DTZ001 - the office's local time
        "n": Decimal("12.50"),
        "c": ["水", "电"],
        "y": True,
    }

    text = questions(form, known)

    assert check(form, parse_answers(text.encode(), file="a.toml")) == known | {"rows": []}


def test_a_known_value_that_does_not_fit_is_left_out(form: Form) -> None:
    data = tomllib.loads(questions(form, {"received_on": "gestern", "days": "x", "severity": 1.5}))

    assert (data["received_on"], data["days"], data["severity"]) == ("", 7, "")


def test_every_sentence_goes_through_the_readers_language(form: Form) -> None:
    heard: list[Said] = []

    def tell(said: Said) -> str:
        heard.append(said)
        return f"<{said.template}>"

    text = questions(form, {}, tell=tell)

    assert "# 投诉时间 — <{kind}, required>" in text
    assert {"a date", "{kind}, required", "choices: {choices}"} <= {one.template for one in heard}


@given(st.text(max_size=30), st.text(max_size=30))
@settings(deadline=None)
def test_any_known_text_gives_toml(text: str, long_text: str) -> None:
    form = parse_form(ALL_KINDS, name="service/all", file="form.toml")

    data = tomllib.loads(questions(form, {"t": text, "l": long_text}))

    assert data["t"] in ("", text.strip())


def test_what_is_computed_is_a_comment_and_what_is_needed_sometimes_says_when() -> None:
    text = """\
title = "单"
family = "service"
[field.kind]
label = "种类"
kind = "choice"
choices = ["甲", "乙"]
[field.why]
label = "理由"
kind = "text"
required_if = "kind == '乙'"
[field.rows]
label = "明细"
kind = "table"
[field.rows.column.price]
label = "单价"
kind = "money"
[field.rows.column.double]
label = "两倍"
kind = "money"
compute = "price * 2"
[field.total]
label = "合计"
kind = "money"
compute = "sum(rows.double)"
"""
    form = parse_form(text, name="service/slip", file="form.toml")

    asked = questions(form, {"total": 3})

    assert "# 理由 — a line of text, required when 种类 ＝ “乙”\n" in asked
    assert "# 合计 — computed: 合计（明细·两倍）; leave out\n" in asked
    assert "# 两倍 — computed: 单价 × 2; leave out\n" in asked
    assert tomllib.loads(asked) == {"kind": "", "why": "", "rows": [{"price": ""}]}


def test_the_known_rows_of_an_optional_table_stand_there_to_be_gone_on_with() -> None:
    form = parse_form(ALL_KINDS, name="service/all", file="form.toml")
    name = form.fields[-1].name
    column = form.fields[-1].columns[0].name

    text = questions(form, {name: [{column: "甲"}, {column: "乙"}]})

    rows = tomllib.loads(text)[name]
    assert [row[column] for row in rows] == ["甲", "乙"]
