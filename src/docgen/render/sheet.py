"""A table that somebody kept in a CSV or Excel file, as rows of named values.

Used where a list of customers or answers is taken in. The first row that is not empty holds the
names of the columns. Nothing is guessed: two columns of one name, a value without a column name
or a cell without a sure value is refused with its place. Files are read in a child process.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from docgen.errors import BadInput, Detail, Said, say
from docgen.render import sandbox
from docgen.render.preflight import decode_text, preflight

_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file (the first line or row is 1) and its values by column."""

    number: int
    values: dict[str, str]


def read_rows(
    data: bytes,
    name: str,
    *,
    seconds: int = sandbox.SECONDS,
    megabytes: int = sandbox.MEGABYTES,
) -> list[Row]:
    """The rows below the header, without empty ones; every value a trimmed text.

    CSV may be UTF-8 (with or without a mark) or GBK/GB 18030, separated by comma, semicolon or
    tab. In Excel files the first sheet is read: dates as ``2026-03-05``, numbers without ``.0``,
    formulas as their stored result, and a merged area's value for each of its cells.

    Raises:
        BadInput: The file, its header or a cell is wrong; names row and column.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in {".csv", ".xlsx"}:
        raise BadInput(
            say("“{name}” is not a table docgen can read", name=name),
            why=say("it takes .csv and .xlsx files"),
            fix=say("save it as .xlsx or as .csv in UTF-8"),
            file=name,
        )
    function = "docgen.render.workbook:rows" if suffix == ".xlsx" else "docgen.render.sheet:lines"
    told = sandbox.run(function, data, name=name, seconds=seconds, megabytes=megabytes)
    found: list[tuple[int, list[str]]] = json.loads(told)
    if not found:
        raise _no_header(name)
    (first, header), *rest = found
    columns = _columns(header, name, first)
    return [Row(number, _values(columns, cells, name, number)) for number, cells in rest]


def lines(data: bytes, name: str) -> bytes:
    """A CSV file as JSON: ``[[line number, [cell, ...]], ...]``, empty lines left out."""
    preflight(data, name)
    text = decode_text(data, name)
    found = [(number, cells) for number, cells in _csv(text, name) if any(cells)]
    return json.dumps(found, ensure_ascii=False).encode()


def _csv(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    head = text.lstrip().partition("\n")[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=head.count), strict=True
    )
    start = 1
    try:
        for cells in reader:
            yield start, [cell.strip() for cell in cells]
            start = reader.line_num + 1
    except csv.Error as why:
        raise BadInput(
            say("“{name}” cannot be read from line {line} on", name=name, line=start),
            why=say("a quotation mark is missing or stands in the wrong place"),
            fix=say("put the whole value in quotation marks, or save the table as .xlsx"),
            file=name,
            line=start,
        ) from why


def _columns(header: list[str], name: str, number: int) -> list[str]:
    columns = [" ".join(cell.split()) for cell in header]
    twice = sorted({each for each in columns if each and columns.count(each) > 1})
    if twice:
        raise BadInput(
            say("“{name}” has two columns of the same name", name=name),
            why=say("docgen cannot tell which of them is meant"),
            fix=say("rename or remove one of them"),
            file=name,
            line=number,
            details=[Detail(say("column “{column}”", column=each)) for each in twice],
        )
    return columns


def _values(columns: list[str], cells: list[str], name: str, number: int) -> dict[str, str]:
    for place, cell in enumerate(cells):
        if cell and (place >= len(columns) or not columns[place]):
            raise _homeless(cell, place, name, number)
    padded = cells + [""] * (len(columns) - len(cells))
    return {column: cell for column, cell in zip(columns, padded, strict=False) if column}


def _homeless(cell: str, place: int, name: str, number: int) -> BadInput:
    return BadInput(
        say("“{name}” has a value that belongs to no column", name=name),
        why=_where(cell, place, number),
        fix=say("give the column a name in the first row, or remove the value"),
        file=name,
        line=number,
    )


def _where(cell: str, place: int, number: int) -> Said:
    return say("row {row}, column {place}: “{cell}”", row=number, place=place + 1, cell=cell)


def _no_header(name: str) -> BadInput:
    return BadInput(
        say("“{name}” holds no table", name=name),
        why=say("every row is empty"),
        fix=say("write the names of the columns into the first row"),
        file=name,
    )
