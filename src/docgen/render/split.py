"""The PDF of merged papers taken apart again, one PDF a paper, or refused as a whole.

Each paper's beginning and end are named places in the PDF (bookmarks of ``papers``). Nothing is
taken on trust: the papers must follow each other without a gap from the first page to the last,
each must hold words of its own that no other has, and each part must open with its pages.
Headings become its outline again; fonts that it does not use are left out. Signatures, tags and
PDF/A do not survive this: such PDFs are made one by one.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import Destination, Fit, IndirectObject, NameObject

from docgen.render.merge import ABOUT, Paper
from docgen.render.papers import FIRST, LAST, Unlike, plain
from docgen.render.pdfcheck import pages
from docgen.render.pdfwords import Reader, drop_unused_fonts

_KEPT = ("/Lang", "/ViewerPreferences")


@dataclass(frozen=True, slots=True)
class _Heading:
    """An entry of the outline: how deep it stands, and where it leads."""

    depth: int
    title: str
    page: int
    place: Fit


def split(pdf: bytes, papers: Sequence[Paper]) -> list[bytes]:
    """Take the PDF of merged papers apart.

    Args:
        pdf: What LibreOffice made of ``Merged.docx``, with its bookmarks as named places.
        papers: The papers in it, in their order.

    Raises:
        Unlike: The PDF is not the papers one after the other, each whole.
    """
    try:
        reader = PdfReader(io.BytesIO(pdf))
        spans = _spans(reader, len(papers))
        _compare(reader, spans, papers)
        headings = list(_headings(reader, reader.outline))
        return [
            _part(reader, span, headings, paper) for span, paper in zip(spans, papers, strict=True)
        ]
    except (PyPdfError, KeyError, ValueError) as why:
        raise Unlike(str(why)) from why


def _spans(reader: PdfReader, count: int) -> list[range]:
    """The pages of each paper; together all pages, each once, in order."""
    places = {
        name.lstrip("/"): reader.get_destination_page_number(place) or 0
        for name, place in reader.named_destinations.items()
    }
    spans = [range(places[f"{FIRST}{n}"], places[f"{LAST}{n}"] + 1) for n in range(count)]
    if not all(spans) or [page for span in spans for page in span] != [*range(len(reader.pages))]:
        raise Unlike("pages that are not one paper after the other")
    return spans


def _compare(reader: PdfReader, spans: Sequence[range], papers: Sequence[Paper]) -> None:
    """Each paper's own words stand on its own pages; one of them is enough, some may be hidden."""
    eyes = Reader()
    for span, paper in zip(spans, papers, strict=True):
        written = plain("".join(eyes.words(reader.pages[page]) for page in span))
        if paper.own and not any(own in written for own in paper.own):
            raise Unlike(f"not found: {paper.own[0]}")


def _headings(reader: PdfReader, entries: Sequence[object], depth: int = 0) -> Iterator[_Heading]:
    for entry in entries:
        if isinstance(entry, list):
            yield from _headings(reader, entry, depth + 1)
        elif isinstance(entry, Destination):
            page = reader.get_destination_page_number(entry)
            place = Fit.xyz(left=entry.left, top=entry.top, zoom=0)
            yield _Heading(depth, str(entry.title), -1 if page is None else page, place)


def _part(reader: PdfReader, span: range, headings: Sequence[_Heading], paper: Paper) -> bytes:
    """One paper as a PDF of its own."""
    writer, made = PdfWriter(), io.BytesIO()
    for number in span:
        page = reader.pages[number]
        drop_unused_fonts(page)
        writer.add_page(page)
    _outline(writer, [each for each in headings if each.page in span], span.start)
    old = {} if reader.metadata is None else reader.metadata
    kept = {name: str(text) for name, text in old.items() if name not in ABOUT.values()}
    writer.add_metadata({**kept, **paper.about})
    for name in _KEPT:
        if name in reader.root_object:
            writer.root_object[NameObject(name)] = reader.root_object[name]
    writer.pdf_header = reader.pdf_header
    writer.write(made)
    if pages(made.getvalue()) != len(span):
        raise Unlike("a part that does not open")
    return made.getvalue()


def _outline(writer: PdfWriter, headings: Sequence[_Heading], start: int) -> None:
    """Add the headings again, each below the last one that stands less deep."""
    above: dict[int, IndirectObject] = {}
    for each in headings:
        above[each.depth] = writer.add_outline_item(
            title=each.title,
            page_number=each.page - start,
            parent=above.get(each.depth - 1),
            fit=each.place,
        )
