"""Which papers of a segment match, decided with sets of paper numbers.

The order matters: first the papers the person may know, and only of them anything else.
So neither a count nor a snippet nor the time taken can tell of the others.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date

from docgen.index import schema
from docgen.index.analysis import Word, first_line_with, grams
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
_NONE: frozenset[int] = frozenset()
_NO_RUNS = b"\n" * (len(schema.WORTH) - 1)


class Shelf:
    """A segment together with the papers that no longer count in it."""

    def __init__(self, segment: Segment, gone: frozenset[int]) -> None:
        """Nothing is read yet."""
        self.segment, self.gone = segment, gone
        self._admitted: dict[Scope, frozenset[int]] = {}

    def admitted(self, scope: Scope) -> frozenset[int]:
        """The papers a person may know of: ``Scope.admits`` for the whole segment at once."""
        known = self._admitted.get(scope)
        if known is None:
            if len(self._admitted) >= _SCOPES_KEPT:
                self._admitted.clear()
            known = self._admitted[scope] = self._admit(scope)
        return known

    def _admit(self, scope: Scope) -> frozenset[int]:
        ids = self.segment.ids
        ranks = self.segment.terms(schema.RANK)
        cleared = _NONE.union(*(ids(schema.RANK, r) for r in ranks if int(r) <= scope.rank))
        if scope.everything:
            return cleared - self.gone
        units = (ids(schema.UNIT, unit) for unit in scope.units)
        dossiers = (ids(schema.DOSSIER, dossier) for dossier in scope.dossiers)
        return (cleared & _NONE.union(*units, *dossiers)) - self.gone

    def matches(self, query: Query, scope: Scope) -> dict[int, int]:
        """The papers that match, each with its worth: the lower, the better.

        A word is worth 0 in number or item id, 1 in title or customer, 2 elsewhere; the
        worths of several words are added.
        """
        found: AbstractSet[int] = self.admitted(scope)
        for condition in sorted(query.conditions, key=_cost):
            if not found:
                return {}
            holding = self._holding(condition, found)
            found = found & holding if condition.wanted else found - holding
        words = wanted_words(query)
        worth = dict.fromkeys(found, schema.WORST * len(words))
        for word in words:
            for paper, better in self._better(word, found).items():
                worth[paper] += better - schema.WORST
        return worth

    def _holding(self, condition: Condition, among: AbstractSet[int]) -> AbstractSet[int]:
        """Those of some papers for which a condition holds."""
        field, value = condition.field, condition.value
        if field in _WHOLE_VALUES:
            return self.segment.ids(_WHOLE_VALUES[field], value)
        if field in (Field.SINCE, Field.UNTIL):
            return self._dated(condition, among)
        word = Word.of(value)
        candidates = self._candidates(word, among)
        if field is Field.TEXT and len(word.text) <= _EXACT:
            return candidates
        line = _LINES.get(field)
        return {paper for paper in candidates if self._holds(word, paper, line)}

    def _dated(self, condition: Condition, among: AbstractSet[int]) -> AbstractSet[int]:
        day, limit = self.segment.day, date.fromisoformat(condition.value).toordinal()
        if condition.field is Field.SINCE:
            return {paper for paper in among if day(paper) >= limit}
        return {paper for paper in among if day(paper) <= limit}

    def _candidates(self, word: Word, among: AbstractSet[int]) -> AbstractSet[int]:
        """Those that have all grams of a word in one field: no paper with it is missing."""
        in_texts = (self._with_all(field, word.text, among) for field in schema.FIELD_OF_WORTH)
        in_runs = self._with_all(schema.RUNS, word.digits, among) if word.digits else _NONE
        return _NONE.union(*in_texts, in_runs)

    def _with_all(self, field: str, text: str, among: AbstractSet[int]) -> AbstractSet[int]:
        terms = grams(text)
        for term in [term for term in terms if len(term) > 1] or terms:
            if not among:
                break
            among = among & self.segment.ids(field, term)
        return among

    def _holds(self, word: Word, paper: int, line: int | None) -> bool:
        texts, runs = self._lines(word, paper)
        if line is not None:
            texts, runs = texts.split(b"\n")[line], runs.split(b"\n")[line]
        return first_line_with(word, texts, runs) >= 0

    def _lines(self, word: Word, paper: int) -> tuple[bytes, bytes]:
        return self.segment.texts(paper), self.segment.runs(paper) if word.digits else _NO_RUNS

    def _better(self, word: Word, among: AbstractSet[int]) -> dict[int, int]:
        """The worth of a word in those papers that may have it elsewhere than in the body."""
        key = self._with_all(schema.KEY, word.text, among)
        head = self._with_all(schema.HEAD, word.text, among)
        if len(word.text) <= _EXACT:
            return dict.fromkeys(head, 1) | dict.fromkeys(key, 0)
        runs = self._with_all(schema.RUNS, word.digits, among) if word.digits else _NONE
        return {paper: self._line_worth(word, paper) for paper in key | head | runs}

    def _line_worth(self, word: Word, paper: int) -> int:
        return schema.WORTH[first_line_with(word, *self._lines(word, paper))]


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
