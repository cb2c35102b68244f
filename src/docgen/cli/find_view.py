"""How what was found is shown: hits with their marks, counts, and what may have been meant."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import click

from docgen.cli.language import tell
from docgen.cli.printing import out, out_json
from docgen.errors import say
from docgen.model.grades import Grade

if TYPE_CHECKING:
    from docgen.cli.find_options import Wish
    from docgen.index.paper import Hit, Result
    from docgen.index.snippet import Span
    from docgen.office.suggesting import Suggestion

_FACETS = {
    "customer": say("customer"),
    "dossier": say("dossier"),
    "year": say("year"),
    "template": say("form"),
    "group": say("group"),
    "grade": say("grade"),
    "unit": say("unit"),
}
_KINDS = {
    "customer": say("customer"),
    "number": say("form number"),
    "template": say("form"),
    "title": say("title"),
    "dossier": say("dossier"),
    "fewer words": say("fewer words"),
}
#: So many values of a facet stand below a list of hits; --facets shows them all.
_FEW = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search gave, and what is needed to show it.

    Args:
        wish: What was asked for.
        result: What was found.
        page: The hits that are shown.
        marks: Finds the searched words in a short text.
        percents: How like the named paper the hits are, by item; if one was named.
        nearest: What may have been meant, if nothing was found.
    """

    wish: Wish
    result: Result
    page: Sequence[Hit]
    marks: Callable[[str], Sequence[Span]]
    percents: Mapping[str, int]
    nearest: Sequence[Suggestion]


def show(answer: Answer, *, as_json: bool) -> int:
    """Print what was found; the exit code."""
    if as_json:
        out_json(_data(answer))
    else:
        _show_hits(answer)
        _show_facets(answer)
        _show_count(answer)
    return 0 if answer.result.total else 1


def show_suggestions(suggestions: Sequence[Suggestion], *, as_json: bool) -> int:
    """Print what the last word may become; the exit code."""
    if as_json:
        out_json({"suggestions": [asdict(one) for one in suggestions]})
    else:
        _show_each(suggestions)
    return 0 if suggestions else 1


def _show_hits(answer: Answer) -> None:
    for hit in answer.page:
        like = f"{answer.percents[hit.item]:3} %  " if answer.percents else ""
        title, number, customer = (
            _marked(text, answer.marks(text)) for text in (hit.title, hit.number, hit.customer)
        )
        name = f"{title} {number}".rstrip()
        out(f"{like}{hit.item}  {hit.date}  {name}  {customer}")
        if hit.snippet:
            out(f"    {_marked(hit.snippet, hit.spans)}")


def _show_facets(answer: Answer) -> None:
    """A line for each facet that tells papers apart, if not all papers stand above."""
    is_all = answer.wish.facets
    if not is_all and answer.result.total <= len(answer.page):
        return
    for name, label in _FACETS.items():
        values = [(_value(name, value), n) for value, n in answer.result.facets.get(name, ())]
        if len(values) > 1 or (is_all and values):
            few = values if is_all else values[:_FEW]
            more = " · …" if len(few) < len(values) else ""
            out(f"{tell(label)}: {' · '.join(f'{value} {n}' for value, n in few)}{more}")


def _show_count(answer: Answer) -> None:
    result, first, shown = answer.result, answer.wish.offset, len(answer.page)
    out(say("{n} found in {ms} ms.", n=result.total, ms=result.took_ms))
    if first + shown < result.total and shown:
        out(say("The rest: --offset {n}", n=first + shown))
    if answer.nearest:
        out(say("Did you mean:"))
        _show_each(answer.nearest)


def _show_each(suggestions: Iterable[Suggestion]) -> None:
    for one in suggestions:
        kind = tell(_KINDS[one.kind])
        out(f"  {kind}  {one.text}  {one.count}    docgen find {shlex.quote(one.query)}")


def _marked(text: str, spans: Sequence[Span]) -> str:
    """A text with the searched words standing out; only a terminal shows it."""
    parts, last = [], 0
    for start, end in spans:
        parts += [text[last:start], click.style(text[start:end], bold=True, fg="yellow")]
        last = end
    return "".join([*parts, text[last:]])


def _value(facet: str, value: str) -> str:
    return Grade.of_rank(int(value)).mark if facet == "grade" else value


def _data(answer: Answer) -> dict[str, object]:
    result = answer.result
    return {
        "total": result.total,
        "hits": [_hit_data(hit, answer) for hit in answer.page],
        "facets": {
            name: [[_value(name, value), n] for value, n in values]
            for name, values in result.facets.items()
        },
        "did_you_mean": [asdict(one) for one in answer.nearest],
        "took_ms": result.took_ms,
    }


def _hit_data(hit: Hit, answer: Answer) -> dict[str, object]:
    likeness = {"likeness": answer.percents[hit.item]} if answer.percents else {}
    return {
        "item": hit.item,
        "title": hit.title,
        "customer": hit.customer,
        "dossier": hit.dossier,
        "template": hit.template,
        "date": hit.date.isoformat(),
        "grade": Grade.of_rank(hit.rank).code,
        "number": hit.number,
        "snippet": hit.snippet,
        "spans": hit.spans,
        **likeness,
    }
