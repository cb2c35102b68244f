"""A filled form as an Excel workbook: each of its tables a sheet to sort, filter and add up.

Beside the Word file, never instead of it: the workbook holds the checked values as numbers, days
and texts, a sheet for each table field and a last one for the other answers. What stands in a
cell is ``register_cells``' work, the file ``register_file``'s; ``sheet`` reads what people send.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from docgen.forms.form import Column, Field, Form
from docgen.forms.headings import sheet_names
from docgen.forms.tables import column_sums, in_words, worded_tables
from docgen.render.register_cells import put, put_text, shown, width
from docgen.render.register_file import packed

_Values = Mapping[str, object]
_Sums = dict[str, Decimal | int]

_TITLE, _FACTS, _HEAD = 1, 2, 3  # the rows of a sheet; answers follow
_LABELS, _ANSWERS = 1, 2  # the columns of the sheet of the other answers
_TOTAL = "合计"
_NARROWEST, _WIDEST, _WHOLE = 8, 44, 90  # widths in Latin letters
_LINE: Final = Side(style="thin", color="FF7F7F7F")
_BOX: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_GREY: Final = PatternFill("solid", fgColor="FFF2F2F2")


def register_sheet(form: Form, values: _Values) -> bytes:
    """The workbook of a filled form; the same answers give the same bytes.

    Args:
        form: The form; at least one of its fields is a table.
        values: Its checked answers with ``number``, ``grade_mark``, ``company`` and ``today``.

    Raises:
        BadInput: A text is longer than a cell of Excel; names the field.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = form.title
    tables, names, solved = worded_tables(form), sheet_names(form), {}
    for table in tables:
        title = f"{form.title}　{table.label}" if len(tables) > 1 else form.title
        sheet = _sheet(book, names[table.name], title, values)
        solved[sheet.title] = _table(sheet, form, table, values)
    _others(_sheet(book, names[""], form.title, values), form, values)
    return packed(book, solved)


def _table(sheet: Worksheet, form: Form, table: Field, values: _Values) -> _Sums:
    """Headings, rows and sums; gives the sums that stand there as formulas, by cell."""
    columns, answers = in_words(table.columns), values.get(table.name)
    rows: list[_Values] = answers if isinstance(answers, list) else []
    for at, column in enumerate(columns, 1):
        _label(sheet, _HEAD, at, column.label)
        for turn, row in enumerate(rows, 1):
            path = f"{table.name}[{turn}].{column.name}"
            put(_boxed(sheet, _HEAD + turn, at), column, row.get(column.name, ""), path)
        _widen(sheet, at, [column.label, *(row.get(column.name, "") for row in rows)])
    last = _HEAD + len(rows)
    sheet.auto_filter.ref = f"A{_HEAD}:{get_column_letter(len(columns))}{last}"
    return _sums(sheet, form, table, values, last) if rows else {}


def _sums(sheet: Worksheet, form: Form, table: Field, values: _Values, last: int) -> _Sums:
    """A row below the last one with what the form computes as the sum of a column."""
    computed = column_sums(form)
    columns = in_words(table.columns)
    fields = [computed.get((table.name, column.name)) for column in columns]
    if not any(fields):
        return {}
    solved: _Sums = {}
    for at, (column, field) in enumerate(zip(columns, fields, strict=True), 1):
        cell = _label(sheet, last + 1, at, _TOTAL if at == 1 and field is None else "")
        total = values.get(field.name, "") if field else ""
        if field and isinstance(total, Decimal | int):
            put(cell, column, total, field.name)
            if _all_numbers(sheet, at, last):
                letter = get_column_letter(at)
                cell.value = f"=SUM({letter}{_HEAD + 1}:{letter}{last})"
                solved[cell.coordinate] = total
    return solved


def _all_numbers(sheet: Worksheet, column: int, last: int) -> bool:
    cells = (sheet.cell(row, column) for row in range(_HEAD + 1, last + 1))
    return all(cell.data_type == "n" for cell in cells)


def _others(sheet: Worksheet, form: Form, values: _Values) -> None:
    """Every answer that is no table: its label and its value."""
    _label(sheet, _HEAD, _LABELS, "项目")
    _label(sheet, _HEAD, _ANSWERS, "内容")
    fields: Sequence[Column] = in_words(form.fields)
    for row, field in enumerate(fields, _HEAD + 1):
        _label(sheet, row, _LABELS, field.label)
        cell = _boxed(sheet, row, _ANSWERS)
        put(cell, field, values.get(field.name, ""), field.name)
        cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)
    _widen(sheet, _LABELS, [field.label for field in fields])
    sheet.column_dimensions[get_column_letter(_ANSWERS)].width = _WHOLE


# --- what all sheets have -----------------------------------------------------------------


def _sheet(book: Workbook, name: str, title: str, values: _Values) -> Worksheet:
    """A sheet with title, number, grade and day on top, ready to be printed."""
    sheet: Worksheet = book.create_sheet(name)
    for row, text, font in (
        (_TITLE, title, Font(size=16, bold=True)),
        (_FACTS, _facts(values), Font(size=10)),
    ):
        cell = _cell(sheet, row, 1)
        put_text(cell, text)
        cell.font = font
    sheet.row_dimensions[_TITLE].height = 26
    sheet.freeze_panes = f"A{_HEAD + 1}"
    sheet.print_title_rows = f"{_TITLE}:{_HEAD}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(right=_HeaderFooterPart("第 &P 页　共 &N 页"))
    return sheet


def _facts(values: _Values) -> str:
    known = {"单位": "company", "编号": "number", "密级": "grade_mark", "日期": "today"}
    told = {label: shown(values.get(name, "")) for label, name in known.items()}
    return "　".join(f"{label}：{value}" for label, value in told.items() if value)


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError(cell)  # only a merged area has other ones, and there is none here
    return cell


def _boxed(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = _cell(sheet, row, column)
    cell.border = _BOX
    return cell


def _label(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    cell = _boxed(sheet, row, column)
    put_text(cell, text)
    cell.font, cell.fill = Font(bold=True), _GREY
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    return cell


def _widen(sheet: Worksheet, column: int, answers: Iterable[object]) -> None:
    """As wide as what stands in the column, within bounds; longer texts take several lines."""
    widest = max(map(width, answers), default=0) + 2
    letter = get_column_letter(column)
    sheet.column_dimensions[letter].width = min(max(widest, _NARROWEST), _WIDEST)
