"""How text becomes comparable, and when a word is found in it. Pure.

The law of search, which every engine is held to:

    A paper matches a word if and only if the normalised word is a substring of one of the
    paper's normalised texts: number, item id, title, customer, dossier, body. A word of
    five or more digits, written with or without separators, also matches if its digits are
    a substring of a run of digits of one of these texts, separators left out.

The first half treats hyphens, dashes and brackets as characters like any other, so that
``HT-2026-00123`` is found by ``-00123`` and not by ``HT202600123``. The second half is for
what people dictate: ``01055551234`` and ``555-51234`` find ``(010) 5555-1234``, and
``20260314`` finds ``2026-03-14``. From five digits on only, because four digits taken out
of two neighbouring groups (``1903`` in ``2019-03-14``) are nearly always a mistake.

Chinese has no word boundaries, so none count here: 和平 is found in 和平台 (measured: about 3 %
of the hits of a two-character word). Dictionary words would lose a quarter to a half of
all names.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from docgen.index.simplified import simplified

FEWEST_DIGITS = 5

# Characters nobody sees (controls, joiners, direction marks, variation selectors, half
# surrogates): Unicode's default-ignorable code points and the controls that are no space.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Chinese characters and punctuation, kana, full-width forms, all supplementary ideographs.
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003ffff"
_SPACE_BESIDE_WIDE = re.compile(f"(?<=[{_WIDE}]) | (?=[{_WIDE}])")

# What stands between the groups of a phone number, a date or a card number.
SEPARATORS = r" ()\-\u2010-\u2015\u2212"
_SEPARATOR = re.compile(f"[{SEPARATORS}]")
_RUN = re.compile(f"[0-9](?:[{SEPARATORS}]{{0,3}}[0-9])+")


def visible(text: str) -> str:
    """Text as people see it: nothing invisible, and one space where there was white space."""
    return " ".join(_INVISIBLE.sub("", text).split())


def tidy(text: str) -> str:
    """Visible text without spaces beside a Chinese character.

    Forms stretch their titles (合　同　书), and text taken from a PDF breaks lines in the
    middle of words; in Chinese neither means anything.
    """
    return _SPACE_BESIDE_WIDE.sub("", visible(text))


def normalise(text: str, fold: bool = False) -> str:  # noqa: FBT001, FBT002 - a setting
    """Text as it is compared: NFKC (full-width is half-width), case folded, tidied.

    Never contains a line break, so that several texts can stand on lines of their own.

    Args:
        text: What was written or typed.
        fold: Also take traditional characters for simplified ones.
    """
    now = unicodedata.normalize("NFKC", tidy(text)).casefold()
    # Folding can undo NFKC, NFKC can bring spaces, and without them characters can combine;
    # nearly always nothing changes any more in the first round.
    while (settled := tidy(unicodedata.normalize("NFKC", now))) != now:
        now = settled
    return simplified(now) if fold else now


def digit_runs(normalised: str) -> str:
    """The runs of five and more digits, separators left out, one space between two runs."""
    runs = (_SEPARATOR.sub("", found) for found in _RUN.findall(normalised))
    return " ".join(run for run in runs if len(run) >= FEWEST_DIGITS)


def grams(normalised: str) -> set[str]:
    """The terms of a text: its single characters and its pairs of neighbours.

    Every character counts (Chinese, Latin, digits, punctuation, emoji; one of extension B
    is one character), only the space does not, alone or in a pair.
    """
    terms = set(normalised)
    terms.update(map("".join, pairwise(normalised)))
    return {term for term in terms if " " not in term}


def digit_grams(runs: str) -> set[str]:
    """The terms of runs of digits: each ``FEWEST_DIGITS`` digits that stand together."""
    ends = range(FEWEST_DIGITS, len(runs) + 1)
    terms = {runs[end - FEWEST_DIGITS : end] for end in ends}
    return {term for term in terms if " " not in term}


@dataclass(frozen=True, slots=True)
class Word:
    """A word or phrase to look for.

    Args:
        text: It, normalised.
        digits: Its digits if it is a number of five digits or more, else "".
        fold: Whether traditional characters count as simplified ones.
    """

    text: str
    digits: str
    fold: bool = False

    @classmethod
    def of(cls, raw: str, fold: bool = False) -> Self:  # noqa: FBT001, FBT002 - a setting
        """Normalise what a person typed; ``text`` is "" if nothing visible was."""
        text = normalise(raw, fold)
        digits = _SEPARATOR.sub("", text.removeprefix("+"))
        is_number = digits.isascii() and digits.isdigit() and len(digits) >= FEWEST_DIGITS
        return cls(text, digits if is_number else "", fold)

    def found_in(self, normalised: str) -> bool:
        """Whether the law finds this word in one normalised text."""
        if self.text in normalised:
            return True
        return bool(self.digits) and self.digits in digit_runs(normalised)
