"""A missing answer that may be missing is nothing to every rule, and still knows its place."""

from __future__ import annotations

import copy
import pickle

import pytest

from docgen.errors import BadInput
from docgen.forms.answers import check
from docgen.forms.definition import parse_form
from docgen.forms.gaps import Gap
from docgen.forms.wording import FILTERS

FORM = """\
title = "样表"
family = "service"
[field.a]
label = "甲"
kind = "date"
missing = "blank"
[field.b]
label = "乙"
kind = "choices"
choices = ["是", "否"]
missing = "keep"
[field.c]
label = "丙"
kind = "text"
missing = "highlight"
default = "缺省"
[field.rows]
label = "行"
kind = "table"
[field.rows.column.d]
label = "丁"
kind = "money"
missing = "highlight"
[field.rows.column.e]
label = "戊"
kind = "text"
"""


def answered(**answers: object) -> dict[str, object]:
    form = parse_form(FORM, name="service/sample", file="form.toml")
    return check(form, {"rows": [{"e": "x"}]} | answers)


def told(value: object) -> tuple[str, str, str]:
    assert isinstance(value, Gap)
    return value.name, value.label, value.policy


def test_a_missing_answer_knows_its_place() -> None:
    values = answered(a=" ")

    assert told(values["a"]) == ("a", "甲", "blank")
    assert told(values["b"]) == ("b", "乙", "keep")
    assert values["c"] == "缺省"
    assert not isinstance(values["c"], Gap)


def test_a_missing_cell_is_named_as_in_a_row() -> None:
    rows = answered()["rows"]

    assert isinstance(rows, list)
    assert told(rows[0]["d"]) == ("row.d", "丁", "highlight")


def test_an_answer_is_an_answer() -> None:
    assert not isinstance(answered(a="2026-03-05")["a"], Gap)


def test_it_is_an_empty_text_to_everybody_else() -> None:
    gap = Gap("a", "甲", "blank")

    assert gap == ""
    assert not gap
    assert str(gap) == ""
    assert all(FILTERS[name](gap) == "" for name in FILTERS if name != "checkbox")
    assert FILTERS["checkbox"](gap, "是") == "☐"


def test_it_can_go_to_another_process() -> None:
    gap = Gap("a", "甲", "blank")

    assert told(pickle.loads(pickle.dumps(gap))) == told(copy.deepcopy(gap)) == told(gap)  # noqa: S301 - made here


def test_what_must_be_answered_is_still_an_error() -> None:
    with pytest.raises(BadInput) as caught:
        answered(rows=[{}])

    assert [detail.field for detail in caught.value.details] == ["rows.e"]
