"""Which unit of a template each unit of a paper is: the two sequences laid beside each other.

The best of all alignments by the words they share (dynamic programming), so that a paragraph which
a person added, took out or rewrote costs that paragraph only. A loop's units may come again;
optional units may be missing at no cost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from docgen.render.fit import Fit, Pattern
from docgen.render.outline import Unit

_MOST_PAIRS = 4_000_000
_MISSING, _STRANGE, _MARK, _AGAIN = 2.0, 2.0, 0.25, 0.01
_NEVER = -1e9
_ABSENT, _ADDED, _SAME, _BACK = range(4)


class Pair(NamedTuple):
    """A unit of the paper, the unit of the template that it is, and its reading."""

    paper: int
    template: int
    fit: Fit


def align(texts: Sequence[str], units: Sequence[Unit], patterns: Sequence[Pattern]) -> list[Pair]:
    """The pairs of the best alignment, in the paper's order; none for a paper too long.

    Args:
        texts: What each unit of the paper says.
        units: The template's units.
        patterns: The same, ready to be compared.
    """
    if len(texts) * len(units) > _MOST_PAIRS:
        return []
    table = _Table(units)
    fits = [
        {n: fit for n, pattern in enumerate(patterns) if (fit := pattern.fit(text)) is not None}
        for text in texts
    ]
    for found in fits:
        table.add(found)
    return [Pair(paper, n, fits[paper][n]) for paper, n in table.way()]


class _Table:
    """The best score for each beginning of the paper and each beginning of the template."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._gaps = [0.0 if unit.optional else _MISSING for unit in units]
        self._loops = _loops(units)
        self._scores = [_NEVER] * (len(units) + 1)
        self._scores[0] = 0.0
        self._moves: list[list[int]] = []
        self._settle([_ABSENT] * len(self._scores))

    def add(self, fits: Mapping[int, Fit]) -> None:
        """One unit of the paper more, which these units of the template fit."""
        before = self._scores
        self._scores = [score - _STRANGE for score in before]
        moves = [_ADDED] * len(before)
        for number, fit in fits.items():
            score = before[number] + 1 + fit.words - _MARK * len(fit.values)
            if score > self._scores[number + 1]:
                self._scores[number + 1], moves[number + 1] = score, _SAME
        self._settle(moves)

    def _settle(self, moves: list[int]) -> None:
        """Let units of the template be missing, and loops begin again."""
        self._pass_over(0, len(self._gaps), moves)
        for start, end in self._loops:
            again = self._scores[end] - _AGAIN
            if again > self._scores[start]:
                self._scores[start], moves[start] = again, _BACK
                self._pass_over(start, end, moves)
        self._moves.append(moves)

    def _pass_over(self, start: int, end: int, moves: list[int]) -> None:
        scores, gaps = self._scores, self._gaps
        for number in range(start, end):
            score = scores[number] - gaps[number]
            if score > scores[number + 1]:
                scores[number + 1], moves[number + 1] = score, _ABSENT

    def way(self) -> list[tuple[int, int]]:
        """The pairs along the best alignment: a unit of the paper, a unit of the template."""
        ends = dict(self._loops)
        paper, number = len(self._moves) - 1, len(self._gaps)
        found = []
        while paper or number:
            move = self._moves[paper][number]
            if move == _SAME:
                paper, number = paper - 1, number - 1
                found.append((paper, number))
            elif move == _ADDED:
                paper -= 1
            elif move == _BACK:
                number = ends[number]
            else:
                number -= 1
        return found[::-1]


def _loops(units: Sequence[Unit]) -> list[tuple[int, int]]:
    """Where each loop begins, and the unit after its last."""
    found: dict[int, tuple[int, int]] = {}
    for number, unit in enumerate(units):
        if unit.loop:
            found[unit.loop] = found.get(unit.loop, (number, 0))[0], number + 1
    return list(found.values())
