"""The few characters around a hit, cut from the text as it was written. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from docgen.index.analysis import SEPARATORS, Word, normalise

LENGTH = 60
_BEFORE = 20
Span = tuple[int, int]


def snippet(body: str, words: Sequence[Word]) -> tuple[str, tuple[Span, ...]]:
    """About 60 characters around the first place where a searched word stands.

    Args:
        body: The tidied text (``analysis.tidy``).
        words: The words looked for. If none is in the text, its beginning is given.

    Returns:
        The snippet, with … where it is cut, and the places of all words in it.
    """
    if not words:
        return body[:LENGTH] + "…" * (len(body) > LENGTH), ()
    pattern = re.compile("|".join(map(_pattern, words)))
    first, after = next(iter(_places(pattern, body, most=1)), (0, 0))
    start = max(0, first - _BEFORE)
    end = max(start + LENGTH, min(after, start + 2 * LENGTH))
    head, tail = "…" * (start > 0), "…" * (end < len(body))
    window = body[start:end]
    spans = ((a + len(head), b + len(head)) for a, b in _places(pattern, window))
    return head + window + tail, tuple(spans)


def _pattern(word: Word) -> str:
    text = re.escape(word.text)
    return f"{text}|" + f"[{SEPARATORS}]{{0,3}}".join(word.digits) if word.digits else text


def _places(pattern: re.Pattern[str], text: str, most: int = LENGTH) -> list[Span]:
    """Where the pattern stands in a tidied text, compared as normalised text."""
    folded, origin = _aligned(text)
    places: list[Span] = []
    for found in pattern.finditer(folded):
        places.append((origin[found.start()], origin[found.end() - 1] + 1))
        if len(places) == most:
            break
    return places


def _aligned(text: str) -> tuple[str, Sequence[int]]:
    """The normalised text, and for each of its characters the place it comes from."""
    folded = normalise(text)
    if len(folded) == len(text):  # every character became one character
        return folded, range(len(text))
    folded = "".join(map(_folded, text))
    return folded, [at for at, one in enumerate(text) for _ in _folded(one)]


@lru_cache(maxsize=8192)
def _folded(one: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", one).casefold())
