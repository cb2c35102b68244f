"""One row of a data sheet, with the rows of its tables, as raw answers and their places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import overload

from docgen.errors import Detail
from docgen.forms.form import Column
from docgen.forms.headings import Heads
from docgen.render import cellvalues
from docgen.render.joining import Joined, Line, key_of
from docgen.render.sheet import Grid, plain

#: Columns by their number, with the question each answers.
_Asked = Sequence[tuple[int, Column]]


@dataclass(frozen=True, slots=True)
class Row:
    """The answers to one form.

    Args:
        number: The row in the file, as Excel numbers it.
        answers: Raw answers by field name, for ``answers.check``; blank cells are left out.
        places: Where each answer stands (``severity``, ``items[2].what``), for ``check`` too;
            and each of ``extra``.
        extra: The values of the caller's own columns, by key; blank ones are "".
        remarks: What was read otherwise than it stands in the file, each with its place.
    """

    number: int
    answers: dict[str, object]
    places: Mapping[str, str]
    extra: Mapping[str, str]
    remarks: tuple[Detail, ...] = ()


class Places(Mapping[str, str]):
    """Where the answers of one row stand, worked out when a fault asks for it.

    ``places["items[2].what"]`` is the cell; what has no cell of its own stands in the row.
    """

    def __init__(self, grid: Grid, number: int, columns: Mapping[str, int]) -> None:
        self._lines = {"": (grid, number, columns)}

    def add(self, prefix: str, grid: Grid, number: int, asked: _Asked) -> None:
        """Note the row of a table, ``items[2].``."""
        self._lines[prefix] = (grid, number, {column.name: at for at, column in asked})

    def __getitem__(self, path: str) -> str:
        prefix, dot, name = path.rpartition(".")
        grid, number, columns = self._lines.get(prefix + dot) or self._lines[""]
        return grid.place(number, columns[name]) if name in columns else grid.row_place(number)

    def __iter__(self) -> Iterator[str]:
        return (prefix + name for prefix, (_, _, names) in self._lines.items() for name in names)

    def __len__(self) -> int:
        return sum(len(names) for _, _, names in self._lines.values())


class Rows(Sequence[Row]):
    """The rows that hold a form, each made when it is asked for: 10,000 take little memory."""

    def __init__(self, main: Grid, heads: Heads, joined: Joined) -> None:
        self._main, self._heads, self._joined = main, heads, joined
        self._asked = [(at, one.column) for at, one in heads.targets.items() if not one.table]
        self._columns = {key: at for at, key in heads.extra.items()}
        self._columns |= {column.name: at for at, column in self._asked}
        self._inline: dict[str, dict[int, list[tuple[int, Column]]]] = {}
        for at, one in heads.targets.items():
            if one.table:
                rows = self._inline.setdefault(one.table, {})
                rows.setdefault(one.number, []).append((at, one.column))

    def __len__(self) -> int:
        return len(self._joined.lines)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            return [self._row(line) for line in self._joined.lines[index]]
        return self._row(self._joined.lines[index])

    def _row(self, line: Line) -> Row:
        number, cells = line
        remarks: list[Detail] = []
        places = Places(self._main, number, self._columns)
        answers = _answers(self._main, line, self._asked, "", remarks)
        for name, numbered in self._inline.items():
            lines = [(self._main, line, numbered[at]) for at in sorted(numbered)]
            _put(answers, name, lines, places, remarks)
        for name, table in self._joined.tables.items():
            asked = [(at, one.column) for at, one in table.heads.targets.items()]
            rows = self._joined.of(name, key_of(cells, self._heads))
            _put(answers, name, [(table.grid, row, asked) for row in rows], places, remarks)
        extra = {
            key: plain(cells[at - 1]) if at <= len(cells) else ""
            for at, key in self._heads.extra.items()
        }
        return Row(number, answers, places, extra, tuple(remarks))


def _put(
    answers: dict[str, object],
    table: str,
    lines: Sequence[tuple[Grid, Line, _Asked]],
    places: Places,
    remarks: list[Detail],
) -> None:
    """Add the rows of a table that hold something."""
    rows: list[dict[str, object]] = []
    for grid, line, asked in lines:
        if found := _answers(grid, line, asked, f"{table}.", remarks):
            rows.append(found)
            places.add(f"{table}[{len(rows)}].", grid, line[0], asked)
    if rows:
        answers[table] = rows


def _answers(
    grid: Grid, line: Line, asked: _Asked, prefix: str, remarks: list[Detail]
) -> dict[str, object]:
    number, cells = line
    found: dict[str, object] = {}
    for at, column in asked:
        cell = cells[at - 1] if at <= len(cells) else ""
        if not cell:
            continue
        found[column.name], remark = cellvalues.read(column, cell)
        if remark:
            name, place = prefix + column.name, grid.place(number, at)
            remarks.append(Detail(remark, name, column.label, place))
    return found
