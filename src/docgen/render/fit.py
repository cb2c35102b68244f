"""Whether a text is what a unit of a template prints, and what then stands at each of its marks.

A small machine without backtracking into what it has tried (each instruction is tried at each
place of the text once), so that no text, however it was made, takes more than instructions ×
length. Of several readings it takes the one with the shortest first value, as lazy regular
expressions do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from docgen.render.outline import Choice, Item, Repeat
from docgen.render.trace import CELL

#: What the text of a mark looks like, by the mark's number.
Shapes = Mapping[int, re.Pattern[str]]
_MOST_STEPS = 400_000
_WORDS, _BEGIN, _ANY, _GO, _DONE = range(5)


class _Step(NamedTuple):
    """One instruction: words to be there, a mark to begin, or where to go on, the best last."""

    kind: int
    words: str = ""
    mark: int = 0
    ways: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Fit:
    """A reading of a text.

    Args:
        values: The marks in order, each with where its text begins and ends; a mark in a
            repetition several times.
        words: How many characters of the template's own words stand in it.
        unsure: Places among the values where it cannot be told where one ends and the next begins.
    """

    values: tuple[tuple[int, int, int], ...]
    words: int
    unsure: frozenset[int] = frozenset()


class Pattern:
    """A unit of a template, ready to be compared with texts.

    Args:
        items: What it prints.
        shapes: What the text of a mark looks like, by its number; the others' looks like anything.
    """

    def __init__(self, items: Sequence[Item], shapes: Shapes) -> None:
        self._steps: list[_Step] = []
        self._shapes = shapes
        self._add(items)
        self._steps.append(_Step(_DONE))
        self._start = items[0] if items and isinstance(items[0], str) else ""
        self._end = items[-1] if items and isinstance(items[-1], str) else ""

    def fit(self, text: str) -> Fit | None:
        """The reading of a text; ``None`` if the unit would never print it."""
        if not (text.startswith(self._start) and text.endswith(self._end)):
            return None
        fit = _run(self._steps, text, self._shapes, strict=True)
        return fit or _run(self._steps, text, self._shapes, strict=False)

    def _add(self, items: Iterable[Item]) -> None:
        steps = self._steps
        for item in items:
            if isinstance(item, str):
                steps.append(_Step(_WORDS, item))
            elif isinstance(item, int):
                steps.append(_Step(_BEGIN, mark=item))
                steps.append(_Step(_ANY))
            elif isinstance(item, Choice):
                self._add_choice(item)
            else:
                self._add_repeat(item)

    def _add_choice(self, choice: Choice) -> None:
        """Each branch in turn, then none; fixed words first, as a mark would take them too."""
        steps = self._steps
        ends = []
        for branch in sorted(choice.branches, key=_has_marks):
            split = self._hold()
            self._add(branch)
            ends.append(self._hold())
            steps[split] = _Step(_GO, ways=(len(steps), split + 1))
        for end in ends:
            steps[end] = _Step(_GO, ways=(len(steps),))

    def _add_repeat(self, repeat: Repeat) -> None:
        split = self._hold()
        self._add(repeat.items)
        self._steps.append(_Step(_GO, ways=(split,)))
        self._steps[split] = _Step(_GO, ways=(len(self._steps), split + 1))

    def _hold(self) -> int:
        """Keep a place for an instruction that is not known yet."""
        self._steps.append(_Step(_DONE))
        return len(self._steps) - 1


def _has_marks(items: Iterable[Item]) -> bool:
    return any(not isinstance(item, str) for item in items)


class _Begun(NamedTuple):
    """A mark's text from one place to another, and the marks before it."""

    mark: int
    start: int
    end: int
    before: _Begun | None


_State = tuple[int, int, int, _Begun | None]


def _run(steps: list[_Step], text: str, shapes: Shapes, *, strict: bool) -> Fit | None:
    """Try the readings, the lazy ones first; each step at each place once.

    If it is ``strict``, a mark that has a shape must have it, or be empty.
    """
    tried: set[tuple[int, int]] = set()
    waiting: list[_State] = [(0, 0, 0, None)]
    while waiting and len(tried) < _MOST_STEPS:
        number, place, words, begun = waiting.pop()
        if (number, place) in tried:
            continue
        tried.add((number, place))
        step = steps[number]
        if step.kind == _WORDS:
            if text.startswith(step.words, place):
                size = len(step.words)
                waiting.append((number + 1, place + size, words + size, begun))
        elif step.kind == _BEGIN:
            start = _Begun(step.mark, place, place, begun)
            waiting += _begin(shapes.get(step.mark), text, number, words, start, strict=strict)
        elif step.kind == _ANY:
            waiting += _onward(steps, text, number, place, words, begun)
        elif step.kind == _GO:
            waiting += [(one, place, words, begun) for one in step.ways]
        elif place == len(text):
            return _fit(words, begun, shapes)
    return None


def _begin(
    shape: re.Pattern[str] | None,
    text: str,
    number: int,
    words: int,
    begun: _Begun,
    *,
    strict: bool,
) -> Iterator[_State]:
    """How the text of a mark may begin: what looks like it first."""
    passed = shape is not None and strict
    yield number + (2 if passed else 1), begun.start, words, begun
    if shape is not None and (found := shape.match(text, begun.start)):
        yield number + 2, found.end(), words, begun._replace(end=found.end())


def _onward(
    steps: list[_Step], text: str, number: int, place: int, words: int, begun: _Begun | None
) -> list[_State]:
    """Where the text of a mark may end: here first, or at the next place that can follow."""
    border = text.find(CELL, place)
    border = len(text) if border < 0 else border
    following = steps[number + 1]
    end = place
    if following.kind == _WORDS:
        end = text.find(following.words, place)
    elif following.kind == _DONE:
        end = len(text)
    if not 0 <= end <= border or begun is None:
        return []
    left = (number + 1, end, words, begun._replace(end=end))
    return [left] if end == border else [(number, end + 1, words, begun), left]


def _fit(words: int, begun: _Begun | None, shapes: Shapes) -> Fit:
    found: list[_Begun] = []
    while begun is not None:
        found.append(begun)
        begun = begun.before
    found.reverse()
    unsure = {number for chain in _chains(found, shapes) for number in chain}
    values = tuple((one.mark, one.start, one.end) for one in found)
    return Fit(values, words, frozenset(unsure))


def _chains(found: Sequence[_Begun], shapes: Shapes) -> Iterator[list[int]]:
    """Texts without a shape that touch each other, and of which at least one says something."""
    chain: list[int] = []
    end = -1
    for number, one in enumerate(found):
        if one.mark in shapes and one.end > one.start:
            continue  # its ends are known, so it parts its neighbours
        if one.start != end:
            yield from _told(chain, found)
            chain = []
        if one.mark not in shapes:
            chain.append(number)
        end = one.end
    yield from _told(chain, found)


def _told(chain: list[int], found: Sequence[_Begun]) -> Iterator[list[int]]:
    if len(chain) > 1 and found[chain[-1]].end > found[chain[0]].start:
        yield chain
