"""Makes the contact sheets of the library: each family's forms on one picture, first pages.

The pages are the examples as docgen fills and prints them; several are laid on one sheet and that
is drawn. Run by ``make docs``; needs LibreOffice and pdftoppm.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.generic import DecodedStreamObject, NameObject

from docgen.render.docx import fill
from docgen.render.example import example_context
from docgen.render.folder import find_template, list_templates
from docgen.render.pdf import to_pdfs

COLUMNS = 5
#: Points: a quarter of A4 with room around it.
WIDTH, HEIGHT, ROOM = 298.0, 421.0, 12.0


def sheets(templates: Path) -> Iterator[tuple[str, bytes]]:
    """Each family with the PDF of its sheet, in the order of the folders."""
    names = list_templates(templates)
    pages = dict(zip(names, to_pdfs([example(templates, name) for name in names]), strict=True))
    for family, forms in groupby(names, key=lambda name: name.partition("/")[0]):
        yield family, sheet_of([_first(pages[name]) for name in forms])


def example(templates: Path, name: str) -> bytes:
    """A form as its own example fills it."""
    folder = find_template(templates, name)
    return fill(folder.docx, example_context(folder), labels=folder.form.labels)


def _first(pdf: bytes) -> PageObject:
    return PdfReader(io.BytesIO(pdf)).pages[0]


def sheet_of(pages: Sequence[PageObject]) -> bytes:
    """The pages in rows, each as large as its place allows."""
    columns = min(COLUMNS, len(pages))
    rows = -(-len(pages) // columns)
    paper = PdfWriter()
    sheet = paper.add_blank_page(columns * (WIDTH + ROOM) + ROOM, rows * (HEIGHT + ROOM) + ROOM)
    frames = []
    for place, page in enumerate(pages):
        row, column = divmod(place, columns)
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        size = min(WIDTH / width, HEIGHT / height)
        left = ROOM + column * (WIDTH + ROOM)
        foot = (rows - row) * (HEIGHT + ROOM) - size * height
        sheet.merge_transformed_page(page, Transformation().scale(size).translate(left, foot))
        frames.append(f"{left} {foot} {size * width} {size * height} re")
    sheet.merge_page(_lines(sheet, frames))
    made = io.BytesIO()
    paper.write(made)
    return made.getvalue()


def _lines(sheet: PageObject, frames: list[str]) -> PageObject:
    """A grey edge around each page, for white pages on white."""
    page = PageObject.create_blank_page(None, sheet.mediabox.width, sheet.mediabox.height)
    drawing = DecodedStreamObject()
    drawing.set_data("\n".join(["0.6 G 0.5 w", *frames, "S"]).encode())
    page[NameObject("/Contents")] = drawing
    return page
