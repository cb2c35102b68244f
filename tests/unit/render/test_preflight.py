"""What a handed-in file is, and what is refused before anything opens it."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

import pytest

from docgen.errors import BadInput
from docgen.render import ziprules
from docgen.render.package import Package
from docgen.render.preflight import decode_text, preflight, refuse_warnings

Paper = Callable[..., bytes]
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n....IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0....\xff\xd9"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100


def why(data: bytes, name: str, limit: int = 1_000_000) -> str:
    with pytest.raises(BadInput) as caught:
        preflight(data, name, limit=limit)
    assert caught.value.file == name
    assert name in caught.value.what
    assert caught.value.fix
    return caught.value.why


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return packed.getvalue()


def changed(docx: bytes, part: str, content: bytes) -> bytes:
    return Package({**Package.read(docx).parts, part: content}).pack()


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (PDF, "a.pdf", "application/pdf"),
        (PDF, "合同.PDF", "application/pdf"),
        (PNG, "a.png", "image/png"),
        (JPEG, "a.jpeg", "image/jpeg"),
        ("你好".encode(), "a.txt", "text/plain"),
        ("你好".encode("gbk"), "a.txt", "text/plain"),
        (b"\xef\xbb\xbfa,b\n", "a.csv", "text/csv"),
    ],
)
def test_what_a_file_is(data: bytes, name: str, media_type: str) -> None:
    assert preflight(data, name).media_type == media_type


def test_a_word_file_is_known(paper: Paper) -> None:
    kind = preflight(paper("文", header="眉"), "a.docx")

    assert kind.media_type.endswith("wordprocessingml.document")
    assert kind.warnings == ()


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.docx", "empty"),
        (b"x" * 2_000_000, "a.txt", "2 MB, more than 1 MB"),
        (b"MZ", "a.exe", "“.exe” are not accepted"),
        (b"text", "noextension", "“” are not accepted"),
        (b"hello", "a.docx", "not that of a .docx"),
        (OLE, "a.docx", "Word or Excel 97"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "protected by a password"),
        (PDF, "a.docx", "not that of a .docx"),
        (PNG, "a.pdf", "not that of a .pdf"),
        (PDF[:20], "a.pdf", "its end is missing"),
        (PDF, "a.txt", None),
        (PNG, "a.txt", "not text"),
        (b"\xff\xfe\x00", "a.txt", "not text"),
        (PNG[:12], "a.png", "its end is missing"),
        (JPEG, "a.png", "not that of a .png"),
        (PNG, "a.jpg", "not that of a .jpg"),
        (zipped(("a.txt", b"x")), "a.docx", "not that of a .docx"),
        (zipped(("a.txt", b"x")), "a.zip", "“.zip” are not accepted"),
    ],
)
def test_what_is_refused(data: bytes, name: str, reason: str | None) -> None:
    if reason is None:  # a PDF without binary parts is readable text, and is filed as text
        assert preflight(data, name).media_type == "text/plain"
    else:
        assert reason in why(data, name)


def test_a_word_file_under_a_wrong_name_is_refused(paper: Paper) -> None:
    assert "not that of a .xlsx" in why(paper("文"), "a.xlsx")


def test_a_cut_file_is_refused_wherever_it_is_cut(paper: Paper) -> None:
    docx = paper("文", header="眉")

    for length in range(2, len(docx) - 1, 97):
        assert why(docx[:length], "a.docx")


def test_a_changed_byte_is_refused(paper: Paper) -> None:
    docx = bytearray(paper("很长的文字" * 100))
    docx[docx.index(b"word/document.xml") + 60] ^= 0xFF

    assert "damaged" in why(bytes(docx), "a.docx")


@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE a [<!ENTITY b "c">]><a/>',
        b'<?xml version="1.0"?>\n<!doctype a><a/>',
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
        b"\xfe\xff" + "<!DOCTYPE a><a/>".encode("utf-16-be"),
        b'<?xml version="1.0" encoding="UTF-7"?><a/>',
        '<?xml version="1.0" encoding="IBM037"?><a/>'.encode("cp037"),
        b"no xml at all",
    ],
)
def test_xml_that_office_never_writes_is_refused(paper: Paper, xml: bytes) -> None:
    assert "word/document.xml" in why(changed(paper("文"), "word/document.xml", xml), "a.docx")


def test_utf_16_is_let_through(paper: Paper) -> None:
    package = Package.read(paper("文"))
    text = package.parts["word/document.xml"].decode().replace("UTF-8", "UTF-16")

    assert preflight(changed(paper("文"), "word/document.xml", text.encode("utf-16")), "a.docx")


def test_macros_objects_and_outside_links_are_named(paper: Paper) -> None:
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="a" Type="x/hyperlink" Target="https://e.example" TargetMode="External"/>'
        '<Relationship Id="b" Type="x/image" Target="http://e.example/i" TargetMode="External"/>'
        "</Relationships>"
    )
    docx = paper(
        "文",
        parts={
            "word/vbaProject.bin": b"x",
            "word/embeddings/oleObject1.bin": b"x",
            "word/_rels/header9.xml.rels": links.encode(),
        },
    )

    kind = preflight(docx, "a.docx")

    assert [str(each) for each in kind.warnings] == [
        "it holds macros: word/vbaProject.bin",
        "it holds another file inside: word/embeddings/oleObject1.bin",
        "it loads image from outside: http://e.example/i",
    ]
    with pytest.raises(BadInput) as caught:
        refuse_warnings(kind, "a.docx")
    assert len(caught.value.details) == 3


def test_a_macro_document_under_a_plain_name_is_let_in_with_a_warning(paper: Paper) -> None:
    types = Package.read(paper("文")).parts["[Content_Types].xml"].decode()
    word = "vnd.openxmlformats-officedocument.wordprocessingml.document.main"
    macro = types.replace(word, "vnd.ms-word.document.macroEnabled.main")
    docx = paper("文", parts={"[Content_Types].xml": macro.encode(), "word/vbaProject.bin": b"x"})

    assert len(preflight(docx, "a.docx").warnings) == 1


def test_a_locked_pdf_is_named() -> None:
    locked = PDF.replace(b"%%EOF", b"trailer << /Encrypt 5 0 R >>\n%%EOF")

    assert "password" in preflight(locked, "a.pdf").warnings[0]


def test_text_keeps_what_it_says() -> None:
    assert decode_text("\ufeff一\t二\r\n".encode(), "a.txt") == "一\t二\r\n"
    assert decode_text("客户".encode("gb18030"), "a.txt") == "客户"


def test_too_many_parts_are_refused(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ziprules, "MEMBERS", 3)

    assert "more than 3 parts" in why(paper("文"), "a.docx")


def test_a_bomb_is_refused_unopened() -> None:
    bomb = zipped(("word/document.xml", b"\0" * 5_000_000))

    assert "200 times" in why(bomb, "a.docx")


@pytest.mark.parametrize(("limit", "reason"), [("TOTAL", "unpacks to more"), ("ONE", "one part")])
def test_sizes_are_limited(limit: str, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ziprules, limit, 1_000)

    assert reason in why(zipped(("a.xml", bytes(range(256)) * 5)), "a.docx")


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../x", "a/../../x", "C:/x", "a\\b", "a/./b", "a\0b"],
)
def test_tricks_with_names_are_refused(name: str) -> None:
    harmless = "y" * len(name)  # zipfile itself would tidy the name up

    forged = zipped((harmless, b"x")).replace(harmless.encode(), name.encode())

    assert "points elsewhere" in why(forged, "a.docx")


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("twin", ["word/a.xml", "WORD/A.XML"])
def test_two_parts_of_one_name_are_refused(twin: str) -> None:
    assert "same name" in why(zipped(("word/a.xml", b"1"), (twin, b"2")), "a.docx")


def test_encrypted_members_and_links_and_odd_methods_are_refused() -> None:
    locked = bytearray(zipped(("a.xml", b"x")))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    link = zipfile.ZipInfo("a.xml")
    link.external_attr = 0o120777 << 16
    linked = io.BytesIO()
    with zipfile.ZipFile(linked, "w") as archive:
        archive.writestr(link, "/etc/passwd")

    assert "is encrypted" in why(bytes(locked), "a.docx")
    assert "is a link" in why(linked.getvalue(), "a.docx")
    assert "unknown way" in why(zipped(("a.xml", b"x"), method=zipfile.ZIP_LZMA), "a.docx")


def test_members_that_share_bytes_are_refused() -> None:
    two = bytearray(zipped(("a.xml", b"1" * 50), ("b.xml", b"1" * 50), method=zipfile.ZIP_STORED))
    second = two.rindex(b"PK\x01\x02")
    struct.pack_into("<L", two, second + 42, 0)

    assert "same place" in why(bytes(two), "a.docx")


def test_a_lying_size_is_found_when_unpacked() -> None:
    honest = zipped(("a.xml", b"1" * 5_000))
    lying = honest.replace(struct.pack("<L", 5_000), struct.pack("<L", 10))

    assert "damaged" in why(lying, "a.docx")
