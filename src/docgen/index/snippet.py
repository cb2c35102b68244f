"""The few characters around a hit, cut from the text as it was written. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from docgen.index.analysis import SEPARATORS, Word

LENGTH = 60
_BEFORE = 20
Span = tuple[int, int]


def snippet(body: str, normalised: str, words: Sequence[Word]) -> tuple[str, tuple[Span, ...]]:
    """About 60 characters around the first place where a searched word stands.

    Args:
        body: The tidied text (``analysis.tidy``).
        normalised: The same text normalised.
        words: The words looked for. If none is in the text, its beginning is given.

    Returns:
        The snippet, with … where it is cut, and the places of all words in it.
    """
    pattern = re.compile("|".join(map(_pattern, words)))
    found = pattern.search(normalised) if words else None
    first = _origin(body, found.start()) if found else 0
    longest = found.end() - found.start() if found else 0
    start = max(0, first - _BEFORE)
    end = max(start + LENGTH, min(first + longest, start + 2 * LENGTH))
    head, tail = "…" * (start > 0), "…" * (end < len(body))
    window = body[start:end]
    spans = _places(pattern, window, len(head)) if words else ()
    return head + window + tail, tuple(spans)


def _pattern(word: Word) -> str:
    text = re.escape(word.text)
    return f"{text}|" + f"[{SEPARATORS}]{{0,3}}".join(word.digits) if word.digits else text


def _origin(text: str, at: int) -> int:
    """Where in a tidied text the character ``at`` of its normalised text comes from."""
    text = text[: at + 1]  # what comes later moves nothing
    uneven = "".join(one for one in set(text) if len(_folded(one)) != 1)
    if not uneven:
        return at
    shift = 0
    for found in re.finditer(f"[{re.escape(uneven)}]", text):
        if found.start() + shift >= at:
            break
        shift += len(_folded(found[0])) - 1
    return max(0, at - shift)


def _places(pattern: re.Pattern[str], window: str, shift: int) -> Iterator[Span]:
    """All places of the pattern in a piece of text, compared as normalised text."""
    folded = "".join(map(_folded, window))
    origin = [at for at, one in enumerate(window) for _ in _folded(one)]
    last = 0
    for found in pattern.finditer(folded):
        start, end = origin[found.start()], origin[found.end() - 1] + 1
        if start >= last:  # two hits may lie in one character: ii in Ⅱ
            yield start + shift, end + shift
            last = end


@lru_cache(maxsize=8192)
def _folded(one: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", one).casefold())
