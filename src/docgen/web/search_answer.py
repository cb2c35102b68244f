"""What a search gave, made ready for the page: marks, facets, what may have been meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from docgen.index.engine import FACETS
from docgen.index.paper import Hit, Result
from docgen.office import facet_words, finding, nearest, similar
from docgen.office.facet_words import Value
from docgen.office.suggesting import Suggestion
from docgen.web.entering import Request
from docgen.web.paging import offset_of
from docgen.web.search_wish import FILTERS, Wish

EACH = 20
#: So many values of a facet are shown at once; the others when they are asked for.
FEW = 6

#: So many values of a filter are offered; who wants another one types it.
_MOST = 20


@dataclass(frozen=True, slots=True)
class Row:
    """A hit with the searched words marked, and how like the named paper it is (0: none named)."""

    hit: Hit
    title: SafeString
    number: SafeString
    customer: SafeString
    snippet: SafeString
    percent: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to narrow by, and the page that has it narrowed, or widened if it is chosen."""

    value: Value
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet: its name, what it is called, its values."""

    name: str
    title: str
    few: Sequence[Choice]
    more: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found."""

    result: Result
    rows: Sequence[Row]
    facets: Sequence[Facet]
    chosen: Sequence[tuple[str, str, str]]
    nearest: Sequence[Suggestion]


def answer(request: Request, wish: Wish) -> Answer:
    """Search, which is an entry of the log, and make the page's facts of what was found."""
    office, who = request.office, request.who
    result = finding.search(
        office,
        who,
        wish.asked,
        limit=EACH,
        offset=offset_of(request, EACH),
        order=wish.order,
        facets=FACETS,
    )
    facets = list(_facets(request, wish, result))
    return Answer(
        result,
        list(_rows(request, wish, result)),
        [one for one in facets if len(one.few) > 1],
        list(_chosen(wish, facets)),
        () if result.total else nearest.nearest(office, who, wish.asked),
    )


def _rows(request: Request, wish: Wish, result: Result) -> Iterator[Row]:
    spans = finding.marker(request.office, wish.asked)
    percents = similar.percents(request.office, wish.asked, result.hits)
    for hit in result.hits:
        title, number, customer = (
            marked(text, spans(text)) for text in (hit.title, hit.number, hit.customer)
        )
        snippet = marked(hit.snippet, hit.spans)
        yield Row(hit, title, number, customer, snippet, percents.get(hit.item, 0))


def marked(text: str, spans: Sequence[tuple[int, int]]) -> SafeString:
    """A text in which the searched words are marked; whatever else is in it stays text."""
    if not spans:
        return escape(text)
    parts, last = [], 0
    for start, end in spans:
        parts.append(format_html("{}<mark>{}</mark>", text[last:start], text[start:end]))
        last = end
    return format_html_join("", "{}", [*((part,) for part in parts), (text[last:],)])


def _facets(request: Request, wish: Wish, result: Result) -> Iterator[Facet]:
    for name in FACETS:
        counted = result.facets.get(name, ())[:_MOST]
        values = facet_words.called(request.office, request.who, name, counted)
        chosen = wish.filters.get(name)
        choices = [
            Choice(
                one,
                wish.address(**{name: "" if one.value == chosen else one.value}),
                one.value == chosen,
            )
            for one in values
        ]
        yield Facet(name, FILTERS[name], choices[:FEW], choices[FEW:])


def _chosen(wish: Wish, facets: Sequence[Facet]) -> Iterator[tuple[str, str, str]]:
    """Each filter that is set: what it is called, its value in words, the page without it."""
    words = {
        (facet.name, one.value.value): one.value.words
        for facet in facets
        for one in (*facet.few, *facet.more)
    }
    for name, value in wish.filters.items():
        yield FILTERS[name], words.get((name, value), value), wish.address(**{name: ""})
