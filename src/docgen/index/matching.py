"""Which papers of a segment match, decided with sets of paper numbers (``index.bits``).

The order matters: first the papers the person may know, and only of them anything else.
So neither a count nor a snippet nor the time taken can tell of the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import reduce
from operator import or_

from docgen.index import bits, schema
from docgen.index.analysis import FEWEST_DIGITS, Word, digit_grams, digit_runs, grams
from docgen.index.asked import EXACT, Asked
from docgen.index.conditions import Condition, Field, Query
from docgen.index.segments import Segment
from docgen.model.scope import Scope

_SCOPES_KEPT = 64

#: How good a match is: the lower, the better.
Worth = tuple[int, int]


class Shelf:
    """A segment together with the papers that no longer count in it."""

    def __init__(self, segment: Segment, gone: frozenset[int]) -> None:
        """Nothing is read yet."""
        self.segment, self.gone = segment, gone
        self._live = bits.below(segment.count) & ~bits.of(sorted(gone))
        self._admitted: dict[Scope, int] = {}

    def with_item(self, item: str) -> int:
        """The papers that count and are of an item; one at most."""
        return self.segment.having(schema.ITEM, item) & self._live

    def admitted(self, asked: Asked) -> int:
        """The papers a person may know of: ``Scope.admits`` for the whole segment at once."""
        known = self._admitted.get(asked.scope)
        if known is None:
            if len(self._admitted) >= _SCOPES_KEPT:
                self._admitted.clear()
            known = self._admitted[asked.scope] = self._admit(asked) & self._live
        return known

    def _admit(self, asked: Asked) -> int:
        facts = self.segment.facts
        cleared = facts["grade"].where(asked.cleared)
        if asked.scope.everything:
            return cleared
        needed = (facts[fact].where(chosen) for fact, chosen in asked.needed.items())
        return cleared & _either(needed)

    def matches(self, asked: Asked) -> Mapping[Worth, int]:
        """The papers that match, by their worth.

        A paper is worth less the more it shares with what it must be like; then a word is worth
        0 in number or item id, 1 in title or customer, 2 elsewhere, and the worths of several
        words are added.
        """
        found = self.admitted(asked)
        places: list[tuple[int, ...]] = []
        for condition in asked.conditions:
            if not found:
                return {}
            if condition.field is Field.TEXT:
                places.append(self._places(asked.word(condition), found))
                holding = _either(places[-1] if condition.wanted else places.pop())
            else:
                holding = self._holding(asked, condition, found)
            found = found & holding if condition.wanted else found & ~holding
        by_words = _added(found, places)
        return {
            (-shared, worth): papers & alike
            for shared, alike in self._alike(asked.query, found).items()
            for worth, papers in by_words.items()
            if papers & alike
        }

    def _holding(self, asked: Asked, condition: Condition, among: int) -> int:
        """The papers for which a condition on a field holds; others may be among them."""
        value = condition.value
        match condition.field:
            case Field.ITEM:
                return self.segment.having(schema.ITEM, value)
            case Field.SINCE:
                return self.segment.since(date.fromisoformat(value).toordinal())
            case Field.UNTIL:
                return self.segment.until(date.fromisoformat(value).toordinal())
            case Field.NUMBER:
                return self._in_number(asked.word(condition), among)
            case Field.PHONE:
                return _either(self._with_digits(kind, value, among) for kind in schema.RUNS)
            case _:
                return _either(
                    self.segment.facts[fact].where(chosen)
                    for fact, chosen in asked.values(condition).items()
                )

    def _in_number(self, word: Word, among: int) -> int:
        """Those that have a word in their document number, the first line of their key."""
        near = self._with_all("key-runs", _fives(word), among)
        near = self._with_all("key", _terms(word.text), near)
        found = self.segment.beginning("key", word.text, near)
        if word.digits:
            near = self._with_all("key-runs", digit_grams(word.digits), among)
            found |= self.segment.beginning("key-runs", word.digits, near)
        return found

    def _places(self, word: Word, among: int) -> tuple[int, ...]:
        """Those that have a word, by the worth of the best text that has it.

        As it is written before its digits only.
        """
        places = []
        fives = _fives(word)
        for kind, runs in zip(schema.TEXTS, schema.RUNS, strict=True):
            near = self._with_all(runs, fives, among)
            places.append(self._with_text(kind, word.text, near))
            among &= ~places[-1]
        for worth, kind in enumerate(schema.RUNS if word.digits else ()):
            found = self._with_digits(kind, word.digits, among)
            places[worth] |= found
            among &= ~found
        return tuple(places)

    def _with_text(self, kind: str, text: str, among: int) -> int:
        candidates = self._with_all(kind, _terms(text), among)
        return candidates if len(text) <= EXACT else self._checked(kind, text, candidates)

    def _with_digits(self, kind: str, digits: str, among: int) -> int:
        found = self._with_all(kind, digit_grams(digits), among)
        return found if len(digits) <= FEWEST_DIGITS else self._checked(kind, digits, found)

    def _with_all(self, kind: str, terms: Iterable[str], among: int) -> int:
        for term in terms:
            if not among:
                break
            among &= self.segment.having(kind, term)
        return among

    def _checked(self, kind: str, piece: str, candidates: int) -> int:
        return self.segment.holding(kind, piece, candidates) if candidates else 0

    def _alike(self, query: Query, found: int) -> Mapping[int, int]:
        """Those of the papers found that share enough with what they must be like, by how much."""
        if not query.like:
            return {0: found}
        sharing = [found]  # at a place those that share so many values, or more
        for value in set(query.like):
            having = self.segment.having(schema.SKETCH, schema.sketch_term(value))
            more = [papers & having for papers in sharing]
            sharing = [one | two for one, two in zip([*sharing, 0], [0, *more], strict=True)]
        exactly = (papers & ~more for papers, more in zip(sharing, [*sharing[1:], 0], strict=True))
        return {at: papers for at, papers in enumerate(exactly) if papers and at >= query.least}


def _terms(text: str) -> set[str]:
    """The terms that papers with a text have, the single characters only if it is one."""
    terms = grams(text)
    return {term for term in terms if len(term) > 1} or terms


def _fives(word: Word) -> set[str]:
    """The terms of runs of digits that papers have in which a word stands as it is written.

    Of a number its own, wherever it is written; of other words none.
    """
    is_number = word.digits and digit_runs(word.text) == word.digits
    return digit_grams(word.digits) if is_number else set()


def _either(sets: Iterable[int]) -> int:
    return reduce(or_, sets, 0)


def _added(found: int, places: Iterable[tuple[int, ...]]) -> Mapping[int, int]:
    """The papers by the sum of what each word is worth."""
    sums = {0: found}
    for by_worth in places:
        longer: dict[int, int] = {}
        for total, papers in sums.items():
            for worth, having in enumerate(by_worth):
                longer[total + worth] = longer.get(total + worth, 0) | papers & having
        sums = longer
    return {total: papers for total, papers in sums.items() if papers}
