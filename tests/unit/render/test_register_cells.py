"""One checked answer in one cell: exact, or a text that says the same."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.cell import Cell

from docgen.errors import BadInput
from docgen.forms.form import Column
from docgen.render.register_cells import put, width

MOMENT = datetime(2026, 3, 5, 9, 5)  # noqa: DTZ001 - times of the office, without a zone


def cell(kind: str, value: object, *, unit: str = "") -> Cell:
    sheet = Workbook().worksheets[0]
    made = sheet.cell(1, 1)
    assert isinstance(made, Cell)
    put(made, Column(name="a", label="甲", kind=kind, unit=unit), value, "items[3].what")
    return made


@pytest.mark.parametrize(
    ("kind", "value", "kept", "looks"),
    [
        ("integer", 2026, 2026, "0"),
        ("integer", 30, 30, "0"),
        ("money", Decimal("1234.50"), Decimal("1234.50"), "#,##0.00"),
        ("decimal", Decimal("83.6"), Decimal("83.6"), "General"),
        ("date", date(2026, 3, 5), date(2026, 3, 5), "yyyy-mm-dd"),
        ("datetime", MOMENT, MOMENT, "yyyy-mm-dd hh:mm"),
        ("yesno", True, "是", "@"),
        ("yesno", False, "否", "@"),
        ("choices", ["电话", "面谈"], "电话、面谈", "@"),
        ("idcard", "990000198506140023", "990000198506140023", "@"),
    ],
)
def test_kinds_stay_what_they_are(kind: str, value: object, kept: object, looks: str) -> None:
    made = cell(kind, value)

    assert made.value == kept
    assert made.number_format == looks


def test_a_unit_stands_behind_the_number_which_stays_one() -> None:
    made = cell("money", Decimal(5), unit="万元")

    assert (made.value, made.number_format) == (Decimal(5), '#,##0.00"万元"')


@pytest.mark.parametrize("value", [Decimal(1234567890123456), Decimal("123456789012345.6")])
def test_a_number_excel_would_cut_is_a_text(value: Decimal) -> None:
    assert cell("decimal", value).value == str(value)


@pytest.mark.parametrize("day", [date(1900, 2, 28), date(1897, 5, 1)])
def test_a_day_excel_counts_otherwise_is_a_text(day: date) -> None:
    assert cell("date", day).value == day.isoformat()
    assert cell("date", date(1900, 3, 1)).value == date(1900, 3, 1)


@pytest.mark.parametrize(("kind", "looks"), [("date", "yyyy-mm-dd"), ("text", "@")])
def test_no_answer_leaves_an_empty_cell_of_its_kind(kind: str, looks: str) -> None:
    made = cell(kind, "")

    assert (made.value, made.number_format) == (None, looks)


def test_a_text_longer_than_a_cell_is_refused_with_its_place() -> None:
    assert cell("longtext", "字" * 32_767).value

    with pytest.raises(BadInput) as refused:
        cell("longtext", "字" * 32_768)

    assert refused.value.field == "items[3].what"


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1))
def test_every_text_is_a_text(text: str) -> None:
    made = cell("text", text)

    assert made.data_type == "s"
    assert str(made.value).replace("_x005F_x", "_x") == text.replace("_x005F_x", "_x")


def test_width_counts_chinese_twice_and_the_longest_line_only() -> None:
    assert width("汉字") == 4
    assert width("ab\n汉字x") == 5
    assert width(Decimal("1234.5")) == len("1,234.50")
