"""A file packed by hand is a ZIP that others read, and the same parts give the same bytes."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.render import packing
from docgen.render.package import CONTENT_TYPES, Package
from docgen.render.packing import Packing
from docgen.render.ziprules import zip_fault

FIXED = {"word/media/照片.png": b"\x89PNG" + zlib.compress(b"abc"), CONTENT_TYPES: b"<Types/>" * 9}
PART = ("word/document.xml", "<w:t>客户</w:t>".encode() * 500)


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {info.filename: archive.read(info) for info in archive.infolist()}


def test_others_read_what_is_packed() -> None:
    packed = Packing(FIXED).pack([PART])

    assert unpacked(packed) == {**FIXED, PART[0]: PART[1]}
    assert list(unpacked(packed)) == [CONTENT_TYPES, "word/media/照片.png", PART[0]]
    assert Package.read(packed).parts.keys() == {*FIXED, PART[0]}


def test_it_keeps_to_the_rules_for_foreign_files() -> None:
    packed = Packing(FIXED).pack([PART, ("word/header1.xml", b"")])

    assert zip_fault(packed) is None


@given(st.dictionaries(st.text("abcé文/", min_size=1), st.binary()), st.lists(st.binary()))
def test_all_parts_come_back(fixed: dict[str, bytes], filled: list[bytes]) -> None:
    parts = [(f"part{number}", data) for number, data in enumerate(filled)]

    assert unpacked(Packing(fixed).pack(parts)) == {**fixed, **dict(parts)}


def test_the_same_parts_give_the_same_bytes_without_a_time() -> None:
    first, second = (Packing(FIXED).pack([PART]) for _ in range(2))

    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.create_system for info in archive.infolist()} == {0}
        assert not any(info.extra or info.comment for info in archive.infolist())


def test_a_packing_may_be_used_again() -> None:
    packing_ = Packing(FIXED)
    packing_.pack([("other.xml", b"<a/>")])

    assert packing_.pack([PART]) == Packing(FIXED).pack([PART])


def test_what_cannot_be_made_smaller_is_stored() -> None:
    with zipfile.ZipFile(io.BytesIO(Packing(FIXED).pack([PART]))) as archive:
        methods = {info.filename: info.compress_type for info in archive.infolist()}

    assert methods == {
        "word/media/照片.png": zipfile.ZIP_STORED,
        CONTENT_TYPES: zipfile.ZIP_DEFLATED,
        PART[0]: zipfile.ZIP_DEFLATED,
    }


def test_zlib_stands_in_where_there_is_no_isal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "compress", zlib.compress)
    monkeypatch.setattr(packing, "crc32", zlib.crc32)

    assert unpacked(Packing(FIXED).pack([PART])) == {**FIXED, PART[0]: PART[1]}
