"""Many PDFs as one, page after page, written as it goes: a thousand need no more memory than ten.

What several of them have in common (fonts, above all) is written once: objects are written with
what they refer to before them, and one that reads the same as another already written is that
one. Outlines, tags and forms of the single PDFs are left out; links to places in them too.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
)

from docgen.errors import OutsideFailed, say

_CATALOG, _PAGES = 1, 2
_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
#: Of a page; the rest refers to places and structures that do not come along.
_LEFT_OUT = frozenset({"/Parent", "/Annots", "/StructParents", "/B", "/Tabs"})


def join(pdfs: Iterable[bytes], out: BinaryIO) -> int:
    """Write all pages of these PDFs as one PDF.

    Args:
        pdfs: Asked for one by one.
        out: Where it goes; written from front to back.

    Returns:
        How many pages it has; its language is the first one's.

    Raises:
        OutsideFailed: One of them is no whole PDF.
    """
    writer = Writer(out)
    for pdf in pdfs:
        try:
            writer.add(PdfReader(io.BytesIO(pdf)))
        except (PyPdfError, ValueError, KeyError, RecursionError) as why:
            raise OutsideFailed(
                say("The PDFs cannot be put together"),
                why=say("one of them is damaged: {error}", error=why),
                fix=say("make it again"),
            ) from why
    writer.end()
    return len(writer.pages)


def joined(pdfs: Iterable[bytes]) -> bytes:
    """A few PDFs as one; see ``join``."""
    made = io.BytesIO()
    join(pdfs, made)
    return made.getvalue()


class Writer:
    """A PDF while it is written; what is done to a page, and said of the whole, may be added."""

    def __init__(self, out: BinaryIO) -> None:
        self._out, self._at = out, 0
        self._places: dict[int, int] = {}
        self._next = _PAGES + 1
        self._known: dict[bytes, int] = {}
        self._lang: PdfObject | None = None
        self.pages: list[int] = []
        self._write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def add(self, reader: PdfReader, *, pages: Sequence[int] | None = None) -> None:
        """Add the pages of one PDF, all or those at these places."""
        moved: dict[int, int] = {}
        self._lang = self._lang or reader.root_object.get("/Lang")
        for page in reader.pages if pages is None else [reader.pages[at] for at in pages]:
            made = DictionaryObject()
            for name, value in self.dressed(page).items():
                # What pages share must not be put right twice.
                made[NameObject(name)] = self._moved(copied(value), moved)
            made[NameObject("/Parent")] = reference(_PAGES)
            self.pages.append(self.put(made))

    def dressed(self, page: PageObject) -> dict[str, PdfObject]:
        """The entries with which a page is written; references are still those of its own PDF."""
        kept = {name: page[name] for name in _INHERITED if name in page}
        own = {name: page.raw_get(name) for name in page if name not in _LEFT_OUT}
        return {**kept, **own}

    def more(self) -> dict[str, PdfObject]:
        """Further entries of the catalog; asked for when all pages are written."""
        return {}

    def trailer(self) -> dict[str, PdfObject]:
        """Further entries of the trailer; asked for after those of the catalog."""
        return {}

    def end(self) -> None:
        """Write the list of pages and the table of all objects."""
        kids = ArrayObject(reference(number) for number in self.pages)
        pages = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Pages"),
                NameObject("/Kids"): kids,
                NameObject("/Count"): NumberObject(len(self.pages)),
            }
        )
        self.put(pages, _PAGES)
        catalog = DictionaryObject({NameObject("/Type"): NameObject("/Catalog")})
        catalog[NameObject("/Pages")] = reference(_PAGES)
        if self._lang is not None:
            catalog[NameObject("/Lang")] = self._lang
        for name, value in self.more().items():
            catalog[NameObject(name)] = value
        self.put(catalog, _CATALOG)
        trailer = DictionaryObject({NameObject(k): one for k, one in self.trailer().items()})
        trailer[NameObject("/Size")] = NumberObject(self._next)
        trailer[NameObject("/Root")] = reference(_CATALOG)
        table, size = self._at, self._next
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
        for number in range(1, size):
            self._write(b"%010d 00000 n \n" % self._places[number])
        self._write(b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (_bytes(trailer), table))

    def _moved(self, value: PdfObject, moved: dict[int, int]) -> PdfObject:
        """A value with all that it refers to written here, and its references put right."""
        if isinstance(value, IndirectObject):
            if value.pdf is None:  # it is one of ours already
                return value
            if value.idnum not in moved:
                moved[value.idnum] = 0  # a ring: whoever comes back here finds nothing
                target = value.get_object()
                target = NullObject() if target is None else target  # an empty one is one too
                moved[value.idnum] = self._shared(self._moved(target, moved))
            number = moved[value.idnum]
            return reference(number) if number else NullObject()
        if isinstance(value, DictionaryObject):
            for name in list(value):
                value[NameObject(name)] = self._moved(value.raw_get(name), moved)
            return value
        if isinstance(value, ArrayObject):
            return ArrayObject(self._moved(one, moved) for one in list.__iter__(value))
        return value

    def _shared(self, value: PdfObject) -> int:
        body = _bytes(value)
        digest = hashlib.sha256(body).digest()
        if digest not in self._known:
            self._known[digest] = self.number()
            self._object(self._known[digest], body)
        return self._known[digest]

    def shared(self, value: PdfObject) -> IndirectObject:
        """A reference to an object of our own, written once however often it is asked for."""
        return reference(self._shared(value))

    def put(self, value: PdfObject, number: int = 0) -> int:
        """Write an object of our own; its number."""
        number = number or self.number()
        self._object(number, _bytes(value))
        return number

    def number(self) -> int:
        """The number of an object that is written later."""
        self._next += 1
        return self._next - 1

    def _object(self, number: int, body: bytes) -> None:
        self._places[number] = self._at
        self._write(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self._at += len(data)


def copied(value: PdfObject) -> PdfObject:
    """The same value; dictionaries and lists are new ones, what they refer to is not."""
    if isinstance(value, DictionaryObject) and not isinstance(value, StreamObject):
        made = DictionaryObject()
        for name in value:
            made[NameObject(name)] = copied(value.raw_get(name))
        return made
    if isinstance(value, ArrayObject):
        return ArrayObject(copied(one) for one in list.__iter__(value))
    return value


def _bytes(value: PdfObject) -> bytes:
    made = io.BytesIO()
    value.write_to_stream(made)
    return made.getvalue()


def reference(number: int) -> IndirectObject:
    """A reference to an object of the PDF that is being written."""
    return IndirectObject(number, 0, None)
