"""A query and a scope as queries of the library ``tantivy``. Nothing is asked here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache, partial

from tantivy import FieldType, Occur
from tantivy import Query as Asked

from docgen.index import second_schema as names
from docgen.index.analysis import FEWEST_DIGITS, Word
from docgen.index.conditions import Condition, Field, Query
from docgen.index.second_schema import schema, whole
from docgen.model.scope import Scope

_SCOPES_KEPT = 16
_PIECES = {
    Field.TEXT: names.TEXT,
    Field.NUMBER: names.NUMBER,
    Field.CUSTOMER: names.CUSTOMER,
    Field.PINYIN: names.NAMES,
}
_VALUES = {
    Field.DOSSIER: names.DOSSIER,
    Field.ITEM: names.ITEM,
    Field.UNIT: names.UNIT_WORD,
    Field.GROUP: names.GROUP_WORD,
    Field.TEMPLATE: names.TEMPLATE_WORD,
}


def both(*parts: Asked) -> Asked:
    """What matches all of these."""
    return parts[0] if len(parts) == 1 else Asked.boolean_query([(Occur.Must, p) for p in parts])


def either(*parts: Asked) -> Asked:
    """What matches at least one of these."""
    return parts[0] if len(parts) == 1 else at_least(1, parts)


def but_not(wanted: Asked, *unwanted: Asked) -> Asked:
    """What matches the first and none of the others."""
    refused = [(Occur.MustNot, part) for part in unwanted]
    return Asked.boolean_query([(Occur.Must, wanted), *refused]) if refused else wanted


def at_least(count: int, parts: Sequence[Asked]) -> Asked:
    """What matches so many of these, at least one."""
    return Asked.boolean_query(
        [(Occur.Should, part) for part in parts], minimum_number_should_match=count
    )


@lru_cache(_SCOPES_KEPT)
def admitted(scope: Scope) -> tuple[Asked, ...]:
    """Parts that all match the papers a person may know of: ``Scope.admits``."""
    rank = min(max(scope.rank, names.RANKS[0]), names.RANKS[-1])
    reasons = [("", "")] if scope.everything else [(names.UNIT, one) for one in scope.units]
    dossiers = () if scope.everything else scope.dossiers
    term = partial(Asked.term_query, schema(), names.SCOPE, index_option="basic")
    # Units are few and quicker one by one.
    needed = [term(names.scope_term(rank, *reason)) for reason in reasons]
    if dossiers:
        terms = [names.scope_term(rank, names.DOSSIER, one) for one in dossiers]
        needed.append(Asked.term_set_query(schema(), names.SCOPE, terms))
    if not needed:
        return (Asked.empty_query(),)
    # A rank that no grade has is compared as a number.
    is_grade = scope.rank in names.RANKS[:-1]
    cleared = () if is_grade else (_between(names.RANK, None, scope.rank),)
    return (either(*needed), *cleared)


def found(query: Query, scope: Scope, *, fold: bool) -> Asked:
    """The papers that match, of those that the scope admits."""
    wanted, unwanted = [*admitted(scope)], list[Asked]()
    for condition in query.conditions:
        chosen = wanted if condition.wanted else unwanted
        chosen.append(_holding(condition, fold=fold))
    if query.like:
        wanted.append(at_least(query.least, shared(query)))
    return but_not(both(*wanted), *unwanted)


def shared(query: Query) -> list[Asked]:
    """For each value of the sketch in the query, the papers that share it."""
    term = partial(Asked.term_query, schema(), names.SKETCH, index_option="basic")
    return [term(one) for one in query.like]


def credits_of(query: Query, *, fold: bool) -> list[Asked]:
    """Two for each word: a paper has as many as its worth is less than the worst.

    A word in number or item id matches both, one in title or customer one of them, one that
    stands only elsewhere none. What stands there as it was typed goes before its digits.
    """
    given: list[Asked] = []
    for condition in query.conditions:
        if condition.field is Field.TEXT and condition.wanted:
            word = Word.of(condition.value, fold)
            key, head = _exactly(word, names.KEY), _exactly(word, names.HEAD)
            if not word.digits:
                given += [key, either(key, head)]
                continue
            anywhere = _exactly(word, names.TEXT)
            key_runs, head_runs = (_in_runs(word, piece) for piece in (names.KEY, names.HEAD))
            given += [
                either(key, but_not(key_runs, anywhere)),
                either(key, head, but_not(either(key_runs, head_runs), anywhere)),
            ]
    return given


def _holding(condition: Condition, *, fold: bool) -> Asked:
    field, value = condition.field, condition.value
    if field in _PIECES:
        return _in_piece(Word.of(value, fold), _PIECES[field])
    if field in _VALUES:
        value = Word.of(value, fold).text if field.name in _NORMALISED else value
        return Asked.term_query(schema(), _VALUES[field], whole(value), "basic")
    if field is Field.PHONE:
        return _in_runs(Word.of(value, fold), names.TEXT)
    if field is Field.GRADE:
        return _between(names.RANK, int(value), int(value))
    day = date.fromisoformat(value).toordinal()
    return _between(names.DAY, *((day, None) if field is Field.SINCE else (None, day)))


_NORMALISED = ("UNIT", "GROUP", "TEMPLATE")


def _in_piece(word: Word, piece: str) -> Asked:
    """The law of search, for one piece of the texts."""
    if not word.digits:
        return _exactly(word, piece)
    if word.text == word.digits:
        return _in_runs(word, piece)  # digits that stand together stand in a run
    return either(_exactly(word, piece), _in_runs(word, piece))


def _exactly(word: Word, piece: str) -> Asked:
    """The normalised word is a substring."""
    text = word.text
    if len(text) == 1:
        return Asked.term_query(schema(), f"{piece}_one", text, "basic")
    if piece == names.TEXT and text == word.digits:
        return _phrase(f"{piece}_digits", text, FEWEST_DIGITS)
    return _phrase(piece, text.replace(" ", names.SPACE), 2)


def _in_runs(word: Word, piece: str) -> Asked:
    return _phrase(f"{piece}_runs", word.digits, FEWEST_DIGITS)


def _phrase(name: str, text: str, size: int) -> Asked:
    """A text as pieces of one size, each beginning where the one before ends, but the last."""
    last = len(text) - size
    if not last:
        return Asked.term_query(schema(), name, text, "basic")
    starts = sorted({*range(0, last, size), last})
    return Asked.phrase_query(schema(), name, [(at, text[at : at + size]) for at in starts])


def _between(name: str, least: int | None, most: int | None) -> Asked:
    return Asked.range_query(schema(), name, FieldType.Integer, least, most)
