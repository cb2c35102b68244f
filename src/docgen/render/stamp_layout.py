"""Where the marks of a controlled copy stand on a page of any size, turned any way.

The paper is shrunk a little and put in the middle, so that nothing of it is covered: the code
stands at the top right and the bottom left, where one of them is left on whichever half of the
page, and the line at the foot. All numbers are points of the page as it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass

_A4_LONG = 842.0
#: On A4: how wide a code is with its quiet zone (14 mm), and how far it stands from the edge: a
#: printer does not reach the last four millimetres.
CODE, _EDGE = 40.0, 10.0
#: A code takes no more than so much of the page's short side, both bands of the long one.
_OF_SHORT, _OF_LONG = 0.36, 0.3


@dataclass(frozen=True, slots=True)
class Box:
    """The part of a page that is shown, in its own numbers: two corners, and how it is turned."""

    left: float
    low: float
    right: float
    high: float
    turn: int = 0

    @property
    def shown(self) -> tuple[float, float]:
        """How wide and how high it is as it is shown."""
        wide, high = self.right - self.left, self.high - self.low
        return (high, wide) if self.turn in {90, 270} else (wide, high)


@dataclass(frozen=True, slots=True)
class Layout:
    """A page with its marks.

    Args:
        wide: The page's width as it is shown.
        high: Its height.
        unit: How large the marks are; 1 on A4.
        scale: How large the paper is drawn; 1 as it was.
    """

    wide: float
    high: float
    unit: float
    scale: float

    @property
    def code(self) -> float:
        """How wide a code is."""
        return CODE * self.unit

    @property
    def corners(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Where the codes stand: their lower left corners."""
        free = _EDGE * self.unit
        far = free + self.code
        return (self.wide - far, self.high - far), (free, free)

    @property
    def line(self) -> tuple[float, float, float]:
        """Where the line at the foot starts, its height, and how long it may be."""
        left = self.code + 1.5 * _EDGE * self.unit
        return left, 1.6 * _EDGE * self.unit, self.wide - left - 1.2 * _EDGE * self.unit


def layout(box: Box) -> Layout:
    """Lay out a page."""
    wide, high = box.shown
    long, short = max(wide, high), min(wide, high)
    bands = 2 * (CODE + _EDGE)
    unit = min(max(long / _A4_LONG, 1), _OF_SHORT * short / CODE, _OF_LONG * long / bands)
    return Layout(wide, high, unit, 1 - bands * unit / long)


def drawn_upright(box: Box, page: Layout) -> str:
    """The matrix that turns the paper as it is shown, shrinks it and puts it in the middle."""
    x = (page.wide - page.wide * page.scale) / 2
    y = (page.high - page.high * page.scale) / 2
    s = page.scale
    a, b, c, d = {
        0: (1, 0, 0, 1),
        90: (0, -1, 1, 0),
        180: (-1, 0, 0, -1),
        270: (0, 1, -1, 0),
    }[box.turn]
    corners = [(a * p + c * q, b * p + d * q) for p in (box.left, box.right) for q in _ys(box)]
    left, low = min(p for p, _ in corners), min(q for _, q in corners)
    parts = (s * a, s * b, s * c, s * d, x - s * left, y - s * low)
    return " ".join(f"{part:.4f}" for part in parts)


def _ys(box: Box) -> tuple[float, float]:
    return box.low, box.high
