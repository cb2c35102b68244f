"""Which papers of a segment match, decided with sets of paper numbers (``index.bits``).

The order matters: first the papers the person may know, and only of them anything else.
So neither a count nor a snippet nor the time taken can tell of the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import reduce
from operator import or_

from docgen.index import bits, schema
from docgen.index.analysis import FEWEST_DIGITS, Word, digit_grams, grams, normalise
from docgen.index.conditions import Condition, Field, Query
from docgen.index.segments import Segment
from docgen.model.scope import Scope

# A word this long is a term of its own, so its papers are the answer.
_EXACT = 2
_SCOPES_KEPT = 16

#: How good a match is: the lower, the better.
Worth = tuple[int, int]


class Shelf:
    """A segment together with the papers that no longer count in it."""

    def __init__(self, segment: Segment, gone: frozenset[int], *, fold: bool) -> None:
        """Nothing is read yet."""
        self.segment, self.gone, self._fold = segment, gone, fold
        self._live = bits.below(segment.count) & ~bits.of(sorted(gone))
        self._admitted: dict[Scope, int] = {}

    def with_item(self, item: str) -> int:
        """The papers that count and are of an item; one at most."""
        return self.segment.having(schema.ITEM, item) & self._live

    def admitted(self, scope: Scope) -> int:
        """The papers a person may know of: ``Scope.admits`` for the whole segment at once."""
        known = self._admitted.get(scope)
        if known is None:
            if len(self._admitted) >= _SCOPES_KEPT:
                self._admitted.clear()
            known = self._admitted[scope] = self._admit(scope) & self._live
        return known

    def _admit(self, scope: Scope) -> int:
        facts = self.segment.facts
        cleared = facts["grade"].where(lambda rank: int(rank) <= scope.rank)
        if scope.everything:
            return cleared
        units = facts["unit"].where(scope.units.__contains__)
        return cleared & (units | facts["dossier"].where(scope.dossiers.__contains__))

    def matches(self, query: Query, scope: Scope) -> Mapping[Worth, int]:
        """The papers that match, by their worth.

        A paper is worth less the more it shares with ``query.like``; then a word is worth 0 in
        number or item id, 1 in title or customer, 2 elsewhere, and the worths of several
        words are added.
        """
        found = self.admitted(scope)
        places: list[tuple[int, ...]] = []
        for condition in sorted(query.conditions, key=_cost):
            if not found:
                return {}
            if condition.field is Field.TEXT:
                places.append(self._places(self._word(condition), found))
                holding = _either(places[-1] if condition.wanted else places.pop())
            else:
                holding = self._holding(condition, found)
            found = found & holding if condition.wanted else found & ~holding
        by_words = _added(found, places)
        return {
            (-shared, worth): papers & alike
            for shared, alike in self._alike(query, found).items()
            for worth, papers in by_words.items()
            if papers & alike
        }

    def _word(self, condition: Condition) -> Word:
        return Word.of(condition.value, self._fold)

    def _holding(self, condition: Condition, among: int) -> int:
        """The papers for which a condition on a field holds; others may be among them."""
        field, value, word = condition.field, condition.value, self._word(condition)
        match field:
            case Field.ITEM:
                found = self.segment.having(schema.ITEM, value)
            case Field.SINCE:
                found = self.segment.since(date.fromisoformat(value).toordinal())
            case Field.UNTIL:
                found = self.segment.until(date.fromisoformat(value).toordinal())
            case Field.NUMBER:
                found = self._in_number(word, among)
            case Field.PHONE:
                found = _either(self._with_digits(kind, value, among) for kind in schema.RUNS)
            case Field.CUSTOMER:
                found = self._where(schema.NAME, word.found_in)
            case Field.PINYIN:
                found = self._where(schema.NAME, word.found_in)
                found |= self._where(schema.PINYIN, lambda text: value in text)
            case Field.DOSSIER | Field.GRADE:
                found = self._where(field.value, value.__eq__)
            case _:
                found = self._where(field.value, self._is_whole(field, word.text))
        return found

    def _where(self, fact: str, holds: Callable[[str], bool]) -> int:
        return self.segment.facts[fact].where(holds)

    def _is_whole(self, field: Field, wanted: str) -> Callable[[str], bool]:
        """Whether a fact is what was asked for; of a template one part is enough."""

        def holds(fact: str) -> bool:
            comparable = normalise(fact, self._fold)
            parts = comparable.split("/") if field is Field.TEMPLATE else ()
            return wanted == comparable or wanted in parts

        return holds

    def _in_number(self, word: Word, among: int) -> int:
        """Those that have a word in their document number; a key has the item id too."""

        def there(paper: int) -> bool:
            return word.found_in(self.segment.line(paper, "key", schema.NUMBER_LINE).decode())

        found = self._with_text("key", word.text, among)
        if word.digits:
            found |= self._with_digits("key-runs", word.digits, among)
        return bits.of([paper for paper in bits.numbers(found) if there(paper)])

    def _places(self, word: Word, among: int) -> tuple[int, ...]:
        """Those that have a word, by the worth of the best text that has it.

        As it is written before its digits only.
        """
        places = []
        for kind in schema.TEXTS:
            places.append(self._with_text(kind, word.text, among))
            among &= ~places[-1]
        for worth, kind in enumerate(schema.RUNS if word.digits else ()):
            found = self._with_digits(kind, word.digits, among)
            places[worth] |= found
            among &= ~found
        return tuple(places)

    def _with_text(self, kind: str, text: str, among: int) -> int:
        terms = grams(text)
        longer = {term for term in terms if len(term) > 1}
        candidates = self._with_all(kind, longer or terms, among)
        return candidates if len(text) <= _EXACT else self._checked(kind, text, candidates)

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


def wanted_words(query: Query, *, fold: bool) -> list[Word]:
    """What snippets show: the words, phrases and telephone numbers that are looked for."""
    return [
        Word.of(condition.value, fold)
        for condition in query.conditions
        if condition.field in {Field.TEXT, Field.PHONE} and condition.wanted
    ]


def _cost(condition: Condition) -> int:
    """Cheap conditions first; each leaves fewer papers to the next."""
    if condition.field not in {Field.TEXT, Field.NUMBER, Field.PHONE}:
        return 0
    exact = condition.field is Field.TEXT and len(condition.value) <= _EXACT
    return 1 if exact else 2
