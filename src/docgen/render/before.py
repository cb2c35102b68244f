"""What a paper showed when it was filled, so that what is as it was is known to be.

docgen fills the template again with the stored answers. What the template's words show in that
paper and in the one that is read alike was not edited: then the stored value holds, even where
words alone could not tell two neighbours apart, or stand for a value that was missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from docgen.render.evidence import Evidence, evidence
from docgen.render.plan import Plan
from docgen.render.reading import How
from docgen.render.trace import Trace

_Key = tuple[tuple[str, str | None], str]


@dataclass(frozen=True, slots=True)
class Before:
    """The paper as it was.

    Args:
        printed: The fields that stood on it.
        shown: Marks with their texts as the template's words show them, where they were printed.
        never: The same where no value was printed: words for a missing one, or a line to write on.
        rows: Which row of its table a unit was, by all that the words show in it.
    """

    printed: frozenset[str]
    shown: frozenset[_Key]
    never: frozenset[_Key]
    rows: Mapping[tuple[_Key, ...], int]

    def news(self, places: Sequence[Evidence]) -> list[Evidence]:
        """The places of the paper now, compared with those: what never was a value left out."""
        units = _units(places)
        news = []
        for place in places:
            key = (place.mark.key, place.text)
            if place.how is not How.PATTERN:
                news.append(place)
            elif key not in self.never:
                row = self.rows.get(units[place.unit, place.mark.field])
                news.append(replace(place, same=key in self.shown, row=row))
        return news


def before(trace: Trace, plan: Plan) -> Before:
    """Look at a paper as docgen fills it; at an empty trace where that is not known."""
    tagged = [one for one in evidence(trace, plan, None) if one.how is How.TAG]
    by_words = evidence(Trace(trace.units), plan, None)
    printed = {(one.unit, one.mark.field) for one in tagged}
    shown = frozenset(
        (one.mark.key, one.text) for one in by_words if (one.unit, one.mark.field) in printed
    )
    numbers: dict[tuple[int, str], set[int]] = {}
    for one in tagged:
        if one.row is not None:
            numbers.setdefault((one.unit, one.mark.field), set()).add(one.row)
    rows = {
        said: min(numbers[unit])
        for unit, said in _units(by_words).items()
        if len(numbers.get(unit, ())) == 1
    }
    never = frozenset((one.mark.key, one.text) for one in by_words) - shown
    return Before(frozenset(one.mark.field for one in tagged), shown, never, rows)


def _units(places: Iterable[Evidence]) -> dict[tuple[int, str], tuple[_Key, ...]]:
    """All that the template's words show of a field or table in one unit."""
    found: dict[tuple[int, str], list[_Key]] = {}
    for one in places:
        if one.how is How.PATTERN:
            found.setdefault((one.unit, one.mark.field), []).append((one.mark.key, one.text))
    return {unit: tuple(said) for unit, said in found.items()}
