"""What a file's first bytes and name say of it, without any program that opens it."""

from __future__ import annotations

import io
import zipfile

import pytest
from tests.support.archive import ITEM, Office

from docgen.archive.evidence import FileFacts, look


def _zip(*names: str, locked: bool = False) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    data = bytearray(made.getvalue())
    if locked:  # the flag of the entry in the list at the end
        data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def _facts(office: Office, name: str, data: bytes) -> FileFacts:
    office.add({name: data})
    return look(office.root, ITEM).files[name]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"%PDF-1.7\n"),
        ("a.DOCX", _zip("word/document.xml")),
        ("a.png", b"\x89PNG\r\n"),
        ("a.jpeg", b"\xff\xd8\xff\xe0"),
        ("a.txt", "合同".encode()),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1"),
    ],
)
def test_usual_papers_raise_nothing(office: Office, name: str, data: bytes) -> None:
    facts = _facts(office, name, data)

    assert facts.fits
    assert facts.is_known
    assert not facts.is_locked
    assert not facts.runs
    assert facts.size == len(data)


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.pdf", b"no pdf"), ("a.txt", b"%PDF-1.7"), ("a.txt", b"a\0b"), ("a.png", b"\xff\xd8\xff")],
)
def test_a_file_that_is_not_what_its_name_says(office: Office, name: str, data: bytes) -> None:
    assert not _facts(office, name, data).fits


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"%PDF-1.7\n" + b"x" * 100_000 + b"trailer << /Encrypt 5 0 R >>"),
        ("a.docx", b"\xd0\xcf\x11\xe0 EncryptedPackage"),
        ("a.zip", _zip("a", locked=True)),
    ],
)
def test_a_file_with_a_password(office: Office, name: str, data: bytes) -> None:
    assert _facts(office, name, data).is_locked


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.exe", b"x"),
        ("a.pdf", b"MZ\x90"),
        ("a.txt", b"#!/bin/sh"),
        ("a.docx", _zip("word/document.xml", "word/vbaProject.bin")),
    ],
)
def test_a_file_that_could_run(office: Office, name: str, data: bytes) -> None:
    assert _facts(office, name, data).runs


def test_an_unknown_format_and_a_broken_zip_are_no_crash(office: Office) -> None:
    assert not _facts(office, "a.xyz", b"x").is_known
    assert not _facts(office, "a.docx", b"PK\x03\x04 broken").is_locked


@pytest.mark.parametrize("said", [b"{", b"[]", b"\xff"])
def test_metadata_that_cannot_be_read_is_none(office: Office, said: bytes) -> None:
    office.add({"a.txt": b"x"}, extra={"item.json": said})

    assert look(office.root, ITEM).metadata is None
