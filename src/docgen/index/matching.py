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
from docgen.index.analysis import FEWEST_DIGITS, Word, digit_grams, first_line_with, grams
from docgen.index.conditions import Condition, Field, Query
from docgen.index.segments import Segment
from docgen.model.scope import Scope

# A word this long is a term of its own, so its postings are the answer.
_EXACT = 2
_SCOPES_KEPT = 16

_WHOLE_VALUES = {
    Field.DOSSIER: schema.DOSSIER,
    Field.GROUP: schema.GROUP,
    Field.TEMPLATE: schema.TEMPLATE,
    Field.GRADE: schema.RANK,
}
_LINES = {Field.NUMBER: schema.NUMBER_LINE, Field.CUSTOMER: schema.CUSTOMER_LINE}
_NO_RUNS = b"\n" * (len(schema.WORTH) - 1)


class Shelf:
    """A segment together with the papers that no longer count in it."""

    def __init__(self, segment: Segment, gone: frozenset[int]) -> None:
        """Nothing is read yet."""
        self.segment, self.gone = segment, gone
        self._gone = bits.of(sorted(gone))
        self._admitted: dict[Scope, int] = {}

    def holding(self, field: str, term: str) -> int:
        """The papers that count and have a term in a field."""
        return self.segment.having(field, term) & ~self._gone

    def admitted(self, scope: Scope) -> int:
        """The papers a person may know of: ``Scope.admits`` for the whole segment at once."""
        known = self._admitted.get(scope)
        if known is None:
            if len(self._admitted) >= _SCOPES_KEPT:
                self._admitted.clear()
            known = self._admitted[scope] = self._admit(scope) & ~self._gone
        return known

    def _admit(self, scope: Scope) -> int:
        having = self.segment.having
        ranks = self.segment.terms(schema.RANK)
        cleared = _either(having(schema.RANK, rank) for rank in ranks if int(rank) <= scope.rank)
        if scope.everything:
            return cleared
        units = _either(having(schema.UNIT, unit) for unit in scope.units)
        dossiers = _either(having(schema.DOSSIER, dossier) for dossier in scope.dossiers)
        return cleared & (units | dossiers)

    def matches(self, query: Query, scope: Scope) -> Mapping[int, int]:
        """The papers that match, by their worth: the lower, the better.

        A word is worth 0 in number or item id, 1 in title or customer, 2 elsewhere; the
        worths of several words are added.
        """
        found = self.admitted(scope)
        places: list[tuple[int, ...]] = []
        for condition in sorted(query.conditions, key=_cost):
            if not found:
                return {}
            if condition.field is Field.TEXT:
                places.append(self._places(Word.of(condition.value), found))
                holding = _either(places[-1] if condition.wanted else places.pop())
            else:
                holding = self._holding(condition, found)
            found = found & holding if condition.wanted else found & ~holding
        return _added(found, places)

    def _holding(self, condition: Condition, among: int) -> int:
        """The papers for which a condition on a field holds; others may be among them."""
        field, value = condition.field, condition.value
        if field in _WHOLE_VALUES:
            return self.segment.having(_WHOLE_VALUES[field], value)
        if field in _LINES:
            return self._on_line(Word.of(value), _LINES[field], among)
        limit = date.fromisoformat(value).toordinal()
        counts = limit.__le__ if field is Field.SINCE else limit.__ge__
        return bits.where(map(counts, self.segment.days))

    def _on_line(self, word: Word, line: int, among: int) -> int:
        """Those that have a word in one of their texts."""

        def there(paper: int) -> bool:
            texts, runs = self.segment.texts.line(paper, line), self.segment.runs.line(paper, line)
            return first_line_with(word, texts, runs) >= 0

        in_texts, in_runs = self._candidates(word, schema.WORTH[line], among)
        return bits.of([paper for paper in bits.numbers(in_texts | in_runs) if there(paper)])

    def _places(self, word: Word, among: int) -> tuple[int, ...]:
        """Those that have a word, by the worth of the first text that has it."""
        key, head, body = (self._candidates(word, worth, among) for worth in range(3))
        if len(word.text) <= _EXACT:
            return key[0], head[0] & ~key[0], body[0] & ~head[0] & ~key[0]
        near = _either(key + head)
        by_worth: list[list[int]] = [[], [], []]
        for paper in bits.numbers(near):
            line = first_line_with(word, *self._lines(word, paper))
            if line >= 0:
                by_worth[schema.WORTH[line]].append(paper)
        # Most papers can have it in their body only, and there is no need to ask where.
        rest = self._in_bodies(word, *(found & ~near for found in body))
        first, second, third = map(bits.of, by_worth)
        return first, second, third | rest

    def _in_bodies(self, word: Word, in_texts: int, in_runs: int) -> int:
        segment = self.segment
        found = segment.texts.holding(word.text.encode(), bits.numbers(in_texts))
        if len(word.digits) <= FEWEST_DIGITS:
            return bits.of(found) | in_runs
        return bits.of(found) | bits.of(
            segment.runs.holding(word.digits.encode(), bits.numbers(in_runs))
        )

    def _candidates(self, word: Word, worth: int, among: int) -> tuple[int, int]:
        """Those that have all grams of a word in the texts of a worth, and in their runs.

        None with the word is missing.
        """
        terms = grams(word.text)
        terms = {term for term in terms if len(term) > 1} or terms
        in_texts = self._with_all(schema.FIELD_OF_WORTH[worth], terms, among)
        if not word.digits:
            return in_texts, 0
        terms = digit_grams(word.digits)
        return in_texts, self._with_all(schema.RUNS_OF_WORTH[worth], terms, among)

    def _with_all(self, field: str, terms: Iterable[str], among: int) -> int:
        for term in terms:
            if not among:
                break
            among &= self.segment.having(field, term)
        return among

    def _lines(self, word: Word, paper: int) -> tuple[bytes, bytes]:
        return self.segment.texts[paper], self.segment.runs[paper] if word.digits else _NO_RUNS


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


def wanted_words(query: Query) -> list[Word]:
    """The words and phrases that a query looks for, fields and refusals left out."""
    return [
        Word.of(condition.value)
        for condition in query.conditions
        if condition.field is Field.TEXT and condition.wanted
    ]


def _cost(condition: Condition) -> int:
    """Cheap conditions first; each leaves fewer papers to the next."""
    if condition.field in _WHOLE_VALUES:
        return 0
    exact = condition.field is Field.TEXT and len(condition.value) <= _EXACT
    return 1 if exact else 2
