"""The law of search once more, as plainly as it can be said, to hold every engine against.

Shares only ``normalise`` with the product: no terms, no sets, no order of evaluation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from docgen.index.analysis import normalise
from docgen.index.conditions import Condition, Field, Query
from docgen.index.engine import FACET_VALUES, FACETS, Engine, Order
from docgen.index.paper import Paper
from docgen.model.scope import Scope

ROOT = Path(__file__).resolve().parents[2]
EVERYTHING = Scope(rank=3, everything=True)

SAMPLE = Paper(
    item="0000000042-0007",
    title="客户投诉记录及处理意见",
    number="TS-2026-03017",
    customer="云州市样云物业有限公司",
    dossier="0000000042",
    template="complaint/complaint-record",
    group="repair",
    rank=1,
    unit="客户服务部",
    date=date(2026, 3, 14),
    body="张伟反映供气压力不足，电话 199-0000-0042，金额￥1,200.00。",
)


def paper(turn: int = 7, **changes: object) -> Paper:
    """The sample paper as item ``turn`` of its dossier, with some facts changed."""
    return replace(SAMPLE, item=f"0000000042-{turn:04d}", **changes)  # type: ignore[arg-type]  # any fact


def sample_papers(count: int, **options: int) -> list[Paper]:
    """Papers from the generator of ``bench/papers.py``."""
    spec = spec_from_file_location("bench_papers", ROOT / "bench" / "papers.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return list(module.papers(count, **options))


def scan(
    query: Query,
    papers: Iterable[Paper],
    scope: Scope,
    order: Order = "best",
    *,
    fold: bool = False,
) -> list[Paper]:
    """The papers that must be found, in the order they must come."""
    law = _Law(fold=fold)
    found = [one for one in visible(papers, scope) if law.matches(query, one)]
    return law.ordered(query, found, order)


def visible(papers: Iterable[Paper], scope: Scope) -> list[Paper]:
    """The papers a person may know of."""
    return [one for one in papers if scope.admits(one.rank, one.unit, one.dossier)]


def counts(found: Iterable[Paper], facet: str) -> tuple[tuple[str, int], ...]:
    """How many papers have which value; the most frequent first, then by value."""
    special = {"grade": lambda one: str(one.rank), "year": lambda one: str(one.date.year)}
    value = special.get(facet, lambda one: getattr(one, facet))
    counted = Counter(filter(None, map(value, found)))
    return tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0])))[:FACET_VALUES]


def assert_lawful(
    index: Engine, papers: Sequence[Paper], query: Query, scope: Scope, *, fold: bool = False
) -> None:
    """Hits, their order, number and facets are those of the scan, on every page."""
    expected = scan(query, papers, scope, fold=fold)

    whole = index.search(query, scope, limit=len(papers) + 1, facets=FACETS)
    page = index.search(query, scope, limit=2, offset=1)

    assert [hit.item for hit in whole.hits] == [one.item for one in expected]
    assert [hit.item for hit in page.hits] == [one.item for one in expected[1:3]]
    assert whole.total == page.total == len(expected)
    assert dict(whole.facets) == {name: counts(expected, name) for name in FACETS}
    for order in _ORDERS:
        ordered = _Law(fold=fold).ordered(query, expected, order)[:9]
        found = index.search(query, scope, limit=9, order=order)
        assert [hit.item for hit in found.hits] == [one.item for one in ordered]
        assert found.total == len(expected)


_ORDERS: tuple[Order, ...] = ("date", "number")


def _shared(query: Query, one: Paper) -> int:
    return len(set(query.like) & set(one.sketch))


class _Law:
    """What holds of a paper, with traditional characters folded or not."""

    def __init__(self, *, fold: bool) -> None:
        self._fold = fold

    def ordered(self, query: Query, found: Iterable[Paper], order: Order) -> list[Paper]:
        """The same papers as people want them."""
        newest = sorted(found, key=lambda one: (one.date, one.item), reverse=True)
        if order == "best":
            newest.sort(key=lambda one: (-_shared(query, one), self._worth(query, one)))
        if order == "number":
            newest.sort(key=lambda one: (not self._plain(one.number), self._plain(one.number)))
        return newest

    def matches(self, query: Query, one: Paper) -> bool:
        """Whether all conditions hold, and enough is shared."""
        alike = not query.like or _shared(query, one) >= query.least
        return alike and all(self._true(c, one) is c.wanted for c in query.conditions)

    def _true(self, condition: Condition, one: Paper) -> bool:
        value, folded = condition.value, self._plain(condition.value)
        template = self._plain(one.template)
        checks = {
            Field.TEXT: lambda: any(self._in(folded, text) for text in _texts(one)),
            Field.CUSTOMER: lambda: self._in(folded, one.customer),
            Field.PINYIN: lambda: self._in(folded, one.customer) or self._in(folded, one.pinyin),
            Field.NUMBER: lambda: self._in(folded, one.number),
            Field.PHONE: lambda: any(self._has_digits(value, text) for text in _texts(one)),
            Field.DOSSIER: lambda: value == one.dossier,
            Field.ITEM: lambda: value == one.item,
            Field.UNIT: lambda: folded == self._plain(one.unit),
            Field.GROUP: lambda: folded == self._plain(one.group),
            Field.TEMPLATE: lambda: folded in {template, *template.split("/")},
            Field.GRADE: lambda: value == str(one.rank),
            Field.SINCE: lambda: one.date.isoformat() >= value,
            Field.UNTIL: lambda: one.date.isoformat() <= value,
        }
        return checks[condition.field]()

    def _worth(self, query: Query, one: Paper) -> int:
        """The sum of what the words are worth in a paper."""
        words = [c.value for c in query.conditions if c.field is Field.TEXT and c.wanted]
        return sum(self._worth_of(self._plain(word), one) for word in words)

    def _worth_of(self, word: str, one: Paper) -> int:
        """0 in number and item, 1 in title and customer, else 2; as written before digits only."""
        worths = (0, 0, 1, 1, 2, 2)
        for exactly in (True, False):
            for worth, text in zip(worths, _texts(one), strict=True):
                if word in self._plain(text) if exactly else self._has_digits(word, text):
                    return worth
        raise AssertionError(word)

    def _in(self, word: str, text: str) -> bool:
        return word in self._plain(text) or self._has_digits(word, text)

    def _has_digits(self, word: str, text: str) -> bool:
        number = _number(word)
        return bool(number) and any(number in run for run in _runs(self._plain(text)))

    def _plain(self, text: str) -> str:
        return normalise(text, self._fold)


def _texts(one: Paper) -> tuple[str, ...]:
    return (one.number, one.item, one.title, one.customer, one.dossier, one.body)


def _number(word: str) -> str:
    """The digits of a word that is a number of five digits or more, else ""."""
    digits = "".join(one for one in word.removeprefix("+") if one not in _BETWEEN)
    return digits if len(digits) >= 5 and set(digits) <= set("0123456789") else ""


_BETWEEN = " ()-‐‑‒–—―−"


def _runs(text: str) -> Iterator[str]:
    """Digits with at most three separators between two of them."""
    run, gap = "", 0
    for one in text:
        if one in "0123456789":
            run, gap = run + one, 0
        elif one in _BETWEEN and run and gap < 3:
            gap += 1
        else:
            yield run
            run, gap = "", 0
    yield run
