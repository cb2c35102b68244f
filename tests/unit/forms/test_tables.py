"""Which fields are tables for a workbook, and what is a column's sum."""

from __future__ import annotations

import pytest

from docgen.forms.definition import parse_form
from docgen.forms.form import Form
from docgen.forms.tables import column_sums, in_words, worded_tables

BASE = """
title = "表"
family = "archive"
[field.items]
label = "明细"
kind = "table"
[field.items.column.kind]
label = "种类"
kind = "text"
[field.items.column.amount]
label = "金额"
kind = "money"
[field.items.column.proof]
label = "照片"
kind = "image"
required = false
[field.photos]
label = "照片"
kind = "table"
required = false
[field.photos.column.proof]
label = "照片"
kind = "image"
required = false
[field.total]
label = "合计"
kind = "money"
required = false
"""


def form(compute: str = "") -> Form:
    line = f'compute = "{compute}"\n' if compute else ""
    return parse_form(BASE + line, name="archive/x", file="form.toml")


def test_a_table_of_pictures_only_is_none() -> None:
    assert [table.name for table in worded_tables(form())] == ["items"]


def test_pictures_and_tables_are_no_words() -> None:
    made = form()

    assert [column.name for column in in_words(made.fields[0].columns)] == ["kind", "amount"]
    assert [column.name for column in in_words(made.fields)] == ["total"]


def test_the_plain_sum_of_a_column_is_known() -> None:
    made = form("sum(items.amount)")

    assert column_sums(made) == {("items", "amount"): made.field("total")}


@pytest.mark.parametrize(
    "compute",
    [
        "",
        "sum(items.amount) + 1",
        "max(items.amount)",
        "average(items.amount)",
        "count(items)",
        "sum(items.amount where kind == '餐费')",
    ],
)
def test_anything_else_is_no_sum_of_a_column(compute: str) -> None:
    assert column_sums(form(compute)) == {}
