"""What a template says about reading its papers: its marks by number, and its units in order."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from docgen.forms.form import Form
from docgen.render.compile import readable
from docgen.render.controlled import bookmark_prefix
from docgen.render.fit import Pattern, Shapes
from docgen.render.marks import PARAGRAPHS, Mark, marks_of
from docgen.render.outline import Choice, Item, Repeat, Unit, outline
from docgen.render.shapes import shape_of
from docgen.render.story import PROPERTIES
from docgen.render.trace import CELL

_ORDER = ("", "header", "footer")
_KEPT = 100


@dataclass(frozen=True, slots=True)
class Plan:
    """A template, as its papers are read by it.

    Args:
        paths: What the form asks: its fields, and of tables their columns, ``items.what``.
        pictured: Those of them that a picture answers.
        digest: Of the template's Word file.
        prefix: What its bookmarks begin with.
        marks: Its marks by their numbers.
        units: Its units, the document's first; those that say nothing are left out.
        patterns: The same, ready to be compared with texts.
        unsure: Marks of which a text alone does not say which of several printed it.
        loops: For each table the numbers of the loops that print its rows.
        repeats: How often a key stands in one turn of a loop, where that is more than once.
    """

    paths: frozenset[str]
    pictured: frozenset[str]
    digest: str
    prefix: str
    marks: tuple[Mark, ...]
    units: tuple[Unit, ...]
    patterns: tuple[Pattern, ...]
    unsure: frozenset[int]
    loops: Mapping[str, frozenset[int]]
    repeats: Mapping[tuple[str, str | None], int]

    def alike(self, mark: Mark) -> tuple[Mark, ...]:
        """The readable marks that print the same; the mark itself if there is none."""
        found = tuple(dict.fromkeys(one for one in self.marks if one.key == mark.key))
        return tuple(one for one in found if one.is_readable) or (mark,)

    def most(self, mark: Mark) -> int:
        """How often one turn of a loop may print this."""
        return self.repeats.get(mark.key, 1)


def plan(template: bytes, form: Form) -> Plan:
    """How to read the papers of a template.

    Raises:
        BadInput: It is no Word file, or its marks are wrong.
    """
    marks, units = _read(template)
    shapes = {
        number: shape
        for number, mark in enumerate(marks)
        if (shape := shape_of(mark, form)) is not None
    }
    digest = hashlib.sha256(template).hexdigest()
    return Plan(
        frozenset(_paths(form)),
        frozenset(_pictured(form)),
        digest,
        bookmark_prefix(digest),
        marks,
        units,
        tuple(Pattern(unit.items, shapes) for unit in units),
        frozenset(_unsure(units, marks, shapes)),
        _loops(units, marks),
        _repeats(units, marks),
    )


def _paths(form: Form) -> Iterator[str]:
    for field in form.fields:
        if field.columns:
            yield from (f"{field.name}.{column.name}" for column in field.columns)
        else:
            yield field.name


def _pictured(form: Form) -> Iterator[str]:
    for field in form.fields:
        if field.pictured:
            yield field.name
        yield from (f"{field.name}.{one.name}" for one in field.columns if one.pictured)


@lru_cache(maxsize=_KEPT)
def _read(template: bytes) -> tuple[tuple[Mark, ...], tuple[Unit, ...]]:
    marks: list[Mark] = []
    units: dict[str, list[Unit]] = {where: [] for where in _ORDER}
    loops = 0
    for story in readable(template)[1]:
        if story.part == PROPERTIES or story.tree is None:
            continue
        found = outline(story.tree, len(marks))
        marks += [mark for _, mark in marks_of(story.tree)]
        if story.where not in units:
            continue
        units[story.where] += [
            replace(one, loop=one.loop + loops if one.loop else 0)
            for one in found
            if any(not isinstance(item, str) or item.strip() for item in one.items)
        ]
        loops = max([loops, *(one.loop for one in units[story.where])])
    return tuple(marks), tuple(one for where in _ORDER for one in units[where])


def _unsure(units: Iterable[Unit], marks: Sequence[Mark], shapes: Shapes) -> Iterator[int]:
    """Marks that may be absent and whose neighbours no words part from them."""
    for unit in units:
        in_row = any(isinstance(one, str) and CELL in one for one in unit.items)
        if not in_row:  # each paragraph of such an answer is a unit
            yield from (one for one in numbers_in(unit.items) if marks[one].filter == PARAGRAPHS)
        if unit.optional and not unit.loop and all(isinstance(one, int) for one in unit.items):
            yield from (number for number in numbers_in(unit.items) if number not in shapes)
        yield from _unsure_in(unit.items, shapes)


def _unsure_in(items: Sequence[Item], shapes: Shapes) -> Iterator[int]:
    run: list[int] = []
    loose = False
    for item in (*items, "。"):
        if isinstance(item, str) and item.strip():
            yield from run if loose and len(run) > 1 else ()
            run, loose = [], False
            continue
        run += [number for number in numbers_in([item]) if number not in shapes]
        loose |= isinstance(item, Choice) and _is_bare(item, shapes)
        for inside in _inside(item):
            yield from _unsure_in(inside, shapes)


def _is_bare(choice: Choice, shapes: Shapes) -> bool:
    """Whether a branch prints a text that looks like anything, without words of its own."""
    return any(
        not any(isinstance(item, str) and item.strip() for item in branch)
        and any(number not in shapes for number in numbers_in(branch))
        for branch in choice.branches
    )


def _inside(item: Item) -> tuple[tuple[Item, ...], ...]:
    if isinstance(item, Choice):
        return item.branches
    return (item.items,) if isinstance(item, Repeat) else ()


def numbers_in(items: Iterable[Item]) -> list[int]:
    """The numbers of all marks among these items, in order."""
    found: list[int] = []
    for item in items:
        if isinstance(item, int):
            found.append(item)
        for inside in _inside(item):
            found += numbers_in(inside)
    return [number for number in found if number >= 0]


def _loops(units: Iterable[Unit], marks: Sequence[Mark]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for unit in units:
        for number in numbers_in(unit.items):
            if marks[number].column:
                found.setdefault(marks[number].field, set()).add(unit.loop)
    return {table: frozenset(loops) for table, loops in found.items()}


def _repeats(units: Iterable[Unit], marks: Sequence[Mark]) -> dict[tuple[str, str | None], int]:
    counted = Counter(
        (unit.loop, marks[number].key)
        for unit in units
        if unit.loop
        for number in numbers_in(unit.items)
        if marks[number].column
    )
    most: dict[tuple[str, str | None], int] = {}
    for (_, key), count in counted.items():
        most[key] = max(count, most.get(key, 1))
    return most
