"""What of a paper the embedded engine keeps, and under which name. Pure.

A paper has six texts of these kinds, its normalised texts and the runs of digits of the same
texts (``analysis.digit_runs``), one on a line:

    0  key    key-runs     number, item id     how good a hit in it is, its worth:
    1  head   head-runs    title, customer     the lower the better
    2  body   body-runs    dossier, body

Under the same names stand their terms: of texts the characters and pairs of characters
(``analysis.grams``), of runs each five digits in a row. A term is exact by itself. For longer
words the terms give candidates, and the texts decide; likewise for more than five digits.

A paper has one value for each fact; it is counted and asked for by them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from docgen.index import analysis
from docgen.index.engine import FACETS
from docgen.index.paper import Paper

TEXTS = ("key", "head", "body")
RUNS = ("key-runs", "head-runs", "body-runs")
KINDS = TEXTS + RUNS
NUMBER_LINE, ITEM_LINE = 0, 1  # of a key
BODY_LINE = 1  # of a body

ITEM, SKETCH = "item", "sketch"
# Facts beside those that hits are counted by: the customer's name, normalised, and its pinyin.
NAME, PINYIN = "name", "pinyin"
FACTS = (*FACETS, NAME, PINYIN)


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper made ready to be written.

    Args:
        paper: What is kept for the hit list; its body is tidied, for snippets.
        sequence: The outbox sequence it was indexed at.
        terms: Terms by kind, and under ``ITEM`` and ``SKETCH`` what they say.
        texts: Its texts, as ``KINDS``, in UTF-8.
        facts: Its facts, as ``FACTS``.
    """

    paper: Paper
    sequence: int
    terms: Mapping[str, Iterable[str]]
    texts: tuple[bytes, ...]
    facts: tuple[str, ...]


def entry(paper: Paper, sequence: int, *, fold: bool) -> Entry:
    """Work out everything that is written of one paper."""
    kept = replace(paper, body=analysis.tidy(paper.body))
    normalise = partial(analysis.normalise, fold=fold)
    lines = [
        [normalise(text) for text in of_worth]
        for of_worth in (
            (kept.number, kept.item),
            (kept.title, kept.customer),
            (kept.dossier, kept.body),
        )
    ]
    runs = [[analysis.digit_runs(text) for text in of_worth] for of_worth in lines]
    terms = [_all(analysis.grams, one) for one in lines]
    terms += [_all(analysis.digit_grams, one) for one in runs]
    return Entry(
        paper=kept,
        sequence=sequence,
        terms={
            **dict(zip(KINDS, terms, strict=True)),
            ITEM: [kept.item],
            SKETCH: {sketch_term(value) for value in kept.sketch},
        },
        texts=tuple("\n".join(one).encode() for one in lines + runs),
        facts=(*(facet(kept, name) for name in FACETS), lines[1][1], normalise(kept.pinyin)),
    )


def _all(terms: Callable[[str], set[str]], texts: Iterable[str]) -> set[str]:
    return set().union(*map(terms, texts))


def sketch_term(value: int) -> str:
    """The term under which a paper with this value in its sketch is found."""
    return f"{value:x}"


def facet(paper: Paper, name: str) -> str:
    """The value of a paper for one of ``FACETS``; "" if it has none."""
    if name == "grade":
        return str(paper.rank)
    return str(paper.date.year if name == "year" else getattr(paper, name))
