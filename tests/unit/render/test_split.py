"""Taking a merged PDF apart, and refusing one whose papers are not where they should be."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from pypdf import PdfReader, PdfWriter

from docgen.render.merge import Paper
from docgen.render.papers import Unlike
from docgen.render.split import split

NOBODY = Paper((), {})


def merged(pages: int, marks: Sequence[tuple[str, int]], headings: Sequence[int] = ()) -> bytes:
    """A PDF of empty pages, each a point wider than the last, with named places and headings."""
    writer, saved = PdfWriter(), io.BytesIO()
    for number in range(pages):
        writer.add_blank_page(10 + number, 10)
    for name, page in marks:
        writer.add_named_destination(name, page)
    above = None
    for page in headings:
        above = writer.add_outline_item(title=f"on {page}", page_number=page, parent=above)
    writer.add_metadata({"/Title": "all", "/Producer": "LibreOffice"})
    writer.write(saved)
    return saved.getvalue()


def spans(*pages: tuple[int, int]) -> list[tuple[str, int]]:
    """The marks of papers from their first and last pages."""
    names = ("paperFirst", "paperLast")
    return [
        (f"{name}{number}", page)
        for number, ends in enumerate(pages)
        for name, page in zip(names, ends, strict=True)
    ]


def widths(pdf: bytes) -> list[int]:
    return [int(page.mediabox.width) - 10 for page in PdfReader(io.BytesIO(pdf)).pages]


def test_each_paper_gets_its_pages() -> None:
    pdf = merged(6, spans((0, 2), (3, 3), (4, 5)))

    parts = split(pdf, [NOBODY] * 3)

    assert [widths(part) for part in parts] == [[0, 1, 2], [3], [4, 5]]


def test_each_paper_gets_its_headings_and_its_title() -> None:
    pdf = merged(4, spans((0, 1), (2, 3)), headings=[0, 1, 2, 3])

    _, second = split(pdf, [NOBODY, Paper((), {"/Title": "own"})])

    reader = PdfReader(io.BytesIO(second))
    entries = [reader.outline[0], *reader.outline[1]]
    assert [each["/Title"] for each in entries] == ["on 2", "on 3"]
    assert [reader.get_destination_page_number(each) for each in entries] == [0, 1]
    assert reader.metadata == {"/Title": "own", "/Producer": "LibreOffice"}


@pytest.mark.parametrize(
    "marks",
    [
        spans((0, 0)),
        spans((0, 0), (2, 3)),
        spans((0, 1), (1, 3)),
        spans((0, 1), (2, 2)),
        spans((1, 1), (2, 3)),
        spans((2, 3), (0, 1)),
        spans((0, 3), (4, 3)),
        [],
    ],
    ids=["one lost", "a gap", "an overlap", "an end", "a start", "swapped", "empty", "no marks"],
)
def test_papers_that_do_not_follow_each_other_are_refused(marks: list[tuple[str, int]]) -> None:
    with pytest.raises(Unlike):
        split(merged(4, [mark for mark in marks if mark[1] < 4]), [NOBODY] * 2)


def test_a_paper_without_its_own_words_is_refused() -> None:
    with pytest.raises(Unlike, match="ts-1"):
        split(merged(2, spans((0, 0), (1, 1))), [NOBODY, Paper(("ts-1",), {})])


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(Unlike):
        split(b"%PDF-1.7\nnothing", [NOBODY])
