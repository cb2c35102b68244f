"""The law of search once more, as plainly as it can be said, to hold every engine against.

Shares only ``normalise`` with the product: no terms, no sets, no order of evaluation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from docgen.index.analysis import normalise
from docgen.index.conditions import Condition, Field, Query
from docgen.index.engine import Index
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


def scan(query: Query, papers: Iterable[Paper], scope: Scope) -> list[str]:
    """The items that must be found, in the order they must come."""
    admitted = [one for one in papers if scope.admits(one.rank, one.unit, one.dossier)]
    found = [one for one in admitted if all(_holds(each, one) for each in query.conditions)]
    found.sort(key=lambda one: one.item, reverse=True)
    found.sort(key=lambda one: (_worth(query, one), -one.date.toordinal()))
    return [one.item for one in found]


def assert_lawful(index: Index, papers: Sequence[Paper], query: Query, scope: Scope) -> None:
    """Hits, their order and their number are those of the scan, on every page."""
    expected = scan(query, papers, scope)

    whole = index.search(query, scope, limit=len(papers) + 1)
    page = index.search(query, scope, limit=2, offset=1)

    assert [hit.item for hit in whole.hits] == expected
    assert [hit.item for hit in page.hits] == expected[1:3]
    assert whole.total == page.total == len(expected)


def _holds(condition: Condition, one: Paper) -> bool:
    return _true(condition, one) is condition.wanted


def _true(condition: Condition, one: Paper) -> bool:
    value, template = condition.value, normalise(one.template)
    checks = {
        Field.TEXT: lambda: any(_in(value, text) for text in _texts(one)),
        Field.CUSTOMER: lambda: _in(value, one.customer),
        Field.NUMBER: lambda: _in(value, one.number),
        Field.DOSSIER: lambda: value == one.dossier,
        Field.GROUP: lambda: value == normalise(one.group),
        Field.TEMPLATE: lambda: value in {template, *template.split("/")},
        Field.GRADE: lambda: value == str(one.rank),
        Field.SINCE: lambda: one.date.isoformat() >= value,
        Field.UNTIL: lambda: one.date.isoformat() <= value,
    }
    return checks[condition.field]()


def _texts(one: Paper) -> tuple[str, ...]:
    return (one.number, one.item, one.title, one.customer, one.dossier, one.body)


def _in(word: str, text: str) -> bool:
    text = normalise(text)
    return word in text or (
        bool(_number(word)) and any(_number(word) in run for run in _runs(text))
    )


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


def _worth(query: Query, one: Paper) -> int:
    words = [c.value for c in query.conditions if c.field is Field.TEXT and c.wanted]
    return sum(_worth_of(word, one) for word in words)


def _worth_of(word: str, one: Paper) -> int:
    """0 in number and item, 1 in title and customer, else 2; as written before digits only."""
    worths = (0, 0, 1, 1, 2, 2)
    for exactly in (True, False):
        for worth, text in zip(worths, _texts(one), strict=True):
            if word in normalise(text) if exactly else _in(word, text):
                return worth
    raise AssertionError(word)
