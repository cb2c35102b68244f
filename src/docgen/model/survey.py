"""Scores of surveys and visits: averages, the pass line, what is bad enough to complain of.

The points of each option are those printed on the form and stand in its ``scores`` (C-039, G-033);
an office edits them there. A question that was not answered does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_TENTH = Decimal("0.1")

#: The points of the questions that were answered.
Points = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Result:
    """What a round of answers says.

    Args:
        returned: How many answered.
        average: The average of all points given; ``None`` if there are none.
        by_question: The average of each question.
        passed: How many reach the pass line with their own average.
    """

    returned: int
    average: Decimal | None
    by_question: Mapping[str, Decimal]
    passed: int


def result(answers: Sequence[Points], pass_mark: Decimal) -> Result:
    """The averages of a round; the one of a customer is the average of what he answered."""
    questions: dict[str, list[int]] = {}
    for points in answers:
        for name, one in points.items():
            questions.setdefault(name, []).append(one)
    means = [mean for points in answers if (mean := average(points.values())) is not None]
    return Result(
        returned=len(answers),
        average=average(one for given in questions.values() for one in given),
        by_question={name: rounded(given) for name, given in questions.items()},
        passed=sum(mean >= pass_mark for mean in means),
    )


def average(points: Iterable[int]) -> Decimal | None:
    """The average, to one place; ``None`` of nothing."""
    given = list(points)
    return rounded(given) if given else None


def rounded(given: Sequence[int]) -> Decimal:
    """The average of some points, half a tenth up."""
    return (Decimal(sum(given)) / len(given)).quantize(_TENTH, ROUND_HALF_UP)


def low(points: Points, mark: Decimal) -> tuple[str, ...]:
    """The questions answered so badly that a complaint is proposed (C-039)."""
    return tuple(sorted(name for name, one in points.items() if one <= mark))
