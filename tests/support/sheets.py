"""Data sheets filled in as a clerk would: by heading, with Excel's own days and numbers."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import cast

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from docgen.forms.form import Column, Form
from docgen.forms.headings import labelled, loose, sheet_names, tables


def excel(*sheets: tuple[str, Sequence[Sequence[object]]]) -> bytes:
    """A workbook with these sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    """A workbook's bytes."""
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def fill_in(blank: bytes, form: Form, papers: Sequence[Mapping[str, object]]) -> bytes:
    """Type checked answers into a blank data sheet, one row for each paper."""
    book = load_workbook(io.BytesIO(blank))
    names = sheet_names(form)
    for number, paper in enumerate(papers, start=1):
        type_row(book[names[""]], number + 1, form.fields, paper)
        for table in tables(form):
            sheet = book[names[table.name]]
            for line in cast("list[dict[str, object]]", paper[table.name]):
                free = next(at for at in range(2, 20_000) if not _used(sheet, at))
                type_row(sheet, free, table.columns, line)
                sheet.cell(free, 1, number)
    return saved(book)


def type_row(
    sheet: Worksheet, row: int, columns: Sequence[Column], values: Mapping[str, object]
) -> None:
    """Type one row by the headings of its sheet; what has no column is left out."""
    heads = {loose(str(cell.value)): number for number, cell in enumerate(sheet[1], start=1)}
    for column in columns:
        at, value = heads.get(loose(labelled(column))), values.get(column.name)
        if at and value not in (None, "", []):
            sheet.cell(row, at, cast("str", typed(value)))


def typed(value: object) -> object:
    """A checked value as Excel holds it once it is typed."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(value)
    return value if isinstance(value, (date, int, Decimal)) else str(value)


def _used(sheet: Worksheet, row: int) -> bool:
    return any(cell.value is not None for cell in sheet[row])
