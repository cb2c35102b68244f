"""The contact sheet: every form has its place, none is cut off, none lies on another."""

from __future__ import annotations

import io

import pytest
from contact import COLUMNS, HEIGHT, ROOM, WIDTH, sheet_of
from pypdf import PageObject, PdfReader


def _page(width: float, height: float) -> PageObject:
    return PageObject.create_blank_page(None, width, height)


@pytest.mark.parametrize(("forms", "columns", "rows"), [(1, 1, 1), (COLUMNS, 5, 1), (12, 5, 3)])
def test_the_sheet_has_a_place_for_each_form(forms: int, columns: int, rows: int) -> None:
    sheet = PdfReader(io.BytesIO(sheet_of([_page(595, 842)] * forms))).pages[0]

    assert float(sheet.mediabox.width) == columns * (WIDTH + ROOM) + ROOM
    assert float(sheet.mediabox.height) == rows * (HEIGHT + ROOM) + ROOM


def test_a_landscape_page_is_fitted_into_its_place() -> None:
    drawn = PdfReader(io.BytesIO(sheet_of([_page(842, 595), _page(595, 842)]))).pages[0]

    contents = drawn.get_contents()
    assert contents is not None
    lines = contents.get_data().decode().splitlines()
    frames = [line.split() for line in lines if line.endswith(" re")][-2:]
    assert [round(float(frame[2])) for frame in frames] == [round(WIDTH), round(WIDTH)]
    assert float(frames[0][3]) < float(frames[1][3]) <= HEIGHT + 1
