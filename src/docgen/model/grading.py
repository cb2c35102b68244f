"""The grade of a customer: points by weighted criteria, a grade for the points, and its history.

Criteria, weights and grades are the office's (G-038). A grade holds from its day until the next;
what it was on an earlier day stays true.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from docgen.model.visiting import Criterion, GradeRule

FULL = 100
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Held:
    """A class that a customer has from a moment on."""

    value: str
    since: dt.datetime


def total(points: Mapping[str, int], criteria: Sequence[Criterion]) -> Decimal:
    """The weighted average of all criteria, to one place.

    Raises:
        ValueError: A criterion has no points, there is none of that name, or they are not 0 to 100.
    """
    if points.keys() != {one.key for one in criteria}:
        raise ValueError("points and criteria are not the same")
    if not all(0 <= one <= FULL for one in points.values()):
        raise ValueError("points are 0 to 100")
    weighed = sum(one.weight * points[one.key] for one in criteria)
    whole = Decimal(weighed) / sum(one.weight for one in criteria)
    return whole.quantize(_TENTH, ROUND_HALF_UP)


def grade_for(points: Decimal, grades: Sequence[GradeRule]) -> GradeRule:
    """The best grade whose points are reached; the last one takes all that are left."""
    return next((one for one in grades if points >= one.total), grades[-1])


def held_at(history: Sequence[Held], moment: dt.datetime) -> str:
    """What a customer was at a moment; "" before the first. The history is the oldest first."""
    return next((one.value for one in reversed(history) if one.since <= moment), "")
