"""The workbook beside a register: what Excel shows is what was checked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.support.answers import answers

from docgen.forms.definition import parse_form
from docgen.forms.form import Column, Form
from docgen.forms.tables import in_words, worded_tables
from docgen.render.example import example_context
from docgen.render.folder import list_templates, read_template
from docgen.render.register_sheet import register_sheet

LIBRARY = Path(__file__).parents[3] / "templates"
REGISTERS = [
    name
    for name in list_templates(LIBRARY)
    if worded_tables(read_template(LIBRARY / name, name).form)
]
FACTS: Mapping[str, object] = {
    "number": "QD-1",
    "grade_mark": "内部",
    "company": "示例公司",
    "today": date(2026, 3, 5),
}
FORM = """
title = "领用登记表"
family = "archive"
[field.keeper]
label = "保管人"
kind = "person"
[field.items]
label = "物品"
kind = "table"
[field.items.column.what]
label = "名称"
kind = "text"
[field.items.column.quantity]
label = "数量"
kind = "integer"
[field.items.column.price]
label = "单价"
kind = "money"
unit = "元"
[field.total]
label = "总价"
kind = "money"
compute = "sum(items.price)"
required = false
"""


def form(text: str = FORM) -> Form:
    return parse_form(text, name="archive/x", file="form.toml")


def filled(*rows: Mapping[str, object], total: object = "") -> bytes:
    return register_sheet(form(), {**FACTS, "keeper": "祝遥", "items": list(rows), "total": total})


def item(what: str, quantity: int, price: str) -> dict[str, object]:
    return {"what": what, "quantity": quantity, "price": Decimal(price)}


def opened(data: bytes, *, results: bool = True) -> Workbook:
    return load_workbook(io.BytesIO(data), data_only=results)


def first(data: bytes, *, results: bool = True) -> Worksheet:
    return opened(data, results=results).worksheets[0]


def read_back(column: Column, value: object) -> object:
    """A cell as the checked answer that was written into it."""
    if value is None:
        return [] if column.kind == "choices" else ""
    if column.kind == "money":
        return Decimal(str(value)).quantize(Decimal("0.01"))
    if column.kind == "decimal":
        return Decimal(str(value))
    if column.kind == "yesno":
        return value == "是"
    if column.kind == "choices":
        return str(value).split("、")
    return value.date() if column.kind == "date" and isinstance(value, datetime) else value


def assert_same(form: Form, values: Mapping[str, object]) -> None:
    """Every answer stands in the workbook, under its label and with its value."""
    book = opened(register_sheet(form, values))
    for sheet, table in zip(book.worksheets, worded_tables(form), strict=False):
        columns = in_words(table.columns)
        heads, *lines = sheet.iter_rows(min_row=3, max_col=len(columns), values_only=True)
        assert list(heads) == [column.label for column in columns]
        wanted = values[table.name]
        assert isinstance(wanted, list)
        for row, line in zip(wanted, lines, strict=False):
            for column, cell in zip(columns, line, strict=True):
                assert read_back(column, cell) == row[column.name], column.label
        assert len(lines) - len(wanted) in {0, 1}, "nothing but a row of sums follows"
    others = list(book.worksheets[-1].iter_rows(min_row=4, max_col=2, values_only=True))
    for field, (label, cell) in zip(in_words(form.fields), others, strict=True):
        assert label == field.label
        assert read_back(field, cell) == values[field.name], label


@pytest.mark.parametrize("name", REGISTERS)
def test_every_register_reads_back_as_checked(name: str) -> None:
    folder = read_template(LIBRARY / name, name)

    assert_same(folder.form, example_context(folder))


@pytest.mark.parametrize("name", REGISTERS)
def test_every_register_holds_every_sign(name: str) -> None:
    form = read_template(LIBRARY / name, name).form

    for seed in range(3):
        assert_same(form, answers(form, seed))


def test_sums_are_formulas_with_their_result() -> None:
    rows = (item("灯", 2, "100.10"), item("梯", 1, "0.20"))

    data = filled(*rows, total=Decimal("100.30"))

    assert [cell.value for cell in first(data, results=False)[6]] == ["合计", None, "=SUM(C4:C5)"]
    assert first(data)["C6"].value == 100.3
    assert first(data)["C6"].number_format == '#,##0.00"元"'


def test_a_sum_over_numbers_excel_cannot_hold_is_no_formula() -> None:
    text = FORM.replace('kind = "money"', 'kind = "decimal"')
    values = {
        **FACTS,
        "keeper": "",
        "items": [{"what": "", "quantity": 1, "price": Decimal("123456789012345.25")}],
        "total": Decimal("123456789012345.25"),
    }

    sheet = first(register_sheet(form(text), values), results=False)

    assert sheet["C4"].value == sheet["C5"].value == "123456789012345.25"


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "@A1", "-2", "#N/A", "'x", "_x0041_", " a ", "0012"]
)
def test_a_text_is_never_anything_else(text: str) -> None:
    data = filled(item(text, 1, "1"))

    cell = first(data, results=False)["A4"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert str(cell.value).replace("_x005F_", "_") == text


def test_it_is_ready_to_be_printed() -> None:
    for sheet in opened(filled(item("灯", 1, "1"))):
        assert isinstance(sheet, Worksheet)
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$3"
        assert sheet.freeze_panes == "A4"


def test_title_and_facts_stand_on_top() -> None:
    sheet = first(filled(item("灯", 1, "1")))

    assert sheet["A1"].value == "领用登记表"
    assert sheet["A2"].value == "单位：示例公司　编号：QD-1　密级：内部　日期：2026-03-05"


def test_an_empty_register_has_its_headings() -> None:
    rows = list(first(filled()).iter_rows(min_row=3, values_only=True))

    assert rows == [("名称", "数量", "单价")]


def test_the_same_answers_give_the_same_bytes() -> None:
    data = filled(item("灯", 1, "1"), total=Decimal(1))

    assert data == filled(item("灯", 1, "1"), total=Decimal(1))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert {member.date_time[0] for member in package.infolist()} == {1980}


def test_several_tables_are_several_sheets_under_one_title() -> None:
    twin = (
        FORM
        + """
[field.back]
label = "退回"
kind = "table"
[field.back.column.what]
label = "名称"
kind = "text"
"""
    )
    values = {**FACTS, "keeper": "祝遥", "items": [], "back": [{"what": "灯"}], "total": ""}

    book = opened(register_sheet(form(twin), values))

    assert book.sheetnames == ["物品", "退回", "领用登记表"]
    assert book["退回"]["A1"].value == "领用登记表　退回"
    assert (book["领用登记表"]["A4"].value, book["领用登记表"]["B4"].value) == ("保管人", "祝遥")
