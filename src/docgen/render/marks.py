"""What each mark of a template prints, so that it can be read again: field, filter, box, blank.

``{{ fee | money }}`` prints a field by a filter that has an inverse, ``{{ kind | checkbox("a") }}``
one box of a group, ``{{ day | long_date or "＿＿" }}`` a day or a blank to write on. A mark whose
text does not tell its value (``rmb_words``, ``mask_id``, a sum) is *unreadable*.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from jinja2 import nodes

from docgen.errors import BadInput
from docgen.forms.codes import CODES
from docgen.forms.form import Column
from docgen.forms.gaps import BLANK, HIGHLIGHT, KEEP, Gap
from docgen.forms.unwording import INVERSES
from docgen.forms.values import read_value
from docgen.forms.wording import FILTERS
from docgen.render.written import gap_text, reading

BOX, PARAGRAPHS = "checkbox", "paragraphs"
#: Filters whose text the reader of the field's own kind understands.
_BY_KIND = frozenset(
    ("", "long_date", "long_datetime", "money", "short_date", "yesno_mark", PARAGRAPHS)
)
_NAME = re.compile(r"([a-z]\w*)(?:\[(\d{1,5})\])?(?:\.([a-z]\w*))?(?:=(.*))?", re.ASCII | re.DOTALL)
_LINE = re.compile(r"[_＿\s]+|[\s　]*年[\s　]*月[\s　]*日")
_TICKED, _UNTICKED = frozenset("☑☒■√✓✔✅"), frozenset("☐□▢◻")


@dataclass(frozen=True, slots=True)
class Mark:
    """One place of a template at which a value is printed.

    Args:
        field: The field or table; "" for what is reckoned in the template.
        column: The column, inside a table.
        box: The choice whose box it is, "" for the box of a yes-no field; ``None`` for no box.
        filter: The filter's name; "" for none.
        arguments: What the filter is given besides.
        blank: What stands there when there is nothing to print.
        loops: How many loops are around it.
    """

    field: str = ""
    column: str = ""
    box: str | None = None
    filter: str = ""
    arguments: tuple[object, ...] = ()
    blank: str = ""
    loops: int = 0

    @property
    def path(self) -> str:
        """Field and column, ``items.what``."""
        return f"{self.field}.{self.column}" if self.column else self.field

    @property
    def key(self) -> tuple[str, str | None]:
        """What it prints: two marks of one key always say the same of one field or row."""
        return self.path, self.box

    @property
    def is_readable(self) -> bool:
        """Whether its text tells the value."""
        known = self.filter in _BY_KIND or self.filter in INVERSES
        return bool(self.field) and (self.box is not None or known)

    def name(self, row: str = "") -> str:
        """What the mark is called in a tag, ``items[0].what`` or ``severity=较大``."""
        inside = f"[{row}]" if row and self.column else ""
        column = f".{self.column}" if self.column else ""
        box = "" if self.box is None else f"={self.box}"
        return f"{self.field}{inside}{column}{box}"

    def shown(self, value: object) -> str:
        """What it prints of a value.

        Raises:
            BadInput: The value does not go with the filter.
        """
        if self.filter in CODES:
            return ""
        if self.box is not None:
            return str(FILTERS[BOX](value, *([self.box] if self.box else [])))
        if isinstance(value, Gap) and not self.blank:
            return gap_text(value)
        plain = not self.filter or self.filter == PARAGRAPHS
        text = reading(value) if plain else str(FILTERS[self.filter](value, *self.arguments))
        return text if text and (self.filter or value) else (self.blank or text)

    def shows(self, value: object, text: str) -> bool:
        """Whether this text is what it prints of this value."""
        try:
            return self.shown(value).replace("\r", "") == text
        except BadInput:
            return False

    def read(self, column: Column, text: str) -> object:
        """The checked value that the text says; "" or [] for a blank.

        Raises:
            WrongValueError: It says none that the field can have.
        """
        if self.blank or column.missing == BLANK:
            text = "" if text == self.blank or _LINE.fullmatch(text) else text.strip("_＿")
        if not text.strip() or _gap(column, text):
            return [] if column.kind == "choices" else ""
        inverse = INVERSES.get(self.filter)
        return read_value(column, inverse(text, *self.arguments) if inverse else text)


def is_ticked(text: str) -> bool | None:
    """Whether a box is ticked; ``None`` for what is no box."""
    sign = text.strip().replace("\ufe0f", "")
    return True if sign in _TICKED else False if sign in _UNTICKED else None


def named(name: str) -> tuple[Mark, int | None] | None:
    """The mark that a tag names, and its row; ``None`` for a name that is not ours."""
    found = _NAME.fullmatch(name)
    if found is None or (found[2] and not found[3]):
        return None
    row = int(found[2]) if found[2] else None
    return Mark(found[1], found[3] or "", found[4], loops=int(bool(found[3]))), row


def masked(marks: Iterable[Mark]) -> frozenset[str]:
    """Fields and columns that are printed masked and nowhere else."""
    hidden = {mark.path for mark in marks if mark.filter.startswith("mask_")}
    return frozenset(hidden - {mark.path for mark in marks if mark.is_readable})


def marks_of(tree: nodes.Template) -> list[tuple[nodes.Expr, Mark]]:
    """Every value that a template prints, in its order; nothing for ``loop.index``."""
    return list(_marks(tree.body, {}, 0))


def _marks(
    body: list[nodes.Node], rows: Mapping[str, str], loops: int
) -> Iterator[tuple[nodes.Expr, Mark]]:
    for node in body:
        if isinstance(node, nodes.Output):
            for child in node.nodes:
                if not isinstance(child, nodes.TemplateData) and not _counts(child):
                    yield child, replace(_mark(child, rows), loops=loops)
        elif isinstance(node, nodes.If):
            for branch in (node.body, *(each.body for each in node.elif_), node.else_):
                yield from _marks(branch, rows, loops)
        elif isinstance(node, nodes.For):
            inside = {**rows, **_row(node)}
            yield from _marks(node.body, inside, loops + 1)
            yield from _marks(node.else_, rows, loops)


def _row(loop: nodes.For) -> dict[str, str]:
    """The loop's variable with the table whose rows it takes, all of them and in their order."""
    if not isinstance(loop.target, nodes.Name):
        return {}
    table = loop.iter.name if isinstance(loop.iter, nodes.Name) and loop.test is None else ""
    return {loop.target.name: table}


def _counts(node: nodes.Expr) -> bool:
    return (
        isinstance(node, nodes.Getattr)
        and isinstance(node.node, nodes.Name)
        and node.node.name == "loop"
    )


def _mark(node: nodes.Expr, rows: Mapping[str, str]) -> Mark:
    """What an expression prints; a mark without a field for what cannot be told."""
    if isinstance(node, nodes.Name):
        return Mark(node.name) if node.name not in rows else Mark()
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        table = rows.get(node.node.name, "")
        return Mark(table, node.attr) if table else Mark()
    if isinstance(node, nodes.Or):
        left = _mark(node.left, rows)
        plain = left.field and left.box is None and isinstance(node.right, nodes.Const)
        return replace(left, blank=str(node.right.as_const())) if plain else Mark()
    if isinstance(node, nodes.Filter) and node.node is not None:
        return _filtered(node, node.node, rows)
    return Mark()


def _filtered(node: nodes.Filter, what: nodes.Expr, rows: Mapping[str, str]) -> Mark:
    if node.name == BOX and isinstance(what, nodes.Compare):
        one = what.ops[0]
        inner = _mark(what.expr, rows)
        told = len(what.ops) == 1 and one.op == "eq" and isinstance(one.expr, nodes.Const)
        return replace(inner, box=str(one.expr.as_const())) if told and inner.field else Mark()
    inner = _mark(what, rows)
    if inner != Mark(inner.field, inner.column) or not all(
        isinstance(each, nodes.Const) for each in node.args
    ):
        return Mark()
    arguments = tuple(each.as_const() for each in node.args)
    if node.name == BOX:
        return replace(inner, box=str(arguments[0]) if arguments else "")
    return replace(inner, filter=node.name, arguments=arguments)


def _gap(column: Column, text: str) -> bool:
    """Whether this is what stands where the answer is missing and may be."""
    if column.missing not in {BLANK, KEEP, HIGHLIGHT}:
        return False
    names = (column.name, f"row.{column.name}")
    return text in {gap_text(Gap(name, column.label, column.missing)) for name in names}
