"""An openpyxl workbook as the bytes of an Excel file: the same each time, formulas solved.

openpyxl stamps the hour into a file and stores formulas without their result, so that whoever
reads it without calculating (a preview, docgen itself) sees nothing there.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Final

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from docgen.render.packing import Packing

#: One day for every file.
_MADE: Final = datetime(2026, 1, 1)  # noqa: DTZ001 - a file's properties know no zones
_FORMULA = r'(<c r="{cell}"[^>]*><f>[^<]*</f>)(?:<v\s*/>|<v></v>)'


def packed(book: Workbook, solved: Mapping[str, Mapping[str, Decimal | int]]) -> bytes:
    """The file.

    Args:
        book: The workbook.
        solved: The result of each formula, by sheet and cell.
    """
    book.properties.creator = "docgen"
    book.properties.created = book.properties.modified = _MADE
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        ExcelWriter(book, archive).write_data()
    with zipfile.ZipFile(raw) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for turn, name in enumerate(book.sheetnames, 1):
        for cell, result in solved.get(name, {}).items():
            part = f"xl/worksheets/sheet{turn}.xml"
            parts[part] = _with_result(parts[part], cell, result)
    return Packing(parts).pack(())


def _with_result(part: bytes, cell: str, result: Decimal | int) -> bytes:
    pattern = _FORMULA.format(cell=cell).encode()
    return re.sub(pattern, rb"\g<1><v>" + f"{Decimal(result):f}".encode() + b"</v>", part, count=1)
