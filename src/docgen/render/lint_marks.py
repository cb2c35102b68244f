"""Template check, the marks themselves: broken ones, too many ifs, answers side by side.

T001 and T010 come from ``story``, which reads the marks. T013 is about reading a filled form back:
where nothing stands between two answers of free text, the paper alone does not tell them apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jinja2 import nodes

from docgen.errors import say
from docgen.forms.form import Form
from docgen.render.neighbours import touching
from docgen.render.remark import Remark, at_spot, of_detail
from docgen.render.spots import Spot, Spots
from docgen.render.story import Fault, Story
from docgen.render.usage import deep_if

_IFS = 2


def check_marks(read: list[Story], spots: Spots, form: Form) -> Iterator[Remark]:
    """T001, T010, T011 and T013 of every part."""
    for story in read:
        for fault in story.faults:
            yield _fault(fault, story, spots)
        if story.tree is not None:
            yield from _nesting(story, story.tree, spots)
    yield from _neighbours(read, spots, form)


def _fault(fault: Fault, story: Story, spots: Spots) -> Remark:
    spot = None
    if fault.paragraph >= 0:
        spot = Spot(story.part, fault.paragraph)
    elif fault.line:
        spot = spots.of_line(story, fault.line, "")
    if spot is None:
        return of_detail(fault.code, fault.detail)
    detail = fault.detail
    return Remark(fault.code, detail.text, spots.place(spot), detail.fix, spot)


def _nesting(story: Story, tree: nodes.Template, spots: Spots) -> Iterator[Remark]:
    for deep in _outermost(deep_if(tree, _IFS)):
        yield at_spot(
            "T011",
            say("more than two ifs stand inside each other"),
            say("make two templates of it"),
            spots,
            spots.of_line(story, deep.lineno, "if"),
        )


def _outermost(deep: Iterable[nodes.If]) -> Iterator[nodes.If]:
    """The first one of each paragraph."""
    seen: set[int] = set()
    for node in deep:
        if node.lineno not in seen:
            seen.add(node.lineno)
            yield node


def _neighbours(read: list[Story], spots: Spots, form: Form) -> Iterator[Remark]:
    for touch in touching(read, form):
        yield at_spot(
            "T013",
            say(
                "nothing stands between “{left}” and “{right}”: read back from paper alone, "
                "they cannot be told apart",
                left=form.labels[touch.left],
                right=form.labels[touch.right],
            ),
            say("write a word or a sign between them, or make one question of the two"),
            spots,
            spots.of_line(touch.story, touch.line, touch.left.rpartition(".")[2]),
        )
