"""Which sheets of a workbook belong to a form, and which rows of its tables to which form.

The form's own sheet has its title or is simply the first; a table's sheet has the table's label.
Rows of a table name the 序号 of their form; in a workbook with one form they need not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from docgen.errors import Detail, say
from docgen.forms.characters import fold_width
from docgen.forms.form import Field, Form
from docgen.forms.headings import Heads, loose, needed, read_heads, sheet_names, tables
from docgen.render import sheet
from docgen.render.sheet import Cell, Grid

#: Sheets that explain and that docgen writes for itself; nobody's answers stand in them.
GUIDE = "填写说明"
OWN = "_docgen"

Line = tuple[int, list[Cell]]


@dataclass(frozen=True, slots=True)
class Table:
    """The sheet of a table field: what its columns hold, and its rows by the key they name."""

    grid: Grid
    heads: Heads
    rows: Mapping[str, Sequence[Line]]


@dataclass(slots=True)
class Joined:
    """The rows of the main sheet that hold a form, and the tables that belong to them."""

    lines: list[Line]
    tables: dict[str, Table] = field(default_factory=dict)
    alone: bool = False
    faults: list[Detail] = field(default_factory=list)

    def of(self, table: str, key: str) -> Sequence[Line]:
        """The rows of a table that belong to the form with this key."""
        rows = self.tables[table].rows
        if self.alone:
            return sorted(line for lines in rows.values() for line in lines)
        return rows.get(key, ())


def sort_out(form: Form, grids: Sequence[Grid]) -> tuple[Grid, dict[str, Grid], list[Grid]]:
    """The form's own sheet, those of its tables by field, and the others."""
    shown = [one for one in grids if one.visible]
    names = {loose(name): key for key, name in sheet_names(form).items()}
    names |= {loose(one.name): one.name for one in tables(form)}
    found: dict[str, Grid] = {}
    for grid in shown:
        key = names.get(loose(grid.name))
        if key is not None and grid.name:
            found.setdefault(key, grid)
    taken = {id(one) for one in found.values()}
    others = [one for one in grids if id(one) not in taken]
    main = found.pop("", None)
    if main is None:
        free = [one for one in others if one.visible and one.name != GUIDE]
        main = next((one for one in free if one.rows), free[0] if free else shown[0])
        others = [one for one in others if one is not main]
    return main, found, others


def join(
    form: Form, main: Grid, heads: Heads, grids: Mapping[str, Grid], *, ignore_unknown: bool
) -> Joined:
    """Join the sheets of the tables to the rows of the form's own sheet."""
    faults: list[Detail] = []
    found: dict[str, Table] = {}
    for one in tables(form):
        grid = grids.get(one.name)
        if grid and len(grid.rows) > 1:
            found[one.name] = _table(one, grid, faults, ignore_unknown=ignore_unknown)
    named = {key for table in found.values() for key in table.rows}
    lines = [line for line in main.rows[1:] if _holds(line, heads, named)]
    joined = Joined(lines, found, alone=len(lines) == 1, faults=faults)
    faults += _twice(heads, found)
    if found:
        faults += _loose_ends(main, heads, joined)
    return joined


def key_of(cells: Sequence[Cell], heads: Heads) -> str:
    """The key of a row, so that 1 and １ are one; "" if it has none."""
    if not 0 < heads.key <= len(cells):
        return ""
    return fold_width(sheet.plain(cells[heads.key - 1])).strip()


def _table(asked: Field, grid: Grid, faults: list[Detail], *, ignore_unknown: bool) -> Table:
    number, headings = grid.rows[0]
    heads = read_heads(
        asked.columns,
        [sheet.plain(cell) for cell in headings],
        place=lambda column: grid.place(number, column),
        mapping={},
        extra={},
        ignore_unknown=ignore_unknown,
    )
    there = {target.column.name for target in heads.targets.values()}
    faults += heads.faults
    for one in asked.columns:
        if needed(one) and one.name not in there:
            text = say("no column holds “{label}”, which must be answered", label=one.label)
            name, fix = f"{asked.name}.{one.name}", say("add a column with this heading")
            faults.append(Detail(text, name, one.label, grid.row_place(number), fix))
    rows: dict[str, list[Line]] = {}
    for line in grid.rows[1:]:
        if _holds(line, heads, ()):
            rows.setdefault(key_of(line[1], heads), []).append(line)
    return Table(grid, heads, rows)


def _holds(line: Line, heads: Heads, named: Sequence[str] | set[str]) -> bool:
    """Whether a row says more than its number, or a table's row names it."""
    key = heads.key - 1
    if any(cell and at != key and at + 1 not in heads.ignored for at, cell in enumerate(line[1])):
        return True
    return key_of(line[1], heads) in named and bool(key_of(line[1], heads))


def _twice(heads: Heads, found: Mapping[str, Table]) -> Iterator[Detail]:
    inline = {target.table or target.column.name for target in heads.targets.values()}
    for name in inline & found.keys():
        text = say("“{table}” is given twice: in columns and on its own sheet", table=name)
        yield Detail(text, field=name, fix=say("empty one of them"))


def _loose_ends(main: Grid, heads: Heads, joined: Joined) -> Iterator[Detail]:
    """Keys that two forms share, and rows of tables that name no form."""
    seen: dict[str, int] = {}
    for number, cells in joined.lines:
        key = key_of(cells, heads)
        if key and key in seen:
            text = say("rows {one} and {two} have the same 序号", one=seen[key], two=number)
            yield Detail(text, place=main.row_place(number), fix=say("give each its own"))
        if key:
            seen.setdefault(key, number)
    for table in joined.tables.values():
        for key, lines in table.rows.items():
            if key in seen or (joined.alone and not (key and seen)):
                continue
            text = say("it names no 序号, so nobody knows to which form it belongs")
            if key:
                text = say("no row of “{sheet}” has the 序号 {key}", sheet=main.name, key=key)
            fix = say("write the 序号 of the form into this row")
            yield from (Detail(text, place=table.grid.row_place(n), fix=fix) for n, _ in lines)


def remarks(main: Grid, tables: Mapping[str, Grid], others: Sequence[Grid]) -> Iterator[Detail]:
    """What whoever gave the file should know of how it was read."""
    if main.encoding:
        yield Detail(
            say("the file is not UTF-8; it was read as {encoding}", encoding=main.encoding),
            fix=say("look at a few rows; saved as .xlsx or UTF-8 there is no doubt"),
        )
    for grid in (main, *tables.values()):
        concealed = set(grid.hidden)
        if hidden := [number for number, _ in grid.rows[1:] if number in concealed]:
            text = say("{count} hidden rows were read too", count=len(hidden))
            yield Detail(text, place=grid.row_place(hidden[0]))
        if grid.merged:
            text = say(
                "merged cells count for each of their rows: {areas}", areas=_few(grid.merged)
            )
            yield Detail(text, place=grid.name)
    for grid in others:
        if grid.visible and grid.rows and grid.name != GUIDE:
            yield Detail(say("the sheet “{sheet}” was not read", sheet=grid.name))
        if not grid.visible and not grid.name.startswith(OWN):
            yield Detail(say("the hidden sheet “{sheet}” was not read", sheet=grid.name))


def _few(areas: Sequence[str], most: int = 5) -> str:
    return "、".join(areas[:most]) + ("…" if len(areas) > most else "")
