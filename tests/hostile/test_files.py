"""Files that want time, memory or a way out. Each is built here, looked at in the child process."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from openpyxl import Workbook

from docgen.errors import BadInput
from docgen.render.sheet import read_rows
from docgen.render.text import extract

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
    'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/></Types>'
)
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></Relationships>'
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(document: bytes, **more: bytes) -> bytes:
    """A Word file of this document part."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELS)
        archive.writestr("word/document.xml", document)
        for name, data in more.items():
            archive.writestr(name, data)
    return packed.getvalue()


def refused(data: bytes, name: str, **limits: int) -> str:
    with pytest.raises(BadInput) as caught:
        extract(data, name, **limits)
    assert caught.value.file == name
    return str(caught.value)


def test_a_bomb_of_zeros_is_refused() -> None:
    assert "200 times" in refused(word(b"\0" * 60_000_000), "a.docx")


def test_a_bomb_of_shared_bytes_is_refused() -> None:
    """Many entries that all point at one packed member, as in D. Fifield's zip bomb."""
    member = zipfile.ZipInfo("a.xml")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, b"<a/>" * 10_000)
    data = packed.getvalue()
    start = data.index(b"PK\x01\x02")
    entry = data[start : data.index(b"PK\x05\x06")]
    entries = b"".join(entry.replace(b"a.xml", b"%05d" % number) for number in range(1_000))
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1_000, 1_000, len(entries), start, 0)

    assert "same place" in refused(data[:start] + entries + end, "a.docx")


def test_more_entries_than_any_office_file_has_are_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(5_001):
            archive.writestr(str(number), b"")

    assert "more than 5000 parts" in refused(packed.getvalue(), "a.docx")


def test_a_bomb_inside_a_file_is_not_opened() -> None:
    inner = word(b"\0" * 3_000_000)

    got = extract(word(f'<w:document xmlns:w="{W}"/>'.encode(), inner=inner), "a.docx")

    assert got.text == ""


@pytest.mark.parametrize("depth", [300, 200_000])
def test_xml_that_is_too_deep_is_refused(depth: int) -> None:
    deep = b"<w:p>" * depth + b"</w:p>" * depth
    document = f'<w:document xmlns:w="{W}">'.encode() + deep + b"</w:document>"

    assert refused(word(document), "a.docx")


def test_a_document_with_entities_is_refused() -> None:
    evil = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'

    assert "Office never writes" in refused(word(evil), "a.docx")


def test_a_pdf_whose_pages_bite_their_tail_ends() -> None:
    loop = (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 99999999 /Parent 2 0 R >>\nendobj\n"
        b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000058 00000 n \n"
        b"trailer << /Root 1 0 R /Size 3 >>\nstartxref\n145\n%%EOF\n"
    )

    assert refused(loop, "a.pdf", seconds=5)


def merged(rows: int, *areas: str) -> bytes:
    """A workbook with rows of one value and these merged areas."""
    book, saved = Workbook(), io.BytesIO()
    for number in range(rows):
        book.worksheets[0].append([f"x{number}"])
    book.save(saved)
    packed = zipfile.ZipFile(saved)
    parts = {name: packed.read(name) for name in packed.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    cells = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    ends = f"</sheetData><mergeCells>{cells}</mergeCells>".encode()
    parts[sheet] = parts[sheet].replace(b"</sheetData>", ends)
    forged = io.BytesIO()
    with zipfile.ZipFile(forged, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return forged.getvalue()


def test_a_sheet_merged_to_the_end_of_excel_costs_nothing() -> None:
    assert read_rows(merged(1, "A1:XFD1048576"), "a.xlsx", seconds=2, megabytes=200) == []


def test_a_sheet_merged_again_and_again_ends() -> None:
    data = merged(2_000, *["A1:A1048576"] * 50_000)

    with pytest.raises(BadInput, match="could not be read safely"):
        read_rows(data, "a.xlsx", seconds=1)


def test_random_bytes_under_any_name_are_refused() -> None:
    noise = bytes((each * 73 + 41) % 251 for each in range(10_000))

    for name in ("a.docx", "a.xlsx", "a.pdf", "a.png", "a.jpg", "a.txt", "a.csv"):
        assert refused(noise, name)
