"""What an archivist writes down of a paper besides its title: 著录 (DA/T 22-2015, DA/T 46-2009).

责任者, 文号, the paper's own date, pages, the carrier of the original and where it stands.
Carriers other than paper are in the same catalogue with their own place (G-017). A title that
the archivist made up stands in square brackets (DA/T 22-2015, 题名).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from docgen.errors import BadInput, say

#: A volume of more pages than this is a typing error.
MOST_PAGES = 99_999
_LONGEST_PART, _LONGEST_BARCODE = 20, 40
_SUFFIXES = ("", "柜", "层", "盒")
_BARCODE = re.compile(r"[!-~]+", re.ASCII)


class Carrier(StrEnum):
    """What the original is; ``word`` as it stands in a catalogue."""

    PAPER = "paper"
    ELECTRONIC = "electronic"
    PHOTO = "photo"
    SOUND = "sound"
    VIDEO = "video"

    @property
    def word(self) -> str:
        """纸质, 电子, 照片, 录音, 录像."""
        return _WORDS[self]


_WORDS = {
    Carrier.PAPER: "纸质",
    Carrier.ELECTRONIC: "电子",
    Carrier.PHOTO: "照片",
    Carrier.SOUND: "录音",
    Carrier.VIDEO: "录像",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an original stands: room, cabinet, shelf, box; parts from the right may be unknown."""

    room: str = ""
    cabinet: str = ""
    shelf: str = ""
    box: str = ""

    @classmethod
    def parse(cls, text: str) -> Place:
        """Read ``room/cabinet/shelf/box``; "" is no place.

        Raises:
            BadInput: Too many parts, a gap among them, or one longer than 20 characters.
        """
        parts = [part.strip() for part in text.split("/")] if text.strip() else []
        known = len("".join("x" if part else " " for part in parts).rstrip())
        if len(parts) > len(_SUFFIXES) or not all(parts[:known]) or (parts and not known):
            raise _no_place(text, say("it is read as room/cabinet/shelf/box"))
        if any(len(part) > _LONGEST_PART or not part.isprintable() for part in parts):
            raise _no_place(text, say("each part has at most {n} characters", n=_LONGEST_PART))
        return cls(*parts[:known])

    def __str__(self) -> str:
        """As it is printed: 一号库 03柜 2层 05盒."""
        parts = (self.room, self.cabinet, self.shelf, self.box)
        said = zip(parts, _SUFFIXES, strict=True)
        return " ".join(
            part if part.endswith(suffix) else f"{part}{suffix}" for part, suffix in said if part
        )


def carrier(text: str) -> Carrier:
    """Read a carrier's code or its Chinese word.

    Raises:
        BadInput: It is none of the five.
    """
    for each in Carrier:
        if text.strip().casefold() in {each.value, each.word}:
            return each
    raise BadInput(
        say("“{text}” is no carrier", text=text),
        why=say("the carriers are: {names}", names=", ".join(Carrier)),
        fix=say("name one of them"),
        field="carrier",
    )


def barcode(text: str) -> str:
    """A barcode as a reader gives it: up to 40 letters, digits and signs of ASCII, no spaces.

    Raises:
        BadInput: It holds anything else.
    """
    wanted = text.strip()
    if wanted and (len(wanted) > _LONGEST_BARCODE or not _BARCODE.fullmatch(wanted)):
        raise BadInput(
            say("“{text}” is no barcode", text=wanted),
            why=say("it holds at most {n} letters, digits and signs of ASCII", n=_LONGEST_BARCODE),
            fix=say("scan it again, or leave it out"),
            field="barcode",
        )
    return wanted


def bracketed(title: str, *, made_up: bool) -> str:
    """A title as a catalogue prints it: ``[…]`` if the archivist made it up."""
    return f"[{title}]" if made_up and not title.startswith("[") else title


def page_ranges(pages: Iterable[int | None]) -> list[str]:
    """页号 of papers one after the other: where each begins, the last with its end.

    What follows a paper whose pages nobody counted has no known page any more.
    """
    counted = list(pages)
    said: list[str] = []
    at: int | None = 1
    for turn, count in enumerate(counted, start=1):
        begins, at = at, None if at is None or count is None else at + count
        last = turn == len(counted) and begins is not None and at is not None and at > begins + 1
        said.append("" if begins is None else f"{begins}-{at - 1}" if last and at else str(begins))
    return said


def _no_place(text: str, why: str) -> BadInput:
    return BadInput(
        say("“{text}” is no place", text=text),
        why=why,
        fix=say("write it like: {example}", example="一号库/03/2/05"),
        field="place",
    )
