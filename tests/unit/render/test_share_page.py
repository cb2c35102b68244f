"""A share's page: A4, one share each, the words in picture and code and in no text layer."""

from __future__ import annotations

import io

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader

from docgen.render.share_page import SharePage, to_pdf

WORDS = tuple(f"word{turn}" for turn in range(33))
PAGES = [SharePage("样例公司", turn, 3, [("编号", "ab")], WORDS) for turn in (1, 2, 3)]


@pytest.fixture(scope="module")
def made() -> bytes:
    return to_pdf(PAGES)


def test_each_share_has_an_a4_page_of_its_own(made: bytes) -> None:
    sizes = [page.mediabox for page in PdfReader(io.BytesIO(made)).pages]

    assert len(sizes) == len(PAGES)
    assert {(round(one.width / 72 * 25.4), round(one.height / 72 * 25.4)) for one in sizes} == {
        (210, 297)
    }


def test_the_words_are_in_the_code_and_in_no_text(made: bytes) -> None:
    with pypdfium2.PdfDocument(made) as document:
        drawn = document[0].render(scale=2).to_pil()
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)

    assert zxingcpp.read_barcodes(drawn)[0].text == " ".join(WORDS)
    assert "word" not in text
    assert b"word1" not in made
