"""Which fields and columns a template asks for, found by walking Jinja's tree.

docxtpl's own list knows first names only, so that ``{{ a.nmber }}`` in a row goes unseen. Here a
loop's name stands for the table it goes through, and a part of it for a column of that table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jinja2 import nodes

from docgen.errors import Said
from docgen.render.story import Story

# A loop's own name: it is known, and no column of any table.
_UNKNOWN_TABLE = ""


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a template asks for a field, or for a column of a table."""

    field: str
    column: str
    place: Said


def uses(story: Story) -> Iterator[Use]:
    """Every field and column that a part asks for, also where it only decides something."""
    if story.tree is not None:
        yield from _uses(story.tree, story, {})


def if_depth(node: nodes.Node) -> int:
    """How many ``if`` stand inside each other; ``elif`` is no deeper than its ``if``."""
    if isinstance(node, nodes.If):
        branches = [*node.body, *node.else_, *(each for elif_ in node.elif_ for each in elif_.body)]
        return 1 + max(map(if_depth, branches), default=0)
    return max(map(if_depth, node.iter_child_nodes()), default=0)


def _uses(node: nodes.Node, story: Story, rows: Mapping[str, str]) -> Iterator[Use]:
    if isinstance(node, nodes.For):
        yield from _loop(node, story, rows)
    elif isinstance(node, nodes.Getattr | nodes.Getitem) and isinstance(node.node, nodes.Name):
        yield from _part(node, node.node.name, story, rows)
    elif isinstance(node, nodes.Name):
        if node.ctx == "load" and node.name not in rows:
            yield Use(node.name, "", story.place(node.lineno))
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
    place = story.place(node.lineno)
    column = _column(node)
    if name not in rows:
        yield Use(name, column, place)
    elif rows[name] and column:
        yield Use(rows[name], column, place)


def _column(node: nodes.Getattr | nodes.Getitem) -> str:
    if isinstance(node, nodes.Getattr):
        return node.attr
    return node.arg.value if isinstance(node.arg, nodes.Const) else ""
