"""Puts a content control and a bookmark around each value that a template prints.

Done once, in Jinja's tree, when a template is compiled; so filling stays quick and the words stay
the same. The controls are rich-text run controls, never bound and never ``w:text``: LibreOffice
before 7.5 multiplies the text of those. Bookmarks are the second line, for programs that drop the
tags. Outside loops a control cannot be deleted; rows must stay deletable. What is reckoned in the
template cannot be edited either.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jinja2 import nodes

from docgen.render.marks import Mark, marks_of

#: Word's limits for tags and titles of controls.
_LONGEST = 64
_FIRST_ID, _IDS_EACH = 10_000_000, 10_000
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[\w:.-]+)[^<>]*?(?P<empty>/?)>")
_AROUND_RUNS = frozenset(("w:p", "w:hyperlink", "w:ins", "w:smartTag"))
_TEXT = '<w:t xml:space="preserve">'
_RUN_END = "</w:t></w:r>"
_PROPERTIES = "(?:<w:rPr>(?:(?!</?w:rPr>).)*</w:rPr>)?"
_EMPTY_RUN = re.compile(rf"<w:r(?: [^<>]*)?>{_PROPERTIES}{_TEXT}{_RUN_END}", re.DOTALL)
#: Inside two loops a place has no number of its own.
_TOO_DEEP = 2
_NONE = Mark(loops=_TOO_DEEP)
#: Stand for what is counted row by row, until the tree is made.
_ID, _ROW = "\x00", "\x01"


def add_controls(
    tree: nodes.Template, first: int, prefix: str, labels: Mapping[str, str]
) -> list[Mark]:
    """Change a part's tree so that it prints its values inside controls.

    Args:
        tree: What Jinja understood of the part; changed in place.
        first: The number of its first mark; those of a template are numbered through its parts.
        prefix: What the names of its bookmarks begin with.
        labels: What each field and column is called, for the controls' titles.

    Returns:
        The part's marks in their order.
    """
    marks = marks_of(tree)
    numbered = {id(node): (number, mark) for number, (node, mark) in enumerate(marks, start=first)}
    _Walk(numbered, prefix, labels).through(tree.body)
    return [mark for _, mark in marks]


@dataclass(slots=True)
class _Walk:
    """Which elements are open, and the properties of the run that is."""

    numbered: Mapping[int, tuple[int, Mark]]
    prefix: str
    labels: Mapping[str, str]
    open: tuple[str, ...] = ()
    properties: str = ""

    def through(self, body: list[nodes.Node]) -> None:
        for node in body:
            if isinstance(node, nodes.Output):
                node.nodes = list(_joined(self._output(node.nodes)))
            elif isinstance(node, nodes.If):
                self._branches([node.body, *(each.body for each in node.elif_), node.else_])
            elif isinstance(node, nodes.For):
                self._branches([node.body, node.else_])

    def _branches(self, bodies: list[list[nodes.Node]]) -> None:
        start = self.open, self.properties
        for body in bodies:
            self.open, self.properties = start
            self.through(body)
        self.open, self.properties = start

    def _output(self, children: list[nodes.Expr]) -> Iterator[nodes.Expr]:
        for child in children:
            if isinstance(child, nodes.TemplateData):
                self._data(child.data)
            number, mark = self.numbered.get(id(child), (0, _NONE))
            if mark.loops < _TOO_DEEP and self._is_run_text():
                yield from self._controlled(child, number, mark)
            else:
                yield child

    def _is_run_text(self) -> bool:
        """Whether a run could stand where this value does, and no control is around it yet."""
        inside = self.open[-2:] == ("w:r", "w:t") and self.open[-3:-2] != ()
        return inside and self.open[-3] in _AROUND_RUNS and "w:sdt" not in self.open

    def _data(self, xml: str) -> None:
        for tag in _TAG.finditer(xml):
            if tag["empty"]:
                continue
            if tag["end"]:
                self._close(tag["name"], xml[: tag.end()])
            else:
                self.open = (*self.open, tag["name"])
                self.properties = "" if tag["name"] == "w:r" else self.properties

    def _close(self, name: str, xml: str) -> None:
        if self.open[-1:] == (name,):
            self.open = self.open[:-1]
        if name == "w:rPr" and self.open[-1:] == ("w:r",):
            self.properties = xml[xml.rfind("<w:rPr>") :]

    def _controlled(self, value: nodes.Expr, number: int, mark: Mark) -> Iterator[nodes.Expr]:
        """The value in a run of its own, its control and its bookmark around it."""
        start, end = self._around(number, mark)
        run = f"<w:r>{self.properties}{_TEXT}"
        first = _FIRST_ID + number * _IDS_EACH
        yield from _data(value, f"{_RUN_END}{start}{run}", first, looped=mark.loops == 1)
        yield value
        yield from _data(value, f"{_RUN_END}{end}{run}", first, looped=mark.loops == 1)

    def _around(self, number: int, mark: Mark) -> tuple[str, str]:
        """What stands before and after the run, with ``_ID`` and ``_ROW`` yet to be counted."""
        asked = mark.is_readable and mark.path in self.labels
        name = mark.name(_ROW if mark.loops else "") if asked else f"={mark.path or number}"
        label = self.labels.get(mark.path, "") + (f"：{mark.box}" if mark.box else "")
        alias = f'<w:alias w:val="{_attribute(label[:_LONGEST])}"/>' if label else ""
        lock = '<w:lock w:val="sdtLocked"/>' if asked else '<w:lock w:val="sdtContentLocked"/>'
        properties = f'{alias}<w:tag w:val="{_attribute(name)}"/><w:id w:val="{_ID}"/>'
        start = f"<w:sdt><w:sdtPr>{properties}{'' if mark.loops else lock}</w:sdtPr><w:sdtContent>"
        end = "</w:sdtContent></w:sdt>"
        if len(name) > _LONGEST:
            start = end = ""
        if asked:
            bookmark = f"{self.prefix}{number}" + (f"_{_ROW}" if mark.loops else "")
            start = f'<w:bookmarkStart w:id="{_ID}" w:name="{bookmark}"/>{start}'
            end = f'{end}<w:bookmarkEnd w:id="{_ID}"/>'
        return start, end


def _data(value: nodes.Expr, xml: str, first: int, *, looped: bool) -> Iterator[nodes.Expr]:
    """XML as nodes beside a value; in a loop its ids and rows are counted while it is filled."""
    if not looped:
        xml = xml.replace(_ID, str(first))
    index = nodes.Getattr(nodes.Name("loop", "load"), "index0", "load")
    counted: dict[str, nodes.Expr] = {_ID: nodes.Add(nodes.Const(first), index), _ROW: index}
    for piece in re.split(f"([{_ID}{_ROW}])", xml):
        node = counted.get(piece) or nodes.TemplateData(piece)
        node.set_lineno(value.lineno)
        if value.environment is not None:
            node.set_environment(value.environment)
        yield node


def _joined(children: Iterator[nodes.Expr]) -> Iterator[nodes.Expr]:
    """Neighbouring pieces of XML as one, without the empty runs that splitting left."""
    xml, last = "", None
    for child in children:
        if isinstance(child, nodes.TemplateData):
            xml, last = xml + child.data, child
            continue
        yield from _whole(xml, last)
        yield child
        xml, last = "", None
    yield from _whole(xml, last)


def _whole(xml: str, node: nodes.TemplateData | None) -> Iterator[nodes.Expr]:
    if node is not None:
        node.data = _EMPTY_RUN.sub("", xml)
        yield node


def _attribute(text: str) -> str:
    return html.escape(text)
