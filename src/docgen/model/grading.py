"""The grade of a customer: points by weighted criteria, and a grade for the points.

Criteria, weights and grades are the office's (G-038).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from docgen.model.visiting import Criterion, GradeRule

FULL = 100
_TENTH = Decimal("0.1")


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
