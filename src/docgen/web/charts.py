"""Figures as small drawings: columns or a line over time, and bars by name. Pure arithmetic.

    page(request, …, chart=charts.columns(say("Papers filed by month"), {"09": 12, "10": 30}))
    {% include "parts/chart.html" %}

The drawing has a title, says its extremes in words and has its figures as a table below, for
whoever does not see it. It fills whatever width it gets: the words stand outside the drawing, so
that they are as large on a phone as on a wall.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from docgen.errors import Said, say

#: The drawing's own measure; the style sheet stretches it.
WIDTH, HEIGHT = 600, 100
_GAP = 0.25

#: How a drawing is made of figures by name.
Maker = Callable[[str, Mapping[str, int]], "Chart"]


class Kind(StrEnum):
    """How figures are drawn."""

    COLUMNS = "columns"
    LINE = "line"
    RANKED = "ranked"


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure: its name, its value, where its bar stands."""

    label: str
    value: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing; ``top`` is the highest figure, to which all others are measured."""

    kind: Kind
    title: str
    bars: tuple[Bar, ...]
    top: int

    @property
    def desc(self) -> Said:
        """What somebody hears who does not see it."""
        if not self.top:
            return say("Nothing yet.")
        best = max(self.bars, key=lambda one: one.value)
        total = sum(one.value for one in self.bars)
        return say(
            "{total} in all; most: {label}, {n}", total=total, label=best.label, n=best.value
        )

    @property
    def path(self) -> str:
        """The line's points, each over the middle of its place."""
        return " ".join(f"{one.x + one.width / 2:.1f},{one.y:.1f}" for one in self.bars)


def columns(title: str, figures: Mapping[str, int]) -> Chart:
    """Upright bars: one for each day or month."""
    return _upright(Kind.COLUMNS, title, figures)


def line(title: str, figures: Mapping[str, int]) -> Chart:
    """A line: for many days."""
    return _upright(Kind.LINE, title, figures)


def ranked(title: str, figures: Mapping[str, int]) -> Chart:
    """Bars by name, the longest first: acts, units, templates."""
    top = max(figures.values(), default=0)
    order = sorted(figures.items(), key=lambda one: -one[1])
    bars = (
        Bar(name, n, 0, 0, round(WIDTH * n / top, 1) if top else 0, HEIGHT) for name, n in order
    )
    return Chart(Kind.RANKED, title, tuple(bars), top)


def _upright(kind: Kind, title: str, figures: Mapping[str, int]) -> Chart:
    top = max(figures.values(), default=0)
    place = WIDTH / max(len(figures), 1)
    bars = []
    for turn, (label, n) in enumerate(figures.items()):
        height = round(HEIGHT * n / top, 1) if top else 0.0
        x = round(place * (turn + _GAP / 2), 1)
        bars.append(Bar(label, n, x, HEIGHT - height, round(place * (1 - _GAP), 1), height))
    return Chart(kind, title, tuple(bars), top)
