"""Our templates in the syntax of other engines, and our records as those need them.

Their languages know neither our filters nor our comparisons, so every ``{{ … }}`` becomes a
numbered value that is worked out beforehand, every condition a numbered truth, every loop a
numbered list: less work for them than for us. Layout and words stay as they are.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from docgen.render.package import Package, xml_bytes
from docgen.render.story import WORD
from docgen.render.written import reading

_MARK = re.compile(r"\{\{\s*(?P<value>.*?)\s*\}\}|\{%(?P<whole>tr|p)?\s*(?P<word>.*?)\s*%\}")
_FOR = re.compile(r"for (\w+) in (.+)")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass
class Node:
    """One mark: a value, a branch of a choice, or a loop with what stands in it."""

    kind: str
    key: str
    expression: str
    variable: str = ""
    inside: list[Node] = field(default_factory=list)


class Braces:
    """What docxtemplater and easy-template-x read."""

    def value(self, node: Node, _loop: str) -> str:
        """Print a value."""
        return f"{{{node.key}}}"

    def begin(self, node: Node, _loop: str) -> str:
        """Begin what is shown if the condition holds, or once for each row."""
        return f"{{#{node.key}}}"

    def end(self, node: Node, _loop: str) -> str:
        """End it."""
        return f"{{/{node.key}}}"


class Carbone(Braces):
    """What Carbone reads: paths from ``d``; a loop is its first row and the row after it."""

    def value(self, node: Node, loop: str) -> str:
        """Print a value."""
        return f"{{{self._path(node, loop)}}}"

    def begin(self, node: Node, loop: str) -> str:
        """Begin what is shown if the condition holds; a loop needs no mark of its own."""
        return "" if node.kind == "for" else f"{{{self._path(node, loop)}:ifEQ(true):showBegin}}"

    def end(self, node: Node, loop: str) -> str:
        """End it."""
        return "" if node.kind == "for" else f"{{{self._path(node, loop)}:showEnd}}"

    @staticmethod
    def _path(node: Node, loop: str) -> str:
        return f"d.{loop}[i].{node.key}" if loop else f"d.{node.key}"


class Translation:
    """A template of ours in another syntax; ``docx`` is the file, ``data`` turns a record."""

    def __init__(self, docx: bytes, syntax: Braces) -> None:
        self.syntax = syntax
        self.root = Node("root", "", "")
        self.open: list[Node] = [self.root]
        self.known: list[str] = []  # expressions of the branches before an elif or else
        self.counted = 0
        package = Package.read(docx)
        parts = dict(package.parts)
        for part in package.stories():
            root = package.xml(part)
            for paragraph in list(root.iter(f"{_W}p")):
                self._paragraph(paragraph)
            parts[part] = xml_bytes(etree.tostring(root, encoding="unicode"))
        self.docx = Package(parts).pack()

    def data(self, record: Mapping[str, object]) -> dict[str, Any]:
        """The record as a tree of texts, truths and lists."""
        return _data(self.root, record)

    def _paragraph(self, paragraph: etree._Element) -> None:
        for text in list(paragraph.iter(f"{_W}t")):
            found = _MARK.search(text.text or "")
            if found and found["whole"]:
                self._whole(paragraph, found)
            elif found:
                text.text = _MARK.sub(self._inline, text.text or "")

    def _inline(self, found: re.Match[str]) -> str:
        if found["value"] is not None:
            node = self._new("value", found["value"])
            return self.syntax.value(node, self._loop())
        end, begin = self._step(found["word"])
        return end + begin

    def _whole(self, paragraph: etree._Element, found: re.Match[str]) -> None:
        """A mark in a paragraph or row of its own."""
        end, begin = self._step(found["word"])
        if found["whole"] == "p":
            for mark in filter(None, (end, begin)):
                paragraph.addprevious(_with_text(paragraph, mark))
            _remove(paragraph)
            return
        row = next(paragraph.iterancestors(f"{_W}tr"))
        before, after = row.getprevious(), row.getnext()
        if end and before is not None:
            list(before.iter(f"{_W}p"))[-1].append(_run(end))
        if begin and after is not None:
            _put_first(next(after.iter(f"{_W}p")), begin)
        _remove(row)
        if found["word"] == "endfor" and before is not None and isinstance(self.syntax, Carbone):
            before.addnext(_next_row(before))

    def _step(self, word: str) -> tuple[str, str]:
        """What ends and what begins at an if, elif, else, endif, for or endfor."""
        end = ""
        if word.startswith(("el", "end")):
            ended = self.open.pop()
            end = self.syntax.end(ended, self._loop())
        if word.startswith("end"):
            return end, ""
        node = self._branch(word)
        loop = self._loop()
        self.open.append(node)
        return end, self.syntax.begin(node, loop)

    def _branch(self, word: str) -> Node:
        loop = _FOR.fullmatch(word)
        if loop:
            node = self._new("for", loop[2])
            node.variable = loop[1]
            return node
        if word.startswith("if "):
            self.known = []
        condition = word.partition("if ")[2] or "true"
        # Branches of one choice follow each other, so those before are known to be false.
        none_before = "".join(f" and not ({one})" for one in self.known)
        self.known.append(condition)
        return self._new("if", f"({condition}){none_before}")

    def _new(self, kind: str, expression: str) -> Node:
        self.counted += 1
        node = Node(kind, f"{kind[0]}{self.counted}", expression)
        self.open[-1].inside.append(node)
        return node

    def _loop(self) -> str:
        return next((node.key for node in reversed(self.open) if node.kind == "for"), "")


def _data(scope: Node, values: Mapping[str, object]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for node in scope.inside:
        found = WORD.compile_expression(node.expression, undefined_to_none=False)(**values)
        if node.kind == "value":
            data[node.key] = reading(found)
        elif node.kind == "if":
            data[node.key] = bool(found)
            data |= _data(node, values) if found else {}
        else:
            data[node.key] = [
                _data(node, {**values, node.variable: row, "loop": {"index": turn}})
                for turn, row in enumerate(found, start=1)
            ]
    return data


def _run(text: str) -> etree._Element:
    run = etree.Element(f"{_W}r")
    etree.SubElement(run, f"{_W}t").text = text
    return run


def _put_first(paragraph: etree._Element, text: str) -> None:
    properties = paragraph.find(f"{_W}pPr")
    paragraph.insert(0 if properties is None else 1, _run(text))


def _with_text(paragraph: etree._Element, text: str) -> etree._Element:
    twin = copy.deepcopy(paragraph)
    texts = list(twin.iter(f"{_W}t"))
    for node in texts:
        node.text = ""
    texts[0].text = text
    return twin


def _next_row(row: etree._Element) -> etree._Element:
    twin = copy.deepcopy(row)
    for node in twin.iter(f"{_W}t"):
        node.text = (node.text or "").replace("[i]", "[i+1]")
    return twin


def _remove(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)
