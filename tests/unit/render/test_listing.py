"""A plain list as an Excel file: nothing in it is ever a formula, and everybody can open it."""

from __future__ import annotations

import io
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from docgen.render.listing import listing


def cells(data: bytes) -> list[list[Any]]:
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_heads_and_rows_stand_where_they_belong() -> None:
    rows = [[1, "TS-1", "甲公司"], [2, "", "  乙 <公司> & \n二行 "]]

    found = cells(listing(["row", "number", "file"], rows))

    assert found == [["row", "number", "file"], [1, "TS-1", "甲公司"], [2, None, rows[1][2]]]


def test_the_heads_stay_in_sight() -> None:
    sheet = load_workbook(io.BytesIO(listing(["行"], [["很" * 100]]))).worksheets[0]

    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.b
    assert sheet.column_dimensions["A"].width == 62


@given(st.text(st.characters(codec="utf-8"), max_size=40), st.sampled_from("=+-@\t"))
def test_whatever_a_cell_says_it_is_a_text(text: str, sign: str) -> None:
    sheet = load_workbook(io.BytesIO(listing(["a"], [[sign + text]]))).worksheets[0]

    assert sheet["A2"].data_type in {"s", "inlineStr"}


def test_signs_that_excel_cannot_hold_are_left_out() -> None:
    assert cells(listing(["a"], [["x\x00\x0b\ud800y\ufffe"], ["z" * 40_000]])) == [
        ["a"],
        ["xy"],
        ["z" * 32_767],
    ]


def test_the_same_list_gives_the_same_bytes() -> None:
    assert listing(["a"], [[1]]) == listing(["a"], [[1]])
