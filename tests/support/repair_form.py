"""A small form with one field of each kind, its template, and answers to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from docgen.forms.definition import parse_form
from docgen.forms.form import Form

FORM = """
title = "维修单"
family = "service"
source = ["F-001"]
[field.name]
label = "客户"
kind = "text"
[field.kind]
label = "类别"
kind = "choice"
choices = ["水", "电", "气"]
[field.ways]
label = "办法"
kind = "choices"
choices = ["修", "换", "退"]
required = false
[field.urgent]
label = "加急"
kind = "yesno"
[field.fee]
label = "费用"
kind = "money"
[field.day]
label = "日期"
kind = "date"
required = false
[field.note]
label = "备注"
kind = "longtext"
required = false
[field.inside]
label = "内部说明"
kind = "text"
required = false
[field.items]
label = "明细"
kind = "table"
required = false
[field.items.column.what]
label = "品名"
kind = "text"
[field.items.column.count]
label = "数量"
kind = "integer"
"""
VALUES: dict[str, object] = {
    "name": "A & B <公司>",
    "kind": "电",
    "ways": ["退", "修"],
    "urgent": False,
    "fee": Decimal("1234.50"),
    "day": date(2026, 3, 5),
    "note": "一\n二\t三",
    "inside": "不印",
    "items": [{"what": "阀", "count": 2}, {"what": "管", "count": 10}],
    "number": "WX-1",
}


def repair_form() -> Form:
    """The questions."""
    return parse_form(FORM, name="service/repair", file="form.toml")


def repair_template(paper: Callable[..., bytes], table: Callable[..., str]) -> bytes:
    """The Word file."""
    return paper(
        "客户：{{ name }}，编号{{ number }}",
        "{{ kind | checkbox('水') }}水{{ kind | checkbox('电') }}电{{ kind | checkbox('气') }}气",
        "{{ ways | checkbox('修') }}修 {{ ways | checkbox('换') }}换 {{ ways | checkbox('退') }}退",
        "{{ urgent | checkbox }}加急",
        "费用：{{ fee | money }}元（{{ fee | rmb_words }}）",
        "日期：{{ day | long_date or '　　年　月　日' }}。{% if note %}备注：{{ note }}{% endif %}",
        table(
            ["序号", "品名", "数量"],
            ["{%tr for row in items %}", "", ""],
            ["{{ loop.index }}", "{{ row.what }}", "{{ row.count }}"],
            ["{%tr endfor %}", "", ""],
            ["{%tr if not items %}", "", ""],
            ["", "", ""],
            ["{%tr endif %}", "", ""],
            ["合计", "", ""],
        ),
        "完",
        header="客户 {{ name }}",
        footer="{{ fee | money }}",
    )
