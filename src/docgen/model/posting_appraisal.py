"""Monthly scores, who may give them, and the quarterly ranking (D-088, D-089, D-097, G-054)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from docgen.errors import Said, say
from docgen.model.posting_rules import Kind

_MONTHS = 3
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Ranked:
    """Somebody's place in a quarter; with fewer than three months it is not final."""

    rank: int
    name: str
    average: Decimal
    scores: tuple[Decimal, ...]

    @property
    def is_whole(self) -> bool:
        """Whether all three months are there."""
        return len(self.scores) == _MONTHS


@dataclass(frozen=True, slots=True)
class Seat:
    """Where somebody is posted, and as what."""

    kind: Kind
    host: str


def ranking(scores: Mapping[str, Iterable[Decimal]]) -> list[Ranked]:
    """The ranking of a quarter by average score; equal averages share a place, the next is left.

    Args:
        scores: The monthly scores of each person, oldest first; nobody without any is ranked.
    """
    kept = {name: tuple(given) for name, given in scores.items()}
    averages = {name: average(given) for name, given in kept.items() if given}
    order = sorted(averages, key=lambda name: (-averages[name], name))
    return [
        Ranked(
            1 + sum(other > averages[name] for other in averages.values()),
            name,
            averages[name],
            kept[name],
        )
        for name in order
    ]


def average(scores: tuple[Decimal, ...]) -> Decimal:
    """The average of some scores, two digits."""
    return (sum(scores, Decimal()) / len(scores)).quantize(_CENT, ROUND_HALF_UP)


def unfit_assessor(seat: Seat | None, of: Seat) -> Said | None:
    """Why somebody does not assess another; ``None`` if he does.

    Those at headquarters assess everybody. Of those who are posted themselves only the head
    assesses, the people of his own place, neither another head nor who is apart (D-085, D-097).

    Args:
        seat: Where the assessor is posted himself, if he is.
        of: Where the other is posted.
    """
    if seat is None:
        return None
    if not seat.kind.head:
        return say("those who are posted do not assess each other")
    if seat.host != of.host:
        return say("the head of a place assesses its own people only")
    if of.kind.head or of.kind.apart:
        return say("headquarters assesses {kind}", kind=of.kind.name)
    return None
