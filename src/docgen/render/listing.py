"""A plain list as an Excel file, for people to read and sort.

Every value stands in its cell as text or as a whole number, never as a formula, whatever it
begins with. Written here and not with openpyxl, which takes half a second for ten thousand rows.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from html import escape

# What XML 1.0 cannot hold.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 32_767
_MOST_ROWS = 1_048_575
_WIDTH = 60
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FIXED = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font/><font><b/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf xfId="0" numFmtId="49"/>'
    '<xf xfId="0" fontId="1" applyFont="1" numFmtId="49"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>",
}


def listing(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """An Excel file with one sheet: the heads, fixed and in bold, and the rows below.

    Args:
        heads: What the columns are called.
        rows: Texts and whole numbers; signs that Excel cannot hold are left out, texts longer
            than a cell are cut, and so are rows beyond Excel's last.
    """
    lines, widths = [], [_length(head) for head in heads]
    lines.append(_row(heads, ' s="1"'))
    for row, _ in zip(rows, range(_MOST_ROWS), strict=False):
        widths = [max(pair) for pair in zip(widths, map(_length, row), strict=True)]
        lines.append(_row(row, ""))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as pack:
        for name, text in (*_FIXED.items(), ("xl/worksheets/sheet1.xml", _sheet(lines, widths))):
            pack.writestr(zipfile.ZipInfo(name), (_HEAD + text).encode())
    return made.getvalue()


def _sheet(lines: Sequence[str], widths: Sequence[int]) -> str:
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{min(width, _WIDTH) + 2}" customWidth="1"/>'
        for at, width in enumerate(widths, start=1)
    )
    fixed = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">{fixed}'
        f"</sheetView></sheetViews><cols>{columns}</cols>"
        f"<sheetData>{''.join(lines)}</sheetData></worksheet>"
    )


def _row(values: Sequence[object], style: str) -> str:
    return f"<row>{''.join(_cells(values, style))}</row>"


def _cells(values: Sequence[object], style: str) -> Iterator[str]:
    for value in values:
        if isinstance(value, int):
            yield f"<c{style}><v>{value}</v></c>"
        elif text := _UNWRITABLE.sub("", str(value))[:_LONGEST]:
            kept = escape(text, quote=False)
            yield f'<c t="inlineStr"{style}><is><t xml:space="preserve">{kept}</t></is></c>'
        else:
            yield f"<c{style}/>"


def _length(value: object) -> int:
    """How wide a value is in digits; Chinese takes two."""
    text = str(value)[:_WIDTH]
    return len(text) if text.isascii() else len(text.encode("gb18030", "replace"))
