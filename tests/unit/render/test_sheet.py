"""Tables from CSV and Excel: values as they read, and nothing guessed."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from tests.support.sheets import saved

from docgen.errors import BadInput
from docgen.render.package import Package
from docgen.render.sheet import Grid, Row, column_letters, read_grids, read_rows


def excel(*rows: list[object], merge: str = "", hidden: bool = False) -> bytes:
    book, saved = Workbook(), io.BytesIO()
    first = book.worksheets[0]
    for row in rows:
        first.append(row)
    if merge:
        first.merge_cells(merge)
    if hidden:
        book.create_sheet("隐藏", 0).sheet_state = "hidden"
    book.save(saved)
    return saved.getvalue()


def refused(data: bytes, name: str) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read_rows(data, name)
    assert caught.value.file == name
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_csv_in_any_office_encoding(encoding: str) -> None:
    data = "客户名称,电话\n示例公司,010-5555 0100\n".encode(encoding)

    assert read_rows(data, "a.csv") == [Row(2, {"客户名称": "示例公司", "电话": "010-5555 0100"})]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_with_any_office_separator(mark: str) -> None:
    assert read_rows(f"a{mark}b\n1{mark}2\n".encode(), "a.csv") == [Row(2, {"a": "1", "b": "2"})]


def test_empty_rows_are_skipped_and_numbers_stay_those_of_the_file() -> None:
    data = b'\n a , b \n\n1,"two\nlines"\n , \n3\n'

    assert read_rows(data, "a.csv") == [
        Row(4, {"a": "1", "b": "two\nlines"}),
        Row(7, {"a": "3", "b": ""}),
    ]


def test_excel_values_read_as_they_are_meant() -> None:
    moment = dt.datetime(2026, 3, 5, 14, 30)  # noqa: DTZ001 - Excel knows no zones
    data = excel(
        ["名称 ", "数", "比", "日", "时", "是"],
        [" 甲 ", 12.0, 0.1 + 0.2, dt.date(2026, 3, 5), moment, True],
        [None] * 6,
        ["1２", 3, None, None, dt.time(9, 5), None],
    )

    assert read_rows(data, "a.xlsx") == [
        Row(2, dict(zip(["名称", "数", "比", "日", "时", "是"], FIRST, strict=True))),
        Row(4, dict(zip(["名称", "数", "比", "日", "时", "是"], SECOND, strict=True))),
    ]


FIRST = ["甲", "12", "0.3", "2026-03-05", "2026-03-05 14:30:00", "true"]
SECOND = ["1２", "3", "", "", "09:05:00", ""]


def test_a_merged_area_counts_for_each_of_its_cells() -> None:
    data = excel(["类", "名"], ["企业", "甲"], [None, "乙"], merge="A2:A3")

    assert [row.values["类"] for row in read_rows(data, "a.xlsx")] == ["企业", "企业"]


def test_a_hidden_sheet_is_passed_over() -> None:
    assert read_rows(excel(["a"], ["1"], hidden=True), "a.xlsx") == [Row(2, {"a": "1"})]


def test_cells_without_a_sure_value_are_named() -> None:
    problem = refused(excel(["a", "b", "c"], ["=1+1", "#N/A", 9900001990010112345]), "a.xlsx")

    assert [each.place for each in problem.details] == ["Sheet!A2", "Sheet!B2", "Sheet!C2"]
    assert [each.text.split()[1] for each in problem.details] == ["formula", "cell", "number"]


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_two_columns_of_one_name_are_refused(name: str) -> None:
    data = b"a, b,b\n1,2,3\n" if name.endswith("csv") else excel(["a", " b", "b"], [1, 2, 3])

    problem = refused(data, name)

    assert problem.line == 1
    assert [str(each.text) for each in problem.details] == ["column “b”"]


def test_a_value_without_a_column_is_refused() -> None:
    assert "row 3, column 3: “z”" in refused(b"a,b\n1,2\nx,y,z\n", "a.csv").why
    assert "row 2, column 2: “2”" in refused(b"a,,c\n1,2,3\n", "a.csv").why


def test_a_table_without_rows_is_empty_and_one_without_header_refused() -> None:
    assert read_rows(b"a,b\n", "a.csv") == []
    assert "every row is empty" in refused(b"\n,\n", "a.csv").why
    assert "every row is empty" in refused(excel(), "a.xlsx").why


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"a\n1\n", "a.ods", "takes .csv and .xlsx"),
        (b'a,b\n1,"2\n', "a.csv", "quotation mark"),
        (b"\x00\x01", "a.csv", "not text"),
        (b"PK", "a.xlsx", "cut short"),
        ("名称\n甲\n".encode("utf-16"), "a.csv", "not text"),
        (b"", "a.csv", "empty"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, name: str, why: str) -> None:
    assert why in refused(data, name).why


def test_a_missing_quotation_mark_names_its_line() -> None:
    assert refused(b'a,b\n1,2\n3,"4\n5,6\n', "a.csv").line == 3


def test_every_sheet_is_a_grid_and_hidden_ones_are_only_named() -> None:
    first, second = read_grids(excel(["a"], ["1"], hidden=True), "a.xlsx")

    assert (first.name, first.visible, first.rows) == ("隐藏", False, [])
    assert (second.name, second.visible, second.rows) == ("Sheet", True, [(1, ["a"]), (2, ["1"])])


@pytest.mark.slow
def test_a_hundred_thousand_formatted_rows_without_a_value_are_no_rows() -> None:
    book = Workbook(write_only=True)
    made = book.create_sheet("表")
    made.append(["a"])
    empty = [WriteOnlyCell(made, None) for _ in range(10)]
    for cell in empty:
        cell.number_format = "@"
    for _ in range(100_000):
        made.append(empty)
    data = io.BytesIO()
    book.save(data)

    (grid,) = read_grids(data.getvalue(), "a.xlsx", megabytes=400)

    assert grid.rows == [(1, ["a"])]


def test_a_workbook_without_a_visible_sheet_holds_no_table() -> None:
    book = Workbook()
    book.create_sheet("藏")
    parts = Package.read(saved(book)).parts
    hidden = parts["xl/workbook.xml"].replace(b'state="visible"', b'state="hidden"')

    problem = refused(Package({**parts, "xl/workbook.xml": hidden}).pack(), "a.xlsx")

    assert "every row is empty" in problem.why


def test_hidden_rows_and_merged_areas_are_told() -> None:
    book = Workbook()
    for row in (["a", "b"], ["1", "2"], [None, "3"], [None, None]):
        book.worksheets[0].append(row)
    book.worksheets[0].merge_cells("A2:A4")
    book.worksheets[0].row_dimensions[3].hidden = True
    data = io.BytesIO()
    book.save(data)

    (grid,) = read_grids(data.getvalue(), "a.xlsx")

    assert grid.rows == [(1, ["a", "b"]), (2, ["1", "2"]), (3, ["1", "3"])]
    assert (grid.hidden, grid.merged) == ([3], ["A2:A4"])


def test_cells_merged_across_columns_belong_to_the_first_only() -> None:
    problem = refused(excel(["a", "b"], ["1", None], merge="A2:B2"), "a.xlsx")

    assert [(each.place, "merged" in each.text) for each in problem.details] == [("Sheet!B2", True)]


def test_csv_in_gbk_is_told() -> None:
    text = "名称\n甲\n"

    assert [grid.encoding for grid in read_grids(text.encode("gbk"), "a.csv")] == ["GBK"]
    assert [grid.encoding for grid in read_grids(text.encode("utf-8-sig"), "a.csv")] == [""]


def test_places_are_named_as_excel_names_them() -> None:
    assert Grid("客户投诉", []).place(7, 3) == "客户投诉!C7"
    assert Grid("", []).place(7, 28) == "row 7 column AB"
    assert [column_letters(n) for n in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]
