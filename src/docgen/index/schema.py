"""Which terms of a paper are indexed, and under which field. Pure, and the same for every engine.

    item dossier unit rank        whole values, as they are; the permission filter reads them
    group template                whole values, normalised, for ``field:value``
    key                           grams of document number and item id   ┐
    head                          grams of title and customer            │ analysis.grams
    body                          grams of dossier and body              ┘
    key-runs head-runs body-runs  five digits in a row, of the runs of digits of the same texts

Every term of one or two characters is exact by itself. For longer words the grams give
candidates, and the texts kept beside them decide; likewise for more than five digits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from docgen.index import analysis
from docgen.index.paper import Paper

ITEM, DOSSIER, UNIT, RANK = "item", "dossier", "unit", "rank"
GROUP, TEMPLATE = "group", "template"
KEY, HEAD, BODY = "key", "head", "body"

# The texts of a paper in this order, one on a line, and how good a hit in each line is:
# 0 number and item id, 1 title and customer, 2 everything else.
NUMBER_LINE, ITEM_LINE, CUSTOMER_LINE, BODY_LINE = 0, 1, 3, 5
WORTH = (0, 0, 1, 1, 2, 2)
FIELD_OF_WORTH = (KEY, HEAD, BODY)
RUNS_OF_WORTH = ("key-runs", "head-runs", "body-runs")
WORST = max(WORTH)


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper made ready for an engine.

    Args:
        paper: What is kept for the hit list; its body is tidied, for snippets.
        sequence: The outbox sequence it was indexed at.
        terms: Terms by field.
        texts: The normalised texts, one on a line (``analysis.first_line_with``).
        runs: Their runs of digits, on the same lines.
    """

    paper: Paper
    sequence: int
    terms: Mapping[str, frozenset[str]]
    texts: bytes
    runs: bytes


def entry(paper: Paper, sequence: int) -> Entry:
    """Work out everything an engine needs of one paper."""
    kept = replace(paper, body=analysis.tidy(paper.body))
    texts = [
        analysis.normalise(text)
        for text in (kept.number, kept.item, kept.title, kept.customer, kept.dossier, kept.body)
    ]
    runs = [analysis.digit_runs(text) for text in texts]
    return Entry(
        paper=kept,
        sequence=sequence,
        terms=_whole_values(kept) | _grams(texts, runs),
        texts=analysis.on_lines(texts),
        runs=analysis.on_lines(runs),
    )


def _whole_values(paper: Paper) -> dict[str, frozenset[str]]:
    template = analysis.normalise(paper.template)
    return {
        ITEM: frozenset({paper.item}),
        DOSSIER: frozenset({paper.dossier}),
        UNIT: frozenset({paper.unit}),
        RANK: frozenset({str(paper.rank)}),
        GROUP: frozenset({analysis.normalise(paper.group)}),
        TEMPLATE: frozenset({template, *template.split("/")}),
    }


def _grams(texts: list[str], runs: list[str]) -> dict[str, frozenset[str]]:
    terms: dict[str, set[str]] = {name: set() for name in FIELD_OF_WORTH + RUNS_OF_WORTH}
    for text, run, worth in zip(texts, runs, WORTH, strict=True):
        terms[FIELD_OF_WORTH[worth]] |= analysis.grams(text)
        terms[RUNS_OF_WORTH[worth]] |= analysis.digit_grams(run)
    return {field: frozenset(found) for field, found in terms.items()}
