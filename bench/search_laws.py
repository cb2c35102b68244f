"""Whether a search engine finds what a plain scan over the same papers finds, counted.

The scan shares only ``normalise`` with the product; the law is docs/spec/search.md, 5 to 9.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from docgen.index.analysis import normalise
from docgen.index.conditions import Condition, Field, Query
from docgen.index.engine import Engine
from docgen.index.paper import Paper
from docgen.model.scope import Scope

EVERYTHING = Scope(rank=3, everything=True)
COMPARED = 500  # hits, in their order; the total is compared always
_BETWEEN = r"[ ()\-‐‑‒–—―−]"
_RUN = re.compile(rf"[0-9](?:{_BETWEEN}{{0,3}}[0-9])*")
_NUMBER = re.compile(rf"\+?(?:{_BETWEEN}*[0-9]){{5,}}{_BETWEEN}*")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many questions were asked, how many papers should be found, missed, too many."""

    asked: int
    due: int
    missed: int
    extra: int
    wrong: int

    def __str__(self) -> str:
        """One line of a table."""
        recall = 100 * (1 - self.missed / max(1, self.due))
        precision = 100 * self.due / max(1, self.due + self.extra)
        return (
            f"{self.asked} asked, {self.due} papers due: recall {recall:.1f} %, "
            f"precision {precision:.1f} %, {self.wrong} answers wrong in any way"
        )


class Scan:
    """The papers as plain text, to be looked through from the first to the last."""

    def __init__(self, papers: Sequence[Paper]) -> None:
        """Each paper's texts by worth, and its runs of digits, normalised once."""
        self.papers = papers
        self._texts = [tuple(map(_joined, _texts(one))) for one in papers]
        self._runs = [
            tuple("\n".join(_digits(run) for run in _RUN.findall(text)) for text in texts)
            for texts in self._texts
        ]

    def found(self, word: str, scope: Scope) -> list[Paper]:
        """The papers that must be found, in the order they must come."""
        digits = _digits(word) if _NUMBER.fullmatch(word) else ""
        found = []
        for one, texts, runs in zip(self.papers, self._texts, self._runs, strict=True):
            if scope.admits(one.rank, one.unit, one.dossier):
                worth = next((n for n, text in enumerate(texts) if word in text), None)
                if worth is None and digits:
                    worth = next((n for n, run in enumerate(runs) if digits in run), None)
                if worth is not None:
                    found.append((worth, -one.date.toordinal(), one))
        found.sort(key=lambda each: each[2].item, reverse=True)
        found.sort(key=lambda each: each[:2])
        return [one for _, _, one in found]


def _texts(one: Paper) -> tuple[tuple[str, ...], ...]:
    return (one.number, one.item), (one.title, one.customer), (one.dossier, one.body)


def _joined(texts: tuple[str, ...]) -> str:
    return "\n".join(map(normalise, texts))


def _digits(text: str) -> str:
    return re.sub("[^0-9]", "", text)


def exactness(engine: Engine, scan: Scan, count: int) -> Tally:
    """Random pieces of one to eight characters of the papers' texts, asked by who may know all."""
    pairs = ((word, EVERYTHING) for word in _pieces(scan.papers, count, Random(7)))  # noqa: S311
    return _tally(engine, scan, pairs)


def leaks(engine: Engine, scan: Scan, count: int) -> Tally:
    """Random pieces asked by random people: hits, totals and counts by unit, grade, customer."""
    chosen = Random(8)  # noqa: S311 - the same people every time
    words = _pieces(scan.papers, count, chosen)
    return _tally(engine, scan, ((word, _scope(scan.papers, chosen)) for word in words))


def _tally(engine: Engine, scan: Scan, pairs: Iterator[tuple[str, Scope]]) -> Tally:
    asked = due = missed = extra = wrong = 0
    facets = ("unit", "grade", "customer", "dossier", "template", "group", "year")
    for word, scope in pairs:
        expected = scan.found(word, scope)
        query = Query((Condition(Field.TEXT, word),))
        result = engine.search(query, scope, limit=COMPARED, facets=facets)
        items = [hit.item for hit in result.hits]
        first = [one.item for one in expected[:COMPARED]]
        asked, due = asked + 1, due + len(expected)
        missed += max(len(set(first) - set(items)), len(expected) - result.total)
        extra += max(len(set(items) - {one.item for one in expected}), result.total - len(expected))
        counts = {name: dict(result.facets[name]) for name in facets}
        right = {name: dict(_counted(expected, name)) for name in facets}
        wrong += not (items == first and result.total == len(expected) and counts == right)
    return Tally(asked, due, missed, extra, wrong)


def _counted(papers: Sequence[Paper], facet: str) -> list[tuple[str, int]]:
    """The hundred biggest counts, as an engine gives them."""
    values = {"grade": lambda one: str(one.rank), "year": lambda one: str(one.date.year)}
    value = values.get(facet, lambda one: str(getattr(one, facet)))
    counts = Counter(filter(None, map(value, papers)))
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:100]


def _pieces(papers: Sequence[Paper], count: int, chosen: Random) -> Iterator[str]:
    while count:
        one = chosen.choice(papers)
        text = chosen.choice([one.body, one.body, one.body, one.customer, one.number, one.title])
        at = chosen.randrange(len(text))
        word = normalise(text[at : at + chosen.randint(1, 8)])
        if word:
            count -= 1
            yield word


def _scope(papers: Sequence[Paper], chosen: Random) -> Scope:
    units = sorted({one.unit for one in papers[:500]})
    return Scope(
        rank=chosen.randint(-1, 3),
        everything=not chosen.randrange(10),
        units=frozenset(chosen.sample(units, chosen.randint(0, 2))),
        dossiers=frozenset(chosen.choice(papers).dossier for _ in range(chosen.randint(0, 40))),
    )
