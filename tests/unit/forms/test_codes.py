"""QR and Code 128: an independent reader reads what was written."""

from __future__ import annotations

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from tests.support.pictures import opened

from docgen.errors import BadInput
from docgen.forms.codes import bars, code128, qr
from docgen.forms.picture_files import look
from docgen.forms.pictures import Picture

ASCII = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=24)
MIXED = st.text(st.sampled_from("0123456789AB-"), min_size=1, max_size=24)


def read(code: object) -> list[tuple[str, str]]:
    assert isinstance(code, Picture)
    found = zxingcpp.read_barcodes(opened(code.data).convert("L"))
    return [(one.text, str(one.format)) for one in found]


@given(st.one_of(ASCII, MIXED).filter(str.strip))
def test_code_128_is_read_back(text: str) -> None:
    assert read(code128(text, 180)) == [(text, "Code 128")]


@given(st.one_of(ASCII, st.text("客户投诉编号𠮷😀&<>", min_size=1, max_size=30)))
def test_a_qr_code_is_read_back(text: str) -> None:
    assert read(qr(text, 60)) == [(text, "QR Code")]


def test_chinese_is_written_in_utf_8() -> None:
    """A text that Shift JIS could hold too, which Chinese telephones do not expect."""
    code = qr("客户", 30)

    assert isinstance(code, Picture)
    (found,) = zxingcpp.read_barcodes(opened(code.data).convert("L"))
    assert found.bytes.decode() == "客户"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        # ISO/IEC 15417, annex on the check sign: start, signs, check, stop.
        ("A", [104, 33, 34, 106]),
        ("1234", [105, 12, 34, 82, 106]),
        ("12345", [104, 17, 99, 23, 45, 53, 106]),
        ("AB12CD", [104, 33, 34, 17, 18, 35, 36, 101, 106]),
    ],
)
def test_digits_go_in_pairs_where_that_is_shorter(text: str, values: list[int]) -> None:
    assert bars(text) == values
    weighted = values[0] + sum(n * each for n, each in enumerate(values[1:-2], start=1))
    assert weighted % 103 == values[-2]


def test_the_size_on_paper_is_what_was_asked_for() -> None:
    square, bar = qr("TS-1", 25), code128("TS-1", 60, 15)

    assert isinstance(square, Picture)
    assert isinstance(bar, Picture)
    assert (square.width_mm, square.height_mm) == (25, 25)
    assert (bar.width_mm, bar.height_mm) == (60, 15)
    assert square.width_px == square.height_px
    assert bar.width_px / bar.height_px == pytest.approx(4, rel=0.1)
    assert (square.label, bar.label) == ("TS-1", "TS-1")


def test_they_are_small_pictures_that_pass_our_own_check() -> None:
    for code in (qr("TS-20260301"), code128("TS-20260301")):
        assert isinstance(code, Picture)
        assert look(code.data).data == code.data
        assert len(code.data) < 2_000


def test_the_same_text_gives_the_same_bytes() -> None:
    assert qr("编号 1") == qr("编号 1")
    assert code128("1") == code128("1")


def test_numbers_are_written_as_they_read_and_nothing_stays_nothing() -> None:
    assert read(qr(20260301)) == [("20260301", "QR Code")]
    assert qr("") == ""
    assert code128("") == ""


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("客户", "letters, digits and signs of ASCII only"),
        ("a\nb", "letters, digits and signs of ASCII only"),
        (True, "a text or a number"),
        (["a"], "a text or a number"),
        ("x" * 60, "no reader can read it at this size"),
    ],
)
def test_what_code_128_cannot_hold_is_said(value: object, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        code128(value)

    assert said in caught.value.why


@pytest.mark.parametrize(
    ("value", "mm", "said"),
    [
        ("x" * 9_000, 180, "too long for a QR code"),
        ("x" * 300, 15, "no reader can read it at this size"),
        ("x", 0, "the size of a code is 1 to 180 mm"),
        ("x", 181, "the size of a code is 1 to 180 mm"),
        ("x", "30", "the size of a code is 1 to 180 mm"),
        ("x", True, "the size of a code is 1 to 180 mm"),
    ],
)
def test_what_a_qr_code_cannot_be_is_said(value: str, mm: object, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        qr(value, mm)

    assert said in caught.value.why
