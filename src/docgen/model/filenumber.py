"""A dossier's own number on its cover (档号): a pattern written for each type of dossier.

    DW-{key}   KH-{seq:05}   ZT-{year}-{seq:03}

The rulebook asks for the unit's real number in it, in one uniform form for one company
(R-049); its pattern is lost, so each office writes its own (G-002). The ten digits that
docgen counts stay beside it: links and papers hang on those, and they never change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from docgen.errors import say

PARTS = ("key", "year", "seq")
_TURN = re.compile(r"(.+)-(\d{4})", re.ASCII | re.DOTALL)
_PART = re.compile(r"\{(\w*)(?::(\d*))?\}")
_WIDTH = re.compile(r"0[1-9]", re.ASCII)
#: A file number stands on labels and in names of files.
_NOT_IN_NAMES = frozenset('\\/:*?"<>| {}')
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class FilePattern:
    """A pattern of file numbers: what stands before the count, its width, what stands behind.

    ``width`` is ``None`` for a pattern without a count, 0 for one as wide as it needs.
    """

    before: str
    width: int | None
    after: str = ""

    def series(self, *, key: str, year: int) -> str:
        """What counts by itself: all that stands before the count."""
        return self.before.replace("{key}", key).replace("{year}", f"{year:04d}")

    def render(self, *, key: str, year: int, seq: int) -> str:
        """The number of one dossier; ``seq`` is passed over where the pattern does not count."""
        count = "" if self.width is None else f"{seq:0{self.width}d}"
        behind = self.after.replace("{key}", key).replace("{year}", f"{year:04d}")
        return f"{self.series(key=key, year=year)}{count}{behind}"


def pattern_fault(text: str) -> str:
    """Why this is no pattern of file numbers; "" if it is one."""
    names = [(found[1], found[2]) for found in _PART.finditer(text)]
    plain = _PART.sub("", text)
    if len(text) > _LONGEST:
        return say("it is longer than {limit} characters", limit=_LONGEST)
    if strange := next((sign for sign in plain if sign in _NOT_IN_NAMES), ""):
        return say("“{sign}” cannot stand in a file number", sign=strange)
    for name, width in names:
        if name not in PARTS:
            return say("“{name}” is no part of a file number", name=name)
        if width is not None and (name != "seq" or not _WIDTH.fullmatch(width)):
            return say("“{width}” is no width for “{name}”", width=width, name=name)
    counted = [name for name, _ in names]
    if counted.count("seq") > 1 or not {"key", "seq"} & set(counted):
        return say("two dossiers would have one number: it needs key, or seq once")
    return ""


def parse_pattern(text: str) -> FilePattern:
    """A pattern that ``pattern_fault`` finds right; ``ValueError`` for any other."""
    if pattern_fault(text):
        raise ValueError(text)
    count = next((found for found in _PART.finditer(text) if found[1] == "seq"), None)
    if count is None:
        return FilePattern(text, None)
    return FilePattern(text[: count.start()], int(count[2] or "0"), text[count.end() :])


def item_number(file: str, turn: int, *, fonds: str = "") -> str:
    """A paper's 档号 after DA/T 22-2015: fonds, file number and 件号, joined from the top down.

    Args:
        file: The file number of its dossier: ``WS·2026-D30-来文``.
        turn: Its 件号.
        fonds: 全宗号; "" to leave it out.
    """
    return "-".join(filter(None, (fonds, file, f"{turn:04d}")))


def parse_item_number(text: str, *, fonds: str = "") -> tuple[str, int]:
    """File number and 件号 of a 档号; ``ValueError`` for what is none.

    Args:
        text: The 档号, with or without the fonds.
        fonds: The office's own 全宗号.
    """
    found = _TURN.fullmatch(text.removeprefix(f"{fonds}-") if fonds else text)
    if found is None or not int(found[2]):
        raise ValueError(text)
    return found[1], int(found[2])
