"""Which papers come first, how many there are, and what they are counted by, asked of ``tantivy``.

The library gives the first papers by a score or by a field, not by one after the other. So the
best are found in two steps: by a score, which says how good the last of them is; and, of the
papers just as good as that one, the newest.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from tantivy import DocAddress, Occur, Searcher, SearchResult
from tantivy import Order as Direction
from tantivy import Query as Asked

from docgen.index import second_query as queries
from docgen.index import second_schema as names
from docgen.index.analysis import Word
from docgen.index.conditions import Query
from docgen.index.engine import FACET_VALUES, Order
from docgen.index.paper import Hit
from docgen.index.second_schema import Kept, schema
from docgen.index.snippet import snippet

# The library refuses to count more values than 65,000.
_MOST_VALUES = 60_000
_FACETS = {
    "grade": names.RANK,
    "year": names.YEAR,
    "dossier": names.DOSSIER,
    "unit": names.UNIT,
    "customer": "customer_whole",
    "group": "group_whole",
    "template": "template_whole",
}

Found = tuple[int, list[Kept]]
"""How many papers match, and the first of them."""


@dataclass(frozen=True, slots=True)
class _Ranks:
    """By what papers are better than others: what they share, then the credits of words."""

    shared: Sequence[Asked]
    credits: Sequence[Asked]

    @property
    def step(self) -> int:
        """What one shared value counts: more than all credits."""
        return len(self.credits) + 1

    def scored(self, base: Asked) -> Asked:
        """The same papers, each with its rank as its score."""
        parts = [(Occur.Must, Asked.const_score_query(base, 0.0))]
        for asked, score in ((self.shared, self.step), (self.credits, 1)):
            parts += [(Occur.Should, Asked.const_score_query(one, float(score))) for one in asked]
        return Asked.boolean_query(parts)

    def only(self, base: Asked, rank: int) -> Asked:
        """Those of the papers that have just this rank."""
        shared, credit = divmod(rank, self.step)
        return _just(_just(base, self.shared, shared), self.credits, credit)


def _just(base: Asked, parts: Sequence[Asked], count: int) -> Asked:
    """Those of the papers that match just so many parts."""
    if count:
        base = queries.both(base, queries.at_least(count, parts))
    return queries.but_not(base, queries.at_least(count + 1, parts)) if count < len(parts) else base


def first(
    searcher: Searcher, query: Query, base: Asked, order: Order, *, fold: bool, count: int
) -> Found:
    """The first papers in an order.

    Args:
        searcher: The state of the index.
        query: What was asked.
        base: The same for the library, scope included (``second_query.found``).
        order: How people want them.
        fold: As for ``open_engine``.
        count: How many, at least one.
    """
    ranks = _Ranks(queries.shared(query), queries.credits_of(query, fold=fold))
    if order == "best" and (ranks.shared or ranks.credits):
        return _best(searcher, base, ranks, count)
    return (_numbered if order == "number" else _newest)(searcher, base, count)


def _newest(searcher: Searcher, base: Asked, count: int) -> Found:
    """The newest day first, which is quickly found; on the last of the days the higher item id."""
    found = searcher.search(base, count, order_by_field=names.DAY)
    last = found.hits[-1][0] if len(found.hits) == count else -1
    chosen = _kept(searcher, (place for day, place in found.hits if day > last))
    chosen.sort(key=lambda one: (one.paper.date, one.paper.item), reverse=True)
    if len(chosen) < len(found.hits):
        that_day = Asked.term_query(schema(), names.DAY, last, "basic")
        of_day = queries.both(base, that_day)
        left = count - len(chosen)
        rest = searcher.search(of_day, left, order_by_field=names.NEWEST, count=False)
        chosen += _kept(searcher, (place for _, place in rest.hits))
    return _total(found), chosen


def _numbered(searcher: Searcher, base: Asked, count: int) -> Found:
    order = Direction.Asc
    found = searcher.search(base, count, order_by_field=names.BY_NUMBER, order=order)
    return _total(found), _kept(searcher, (place for _, place in found.hits))


def _kept(searcher: Searcher, places: Iterable[DocAddress]) -> list[Kept]:
    return [Kept.of(searcher.doc(place)) for place in places]


def _best(searcher: Searcher, base: Asked, ranks: _Ranks, count: int) -> Found:
    """First those with a rank, then the rest, which are nearly always the most."""
    parts = (*ranks.shared, *ranks.credits)
    better = searcher.search(ranks.scored(queries.both(base, queries.either(*parts))), count)
    scores = [round(score) for score, _ in better.hits]
    chosen: list[Kept] = []
    for rank in sorted(set(scores), reverse=True):
        chosen += _newest(searcher, ranks.only(base, rank), scores.count(rank))[1]
    rest = queries.but_not(base, *parts)
    if len(chosen) == count:
        return _total(better) + _total(searcher.search(rest, 1)), chosen
    total, others = _newest(searcher, rest, count - len(chosen))
    return _total(better) + total, [*chosen, *others]


def _total(found: SearchResult) -> int:
    return cast("_Counted", found).count


class _Counted(Protocol):
    """What the library's types leave out."""

    count: int


def hit(kept: Kept, words: Sequence[Word]) -> Hit:
    """A paper as people see it."""
    text, spans = snippet(kept.paper.body, kept.normalised, words)
    paper = kept.paper
    return Hit(
        item=paper.item,
        title=paper.title,
        customer=paper.customer,
        dossier=paper.dossier,
        template=paper.template,
        date=paper.date,
        rank=paper.rank,
        number=paper.number,
        snippet=text,
        spans=spans,
    )


def counts(
    searcher: Searcher, base: Asked, facets: Collection[str]
) -> Mapping[str, tuple[tuple[str, int], ...]]:
    """How many papers have which values: the most frequent first, then by value."""
    asked = {
        name: {
            "terms": {"field": _FACETS[name], "size": _MOST_VALUES, "segment_size": _MOST_VALUES}
        }
        for name in facets
    }
    given = searcher.aggregate(base, asked) if asked else {}
    return {name: _most(given[name]["buckets"]) for name in facets}


def _most(buckets: Sequence[Mapping[str, object]]) -> tuple[tuple[str, int], ...]:
    values = ((_value(one["key"]), int(str(one["doc_count"]))) for one in buckets)
    found = sorted(values, key=lambda one: (-one[1], one[0]))
    return tuple(one for one in found if one[0])[:FACET_VALUES]


def _value(key: object) -> str:
    return str(json.loads(key)) if isinstance(key, str) else str(int(str(key).partition(".")[0]))
