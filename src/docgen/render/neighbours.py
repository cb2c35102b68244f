"""Answers printed side by side, with nothing between them by which to tell them apart again.

Looked at is what remains when a filled form has lost its controls and bookmarks: bare text. An
answer of a fixed shape (a date, an amount, a choice, a ticked box) shows by itself where it ends;
free text does not. A pair is harmless if each of the two is also printed somewhere by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from jinja2 import nodes

from docgen.forms.form import Form
from docgen.render.story import Story

_FREE = frozenset({"text", "longtext", "person", "department", "customer", "file"})
_NUMBERS = frozenset({"integer", "decimal"})
_TAGS = re.compile(r"<[^>]+>")
# A tab, a new line, another cell or paragraph is something between two answers.
_APART = re.compile(r"<w:(?:tab|br|cr|ptab)\b|</w:p>|</w:tc>")


@dataclass(frozen=True, slots=True)
class Touch:
    """Two names that stand side by side, and where: the part's story and its line."""

    story: Story
    line: int
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class _Printed:
    """One place where something is printed; name and kind are "" where it is no bare answer."""

    name: str
    kind: str
    line: int


def touching(read: list[Story], form: Form) -> list[Touch]:
    """Pairs of answers, each pair once, of which one at least never stands by itself."""
    kinds = _kinds(form)
    pairs: dict[tuple[str, str], Touch] = {}
    alone: set[str] = set()
    for story in read:
        for group in _groups(story, kinds):
            unclear = [_unclear(left, right) for left, right in pairwise(group)]
            for (left, right), same in zip(pairwise(group), unclear, strict=True):
                if same:
                    touch = Touch(story, left.line, left.name, right.name)
                    pairs.setdefault((left.name, right.name), touch)
            sides = zip(group, [False, *unclear], [*unclear, False], strict=True)
            alone |= {one.name for one, before, after in sides if not (before or after)}
    return [touch for names, touch in pairs.items() if not alone.issuperset(names)]


def _kinds(form: Form) -> dict[str, str]:
    kinds = {field.name: field.kind for field in form.fields}
    for field in form.fields:
        kinds |= {f"{field.name}.{column.name}": column.kind for column in field.columns}
    return kinds


def _unclear(left: _Printed, right: _Printed) -> bool:
    both = {left.kind, right.kind}
    return left.name != right.name and (both <= _FREE or both <= _NUMBERS)


def _groups(story: Story, kinds: Mapping[str, str]) -> Iterator[list[_Printed]]:
    """What is printed without anything between, in groups of one and more."""
    for output, rows in _outputs(story.tree, {}) if story.tree is not None else ():
        group: list[_Printed] = []
        between = ""
        for node in output.nodes:
            if isinstance(node, nodes.TemplateData):
                between += node.data
                continue
            if _APART.search(between) or _TAGS.sub("", between).strip(" "):
                if group:
                    yield group
                group = []
            group.append(_printed(node, kinds, rows))
            between = ""
        if group:
            yield group


def _outputs(
    node: nodes.Node, rows: Mapping[str, str]
) -> Iterator[tuple[nodes.Output, Mapping[str, str]]]:
    """Every output with the loops' names around it and the tables they go through."""
    if isinstance(node, nodes.Output):
        yield node, rows
    if isinstance(node, nodes.For) and isinstance(node.target, nodes.Name):
        table = node.iter.name if isinstance(node.iter, nodes.Name) else ""
        rows = {**rows, node.target.name: table}
    for child in node.iter_child_nodes():
        yield from _outputs(child, rows)


def _printed(node: nodes.Node, kinds: Mapping[str, str], rows: Mapping[str, str]) -> _Printed:
    name = ""
    if isinstance(node, nodes.Name):
        name = node.name
    elif isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        name = f"{rows.get(node.node.name, '')}.{node.attr}"
    return _Printed(name, kinds[name], node.lineno) if name in kinds else _Printed("", "", 0)
