"""What a CSV file holds. Runs in the child process only: see ``sheet``.

Office programs in China still save CSV as GBK; that is recognised and said. Which of comma,
semicolon and tab parts the values is seen from the first line.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from docgen.errors import BadInput, say
from docgen.render.preflight import decode_text, preflight
from docgen.render.sheet import Cell, tidy
from docgen.render.workbook import grid_lines

_DELIMITERS = ",;\t"


def grid(data: bytes, name: str) -> bytes:
    """The one sheet of a CSV file for ``sheet.read_grids``, empty lines left out."""
    preflight(data, name)
    text = decode_text(data, name)
    found = [(number, list(cells)) for number, cells in _lines(text, name) if any(cells)]
    return grid_lines({"name": "", "encoding": _encoding(data)}, found)


def _encoding(data: bytes) -> str:
    try:
        data.decode()
    except UnicodeDecodeError:
        return "GBK"
    return ""


def _lines(text: str, name: str) -> Iterator[tuple[int, list[Cell]]]:
    head = text.lstrip().partition("\n")[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=head.count), strict=True
    )
    start = 1
    try:
        for cells in reader:
            yield start, [tidy(cell) for cell in cells]
            start = reader.line_num + 1
    except csv.Error as why:
        raise BadInput(
            say("“{name}” cannot be read from line {line} on", name=name, line=start),
            why=say("a quotation mark is missing or stands in the wrong place"),
            fix=say("put the whole value in quotation marks, or save the table as .xlsx"),
            file=name,
            line=start,
        ) from why
