"""A bound volume: every page in order, numbered where it is shown, with bookmarks and labels."""

from __future__ import annotations

import io
import os
import tracemalloc
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from docgen.render.bound import Volume
from docgen.render.pdfclean import cleaned


def paper(pages: int = 1, *, rotation: int = 0, size: tuple[float, float] = (595, 842)) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(*size).rotate(rotation)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def bound(*papers: bytes) -> bytes:
    out = io.BytesIO()
    volume = Volume(out)
    volume.bind(paper(), "封面")
    for turn, each in enumerate(papers, start=1):
        volume.bind(each, f"{turn:04d} 材料", numbered=True)
    volume.bind(paper(), "备考表")
    volume.end()
    return out.getvalue()


def test_papers_are_numbered_through_and_ends_are_not() -> None:
    read = PdfReader(io.BytesIO(bound(paper(2), paper(3))))

    assert [page.extract_text().strip() for page in read.pages] == ["", "1", "2", "3", "4", "5", ""]
    assert read.page_labels == ["i", "1", "2", "3", "4", "5", "i"]


def test_bookmarks_lead_to_the_first_page_of_each_paper() -> None:
    read = PdfReader(io.BytesIO(bound(paper(2), paper(3))))

    found = [one for one in read.outline if not isinstance(one, list)]
    marks = [(one.title, read.get_destination_page_number(one)) for one in found]

    assert marks == [("封面", 0), ("0001 材料", 1), ("0002 材料", 3), ("备考表", 6)]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_the_number_stands_at_the_top_right_as_the_page_is_shown(rotation: int) -> None:
    page = PdfReader(io.BytesIO(bound(paper(rotation=rotation)))).pages[1]
    places: list[tuple[float, float]] = []

    def seen(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        if text.strip():
            x, y = tm[4], tm[5]
            places.append((cm[0] * x + cm[2] * y + cm[4], cm[1] * x + cm[3] * y + cm[5]))

    page.extract_text(visitor_text=seen)
    ((x, y),) = places
    wide, high = 595, 842
    shown = {0: (wide - x, high - y), 90: (high - y, x), 180: (x, y), 270: (y, wide - x)}
    right, down = shown[rotation]
    assert (28 < right < 40, 20 < down < 30) == (True, True)


def test_the_same_papers_are_the_same_bytes() -> None:
    assert bound(paper(2)) == bound(paper(2))


def test_a_volume_of_many_papers_needs_no_more_memory_than_one_of_few() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        volume = Volume(nowhere)
        for turn in range(count):
            volume.bind(one, f"{turn}", numbered=True)
        volume.end()
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    one = cleaned(paper(3), "材料.pdf")
    with Path(os.devnull).open("wb") as nowhere:
        peak(5)
        few, many = peak(20), peak(400)

    assert many < few + 2_500_000
