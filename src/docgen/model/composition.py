"""What sales are made of: the share of each class, the biggest first, and their running sum.

By customers' sales, by goods or by regions alike (C-110): each line of the figures names a class
and an amount. What is in no class is one of its own, never left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

#: The class of lines that name none.
UNNAMED = "（未分类）"
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Part:
    """A class: its amount, how many lines, its share of the whole and of all down to it, in %."""

    name: str
    amount: Decimal
    lines: int
    share: Decimal
    running: Decimal


def parts(figures: Iterable[tuple[str, Decimal]]) -> list[Part]:
    """The classes of the figures, the biggest first and then by name.

    Raises:
        ValueError: An amount is negative, or there is nothing to share out.
    """
    sums: dict[str, Decimal] = {}
    counts: dict[str, int] = {}
    for name, amount in figures:
        if amount < 0:
            raise ValueError("an amount is negative")
        named = name.strip() or UNNAMED
        sums[named] = sums.get(named, Decimal()) + amount
        counts[named] = counts.get(named, 0) + 1
    whole = sum(sums.values(), Decimal())
    if not whole:
        raise ValueError("there is nothing to share out")
    made, running = [], Decimal()
    for name, amount in sorted(sums.items(), key=lambda pair: (-pair[1], pair[0])):
        running += amount
        share, upto = _percent(amount, whole), _percent(running, whole)
        made.append(Part(name, amount, counts[name], share, upto))
    return made


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return (part * 100 / whole).quantize(_TENTH, ROUND_HALF_UP)
