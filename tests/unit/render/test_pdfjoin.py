"""PDFs put together: every page in its order, shared parts once, and no more memory for more."""

from __future__ import annotations

import io
import tracemalloc

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)

from docgen.errors import OutsideFailed
from docgen.render.pdfjoin import join

FONT = b"a font that all papers share, " * 400


def paper(text: str, pages: int = 1) -> bytes:
    """A PDF with a font file and a text on each page."""
    writer = PdfWriter()
    file = DecodedStreamObject()
    file.set_data(FONT)
    font = writer._add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
                NameObject("/File"): writer._add_object(file),
            }
        )
    )
    for number in range(pages):
        page = writer.add_blank_page(200, 100)
        content = DecodedStreamObject()
        content.set_data(f"BT /F 12 Tf 10 10 Td ({text} {number}) Tj ET".encode())
        page[NameObject("/Contents")] = writer._add_object(content)
        fonts = DictionaryObject({NameObject("/F"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        page[NameObject("/Annots")] = ArrayObject([page.indirect_reference])
    writer.root_object[NameObject("/Lang")] = TextStringObject("zh-CN")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def joined(*pdfs: bytes) -> tuple[bytes, PdfReader]:
    made = io.BytesIO()
    count = join(iter(pdfs), made)
    reader = PdfReader(io.BytesIO(made.getvalue()), strict=True)
    assert len(reader.pages) == count
    return made.getvalue(), reader


def test_pages_stand_in_the_order_of_the_papers() -> None:
    _, reader = joined(paper("one", 2), paper("two"), paper("three"))

    told = [page.extract_text() for page in reader.pages]
    assert told == ["one 0", "one 1", "two 0", "three 0"]
    assert [page.mediabox.width for page in reader.pages] == [200] * 4
    assert str(reader.root_object["/Lang"]) == "zh-CN"


def test_what_papers_share_is_there_once() -> None:
    single, many = paper("x"), [paper(f"x{turn}") for turn in range(20)]

    whole, _ = joined(*many)

    assert whole.count(b"a font that all papers share, " * 400) == 1
    assert len(whole) < len(single) + 20 * 1_000


def test_pages_that_are_alike_are_still_all_there() -> None:
    _, reader = joined(paper("same"), paper("same"))

    assert [page.extract_text() for page in reader.pages] == ["same 0", "same 0"]


def test_many_take_no_more_memory_than_few() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        join((paper(f"x{turn}") for turn in range(count)), io.BytesIO())
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    peak(2)
    assert peak(150) < peak(10) + 600_000


def test_a_broken_one_is_named_as_such() -> None:
    with pytest.raises(OutsideFailed, match="cannot be put together"):
        joined(paper("x"), b"%PDF-1.7\nnothing")
