"""The marks of a controlled copy on every page: who has it, since when, its number and grade.

A light text runs slantwise over the page, one exact line stands at the foot, and a code for
cameras in two corners. The paper is drawn a little smaller beneath, so that no word of it is
covered; where all this stands is ``stamp_layout``'s. What is written once serves all pages of a
size. Metadata and the file's identifier say the number too.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from html import escape

import segno
from pypdf import PageObject, PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from docgen.render.pdfjoin import Writer
from docgen.render.pdfover import drawn_over
from docgen.render.stamp_font import FontFile, Glyphs
from docgen.render.stamp_layout import Box, Layout, drawn_upright, layout

_NAME, _FONT, _LIGHT, _UNSEEN = "/DgStamp", "/DgFont", "/DgLight", "/DgUnseen"
#: Light enough to read through, dark enough for a copying machine; multiplied with what is
#: beneath, so that no word of the paper gets lighter.
_LIGHT_BLUE = "0.86 0.88 0.94 rg"
_SLANT = math.radians(32)
_SIZE, _APART, _BESIDE = 15.0, 92.0, 46.0
_FOOT = 8.0
_OPEN = {"/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Rotate"}


@dataclass(frozen=True, slots=True)
class Mark:
    """What a copy is marked with.

    Args:
        number: The copy's number.
        line: The line at the foot.
        across: The text over the page; "" for none.
        code: What the code for cameras says; few signs.
        font: What the words are drawn in.
    """

    number: str
    line: str
    across: str
    code: str
    font: FontFile


class Stamp:
    """A mark while it is put on the pages of one PDF.

    Args:
        mark: The mark.
        again: The pages are pictures that show the mark already: the line is only laid over it,
            unseen, as words to find it by.
    """

    def __init__(self, mark: Mark, *, again: bool = False) -> None:
        self._mark, self._again = mark, again
        self._glyphs = Glyphs(mark.line + mark.across, mark.font)
        self._forms: dict[tuple[float, float], IndirectObject] = {}

    def dressed(
        self, writer: Writer, page: PageObject, entries: dict[str, PdfObject]
    ) -> dict[str, PdfObject]:
        """The entries of a page with the mark on it."""
        box = box_of(page)
        laid = layout(box)
        if self._again:
            laid = Layout(laid.wide, laid.high, laid.unit, 1)
        clip = f"{box.left:.3f} {box.low:.3f} {box.right - box.left:.3f} {box.high - box.low:.3f}"
        first = f"{drawn_upright(box, laid)} cm {clip} re W n"
        things: dict[str, dict[str, PdfObject]] = {"/XObject": {_NAME: self._form(writer, laid)}}
        code = f"/Artifact BMC q {_NAME} Do Q EMC"
        kept = {name: value for name, value in entries.items() if name not in _OPEN}
        whole = ArrayObject(FloatObject(round(one, 3)) for one in (0, 0, laid.wide, laid.high))
        kept["/MediaBox"] = whole
        return kept | drawn_over(writer, kept, code, things, first=first)

    def said(self, writer: Writer) -> dict[str, PdfObject]:
        """Entries of the trailer: metadata, and the copy's number as the file's identifier."""
        number = self._mark.number
        told = DictionaryObject(
            {
                NameObject("/Title"): TextStringObject(f"受控副本 {number}"),
                NameObject("/Subject"): TextStringObject(self._mark.line),
                NameObject("/Keywords"): TextStringObject(self._mark.code),
                NameObject("/Producer"): TextStringObject("docgen"),
            }
        )
        name = ByteStringObject(self._mark.code.encode("ascii"))
        return {"/Info": writer.shared(told), "/ID": ArrayObject([name, name])}

    def described(self, writer: Writer) -> dict[str, PdfObject]:
        """The catalog's entry with the same as XMP (ISO 16684-1)."""
        stream = DecodedStreamObject()
        stream.set_data(_XMP.format(**{k: escape(v) for k, v in self._facts().items()}).encode())
        stream[NameObject("/Type")] = NameObject("/Metadata")
        stream[NameObject("/Subtype")] = NameObject("/XML")
        return {"/Metadata": writer.shared(stream)}

    def _facts(self) -> dict[str, str]:
        mark = self._mark
        return {"number": mark.number, "line": mark.line, "code": mark.code}

    def _form(self, writer: Writer, page: Layout) -> IndirectObject:
        size = page.wide, page.high
        if size not in self._forms:
            light = _named({"/BM": NameObject("/Multiply")})
            unseen = _named({"/ca": NumberObject(0)})
            fonts: dict[str, PdfObject] = {_FONT: writer.shared(self._glyphs.font(writer))}
            resources = DictionaryObject(
                {
                    NameObject("/Font"): _named(fonts),
                    NameObject("/ExtGState"): _named({_LIGHT: light, _UNSEEN: unseen}),
                }
            )
            self._forms[size] = writer.shared(_form(page, self._drawn(page), resources))
        return self._forms[size]

    def _drawn(self, page: Layout) -> str:
        if self._again:
            return f"{_UNSEEN} gs {self._line(page)}"
        return "\n".join((self._across(page), self._codes(page), self._line(page)))

    def _across(self, page: Layout) -> str:
        """The text over the whole page, in rows that are moved against each other."""
        text, size = self._mark.across, _SIZE * page.unit
        if not text:
            return ""
        long, down = self._glyphs.length(text) * size + _BESIDE * page.unit, _APART * page.unit
        half = math.hypot(page.wide, page.high) / 2
        cos, sin = math.cos(_SLANT), math.sin(_SLANT)
        shown, drawn = self._glyphs.shown(text), []
        for row in range(-int(half / down), int(half / down) + 1):
            start = -half - (long / 2 if row % 2 else 0)
            for turn in range(int(2 * half / long) + 2):
                u, v = start + turn * long, row * down
                x = page.wide / 2 + u * cos - v * sin
                y = page.high / 2 + u * sin + v * cos
                if _reaches(page, (x, y), (x + long * cos, y + long * sin)):
                    drawn.append(f"{cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {x:.2f} {y:.2f} Tm")
                    drawn.append(f"{shown} Tj")
        words = "\n".join(drawn)
        return f"q {_LIGHT} gs {_LIGHT_BLUE} BT {_FONT} {size:.2f} Tf\n{words}\nET Q"

    def _codes(self, page: Layout) -> str:
        """The code in both corners, black on white."""
        modules = [list(row) for row in segno.make(self._mark.code, "m", micro=False).matrix]
        one = page.code / (len(modules) + 4)
        dots = [
            f"{(2 + start) * one:.3f} {(2 + len(modules) - 1 - row) * one:.3f} "
            f"{length * one:.3f} {one:.3f} re"
            for row, line in enumerate(modules)
            for start, length in _runs(line)
        ]
        code = f"1 g 0 0 {page.code:.3f} {page.code:.3f} re f 0 g\n" + "\n".join(dots) + " f"
        return "\n".join(f"q 1 0 0 1 {x:.2f} {y:.2f} cm {code} Q" for x, y in page.corners)

    def _line(self, page: Layout) -> str:
        left, low, room = page.line
        size = min(_FOOT * page.unit, room / self._glyphs.length(self._mark.line))
        shown = self._glyphs.shown(self._mark.line)
        return f"q 0 g BT {_FONT} {size:.3f} Tf {left:.2f} {low:.2f} Td {shown} Tj ET Q"


class Stamped(Writer):
    """A PDF that gets the mark on each page while it is written."""

    def __init__(self, out: io.BytesIO, stamp: Stamp) -> None:
        super().__init__(out)
        self._stamp = stamp

    def dressed(self, page: PageObject) -> dict[str, PdfObject]:
        """The page with the mark."""
        return self._stamp.dressed(self, page, super().dressed(page))

    def more(self) -> dict[str, PdfObject]:
        """The metadata."""
        return self._stamp.described(self)

    def trailer(self) -> dict[str, PdfObject]:
        """Metadata of the older kind, and the identifier."""
        return self._stamp.said(self)


def stamped(pdf: bytes, mark: Mark, *, again: bool = False) -> bytes:
    """A PDF of nothing but pages (see ``pdfclean``) with a mark on each."""
    out = io.BytesIO()
    writer = Stamped(out, Stamp(mark, again=again))
    writer.add(PdfReader(io.BytesIO(pdf)))
    writer.end()
    return out.getvalue()


def box_of(page: PageObject) -> Box:
    """What of a page is shown; a box without any room is refused as ``ValueError``."""
    media, crop = (_corners(one) for one in (page.mediabox, page.cropbox))
    left, low = max(media[0], crop[0]), max(media[1], crop[1])
    right, high = min(media[2], crop[2]), min(media[3], crop[3])
    if right - left < 1 or high - low < 1:
        left, low, right, high = media
    if right - left < 1 or high - low < 1:
        raise ValueError("a page without any room")
    return Box(left, low, right, high, round(page.rotation / 90) * 90 % 360)


def _corners(box: ArrayObject) -> tuple[float, float, float, float]:
    a, b, c, d = (float(edge) for edge in box)
    return min(a, c), min(b, d), max(a, c), max(b, d)


def _reaches(page: Layout, start: tuple[float, float], end: tuple[float, float]) -> bool:
    """Whether a text from here to there may be seen."""
    (a, b), (c, d) = start, end
    return c > 0 and a < page.wide and d > 0 and b < page.high


def _runs(row: list[int]) -> list[tuple[int, int]]:
    """Where dark modules stand side by side: the first, and how many."""
    found: list[tuple[int, int]] = []
    for at, dark in enumerate(row):
        if dark and found and sum(found[-1]) == at:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((at, 1))
    return found


def _form(page: Layout, code: str, resources: DictionaryObject) -> StreamObject:
    form = DecodedStreamObject()
    form.set_data(code.encode("ascii"))
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    edges = (NumberObject(0), NumberObject(0), FloatObject(page.wide), FloatObject(page.high))
    form[NameObject("/BBox")] = ArrayObject(edges)
    form[NameObject("/Resources")] = resources
    return form.flate_encode()


def _named(entries: dict[str, PdfObject]) -> DictionaryObject:
    return DictionaryObject({NameObject(name): value for name, value in entries.items()})


_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier>{code}</dc:identifier>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{number}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{line}</rdf:li></rdf:Alt></dc:description>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
