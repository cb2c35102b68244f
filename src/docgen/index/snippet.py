"""The few characters around a hit, cut from the text as it was written. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from docgen.index.analysis import SEPARATORS, Word
from docgen.index.simplified import simplified

LENGTH = 60
_BEFORE = 20
Span = tuple[int, int]
# Characters seen so far that are one character when folded.
_EVEN: set[str] = set()


def snippet(body: str, normalised: str, words: Sequence[Word]) -> tuple[str, tuple[Span, ...]]:
    """About 60 characters around the first place where a searched word stands.

    Args:
        body: The tidied text (``analysis.tidy``).
        normalised: The same text normalised.
        words: The words looked for. If none is in the text, its beginning is given.

    Returns:
        The snippet, with … where it is cut, and the places of all words in it.
    """
    found = any_of(words).search(normalised) if words else None
    first = _origin(body, found.start()) if found else 0
    longest = found.end() - found.start() if found else 0
    start = max(0, first - _BEFORE)
    end = max(start + LENGTH, min(first + longest, start + 2 * LENGTH))
    head, tail = "…" * (start > 0), "…" * (end < len(body))
    window = body[start:end]
    spans = _places(window, words, len(head))
    return head + window + tail, tuple(spans)


def places(text: str, words: Sequence[Word]) -> tuple[Span, ...]:
    """All places of the words in a short text, such as a title, as it was written."""
    return tuple(_places(text, words))


def any_of(words: Sequence[Word]) -> re.Pattern[str]:
    """What finds the first place of any of these words in a normalised text."""
    return re.compile("|".join(map(_pattern, words)))


def _pattern(word: Word) -> str:
    text = re.escape(word.text)
    return f"{text}|" + f"[{SEPARATORS}]{{0,3}}".join(word.digits) if word.digits else text


def _origin(text: str, at: int) -> int:
    """Where in a tidied text the character ``at`` of its normalised text comes from."""
    text = text[: at + 1]  # what comes later moves nothing
    unknown = set(text) - _EVEN
    uneven = "".join(one for one in unknown if len(_folded(one)) != 1)
    _EVEN.update(unknown.difference(uneven))
    if not uneven:
        return at
    shift = 0
    for found in re.finditer(f"[{re.escape(uneven)}]", text):
        if found.start() + shift >= at:
            break
        shift += len(_folded(found[0])) - 1
    return max(0, at - shift)


def _places(window: str, words: Sequence[Word], shift: int = 0) -> Iterator[Span]:
    """All places of the words in a piece of text, compared as normalised text."""
    folded = "".join(map(_folded, window))
    if any(word.fold for word in words):
        folded = simplified(folded)
    origin = [at for at, one in enumerate(window) for _ in _folded(one)]
    last = 0
    for found in any_of(words).finditer(folded) if words else ():
        start, end = origin[found.start()], origin[found.end() - 1] + 1
        if start >= last:  # two hits may lie in one character: ii in Ⅱ
            yield start + shift, end + shift
            last = end


@lru_cache(maxsize=8192)
def _folded(one: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", one).casefold())
