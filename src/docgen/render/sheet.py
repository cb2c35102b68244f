"""Tables that somebody kept in a CSV or Excel file, as grids of cells and as rows by heading.

Nothing is guessed: two columns of one name, a value without a heading or a cell without a sure
value is refused with its place. Files are read in a child process. ``rows`` makes answers to a
form of the grids; ``read_rows`` is for plain lists, such as one of customers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from docgen.errors import BadInput, Detail, Said, say
from docgen.render import sandbox

#: A cell: its text, or what is odd about it and what it holds, ``["error", "#N/A"]``. A day is
#: odd because whoever asked for a text should learn that Excel holds a day there.
Cell = str | list[str]
ERROR, FORMULA, LONG, MERGED, DAY = "error", "formula", "long", "merged", "day"
# A full-width space at the start indents a paragraph and stays.
_SPACES = " \t\r\n\u00a0\u2002\u2003"
_READERS = {".xlsx": "docgen.render.workbook:grids", ".csv": "docgen.render.csvfile:grid"}


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet of a file; a CSV file is one without a name.

    Args:
        name: What its tab says; "" for CSV.
        rows: The rows that hold something, each with its number in the file (from 1).
        visible: Whether its tab is shown; hidden ones are not read.
        hidden: The numbers of the rows that are hidden, though read.
        merged: The merged areas, ``A2:A5``.
        encoding: What a CSV file was written in, if not UTF-8.
    """

    name: str
    rows: Sequence[tuple[int, list[Cell]]]
    visible: bool = True
    hidden: Sequence[int] = ()
    merged: Sequence[str] = ()
    encoding: str = ""

    def place(self, number: int, column: int) -> str:
        """Where a cell stands: 客户投诉!C7, or row and column of a CSV file. Column from 1."""
        letters = column_letters(column)
        if self.name:
            return f"{self.name}!{letters}{number}"
        return say("row {row} column {column}", row=number, column=letters)

    def row_place(self, number: int) -> Said:
        """Where a row stands."""
        if self.name:
            return say("sheet {sheet} row {row}", sheet=self.name, row=number)
        return say("row {row}", row=number)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file (the first line or row is 1) and its values by column."""

    number: int
    values: dict[str, str]


def read_grids(
    data: bytes,
    name: str,
    *,
    seconds: int = sandbox.SECONDS,
    megabytes: int = sandbox.MEGABYTES,
) -> list[Grid]:
    """The sheets of a file, without empty rows.

    CSV may be UTF-8 (with or without a mark) or GBK/GB 18030, separated by comma, semicolon or
    tab. In Excel files days read as ``2026-03-05``, numbers without ``.0``, formulas as their
    stored result.

    Raises:
        BadInput: The file is no table, damaged, or needs more than the limits.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in _READERS:
        raise BadInput(
            say("“{name}” is not a table docgen can read", name=name),
            why=say("it takes .csv and .xlsx files"),
            fix=say("save it as .xlsx or as .csv in UTF-8"),
            file=name,
        )
    told = sandbox.run(_READERS[suffix], data, name=name, seconds=seconds, megabytes=megabytes)
    grids = list(_grids(iter(told.split(b"\n"))))
    if not any(grid.visible for grid in grids):
        raise no_header(name)
    return grids


def read_rows(
    data: bytes,
    name: str,
    *,
    seconds: int = sandbox.SECONDS,
    megabytes: int = sandbox.MEGABYTES,
) -> list[Row]:
    """The rows of the first visible sheet by their headings; every value a trimmed text.

    Raises:
        BadInput: The file, its header or a cell is wrong; names row and column.
    """
    grids = read_grids(data, name, seconds=seconds, megabytes=megabytes)
    grid = next(one for one in grids if one.visible)
    refuse_unsure(grid, grid.rows, name)
    if not grid.rows:
        raise no_header(name)
    (first, header), *rest = grid.rows
    columns = _columns(header, name, first)
    return [Row(number, _values(columns, cells, name, number)) for number, cells in rest]


def unsure(cell: Cell) -> tuple[Said, Said] | None:
    """Why a cell's value is not sure and what to do; ``None`` for one that is."""
    if isinstance(cell, str) or cell[0] == DAY:
        return None
    if cell[0] == FORMULA:
        return say("the formula has no stored result"), say("open the file in Excel and save it")
    if cell[0] == ERROR:
        text = say("the cell shows an error: {error}", error=cell[1])
        return text, say("correct the formula or type the value")
    if cell[0] == MERGED:
        text = say("the cell is merged with those beside it ({area})", area=cell[1])
        return text, say("undo the merging and give each column its own value")
    text = say("the number is too long for Excel, which has already cut its last digits")
    return text, say("format the column as text and type the number again")


def tidy(text: str) -> str:
    """A text without the spaces around it."""
    return text.lstrip(_SPACES).rstrip(_SPACES + "\u3000")


def plain(cell: Cell) -> str:
    """What a sure cell holds, as text."""
    return cell if isinstance(cell, str) else cell[1]


def refuse_unsure(grid: Grid, rows: Sequence[tuple[int, list[Cell]]], name: str) -> None:
    """Refuse these rows if one of their cells has no sure value."""
    faults = [
        Detail(found[0], place=grid.place(number, column), fix=found[1])
        for number, cells in rows
        for column, cell in enumerate(cells, start=1)
        if (found := unsure(cell))
    ]
    if faults:
        raise BadInput(
            say("“{name}” has cells whose value is not sure", name=name),
            why=say("{count} cells hold an error or no stored value", count=len(faults)),
            fix=say("correct them in Excel and save it again"),
            file=name,
            details=faults,
        )


def column_letters(column: int) -> str:
    """A for 1, AA for 27."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _grids(lines: Iterator[bytes]) -> Iterator[Grid]:
    for line in lines:
        if line:
            about = json.loads(line)
            rows = [_row(next(lines)) for _ in range(about.pop("rows"))]
            yield Grid(rows=rows, **about)


def _row(line: bytes) -> tuple[int, list[Cell]]:
    number, cells = json.loads(line)
    return number, cells


def _columns(header: list[Cell], name: str, number: int) -> list[str]:
    columns = [" ".join(plain(cell).split()) for cell in header]
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


def _values(columns: list[str], cells: list[Cell], name: str, number: int) -> dict[str, str]:
    texts = [plain(cell) for cell in cells]
    for place, cell in enumerate(texts):
        if cell and (place >= len(columns) or not columns[place]):
            raise _homeless(cell, place, name, number)
    padded = texts + [""] * (len(columns) - len(texts))
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


def no_header(name: str) -> BadInput:
    """What to say of a file without a single value."""
    return BadInput(
        say("“{name}” holds no table", name=name),
        why=say("every row is empty"),
        fix=say("write the names of the columns into the first row"),
        file=name,
    )
