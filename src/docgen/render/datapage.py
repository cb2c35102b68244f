"""One sheet of a data sheet: headings with comments, ruled rows, formats, lists and limits.

Text is never a formula, whatever it begins with: a label, a help or a customer's name that starts
with = + - or @ stays what it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from docgen.errors import say
from docgen.forms.form import Column
from docgen.forms.headings import KEYS, labelled, needed
from docgen.render import datalook
from docgen.render.datalook import Tell
from docgen.render.joining import OWN

#: The last row whose cells know their list and limits; rows below the ruled ones may be used.
LAST_ROW = 10_001
_SIDE = Side("thin", color="BFBFBF")
_GRID = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_HEAD = Font(name="黑体", size=11, bold=True, color="FFFFFF")
_BODY, _PALE = Font(name="宋体", size=11), Font(name="宋体", size=11, color="808080")
_MUST, _MAY = PatternFill("solid", "1F4E78"), PatternFill("solid", "7F8FA6")
_GREY = PatternFill("solid", "F2F2F2")
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_TOP, _WRAPPED = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
_COMMENT_WIDTH, _COMMENT_LINE = 320, 20
_TEXT_STARTS = ("=", "+", "-", "@")


class Lists:
    """Choices too long for a cell's own list, kept on a sheet that nobody sees."""

    def __init__(self, book: Workbook) -> None:
        self._book, self._columns = book, 0

    def put(self, choices: Sequence[str]) -> str:
        """Keep the choices and say where they stand, as Excel writes it."""
        if OWN not in self._book.sheetnames:
            self._book.create_sheet(OWN).sheet_state = "veryHidden"
        self._columns += 1
        for row, choice in enumerate(choices, start=1):
            write(self._book[OWN], row, self._columns, choice)
        letter = get_column_letter(self._columns)
        return f"{quote_sheetname(OWN)}!${letter}$1:${letter}${len(choices)}"


def lay_out(
    sheet: Worksheet,
    columns: Sequence[Column],
    rows: int,
    lists: Lists,
    tell: Tell,
    *,
    key: bool,
) -> None:
    """Set up a sheet for these columns, with the key column before them if wished."""
    if key:
        note = say("joins the rows of the tables to their form: the same number on every sheet")
        _head(sheet, 1, KEYS[0], [tell(note)], fill=_MAY)
        sheet.column_dimensions["A"].width = 7
    for number, column in enumerate(columns, start=1 + key):
        _set_up(sheet, number, column, lists, tell)
        for row in range(2, rows + 2):
            _rule(write(sheet, row, number, None), column)
    last = get_column_letter(len(columns) + key)
    sheet.row_dimensions[1].height = 34
    sheet.freeze_panes = "B2" if key else "A2"
    sheet.auto_filter.ref = f"A1:{last}{rows + 1}"
    sheet.print_title_rows = "1:1"
    lie_down(sheet)


def number_rows(sheet: Worksheet, rows: int, *, blank: bool = False) -> None:
    """Write 1, 2, 3 … into the key column, or rule it for whoever fills it in."""
    for number in range(1, rows + 1):
        cell = write(sheet, number + 1, 1, None if blank else number)
        cell.font, cell.border, cell.alignment = _PALE, _GRID, _CENTRE
        if not blank:
            cell.fill = _GREY


def write(sheet: Worksheet, row: int, column: int, value: object) -> Cell:
    """Put a value into a cell, not a merged one; a text stays a text."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise ValueError(cell)  # noqa: TRY004 - a mistake in the layout, not in a type
    cell.value = cast("str", value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(_TEXT_STARTS)
    return cell


def lie_down(sheet: Worksheet) -> None:
    """Print on A4 across, as wide as one page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _set_up(sheet: Worksheet, number: int, column: Column, lists: Lists, tell: Tell) -> None:
    letter = get_column_letter(number)
    must = needed(column)
    title = labelled(column) + (" *" if must else "")
    first = tell(say("must be filled in") if must else say("may stay empty"))
    lines = [f"{column.name} — {first}", *datalook.notes(column, tell)]
    _head(sheet, number, title, lines, fill=_MUST if must else _MAY)
    sheet.column_dimensions[letter].width = datalook.width(column)
    sheet.column_dimensions[letter].number_format = datalook.number_format(column)
    rule = datalook.validation(column, lists.put, tell)
    rule.add(f"{letter}2:{letter}{LAST_ROW}")
    sheet.add_data_validation(rule)


def _head(
    sheet: Worksheet, column: int, title: str, notes: Sequence[str], *, fill: PatternFill
) -> None:
    cell = write(sheet, 1, column, title)
    cell.font, cell.fill, cell.border, cell.alignment = _HEAD, fill, _GRID, _CENTRE
    lines = sum(1 + datalook.display_length(line) // 46 for line in notes)
    height = _COMMENT_LINE * (lines + 1)
    cell.comment = Comment("\n".join(notes), "docgen", height=height, width=_COMMENT_WIDTH)


def _rule(cell: Cell, column: Column) -> None:
    cell.font, cell.border = _BODY, _GRID
    cell.number_format = datalook.number_format(column)
    cell.alignment = _WRAPPED if column.kind in {"longtext", "text"} else _TOP
