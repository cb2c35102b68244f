"""A template as a pattern: its units in order, each with its fixed words and its marks.

The units are those of ``trace``: paragraphs, and rows of outermost tables. What stands in an ``if``
or ``for`` around whole units makes them *optional*; around a part of a unit it becomes a choice or
a repetition inside it. A template whose marks cut units in two has no outline.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from jinja2 import nodes

from docgen.render.marks import marks_of
from docgen.render.trace import CELL, PARAGRAPH, SIGNS, UNSEEN

_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[\w:.-]+)(?P<inside>[^<>]*?)(?P<empty>/?)>|(?P<text>[^<]+)"
)


@dataclass(frozen=True, slots=True)
class Choice:
    """Branches, of which one or none is there."""

    branches: tuple[tuple[Item, ...], ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """What is there any number of times."""

    items: tuple[Item, ...]


#: Fixed words, the number of a mark (-1 for one whose text means nothing), or several items.
Item = str | int | Choice | Repeat


@dataclass(frozen=True, slots=True)
class Unit:
    """One paragraph or row of a template.

    Args:
        items: What it says.
        optional: Whether it may be absent.
        loop: The number of the loop around it, from 1; 0 for none.
    """

    items: tuple[Item, ...]
    optional: bool
    loop: int


def outline(tree: nodes.Template, first: int) -> list[Unit]:
    """The units of a part; none if its marks cut units in two.

    Args:
        tree: What Jinja understood of the part, without controls.
        first: The number of its first mark.
    """
    numbers = {id(node): number for number, (node, _) in enumerate(marks_of(tree), first)}
    walk = _Walk(numbers)
    try:
        walk.through(tree.body)
    except _CutError:
        return []
    return walk.units


class _CutError(Exception):
    """A mark begins in one unit and ends in another."""


@dataclass(slots=True)
class _Walk:
    """What is open, and the items of the unit that is."""

    numbers: dict[int, int]
    units: list[Unit] = field(default_factory=list)
    items: list[Item] | None = None
    open: list[str] = field(default_factory=list)
    optional: int = 0
    loop: int = 0
    loops: int = 0

    def through(self, body: Iterable[nodes.Node]) -> None:
        for node in body:
            if isinstance(node, nodes.Output):
                for child in node.nodes:
                    self._output(child)
            elif isinstance(node, nodes.If):
                bodies = [node.body, *(each.body for each in node.elif_), node.else_]
                self._choice(bodies)
            elif isinstance(node, nodes.For):
                self._loop(node)

    def _output(self, child: nodes.Expr) -> None:
        if isinstance(child, nodes.TemplateData):
            for tag in _TAG.finditer(child.data.replace("\n", "")):
                self._tag(tag)
        elif self.items is not None and self._is_seen():
            self.items.append(self.numbers.get(id(child), -1))

    def _is_seen(self) -> bool:
        return not UNSEEN.intersection(self.open) and "txbxContent" not in self.open

    def _tag(self, tag: re.Match[str]) -> None:
        if tag["text"]:
            if self.open[-1:] == ["t"]:
                self._say(html.unescape(tag["text"]))
            return
        name = tag["name"].rpartition(":")[2]
        if tag["end"]:
            self._close(name)
            return
        if not tag["empty"]:
            self._open(name)
        elif name in SIGNS:
            self._say(SIGNS[name])
        elif name == "br" and 'type="' not in tag["inside"]:
            self._say("\n")
        elif name in {"p", "tr", "tc"}:
            self._open(name)
            self._close(name)

    def _say(self, text: str) -> None:
        if self.items is not None and self._is_seen():
            self.items.append(text)

    def _open(self, name: str) -> None:
        if self.items is None and name in {"p", "tr"}:
            self.items = []
        self.open.append(name)

    def _close(self, name: str) -> None:
        if self.open[-1:] != [name]:
            raise _CutError
        self.open.pop()
        tables = self.open.count("tbl")
        if self.items is None or not self._is_seen():
            return
        if tables == 1 and name == "p":
            self.items.append(PARAGRAPH)
        elif tables == 1 and name == "tc":
            self.items.append(CELL)
        elif (tables, name) in {(0, "p"), (1, "tr")}:
            self._end_unit(self.items)

    def _end_unit(self, items: list[Item]) -> None:
        self.units.append(Unit(tuple(_joined(items)), bool(self.optional), self.loop))
        self.items = None

    def _choice(self, bodies: list[list[nodes.Node]]) -> None:
        branches = tuple(filter(None, (self._branch(body) for body in bodies)))
        if self.items is not None and branches:
            self.items.append(Choice(branches))

    def _loop(self, node: nodes.For) -> None:
        around = self.loop
        if self.items is None and not around:
            self.loops += 1
            self.loop = self.loops
        items = self._branch(node.body)
        self.loop = around
        if self.items is not None and items:
            self.items.append(Repeat(items))
        self._choice([node.else_])

    def _branch(self, body: list[nodes.Node]) -> tuple[Item, ...]:
        """Walk through a branch; it must end in the unit in which it began, or between units."""
        before, open_, ended = self.items, list(self.open), len(self.units)
        self.items = None if before is None else []
        self.optional += 1
        self.through(body)
        self.optional -= 1
        inside = self.items
        cut = before is not None and len(self.units) > ended
        if cut or (inside is None) != (before is None) or self.open != open_:
            raise _CutError
        self.items = before
        return tuple(_joined(inside or []))


def _joined(items: Iterable[Item]) -> Iterator[Item]:
    """Neighbouring words as one."""
    words = ""
    for item in items:
        if isinstance(item, str):
            words += item
            continue
        if words:
            yield words
        words = ""
        yield item
    if words:
        yield words
