"""Shares as an Excel workbook: a table and, beside it, its charts, drawn by Excel itself.

A chart of Excel's own and not a picture: whoever gets it changes colours and titles in the program
he knows, and we draw nothing. Names are texts whatever they begin with, never formulas.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, PieChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from docgen.render.register_file import packed

#: More pieces than this make no pie.
_MOST_PIECES: Final = 8
_WIDTHS: Final = (30, 18, 10, 12, 12)
_HEAD: Final = 1
_NAME, _AMOUNT, _SHARE, _RUNNING = 1, 2, 4, 5

Row = tuple[str, Decimal, int, Decimal, Decimal]


def chart_sheet(title: str, heads: Sequence[str], rows: Sequence[Row]) -> bytes:
    """The workbook.

    Args:
        title: What is shared out, and by what.
        heads: What the five columns are called: class, amount, lines, share, running share.
        rows: The classes, the biggest first; shares in per cent.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "1"
    for at, (head, width) in enumerate(zip(heads, _WIDTHS, strict=True), start=1):
        _text(sheet, _HEAD, at, head, bold=True)
        sheet.column_dimensions["ABCDE"[at - 1]].width = width
    for turn, (name, amount, lines, share, running) in enumerate(rows, start=_HEAD + 1):
        _text(sheet, turn, _NAME, name)
        for at, figure in enumerate((amount, Decimal(lines), share, running), start=_AMOUNT):
            sheet.cell(turn, at, figure)
    sheet.freeze_panes = "A2"
    _draw(sheet, title, len(rows))
    return packed(book, {})


def _text(sheet: Worksheet, row: int, column: int, text: str, *, bold: bool = False) -> None:
    cell = sheet.cell(row, column)
    cell.value = text
    cell.data_type = "s"  # never a formula
    cell.font = Font(bold=bold)


def _draw(sheet: Worksheet, title: str, count: int) -> None:
    last = _HEAD + count
    names = Reference(sheet, min_col=_NAME, min_row=_HEAD + 1, max_row=last)
    bars, line = BarChart(), LineChart()
    bars.title, bars.height, bars.width = title, 9, 18
    bars.add_data(_column(sheet, _AMOUNT, last), titles_from_data=True)
    line.add_data(_column(sheet, _RUNNING, last), titles_from_data=True)
    bars.set_categories(names)
    line.y_axis.axId, line.y_axis.crosses = 200, "max"
    line.y_axis.scaling.min, line.y_axis.scaling.max = 0, 100
    for axis in (bars.x_axis, bars.y_axis, line.y_axis):
        axis.delete = False
    bars += line
    sheet.add_chart(bars, "G2")
    if count <= _MOST_PIECES:
        pie = PieChart()
        pie.title, pie.height, pie.width = title, 9, 12
        pie.add_data(_column(sheet, _AMOUNT, last), titles_from_data=True)
        pie.set_categories(names)
        pie.dataLabels = DataLabelList(showPercent=True)
        sheet.add_chart(pie, "G22")


def _column(sheet: Worksheet, column: int, last: int) -> Reference:
    return Reference(sheet, min_col=column, min_row=_HEAD, max_row=last)
