"""The numbers things have. Once given, a number is never used again.

A dossier's number has ten digits, so that layout 0007 of the storage root puts all items
of one customer into one folder; an item adds a turn of four digits, counted from 0001
within its dossier without a gap (件号, DA/T 22-2015). Turn 0000 is the sealed catalogue.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

_DOSSIER = re.compile(r"\d{10}", re.ASCII)
_ITEM = re.compile(r"(\d{10})-(\d{4})", re.ASCII)
LAST_TURN = 9999
#: No number of ours is longer; Python refuses to read some thousand figures.
_MOST_FIGURES = 18


def number_in(figures: str) -> int:
    """The number that figures say; 0, which nothing has, if they are none or too many to be one."""
    return int(figures) if figures.isdecimal() and len(figures) <= _MOST_FIGURES else 0


@dataclass(frozen=True, slots=True, order=True)
class DossierNumber:
    """A dossier's number, ten digits: ``0000000042``."""

    value: int

    def __post_init__(self) -> None:
        if not 0 < self.value < 10**10:
            raise ValueError(self.value)

    def __str__(self) -> str:
        return f"{self.value:010d}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ten digits; ``ValueError`` for anything else."""
        if not _DOSSIER.fullmatch(text):
            raise ValueError(text)
        return cls(int(text))


@dataclass(frozen=True, slots=True, order=True)
class ItemId:
    """An item's number: its dossier's and its turn in it, ``0000000042-0007``."""

    dossier: DossierNumber
    turn: int

    def __post_init__(self) -> None:
        if not 0 <= self.turn <= LAST_TURN:
            raise ValueError(self.turn)

    def __str__(self) -> str:
        return f"{self.dossier}-{self.turn:04d}"

    @property
    def urn(self) -> str:
        """The OCFL object's id, ``urn:docgen:0000000042-0007``."""
        return f"urn:docgen:{self}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``0000000042-0007``, with or without ``urn:docgen:``."""
        found = _ITEM.fullmatch(text.removeprefix("urn:docgen:"))
        if not found:
            raise ValueError(text)
        return cls(DossierNumber(int(found[1])), int(found[2]))
