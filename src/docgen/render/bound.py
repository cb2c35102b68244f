"""One PDF of many papers: bookmarks, page numbers stamped on the papers, pages labelled the same.

As in a bound volume the papers are numbered through from 1; cover, catalogue and note are not
(GB/T 9705-2008), they get small Roman numerals as labels. Written from front to back like
``pdfjoin``, so that memory does not grow with the number of papers.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import BinaryIO

from pypdf import PageObject, PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

from docgen.render.pdfjoin import Writer, reference
from docgen.render.pdfover import drawn_over
from docgen.render.stamp import Stamp

_SIZE, _RIGHT, _DOWN = 10, 28, 26
_DIGIT = 0.556  # of the size: Helvetica's figures are all as wide
_NAME = "/DgPageNo"
# For each turning of a page: which corner is shown at the top right, and how words run there.
_CORNERS = {
    0: (2, 3, "1 0 0 1"),
    90: (0, 3, "0 1 -1 0"),
    180: (0, 1, "-1 0 0 -1"),
    270: (2, 1, "0 -1 1 0"),
}


@dataclass(frozen=True, slots=True)
class _Mark:
    """A bookmark: its words and the page it leads to, counted from 0."""

    title: str
    page: int


class Volume(Writer):
    """A bound volume while it is written."""

    def __init__(self, out: BinaryIO, stamp: Stamp | None = None) -> None:
        super().__init__(out)
        self._stamp = stamp
        self._marks: list[_Mark] = []
        self._labels = ArrayObject()
        self._number, self._is_numbered = 0, False

    def bind(self, pdf: bytes, title: str, *, numbered: bool = False) -> None:
        """Add a PDF under a bookmark, none for ""; ``numbered`` pages are counted through."""
        if not self._labels or numbered != self._is_numbered:
            self._labels += [NumberObject(len(self.pages)), _label(numbered=numbered)]
        self._is_numbered = numbered
        if title:
            self._marks.append(_Mark(title, len(self.pages)))
        self.add(PdfReader(io.BytesIO(pdf)))

    def dressed(self, page: PageObject) -> dict[str, PdfObject]:
        """The page with its number at the top right, and with the mark of the copy around it."""
        entries = super().dressed(page)
        if self._is_numbered:
            self._number += 1
            font: dict[str, PdfObject] = {_NAME: _helvetica()}
            number = _stamp(page, str(self._number))
            entries |= drawn_over(self, entries, number, {"/Font": font})
        return self._stamp.dressed(self, page, entries) if self._stamp else entries

    def more(self) -> dict[str, PdfObject]:
        """Bookmarks and page labels."""
        labels = DictionaryObject({NameObject("/Nums"): self._labels})
        return {
            "/Outlines": reference(self._outline()),
            "/PageLabels": labels,
            "/PageMode": NameObject("/UseOutlines"),
            **(self._stamp.described(self) if self._stamp else {}),
        }

    def trailer(self) -> dict[str, PdfObject]:
        """Metadata and identifier of the copy."""
        return self._stamp.said(self) if self._stamp else {}

    def _outline(self) -> int:
        whole = self.number()
        numbers = [self.number() for _ in self._marks]
        for turn, mark in enumerate(self._marks):
            target = reference(self.pages[mark.page])
            place = [target, NameObject("/XYZ"), NullObject(), NullObject(), NumberObject(0)]
            entry = DictionaryObject(
                {
                    NameObject("/Title"): TextStringObject(mark.title),
                    NameObject("/Parent"): reference(whole),
                    NameObject("/Dest"): ArrayObject(place),
                }
            )
            if turn:
                entry[NameObject("/Prev")] = reference(numbers[turn - 1])
            if turn + 1 < len(numbers):
                entry[NameObject("/Next")] = reference(numbers[turn + 1])
            self.put(entry, numbers[turn])
        outline = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Outlines"),
                NameObject("/First"): reference(numbers[0]),
                NameObject("/Last"): reference(numbers[-1]),
                NameObject("/Count"): NumberObject(len(numbers)),
            }
        )
        return self.put(outline, whole)


def _label(*, numbered: bool) -> DictionaryObject:
    style = NameObject("/D" if numbered else "/r")
    return DictionaryObject({NameObject("/S"): style})


def _helvetica() -> DictionaryObject:
    names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica-Bold"}
    return DictionaryObject({NameObject(key): NameObject(name) for key, name in names.items()})


def _stamp(page: PageObject, words: str) -> str:
    """The operators that write a number at the top right of a page as it is shown."""
    box = [float(edge) for edge in page.cropbox]
    across, up, turn = _CORNERS[int(page.rotation) % 360]
    left = _RIGHT + len(words) * _DIGIT * _SIZE
    return (
        f"q {turn} {box[across]:.2f} {box[up]:.2f} cm "
        f"BT {_NAME} {_SIZE} Tf 0 g {-left:.2f} {-_DOWN} Td ({words}) Tj ET Q"
    )
