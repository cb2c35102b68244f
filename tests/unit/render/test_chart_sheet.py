"""The workbook of shares: texts stay texts, figures are figures, the charts are Excel's own."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from docgen.render.chart_sheet import Row, chart_sheet

HEADS = ("类别", "金额", "行数", "占比 %", "累计占比 %")


def rows(count: int) -> list[Row]:
    share = Decimal(100) / count
    return [
        (f"第{n}类", Decimal(10), n, share.quantize(Decimal("0.1")), Decimal(10 * n))
        for n in range(1, count + 1)
    ]


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        return {name: pack.read(name).decode() for name in pack.namelist()}


def test_figures_are_numbers_under_their_heads() -> None:
    sheet = load_workbook(io.BytesIO(chart_sheet("构成", HEADS, rows(2)))).worksheets[0]

    found = [[cell.value for cell in row] for row in sheet.iter_rows(max_col=5)]
    assert found == [list(HEADS), ["第1类", 10, 1, 50, 10], ["第2类", 10, 2, 50, 20]]
    assert sheet.freeze_panes == "A2"


@pytest.mark.parametrize("name", ["=1+1", "+86", "-3", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_a_name_is_never_a_formula(name: str) -> None:
    hostile: Row = (name, Decimal(1), 1, Decimal(100), Decimal(100))

    data = chart_sheet(name, [name, *HEADS[1:]], [hostile])

    assert "<f>" not in parts(data)["xl/worksheets/sheet1.xml"]
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    assert (sheet["A1"].data_type, sheet["A2"].data_type) == ("s", "s")
    assert sheet["A2"].value == name


@pytest.mark.parametrize(("count", "charts"), [(1, 2), (8, 2), (9, 1), (40, 1)])
def test_few_classes_make_a_pie_too(count: int, charts: int) -> None:
    made = parts(chart_sheet("构成", HEADS, rows(count)))

    drawn = [text for name, text in made.items() if name.startswith("xl/charts/chart")]
    assert len(drawn) == charts
    assert "barChart" in "".join(drawn)
    assert ("pieChart" in "".join(drawn)) == (charts > 1)
    assert f"$A${count + 1}" in drawn[0]


def test_the_same_shares_make_the_same_bytes() -> None:
    assert chart_sheet("构成", HEADS, rows(3)) == chart_sheet("构成", HEADS, rows(3))
