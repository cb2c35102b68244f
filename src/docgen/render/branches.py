"""Which branches of a template's ifs and loops some examples come to, and which none does.

Each branch gets a sign of its own at its start, in a copy of Jinja's tree; the template is filled
with every example, and the signs that appear say which branches were entered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from jinja2 import nodes
from jinja2.runtime import Context

from docgen.render.reachable import always, never
from docgen.render.story import Story

# No answer and no Word file holds this character.
_SIGN = re.compile(rb"\x01(\d+)\x01")


@dataclass(frozen=True, slots=True)
class Branch:
    """One branch: ``if``, ``elif``, ``else`` or ``for``, its line, and its place in the part."""

    story: Story
    word: str
    line: int
    number: int


def unentered(
    story: Story, contexts: Iterable[Mapping[str, object]], solid: Mapping[str, str]
) -> list[Branch]:
    """The branches of a part that are entered with none of these values, though they could be.

    Args:
        story: The part.
        contexts: The values of each example.
        solid: The names that are never blank, from ``solid_names``.
    """
    tree = story.language.parse("\n".join(story.lines))
    branches = _signed(tree, story, solid)
    if not branches:
        return []
    tree.set_environment(story.language)
    template = story.language.from_string(tree)
    seen: set[int] = set()
    for values in contexts:
        chunks = template.root_render_func(Context(story.language, dict(values), None, {}))
        # The language's templates yield bytes, whatever Jinja's types say.
        for chunk in cast("Iterator[bytes]", chunks):
            seen |= {int(sign) for sign in _SIGN.findall(chunk)}
    return [branch for branch in branches if branch.number not in seen]


def _signed(tree: nodes.Template, story: Story, solid: Mapping[str, str]) -> list[Branch]:
    """Put its sign into each branch that can be entered; a branch's number is its place."""
    branches: list[Branch] = []
    for word, line, body in list(_bodies(tree, solid, {})):
        sign = nodes.TemplateData(f"\x01{len(branches)}\x01")
        body.insert(0, nodes.Output([sign], lineno=line))
        branches.append(Branch(story, word, line, len(branches)))
    return branches


_Body = tuple[str, int, list[nodes.Node]]


def _bodies(node: nodes.Node, solid: Mapping[str, str], rows: Mapping[str, str]) -> Iterator[_Body]:
    """Every branch that some answers can lead to: its word, its line, what stands in it."""
    if isinstance(node, nodes.If):
        yield from _choice(node, solid, rows)
        return
    if isinstance(node, nodes.For):
        yield "for", node.lineno, node.body
        if isinstance(node.target, nodes.Name):
            table = node.iter.name if isinstance(node.iter, nodes.Name) else ""
            rows = {**rows, node.target.name: table}
    for child in node.iter_child_nodes():
        yield from _bodies(child, solid, rows)


def _choice(choice: nodes.If, solid: Mapping[str, str], rows: Mapping[str, str]) -> Iterator[_Body]:
    """The branches of an ``if``, up to the first one that is always taken."""
    words = ["if", *("elif" for _ in choice.elif_)]
    for word, each in zip(words, (choice, *choice.elif_), strict=True):
        if not never(each.test, solid, rows):
            yield word, each.lineno, each.body
            for child in each.body:
                yield from _bodies(child, solid, rows)
        if always(each.test, solid, rows):
            return
    if choice.else_:
        # Jinja keeps no line of the word "else" itself.
        yield "else", choice.else_[0].lineno or choice.lineno, choice.else_
        for child in choice.else_:
            yield from _bodies(child, solid, rows)
