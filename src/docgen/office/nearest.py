"""“Did you mean”: searches near to one that found nothing, each of which does find something.

Shorter pieces of each word are searched for within what the person may know, and customers and
numbers that come of them are held against the word; so are customers that sound like it. What is
offered was asked before it is offered. Nothing else is looked at, so nothing else can leak.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache

from docgen.index.analysis import normalise
from docgen.index.conditions import Field
from docgen.index.pinyin import pinyin
from docgen.model.scope import Scope
from docgen.office import finding
from docgen.office.desk import Office
from docgen.office.suggesting import Kind, Suggestion, asked, term
from docgen.register.models import Person

_TERM = re.compile(r'(?P<minus>-?)(?P<field>[^\s":：]+[:：])?(?:"(?P<phrase>[^"]*)"|(?P<word>\S+))')
_ABOUT_WORDS = {"", "customer", "客户", "number", "编号"}
#: So many words are looked at.
_WORDS = 4
#: How much of a word must be right: one wrong character of two. How near is what sounds like it.
_LEAST, _SOUNDS = 0.5, 0.9
#: So many letters a sound must have: the initials of two characters are those of too many names.
_HEARD = 4
_HITS = 20
_Offer = tuple[Kind, str, str]
_Terms = Sequence[re.Match[str]]


def nearest(office: Office, who: Person, words: str, *, limit: int = 3) -> tuple[Suggestion, ...]:
    """Searches near to one that found nothing and that was logged as such; the nearest first."""
    scope = finding.scope_of(office, who)
    terms = list(_TERM.finditer(words))
    total = cache(lambda query: asked(office, scope, query).total)
    likely = [one for one in terms[:_WORDS] if len(terms) == 1 or total(_without(terms, one))]
    offered = (*_other_words(office, scope, terms, likely), *_fewer_words(terms, likely))
    found: dict[str, Suggestion] = {}
    for kind, text, query in offered:
        if len(found) >= limit or (kind == "fewer words" and found):
            break
        if query not in found and total(query):
            found[query] = Suggestion(kind, text, query, total(query))
    return tuple(found.values())


def _other_words(office: Office, scope: Scope, terms: _Terms, likely: _Terms) -> Iterator[_Offer]:
    """For each word without which something is found, a near name or number in its place."""
    for one in likely:
        field = (one["field"] or "").rstrip(":：")
        if not one["minus"] and field in _ABOUT_WORDS:
            value = normalise(one["phrase"] or one["word"] or "")
            others = _without(terms, one)
            for kind, text in _near(office, scope, others, value):
                yield kind, text, f"{others} {term(Field(kind), text)}".strip()


def _fewer_words(terms: _Terms, likely: _Terms) -> Iterator[_Offer]:
    """The search without one of its words."""
    for one in likely if len(terms) > 1 else ():
        fewer = _without(terms, one)
        yield "fewer words", fewer, fewer


def _without(terms: _Terms, left_out: re.Match[str]) -> str:
    return " ".join(one[0] for one in terms if one is not left_out)


def _near(office: Office, scope: Scope, others: str, value: str) -> list[tuple[Kind, str]]:
    """Customers and numbers near to a word, of papers that have the others; the nearest first."""
    written = {key for piece in _pieces(value) for key in _with(office, scope, others, piece)}
    likeness = {(kind, text): _likeness(value, normalise(text)) for kind, text in written}
    for sound in filter(lambda one: len(one) >= _HEARD, pinyin(value).split()):
        for key in _customers(office, scope, others, sound):
            likeness[key] = max(_SOUNDS, likeness.get(key, 0))
    near = sorted((-ratio, *key) for key, ratio in likeness.items() if ratio >= _LEAST)
    return [(kind, text) for _, kind, text in near]


def _pieces(value: str) -> Iterator[str]:
    """Parts of a word of which one is right if one character of it is wrong."""
    half, least = len(value) // 2, min(2, len(value) - 1)
    parts = (value[1:], value[:-1], value[:half], value[half:])
    return (part for part in dict.fromkeys(parts) if len(part) >= max(1, least))


def _with(office: Office, scope: Scope, others: str, piece: str) -> Iterator[tuple[Kind, str]]:
    """Customers whose name has a piece, and numbers that have it if it has a digit."""
    yield from _customers(office, scope, others, piece)
    if any(map(str.isdigit, piece)):
        words = f"{others} {term(Field.NUMBER, piece)}"
        for hit in asked(office, scope, words, limit=_HITS).hits:
            yield "number", hit.number


def _customers(office: Office, scope: Scope, others: str, piece: str) -> Iterator[tuple[Kind, str]]:
    found = asked(office, scope, f"{others} customer:{piece}", facets=("customer",))
    for name, _ in found.facets.get("customer", ()):
        yield "customer", name


def _likeness(value: str, text: str) -> float:
    """How like a word the most similar part of a text is, from 0 to 1."""
    size, best = len(value), 0.0
    likeness = SequenceMatcher(None, "", value)
    for part in {text[at : at + size] for at in range(max(1, len(text) - size + 1))}:
        likeness.set_seq1(part)
        if likeness.real_quick_ratio() > best and likeness.quick_ratio() > best:
            best = max(best, likeness.ratio())
    return best
