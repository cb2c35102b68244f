"""What can be known of a filled part before it is filled, so that nothing need be checked later.

Walks the marks and the XML between them together, once when a template is compiled:

- *sound*: every way through the ``if`` and ``for`` gives well-formed XML, and every value stands
  where Word keeps text. Then a filled part need not be parsed to be trusted.
- *steady*: docxtpl's ``fix_tables`` would change no table whatever the answers are, because no
  row can have more cells than its table has columns, and one row that is always there fills them.

Both err on the safe side: what is not proved is parsed, and mended by docxtpl, each time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from jinja2 import nodes

_TAG = re.compile(
    r"""<(?P<end>/?)(?P<name>[\w:.-]+)(?P<inside>(?:\s+[\w:.-]+="[^"<]*")*)\s*(?P<empty>/?)>"""
)
_TEXT = re.compile(r"(?:[^<&]|&(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)*")
_NAMESPACES = re.compile(r"""\sxmlns(?::[\w.-]+)?="[^"]*\"""")
_SPAN = re.compile(r'\sw:val="(\d{1,4})"')
_FRAMES = frozenset({"w:tbl", "w:tr", "w:tc"})


@dataclass(frozen=True, slots=True)
class Shape:
    """What was proved of a part: see the module."""

    sound: bool
    steady: bool


def shape(tree: nodes.Template, *, one_line: bool = False) -> Shape:
    """Prove what can be proved of a part.

    Args:
        tree: What Jinja understood of it.
        one_line: Values never hold Word's line break, so they may stand in any element's text.
    """
    walk = _Walk(one_line)
    try:
        walk.through(tree.body)
    except _UnprovedError:
        return Shape(sound=False, steady=False)
    sound = not walk.open and walk.roots == 1
    return Shape(sound, sound and walk.steady and all(map(_is_steady, walk.tables.values())))


class _UnprovedError(Exception):
    """Something stands here whose outcome is not known."""


@dataclass(frozen=True, slots=True)
class _Element:
    """An element that is open: its name with its namespaces, and which one it is."""

    name: str
    namespaces: str
    serial: int

    @property
    def closes_like(self) -> tuple[str, str]:
        return self.name, self.namespaces


_Open = tuple[_Element, ...]


@dataclass(slots=True)
class _Row:
    """A row: its cells, and the columns they fill."""

    cells: int = 0
    span: int = 0


@dataclass(slots=True)
class _Table:
    """A table: how many marks are around it, its columns, its rows, and those always there."""

    depth: int
    columns: int = 0
    rows: list[_Row] = field(default_factory=list)
    always: list[_Row] = field(default_factory=list)


def _span(row: _Row) -> int:
    return row.span


def _is_steady(table: _Table) -> bool:
    full = any(row.span >= table.columns for row in table.always)
    return table.columns > 0 and full and all(row.cells <= table.columns for row in table.rows)


@dataclass(slots=True)
class _Walk:
    """Where the walk stands: what is open, and what was open where each mark around it began.

    ``sure`` holds, for the branches walked through now, the rows that each adds to a table.
    """

    one_line: bool
    open: _Open = ()
    marks: list[_Open] = field(default_factory=list)
    sure: list[dict[int, list[_Row]]] = field(default_factory=list)
    tables: dict[int, _Table] = field(default_factory=dict)
    rows: dict[int, _Row] = field(default_factory=dict)
    roots: int = 0
    serial: int = 0
    steady: bool = True

    def through(self, body: Iterable[nodes.Node]) -> None:
        """Walk through the nodes of one branch."""
        for node in body:
            if isinstance(node, nodes.Output):
                self._output(node)
            elif isinstance(node, nodes.If):
                self._choice(node)
            elif isinstance(node, nodes.For):
                self._branches([node.body, node.else_])
            else:
                raise _UnprovedError

    def _output(self, output: nodes.Output) -> None:
        for child in output.nodes:
            if isinstance(child, nodes.TemplateData):
                self._data(child.data)
            else:
                self._value()

    def _value(self) -> None:
        """A value may stand in a run's text, where docxtpl can break it; on one line anywhere."""
        above = [each.name for each in self.open[-2:]]
        if not above or (not self.one_line and above != ["w:r", "w:t"]):
            raise _UnprovedError

    def _branches(self, bodies: Sequence[Sequence[nodes.Node]]) -> list[dict[int, list[_Row]]]:
        """Every branch must leave the same elements open as it found, by name.

        Gives the rows that each branch adds to tables around it.
        """
        start = self.open
        added: list[dict[int, list[_Row]]] = []
        self.marks.append(start)
        for body in bodies:
            self.open = start
            self.sure.append({})
            self.through(body)
            added.append(self.sure.pop())
            if [each.closes_like for each in self.open] != [each.closes_like for each in start]:
                raise _UnprovedError
            # Where a branch ends in another cell than it began, rows may melt together.
            self.steady &= _frame(self.open) == _frame(start)
        self.marks.pop()
        self.open = start
        return added

    def _choice(self, choice: nodes.If) -> None:
        """An ``if`` with all its branches; a row that each of them has in some form is sure."""
        bodies = [choice.body, *(each.body for each in choice.elif_), choice.else_]
        first, *others = self._branches(bodies)
        for table in first:
            if all(table in other for other in others):
                widest = [max(each[table], key=_span) for each in (first, *others)]
                self._add_sure(table, min(widest, key=_span))

    def _add_sure(self, table: int, row: _Row) -> None:
        if len(self.marks) == self.tables[table].depth:
            self.tables[table].always.append(row)
        else:
            self.sure[-1].setdefault(table, []).append(row)

    def _data(self, xml: str) -> None:
        place = 0
        while place < len(xml):
            place = self._text(xml, place)
            if place < len(xml):
                place = self._tag(xml, place)

    def _text(self, xml: str, place: int) -> int:
        """What stands before the next tag; around the outermost element it may only be blank."""
        found = _TEXT.match(xml, place)
        end = found.end() if found else place
        if not self.open and xml[place:end].strip():
            raise _UnprovedError
        return end

    def _tag(self, xml: str, place: int) -> int:
        tag = _TAG.match(xml, place)
        if tag is None:  # a mark stands inside it
            raise _UnprovedError
        if not tag["end"]:
            self._enter(tag["name"], tag["inside"])
        if tag["end"] or tag["empty"]:
            self._close(tag["name"])
        return tag.end()

    def _enter(self, name: str, inside: str) -> None:
        self.roots += not self.open
        self.serial += 1
        element = _Element(name, "".join(_NAMESPACES.findall(inside)), self.serial)
        self._count(element, inside)
        self.open = (*self.open, element)

    def _close(self, name: str) -> None:
        if not self.open or self.open[-1].name != name:
            raise _UnprovedError
        self.open = self.open[:-1]

    def _count(self, element: _Element, inside: str) -> None:
        """Count what ``fix_tables`` counts, before the element is entered."""
        above = [each.name for each in self.open[-3:]]
        if element.name == "w:tbl":
            self.tables[element.serial] = _Table(len(self.marks))
        elif element.name == "w:gridCol" and above[-2:] == ["w:tbl", "w:tblGrid"]:
            self._count_column(self.open[-2])
        elif element.name == "w:tr":
            self._count_row(element)
        elif element.name == "w:tc" and above[-1:] == ["w:tr"]:
            self._count_cells(self.open[-1], self.open[-1], cells=1, span=1)
        elif element.name == "w:gridSpan" and above == ["w:tr", "w:tc", "w:tcPr"]:
            span = _SPAN.search(inside)
            self.steady &= span is not None
            more = int(span[1]) - 1 if span else 0
            self._count_cells(self.open[-3], self.open[-2], cells=0, span=more)

    def _count_column(self, table: _Element) -> None:
        self.tables[table.serial].columns += 1
        self.steady &= not self._optional_in(table)

    def _count_row(self, element: _Element) -> None:
        """A row counts for its table and for every table around that, as in ``fix_tables``."""
        row = self.rows[element.serial] = _Row()
        for around in self.open:
            if around.name == "w:tbl":
                self.tables[around.serial].rows.append(row)
                self._add_sure(around.serial, row)

    def _count_cells(self, row: _Element, within: _Element, *, cells: int, span: int) -> None:
        self.rows[row.serial].cells += cells
        self.rows[row.serial].span += span
        self.steady &= not self._optional_in(within)

    def _optional_in(self, element: _Element) -> bool:
        """Whether a mark began inside this open element, so that what stands here may be absent."""
        return any(element in start for start in self.marks)


def _frame(open_: _Open) -> _Element | None:
    """The innermost table, row or cell."""
    return next((each for each in reversed(open_) if each.name in _FRAMES), None)
