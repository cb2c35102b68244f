"""A search as every segment is asked it: what can be worked out once for all of them is.

Words are made comparable here, and a condition on a fact becomes the numbers of the values for
which it holds (``columns.Values``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from docgen.index import schema
from docgen.index.analysis import Word, normalise
from docgen.index.columns import AllValues, Chosen
from docgen.index.conditions import Condition, Field, Query
from docgen.index.snippet import any_of
from docgen.model.scope import Scope

#: A word this long is a term of its own, so its papers are the answer.
EXACT = 2

Wanted = Mapping[str, Chosen]
"""Facts, and the values that are wanted of each; one of them is enough."""


class Asked:
    """See above."""

    def __init__(self, query: Query, scope: Scope, facts: AllValues, *, fold: bool) -> None:
        """Nothing is looked at yet.

        Args:
            query: What to look for.
            scope: What the person may know of.
            facts: The values of each fact in any segment.
            fold: Whether traditional characters count as simplified ones.
        """
        self.query, self.scope = query, scope
        self.conditions = sorted(query.conditions, key=_cost)
        self._facts, self._fold = facts, fold
        self._words: dict[str, Word] = {}
        self._values: dict[Condition, Wanted] = {}

    def word(self, condition: Condition) -> Word:
        """The word of a condition."""
        value = condition.value
        if value not in self._words:
            self._words[value] = Word.of(value, self._fold)
        return self._words[value]

    def values(self, condition: Condition) -> Wanted:
        """For which values a condition on a fact holds."""
        if condition not in self._values:
            tests = self._tests(condition)
            self._values[condition] = {fact: self._facts[fact].where(it) for fact, it in tests}
        return self._values[condition]

    @cached_property
    def cleared(self) -> Chosen:
        """The grades that the person may know of."""
        return self._facts["grade"].where(lambda rank: int(rank) <= self.scope.rank)

    @cached_property
    def needed(self) -> Wanted:
        """The units and dossiers that the person needs to know."""
        return {
            "unit": self._facts["unit"].among(self.scope.units),
            "dossier": self._facts["dossier"].among(self.scope.dossiers),
        }

    def _tests(self, condition: Condition) -> Iterator[tuple[str, Callable[[str], bool]]]:
        field, value = condition.field, condition.value
        match field:
            case Field.CUSTOMER:
                yield schema.NAME, _in_name(self.word(condition))
            case Field.PINYIN:
                yield schema.NAME, _in_name(self.word(condition))
                yield schema.PINYIN, lambda text: value in text
            case Field.DOSSIER | Field.GRADE:
                yield field.value, value.__eq__
            case _:
                yield field.value, self._is_whole(field, self.word(condition).text)

    def _is_whole(self, field: Field, wanted: str) -> Callable[[str], bool]:
        """Whether a fact is what was asked for; of a template one part is enough."""

        def holds(fact: str) -> bool:
            comparable = normalise(fact, self._fold)
            parts = comparable.split("/") if field is Field.TEMPLATE else ()
            return wanted == comparable or wanted in parts

        return holds


def _in_name(word: Word) -> Callable[[str], bool]:
    """``word.found_in``, in a fraction of the time: there are many names."""
    if not word.digits:
        return lambda name: word.text in name
    pattern = any_of([word])
    return lambda name: pattern.search(name) is not None


def wanted_words(query: Query, *, fold: bool) -> list[Word]:
    """What snippets show: the words, phrases and telephone numbers that are looked for."""
    return [
        Word.of(condition.value, fold)
        for condition in query.conditions
        if condition.field in {Field.TEXT, Field.PHONE} and condition.wanted
    ]


def _cost(condition: Condition) -> int:
    """Cheap conditions first; each leaves fewer papers to the next."""
    match condition.field:
        case Field.TEXT if len(condition.value) > EXACT:
            return 2
        case Field.PHONE:
            return 2
        case Field.TEXT | Field.NUMBER:
            return 1
        case _:
            return 0
