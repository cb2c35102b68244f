"""The files of a paper as pages: each kind as it should be, and a notice for what cannot be."""

from __future__ import annotations

import io
import zipfile

import pytest
from PIL import Image
from pypdf import PdfWriter

from docgen.render import leaves
from docgen.render.leaves import Sheets, notice, sheets
from docgen.render.words import words


def pdf() -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(out)
    return out.getvalue()


def picture(kind: str, size: tuple[int, int] = (900, 600)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#88a").save(out, kind)
    return out.getvalue()


def only(files: dict[str, bytes]) -> Sheets:
    (one,) = sheets(files, "0000000001-0002 费用台账")
    return one


def extent_mm(docx: bytes) -> tuple[float, float]:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        _, _, rest = package.read("word/document.xml").partition(b':extent cx="')
    across, _, rest = rest.partition(b'" cy="')
    return int(across) / 36_000, int(rest.partition(b'"')[0]) / 36_000


def test_a_pdf_goes_in_cleaned() -> None:
    one = only({"来函.PDF": pdf()})

    assert (one.is_word, one.is_notice) == (False, False)
    assert one.data.startswith(b"%PDF")


def test_a_word_file_is_set_unless_its_pdf_is_there() -> None:
    assert only({"联系单.docx": b"word"}).is_word
    assert [one.name for one in sheets({"a.docx": b"word", "a.pdf": pdf()}, "")] == ["a.pdf"]
    assert len(list(sheets({"a.docx": b"word", "b.pdf": pdf()}, ""))) == 2


@pytest.mark.parametrize(("name", "kind"), [("照片.png", "PNG"), ("照片.jpg", "JPEG")])
def test_a_picture_is_put_on_a_page_in_its_shape(name: str, kind: str) -> None:
    one = only({name: picture(kind)})

    across, up = extent_mm(one.data)
    assert (one.is_word, one.is_notice) == (True, False)
    assert across / up == pytest.approx(1.5, rel=0.01)
    assert across <= 174


def test_a_tall_picture_fits_the_page() -> None:
    assert extent_mm(only({"长图.png": picture("PNG", (600, 6_000))}).data)[1] <= 240.1


def test_a_text_keeps_its_lines() -> None:
    said = words(only({"说明.txt": "第一行\n第二行\t后\n<b>{{ x }}</b>\x01\n".encode()}).data)

    assert "第一行\n第二行    后\n<b>{{ x }}</b>□" in said


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("台账.xlsx", b"PK", leaves.NO_PRINT),
        ("坏.pdf", b"%PDF-1.7", leaves.DAMAGED),
        ("坏.png", b"\x89PNG\r\n\x1a\n", leaves.DAMAGED),
    ],
)
def test_what_cannot_be_printed_gets_a_page_that_says_so(name: str, data: bytes, why: str) -> None:
    one = only({name: data})

    assert one.is_notice
    said = words(one.data)
    assert [part in said for part in ("0000000001-0002 费用台账", name, why)] == [True] * 3


def test_a_notice_holds_any_name() -> None:
    assert "□" in words(notice("题名\x07", "名\u202e.pdf", leaves.NOT_KEPT).data)
