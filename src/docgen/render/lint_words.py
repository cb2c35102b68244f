"""Template check, the words: where the filled example differs from ``expected.txt`` (T006)."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import islice, zip_longest

from docgen.errors import say
from docgen.render.folder import EXPECTED
from docgen.render.remark import Remark

_SHOWN = 5
_AROUND = 8


def differences(expected: list[str], got: list[str]) -> Iterator[Remark]:
    """The first five lines that differ, shown by the words that differ."""
    for number, want, have in islice(_pairs(expected, got), _SHOWN):
        wanted, had = _core(want, have)
        yield Remark(
            "T006",
            say("the example says “{had}” where “{wanted}” is expected", had=had, wanted=wanted),
            say("{file}, line {line}", file=EXPECTED, line=number),
            say("correct the document; if it is right, take its words over").by(
                "docgen template accept"
            ),
        )


def _pairs(expected: list[str], got: list[str]) -> Iterator[tuple[int, str, str]]:
    """Lines that do not say the same: number in expected.txt, what it says, what the form says."""
    for same, start, end, first, last in SequenceMatcher(
        None, expected, got, autojunk=False
    ).get_opcodes():
        if same != "equal":
            both = zip_longest(expected[start:end], got[first:last], fillvalue="")
            yield from ((number, *pair) for number, pair in enumerate(both, start=start + 1))


def _core(want: str, have: str) -> tuple[str, str]:
    """The two lines without most of what they begin and end with in common."""
    shorter = min(len(want), len(have))
    start = next((n for n in range(shorter) if want[n] != have[n]), shorter)
    rest = shorter - start
    end = next((n for n in range(rest) if want[-1 - n] != have[-1 - n]), rest)
    first, last = max(0, start - _AROUND), max(0, end - _AROUND)
    return want[first : len(want) - last], have[first : len(have) - last]
