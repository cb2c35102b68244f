"""Sheets of labels as Word files: box labels and spine labels on what shops sell (A4).

A sheet is one table whose cells have exactly the size of the labels; its texts and codes come
row by row, so that any number of labels needs no more than one row does to be made ready. The
first label may be any place of the sheet, because sheets are used up bit by bit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from docgen.errors import BadInput, say
from docgen.forms.codes import code128, qr
from docgen.forms.pictures import Picture
from docgen.render import docx
from docgen.render.label_cells import EDGE_MM, beside, box_row, page, spine_rows

BOX, SPINE = "box", "spine"
_PT_A_MM = 72 / 25.4
_PAD_MM = 2.5
# A label so low has no room for a mark, a place and a title of two lines each below the other.
_LOW_MM = 50


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of labels: how many, how large, where the first one is; millimetres.

    Args:
        name: As it is asked for: columns x rows.
        kind: ``box`` labels lie, ``spine`` labels stand.
        across: Labels side by side.
        down: Labels one below the other.
        width: A label's.
        height: The same.
        left: Paper before the first label; the same at the right.
        top: Paper above the first label.
        gap: Paper between labels side by side.
    """

    name: str
    kind: str
    across: int
    down: int
    width: float
    height: float
    left: float = 0
    top: float = 0
    gap: float = 0

    @property
    def places(self) -> int:
        """Labels on one sheet."""
        return self.across * self.down


#: The common A4 sheets, by kind; the first of a kind is the usual one.
SHEETS = (
    Sheet("3x8", BOX, 3, 8, 70, 37, 0, 0.5),
    Sheet("2x7", BOX, 2, 7, 99.1, 38.1, 4.65, 15.1, 2.5),
    Sheet("2x4", BOX, 2, 4, 99.1, 67.7, 4.65, 13.1, 2.5),
    Sheet("5x1", SPINE, 5, 1, 38, 192, 10, 20),
    Sheet("3x1", SPINE, 3, 1, 61, 192, 13.5, 20),
)


@dataclass(frozen=True, slots=True)
class Label:
    """What stands on one label.

    Args:
        number: 档案号.
        title: 题名.
        mark: Grade and retention.
        place: Where it stands; "" if nobody said.
        barcode: For the reader's bars; ASCII.
        code: For the telephone's QR code.
    """

    number: str
    title: str
    mark: str
    place: str
    barcode: str
    code: str


def sheet(kind: str, name: str = "") -> Sheet:
    """The sheet of this kind with this name, or the usual one.

    Raises:
        BadInput: There is none.
    """
    fitting = [one for one in SHEETS if one.kind == kind]
    wanted = name.strip().casefold().replace("×", "x")
    for one in fitting:
        if wanted in {"", one.name}:
            return one
    raise BadInput(
        say("There is no sheet {name} of such labels", name=name),
        why=say("the sheets are: {names}", names=", ".join(one.name for one in fitting)),
        fix=say("choose one of them").by("--sheet"),
        field="sheet",
    )


def sheets(labels: Sequence[Label], paper: Sheet, *, first: int = 1) -> bytes:
    """The Word file of all labels on this kind of sheet, from place ``first`` of the first sheet.

    Raises:
        BadInput: The sheet has no such place, or a text cannot be a code.
    """
    if not 1 <= first <= paper.places:
        raise BadInput(
            say("A sheet {name} has no label {first}", name=paper.name, first=first),
            why=say("it has {n} labels, counted along the rows from 1", n=paper.places),
            fix=say("give another one").by("--first"),
            field="first",
        )
    places: list[Label | None] = [*([None] * (first - 1)), *labels]
    places += [None] * (-len(places) % paper.across)
    rows = [
        _row(paper, places[at : at + paper.across]) for at in range(0, len(places), paper.across)
    ]
    return docx.fill(_template(paper), {"rows": rows}, labels={"rows": "标签"})


def _row(paper: Sheet, labels: Sequence[Label | None]) -> dict[str, object]:
    """The values of labels side by side; empty places have empty ones."""
    return {
        f"{name}{turn}": value
        for turn, label in enumerate(labels)
        for name, value in _values(paper, label).items()
    }


def _values(paper: Sheet, label: Label | None) -> Mapping[str, str | Picture]:
    if label is None:
        return dict.fromkeys(("number", "title", "mark", "place", "bars", "code"), "")
    lines, size = _room(paper)
    mark, place = label.mark, _cut(label.place, math.floor(size) * 2)
    if paper.kind == BOX and paper.height < _LOW_MM and _ems(place) > size:
        mark, place = f"{mark}　{place}", ""
    return {
        "number": label.number,
        "title": _cut(label.title, lines * math.floor(size)),
        "mark": mark,
        "place": place,
        "bars": code128(label.barcode, _bars_width(paper), 7 if paper.height < _LOW_MM else 8),
        "code": qr(label.code, _code_width(paper)),
    }


def _code_width(paper: Sheet) -> float:
    return 18 if paper.kind == BOX else 24


def _bars_width(paper: Sheet) -> float:
    """As wide as the label allows beside the QR code or, on a spine, by itself."""
    if paper.kind == BOX:
        return paper.width - beside(_code_width(paper)) - EDGE_MM - 1
    return paper.width - 2 * _PAD_MM


def _room(paper: Sheet) -> tuple[int, float]:
    """How many lines a title may have, and how many characters a line has."""
    if paper.kind == BOX:
        width = _bars_width(paper) * _PT_A_MM / 9
        return (2 if paper.height < _LOW_MM else 4), width
    return 1, 110 * _PT_A_MM / 16


def _ems(text: str) -> float:
    """How wide a text is, in Chinese signs; letters and figures are about half as wide."""
    return sum(0.55 if sign.isascii() else 1 for sign in text)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


@cache
def _template(paper: Sheet) -> bytes:
    """The Word template of a sheet: one row of labels, repeated."""
    rows = box_row if paper.kind == BOX else spine_rows
    made = rows(paper.across, paper.width, paper.height, _code_width(paper), paper.gap)
    return page(made, paper.left, paper.top, paper.down * paper.height)
