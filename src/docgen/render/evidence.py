"""Where a paper shows a value: every place of it, with what found it and what stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docgen.render.align import Pair, align
from docgen.render.marks import PARAGRAPHS, Mark, named
from docgen.render.plan import Plan
from docgen.render.reading import How, Place, Reckoned
from docgen.render.record import Record
from docgen.render.trace import CELL, PARAGRAPH, Span, Trace

_BOOKMARK = re.compile(r"(dg_[0-9a-f]{6}_)(\d{1,6})(?:_(\d{1,5}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place where a value stands.

    Args:
        marks: What may have printed it; one of them did.
        row: Its row of the table when it was filled, from 0; ``None`` if that is not known.
        text: What stands there now.
        how: By what it was found.
        place: Where.
        unit: The number of its paragraph or row in the paper.
        step: Which unit of the template that is; -1 if it is not known.
        loop: The loop around that unit; 0 for none or not known.
        sure: Whether the text is this mark's for certain, and not in part its neighbour's.
        same: Whether the template's words showed just this when the paper was filled.
    """

    marks: tuple[Mark, ...]
    row: int | None
    text: str
    how: How
    place: Place
    unit: int
    step: int = -1
    loop: int = 0
    sure: bool = True
    same: bool = False

    @property
    def mark(self) -> Mark:
        """One of the marks; all print the same field and column."""
        return self.marks[0]


def evidence(trace: Trace, plan: Plan, record: Record | None) -> list[Evidence]:
    """Everything a paper shows: by tags and bookmarks, then by the template's words; in order."""
    pairs = _pairs(trace, plan)
    steps = {pair.paper: pair.template for pair in pairs}
    found = list(_spans(trace, plan, record, steps))
    taken: dict[int, list[tuple[Span, Mark]]] = {}
    for span, place in found:
        taken.setdefault(span.unit, []).append((span, place.mark))
    by_words = (
        one for pair in pairs for one in _words(trace, plan, pair, taken.get(pair.paper, []))
    )
    return [*(place for _, place in found), *by_words]


def reckoned(trace: Trace, plan: Plan) -> Iterator[Reckoned]:
    """What the template's words show of values that cannot be read from their text."""
    for pair in _pairs(trace, plan):
        unit = trace.units[pair.paper]
        for turn, (number, start, end) in enumerate(pair.fit.values):
            mark = plan.marks[number]
            sure = number >= 0 and turn not in pair.fit.unsure and number not in plan.unsure
            if sure and mark.path in plan.paths and not mark.is_readable:
                yield Reckoned(mark.path, _clean(unit.text[start:end]), _place(unit.place))


def _pairs(trace: Trace, plan: Plan) -> list[Pair]:
    """Units of the paper with those of the template that they are."""
    numbers = [number for number, unit in enumerate(trace.units) if unit.text.strip()]
    pairs = align([trace.units[number].text for number in numbers], plan.units, plan.patterns)
    return [pair._replace(paper=numbers[pair.paper]) for pair in pairs]


def _words(
    trace: Trace, plan: Plan, pair: Pair, taken: Sequence[tuple[Span, Mark]]
) -> Iterator[Evidence]:
    """What the template's words show in one unit; not what a control there says is another's."""
    unit, loop = trace.units[pair.paper], plan.units[pair.template].loop
    for turn, (number, start, end) in enumerate(pair.fit.values):
        mark = plan.marks[number]
        others = (
            span.start < end and start < span.start + len(span.text)
            for span, other in taken
            if other.key != mark.key
        )
        if number < 0 or not mark.is_readable or any(others):
            continue
        text, place = _clean(unit.text[start:end]), _place(unit.place)
        sure = turn not in pair.fit.unsure and number not in plan.unsure
        how, step = How.PATTERN, pair.template
        yield Evidence((mark,), None, text, how, place, pair.paper, step, loop, sure)


def _spans(
    trace: Trace, plan: Plan, record: Record | None, steps: dict[int, int]
) -> Iterator[tuple[Span, Evidence]]:
    for span in trace.spans:
        meant = named(span.name) if span.kind == "t" else _marked(span, plan, record)
        if meant is not None and meant[0].path in plan.paths:
            mark, row = meant
            how = How.TAG if span.kind == "t" else How.BOOKMARK
            step = steps.get(span.unit, -1)
            loop = plan.units[step].loop if step >= 0 else 0
            place, text = _place(span.place), _clean(span.text)
            yield span, Evidence(plan.alike(mark), row, text, how, place, span.unit, step, loop)


def _marked(span: Span, plan: Plan, record: Record | None) -> tuple[Mark, int | None] | None:
    meant = marked(span.name, plan, record)
    # Some programs lose the end of an empty bookmark; it then runs on to anywhere.
    lost = span.is_long and span.name.startswith(plan.prefix)
    return None if meant and lost and meant[0].filter != PARAGRAPHS else meant


def marked(name: str, plan: Plan, record: Record | None) -> tuple[Mark, int | None] | None:
    """What a bookmark stands around: a mark of this template, or of the one it was filled from."""
    found = _BOOKMARK.fullmatch(name)
    if found is None:
        return None
    number, row = int(found[2]), int(found[3]) if found[3] else None
    if found[1] == plan.prefix:
        return plan.marks[number] if number < len(plan.marks) else Mark(), row
    if record is None or found[1][3:-1] != record.docx_sha256[:6] or number >= len(record.marks):
        return None
    meant = named(record.marks[number])
    return (meant[0], row) if meant else None


def _place(place: tuple[str, int, int, int, int]) -> Place:
    return Place(*place)


def _clean(text: str) -> str:
    """A value's text: paragraphs that a person made of it are its lines."""
    return text.replace(CELL, "").replace(PARAGRAPH, "\n").strip("\n")
