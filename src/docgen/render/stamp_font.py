"""The words of a stamp as a PDF font of their own: few signs, each a small picture, all readable.

No Chinese font is embedded: each sign that occurs is drawn once by FreeType from the font that
this machine has for it, and becomes one glyph of a Type 3 font (ISO 32000-1, 9.6.5) with a table
back to Unicode, so that the words can be searched for and copied like any others.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
)

from docgen.render.pdfjoin import Writer

#: Pixels an em: sharp on paper up to some 40 points.
_EM = 96
_FIRST, _MOST = 32, 223
_LOST = "□"


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font of this machine: its file, and which of the fonts in it."""

    path: str
    index: int = 0


class Glyphs:
    """The signs of some words, drawn; the most frequent 223 different ones at the most."""

    def __init__(self, words: str, font: FontFile) -> None:
        self._font = ImageFont.truetype(font.path, _EM, font.index)
        signs = list(dict.fromkeys(_LOST + words))[:_MOST]
        self._codes = {sign: code for code, sign in enumerate(signs, _FIRST)}
        self._widths = {sign: round(self._font.getlength(sign)) for sign in signs}

    def shown(self, text: str) -> str:
        """A text as the operand of ``Tj``."""
        return "<" + "".join(f"{self._code(sign):02X}" for sign in text) + ">"

    def length(self, text: str) -> float:
        """How long a text is at one point."""
        return sum(self._widths.get(sign, _EM) for sign in text) / _EM

    def font(self, writer: Writer) -> DictionaryObject:
        """The font, with all it refers to written."""
        procedures = DictionaryObject()
        names, widths = ArrayObject([NumberObject(_FIRST)]), ArrayObject()
        for sign, code in self._codes.items():
            name = NameObject(f"/g{code}")
            procedures[name] = writer.shared(_stream(self._drawn(sign)))
            names.append(name)
            widths.append(NumberObject(self._widths[sign]))
        one = FloatObject(round(1 / _EM, 6))
        zero = NumberObject(0)
        box = ArrayObject(map(NumberObject, (0, -_EM // 2, _EM * 2, _EM + _EM // 2)))
        return _dictionary(
            Type=NameObject("/Font"),
            Subtype=NameObject("/Type3"),
            FontBBox=box,
            FontMatrix=ArrayObject([one, zero, zero, one, zero, zero]),
            CharProcs=procedures,
            Encoding=_dictionary(Type=NameObject("/Encoding"), Differences=names),
            FirstChar=NumberObject(_FIRST),
            LastChar=NumberObject(_FIRST + len(self._codes) - 1),
            Widths=widths,
            Resources=DictionaryObject(),
            ToUnicode=writer.shared(_stream(self._unicode())),
        )

    def _code(self, sign: str) -> int:
        return self._codes.get(sign, self._codes[_LOST])

    def _drawn(self, sign: str) -> bytes:
        """The procedure of a glyph: its width, its box, and its picture as a mask."""
        wide = self._widths[sign]
        left, top, right, bottom = self._font.getbbox(sign, anchor="ls")
        across, high = int(right - left), int(bottom - top)
        if across <= 0 or high <= 0:
            return b"%d 0 0 0 0 0 d1" % wide
        picture = Image.new("1", (across, high), 1)
        ImageDraw.Draw(picture).text((-left, -top), sign, 0, font=self._font, anchor="ls")
        place = (across, high, int(left), int(-bottom))
        head = b"%d 0 %d %d %d %d d1 " % (
            *(wide, place[2], place[3]),
            *(place[2] + across, place[3] + high),
        )
        return (
            head
            + b"q %d 0 0 %d %d %d cm BI /W %d /H %d /IM true /BPC 1 ID " % (*place, across, high)
            + picture.tobytes()
            + b" EI Q"
        )

    def _unicode(self) -> bytes:
        rows = [
            f"<{code:02X}> <{sign.encode('utf-16-be').hex().upper()}>"
            for sign, code in self._codes.items()
        ]
        blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
        body = "\n".join(
            f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
        )
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "/CMapName /DgStamp def /CMapType 2 def\n"
            "1 begincodespacerange <00> <FF> endcodespacerange\n"
            f"{body}\nendcmap CMapName currentdict /CMap defineresource pop end end"
        ).encode("ascii")


def _stream(data: bytes) -> StreamObject:
    made = StreamObject()
    made[NameObject("/Filter")] = NameObject("/FlateDecode")
    made._data = zlib.compress(data)  # noqa: SLF001  pypdf has no other way to give packed bytes
    return made


def _dictionary(**entries: object) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): value for name, value in entries.items()})
