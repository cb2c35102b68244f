"""What an Excel workbook holds, for a paper's text and for lists. Runs in the child process only.

Hidden sheets are named, not read; hidden rows are read and named. A merged area counts for every
row it covers that holds something else, and for one column only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from lxml import etree

from docgen.errors import BadInput, say
from docgen.render.cells import Book, Leaf, Line, column_number
from docgen.render.package import Package
from docgen.render.preflight import preflight
from docgen.render.sheet import MERGED, Cell, plain
from docgen.render.text import answer

_AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")
_DAMAGE = (etree.XMLSyntaxError, ValueError, IndexError, OverflowError)


def text(data: bytes, name: str) -> bytes:
    """All sheets, a line a row and a tab between cells, without empty rows."""
    kind = preflight(data, name)
    try:
        book = Book(Package.read(data, name))
        leaves = book.leaves()
        lines = [line for leaf in leaves for line in book.lines(leaf, [])]
    except _DAMAGE as why:
        raise _damaged(name) from why
    words = ("\t".join(map(plain, _dense(line.cells))) for line in lines)
    return answer(kind, "".join(f"{line}\n" for line in words), len(leaves))


def grids(data: bytes, name: str) -> bytes:
    """Every sheet for ``sheet.read_grids``: a line of JSON about it, then one for each row."""
    preflight(data, name)
    try:
        book = Book(Package.read(data, name))
        return b"".join(_grid(book, leaf) for leaf in book.leaves())
    except _DAMAGE as why:
        raise _damaged(name) from why


def grid_lines(about: dict[str, object], rows: Sequence[tuple[int, list[Cell]]]) -> bytes:
    """One sheet as lines of JSON: what is known of it and its number of rows, then the rows."""
    head = json.dumps({**about, "rows": len(rows)}, ensure_ascii=False)
    made = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    return f"{head}\n{made}".encode()


def _grid(book: Book, leaf: Leaf) -> bytes:
    about: dict[str, object] = {"name": leaf.name, "visible": not leaf.hidden}
    if leaf.hidden:
        return grid_lines(about, [])
    areas: list[str] = []
    lines = list(book.lines(leaf, areas))
    merged = list(_spread(lines, areas))
    about |= {"hidden": [line.number for line in lines if line.hidden], "merged": merged}
    return grid_lines(about, [(line.number, _dense(line.cells)) for line in lines])


def _spread(lines: Sequence[Line], areas: Sequence[str]) -> Iterator[str]:
    """Give each row under a merged area its value; name the areas that matter."""
    at = {line.number: line for line in lines}
    last, widest = max(at, default=0), max((max(line.cells) for line in lines), default=0)
    for area in areas:
        found = _AREA.fullmatch(area)
        if not found:
            continue
        left, right = column_number(found[1]), min(column_number(found[3]), widest)
        top, bottom = int(found[2]), int(found[4])
        value = at[top].cells.get(left, "") if top in at else ""
        rows = [at[number] for number in range(top, min(bottom, last) + 1) if number in at]
        for row in rows if value else ():
            row.cells[left] = value
            row.cells.update({other: [MERGED, area] for other in range(left + 1, right + 1)})
        if value:
            yield area


def _dense(cells: dict[int, Cell]) -> list[Cell]:
    dense: list[Cell] = [""] * max(cells)
    for column, cell in cells.items():
        dense[column - 1] = cell
    return dense


def _damaged(name: str) -> BadInput:
    return BadInput(
        say("“{name}” cannot be read", name=name),
        why=say("it is an Excel file but is damaged inside"),
        fix=say("open it in Excel and save it again as .xlsx"),
        file=name,
    )
