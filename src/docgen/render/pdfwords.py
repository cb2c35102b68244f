"""The words on a page that LibreOffice set, read fast enough to look at every page of a batch.

Knows only how LibreOffice writes text: a font chosen by ``/F1 10.5 Tf``, signs as hexadecimal
codes, and for each font a list of what the codes mean (ISO 32000-1, 9.10.3 ToUnicode). Other
programs write it in other ways, and then nothing is found here; ``pdftext`` reads any PDF.
"""

from __future__ import annotations

import re
from typing import cast

from pypdf import PageObject
from pypdf.generic import DictionaryObject, IndirectObject, NameObject, StreamObject

_SHOWN = re.compile(rb"/(F\d+)\s+[\d.]+\s+Tf|<([0-9A-Fa-f]+)>")
_CHOSEN = re.compile(rb"/F\d+\b")
_LISTS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")

Alphabet = dict[bytes, str]


class Reader:
    """Reads pages of one PDF; what it has learnt of a font it keeps for the next page."""

    def __init__(self) -> None:
        self._known: dict[int, Alphabet] = {}

    def words(self, page: PageObject) -> str:
        """The signs in the order in which they were set: paragraph by paragraph, cell by cell."""
        fonts, found, alphabet = _fonts(page), list[str](), Alphabet()
        for font, codes in _SHOWN.findall(_content(page)):
            if font:
                alphabet = self._alphabet(fonts, f"/{font.decode()}")
            else:
                found += _signs(codes.upper(), alphabet)
        return "".join(found)

    def _alphabet(self, fonts: DictionaryObject, name: str) -> Alphabet:
        key = cast("IndirectObject", fonts.raw_get(name)).idnum
        if key not in self._known:
            self._known[key] = _alphabet(cast("DictionaryObject", fonts[name]))
        return self._known[key]


def drop_unused_fonts(page: PageObject) -> None:
    """Let a page name only the fonts it uses; LibreOffice lets each name all of the file's."""
    used = {name.decode() for name in _CHOSEN.findall(_content(page))}
    fonts = {NameObject(key): each for key, each in _fonts(page).items() if key in used}
    resources = DictionaryObject(cast("DictionaryObject", page["/Resources"]))
    resources[NameObject("/Font")] = DictionaryObject(fonts)
    page[NameObject("/Resources")] = resources


def _fonts(page: PageObject) -> DictionaryObject:
    resources = cast("DictionaryObject", page["/Resources"])
    return cast("DictionaryObject", resources.get("/Font", DictionaryObject()))


def _content(page: PageObject) -> bytes:
    content = page.get_contents()
    return b"" if content is None else content.get_data()


def _alphabet(font: DictionaryObject) -> Alphabet:
    """What a font's codes mean."""
    listed = cast("StreamObject", font["/ToUnicode"]).get_data()
    return {
        code.upper(): bytes.fromhex(sign.decode()).decode("utf-16-be", "replace")
        for part in _LISTS.findall(listed)
        for code, sign in _PAIR.findall(part)
    }


def _signs(codes: bytes, alphabet: Alphabet) -> list[str]:
    width = len(next(iter(alphabet), b"00"))
    return [alphabet.get(codes[at : at + width], "") for at in range(0, len(codes), width)]
