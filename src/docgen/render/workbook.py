"""What an Excel workbook holds, by openpyxl. Runs in the child process only: see ``sheet``.

Values, not formulas: what Excel stored when it saved. A cell of which docgen would have to guess
the value (a formula nobody has calculated, an error, a number Excel has already cut) is a fault
that names the cell.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterator
from decimal import Decimal

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from docgen.errors import BadInput, Detail, say
from docgen.render.preflight import preflight
from docgen.render.text import answer

# Excel keeps 15 digits of a number; an 18-digit identity number has lost its last three.
_DIGITS = 15


def text(data: bytes, name: str) -> bytes:
    """All sheets, a line a row and a tab between cells, without empty rows."""
    kind = preflight(data, name)
    book = _open(data, name)
    lines = [line for sheet in book.worksheets for line in _lines(sheet)]
    return answer(kind, "".join(f"{line}\n" for line in lines), len(book.worksheets))


def rows(data: bytes, name: str) -> bytes:
    """The first visible sheet as JSON, ``[[row number, [cell, ...]], ...]``, without empty rows."""
    preflight(data, name)
    sheet = _first(_open(data, name))
    _spread_merged(sheet)
    faults = [*_uncalculated(data, name), *_lost(sheet)]
    if faults:
        raise BadInput(
            say("“{name}” has cells whose value is not sure", name=name),
            why=say("{count} cells hold an error or no stored value", count=len(faults)),
            fix=say("correct them in Excel and save it again"),
            file=name,
            details=faults,
        )
    found = [(cells[0].row, [cell_text(cell.value) for cell in cells]) for cells in sheet.rows]
    return json.dumps([row for row in found if any(row[1])], ensure_ascii=False).encode()


def cell_text(value: object) -> str:
    """A cell as a person would type it: ISO dates, numbers without an idle ``.0``."""
    if isinstance(value, float):
        return format(Decimal(format(value, f".{_DIGITS}g")).normalize(), "f")
    if isinstance(value, dt.datetime):
        whole_day = value.time() == dt.time()
        return value.date().isoformat() if whole_day else value.isoformat(" ", "seconds")
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value).strip()


def _open(data: bytes, name: str, *, values: bool = True) -> Workbook:
    try:
        return load_workbook(io.BytesIO(data), data_only=values)
    except (InvalidFileException, KeyError, ValueError, zipfile.BadZipFile) as why:
        raise BadInput(
            say("“{name}” cannot be read", name=name),
            why=say("it is an Excel file but is damaged inside"),
            fix=say("open it in Excel and save it again as .xlsx"),
            file=name,
        ) from why


def _first(book: Workbook) -> Worksheet:
    """The first sheet that is not hidden; Excel does not save a workbook without one."""
    return next(sheet for sheet in book.worksheets if sheet.sheet_state == "visible")


def _lines(sheet: Worksheet) -> Iterator[str]:
    for cells in sheet.iter_rows(values_only=True):
        line = "\t".join(cell_text(value) for value in cells).rstrip()
        if line:
            yield line


def _spread_merged(sheet: Worksheet) -> None:
    """Give every cell of a merged area the value that the reader sees over it."""
    for area in list(sheet.merged_cells.ranges):
        value = sheet.cell(area.min_row, area.min_col).value
        sheet.unmerge_cells(area.coord)
        for row, column in area.cells:
            sheet.cell(row, column).value = value


def _uncalculated(data: bytes, name: str) -> Iterator[Detail]:
    """Formulas of the first sheet that were saved without a result (by programs, not by Excel)."""
    values = _first(_open(data, name))
    for cell in _cells(_first(_open(data, name, values=False))):
        if cell.data_type == "f" and values[cell.coordinate].value is None:
            yield Detail(
                say("the formula has no stored result"),
                place=cell.coordinate,
                fix=say("open the file in Excel and save it"),
            )


def _lost(sheet: Worksheet) -> Iterator[Detail]:
    for cell in _cells(sheet):
        if cell.data_type == "e":
            yield Detail(
                say("the cell shows an error: {error}", error=cell.value),
                place=cell.coordinate,
                fix=say("correct the formula or type the value"),
            )
        elif isinstance(cell.value, (int, float)) and abs(cell.value) >= 10**_DIGITS:
            yield Detail(
                say("the number is too long for Excel, which has already cut its last digits"),
                place=cell.coordinate,
                fix=say("format the column as text and type the number again"),
            )


def _cells(sheet: Worksheet) -> Iterator[Cell]:
    for cells in sheet.iter_rows():
        for cell in cells:
            if not isinstance(cell, MergedCell):
                yield cell
