"""Which fields and columns a template asks for, found by walking Jinja's tree.

docxtpl's own list knows first names only, so that ``{{ a.nmber }}`` in a row goes unseen. Here a
loop's name stands for the table it goes through, and a part of it for a column of that table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jinja2 import nodes

from docgen.render.story import Story

# A loop's own name: it is known, and no column of any table.
_UNKNOWN_TABLE = ""


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a template asks for a field, or for a column of a table.

    Args:
        field: The field's name.
        column: The column's; "" for the field itself.
        part: The part of the Word file.
        line: The line of that part's story.
    """

    field: str
    column: str
    part: str
    line: int


def uses(story: Story) -> Iterator[Use]:
    """Every field and column that a part asks for, also where it only decides something."""
    if story.tree is not None:
        yield from _uses(story.tree, story, {})


def deep_if(node: nodes.Node, most: int, *, around: int = 0) -> Iterator[nodes.If]:
    """Every ``if`` with more than ``most - 1`` others around it; ``elif`` is no deeper."""
    if isinstance(node, nodes.If):
        around += 1
        if around > most:
            yield node
        branches = [*node.body, *node.else_, *(each for elif_ in node.elif_ for each in elif_.body)]
        for each in branches:
            yield from deep_if(each, most, around=around)
    else:
        for child in node.iter_child_nodes():
            yield from deep_if(child, most, around=around)


def _uses(node: nodes.Node, story: Story, rows: Mapping[str, str]) -> Iterator[Use]:
    if isinstance(node, nodes.For):
        yield from _loop(node, story, rows)
    elif isinstance(node, nodes.Getattr | nodes.Getitem) and isinstance(node.node, nodes.Name):
        yield from _part(node, node.node.name, story, rows)
    elif isinstance(node, nodes.Name):
        if node.ctx == "load" and node.name not in rows:
            yield Use(node.name, "", story.part, node.lineno)
    else:
        # A call is refused anyway; what it calls is no column.
        children = node.args if isinstance(node, nodes.Call) else node.iter_child_nodes()
        for child in children:
            yield from _uses(child, story, rows)


def _loop(loop: nodes.For, story: Story, rows: Mapping[str, str]) -> Iterator[Use]:
    yield from _uses(loop.iter, story, rows)
    table = loop.iter.name if isinstance(loop.iter, nodes.Name) else _UNKNOWN_TABLE
    names = [name.name for name in loop.target.find_all(nodes.Name)]
    if isinstance(loop.target, nodes.Name):
        names.append(loop.target.name)
    inside = {**rows, **dict.fromkeys(names, table), "loop": _UNKNOWN_TABLE}
    for child in [*loop.body, *loop.else_, *([loop.test] if loop.test else [])]:
        yield from _uses(child, story, inside)


def _part(
    node: nodes.Getattr | nodes.Getitem, name: str, story: Story, rows: Mapping[str, str]
) -> Iterator[Use]:
    column = _column(node)
    if name not in rows:
        yield Use(name, column, story.part, node.lineno)
    elif rows[name] and column:
        yield Use(rows[name], column, story.part, node.lineno)


def _column(node: nodes.Getattr | nodes.Getitem) -> str:
    if isinstance(node, nodes.Getattr):
        return node.attr
    return node.arg.value if isinstance(node.arg, nodes.Const) else ""
