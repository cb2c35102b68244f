"""The few characters around a hit, cut from the text as it was written. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from docgen.index.analysis import SEPARATORS, Word, normalise

LENGTH = 60
_BEFORE = 20
Span = tuple[int, int]


def snippet(body: str, words: Sequence[Word]) -> tuple[str, tuple[Span, ...]]:
    """About 60 characters around the first place of the first word that is in the text.

    Args:
        body: The tidied text (``analysis.tidy``).
        words: The words looked for. If none is in the text, its beginning is given.

    Returns:
        The snippet, with … where it is cut, and the places of all words in it.
    """
    first = next((place for word in words for place in _places(word, body)), (0, 0))
    start = max(0, first[0] - _BEFORE)
    end = max(start + LENGTH, min(first[1], start + 2 * LENGTH))
    head, tail = "…" if start else "", "…" if end < len(body) else ""
    window = body[start:end]
    return head + window + tail, _spans(window, words, len(head))


def _spans(window: str, words: Sequence[Word], shift: int) -> tuple[Span, ...]:
    """The places of all words, in order, none overlapping another."""
    spans: list[Span] = []
    for start, end in sorted(place for word in words for place in _places(word, window)):
        if not spans or start + shift >= spans[-1][1]:
            spans.append((start + shift, end + shift))
    return tuple(spans)


def _places(word: Word, text: str) -> Iterator[Span]:
    """Where a word stands in a tidied text."""
    folded, origin = _aligned(text)
    pattern = re.escape(word.text)
    if word.digits:
        pattern += "|" + f"[{SEPARATORS}]{{0,3}}".join(word.digits)
    for found in re.finditer(pattern, folded):
        yield origin[found.start()], origin[found.end() - 1] + 1


def _aligned(text: str) -> tuple[str, Sequence[int]]:
    """The normalised text, and for each of its characters the place it comes from."""
    folded = normalise(text)
    if len(folded) == len(text):  # every character became one character
        return folded, range(len(text))
    pieces = [
        (unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", one).casefold()), at)
        for at, one in enumerate(text)
    ]
    origin = [at for piece, at in pieces for _ in piece]
    return "".join(piece for piece, _ in pieces), origin
