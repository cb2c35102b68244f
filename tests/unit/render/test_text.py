"""The words of what people hand in, read in a child process."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from openpyxl import Workbook
from pypdf import PdfWriter

from docgen.errors import BadInput
from docgen.render import pdftext, text, workbook
from docgen.render.preflight import Kind
from docgen.render.text import Extract, extract

Paper = Callable[..., bytes]
HELLO = b"BT /F1 24 Tf 72 720 Td (Complaint 42) Tj ET"


def pdf(*, user: str | None = None, text: bytes = HELLO) -> bytes:
    """A PDF of one page, locked if a password is given."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    plain = body + b"xref\n0 6\n0000000000 65535 f \n" + table
    plain += b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    if user is None:
        return plain
    writer, locked = PdfWriter(clone_from=io.BytesIO(plain)), io.BytesIO()
    writer.encrypt(user_password=user, owner_password="owner", algorithm="AES-256")  # noqa: S106
    writer.write(locked)
    return locked.getvalue()


def excel(*rows: list[object]) -> bytes:
    book, saved = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.create_sheet("二").append(["第二张"])
    book.save(saved)
    return saved.getvalue()


def test_a_word_file(paper: Paper) -> None:
    got = extract(paper("投诉", header="眉"), "a.docx")

    assert got.text == "眉\n投诉\n"
    assert got.media_type.endswith("wordprocessingml.document")


def test_a_pdf() -> None:
    got = extract(pdf(), "a.pdf")

    assert "Complaint 42" in got.text
    assert (got.media_type, got.pages) == ("application/pdf", 1)


def test_a_pdf_that_only_forbids_changes_is_read_and_named() -> None:
    got = extract(pdf(user=""), "a.pdf")

    assert "Complaint 42" in got.text
    assert len(got.warnings) == 1


def test_a_pdf_with_a_password_is_refused() -> None:
    with pytest.raises(BadInput, match="protected by a password") as caught:
        extract(pdf(user="secret"), "锁.pdf")

    assert caught.value.file == "锁.pdf"


def test_a_damaged_pdf_is_refused() -> None:
    with pytest.raises(BadInput, match="damaged inside"):
        extract(b"%PDF-1.7\nnothing\n%%EOF\n", "a.pdf")


def test_all_sheets_of_a_workbook() -> None:
    got = extract(excel(["名称", "数"], [None, None], ["甲", 12.0]), "a.xlsx")

    assert got.text == "名称\t数\n甲\t12\n第二张\n"
    assert got.pages == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_plain_text(encoding: str) -> None:
    assert extract("投诉\r\n记录".encode(encoding), "a.txt") == Extract(
        "投诉\n记录", "text/plain", 0
    )


def test_a_picture_has_no_text() -> None:
    assert extract(b"\xff\xd8\xff\xe0\xff\xd9", "a.jpg") == Extract("", "image/jpeg", 1)


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.pdf", "a.png", "a.exe"])
def test_what_preflight_refuses_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match="cannot be used") as caught:
        extract(b"not that", name)

    assert caught.value.file == name


def test_half_characters_do_not_break_the_answer() -> None:
    told = text.answer(Kind("text/plain", ".txt"), "a\ud800b", 0)

    assert b'"a?b"' in told


def test_the_readers_answer_alike_in_this_process(paper: Paper) -> None:
    """What the child runs, run here, where faults and coverage can be seen."""
    assert b'"text"' in text.word(paper("x"), "a.docx")
    assert b"Complaint 42" in pdftext.pdf(pdf(), "a.pdf")
    assert "第二张".encode() in workbook.text(excel(["a"]), "a.xlsx")
