"""How values become bytes: escaped once, in order, and nothing lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markupsafe import Markup

from docgen.errors import BadInput
from docgen.render.written import line_bytes, word_bytes

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(written: bytes) -> str:
    """What Word would show of it."""
    root = etree.fromstring(f"<w:p {W}><w:r><w:t>".encode() + written + b"</w:t></w:r></w:p>")
    return "".join("\n" if node.tag.endswith("br") else node.text or "" for node in root.iter())


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")))
def test_any_text_is_read_as_it_was(text: str) -> None:
    assert read(word_bytes(text)) == text


def test_a_line_break_is_words() -> None:
    assert word_bytes("a\nb") == b'a</w:t><w:br/><w:t xml:space="preserve">b'
    assert read(word_bytes("<\n&\n")) == "<\n&\n"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("&<>\"'", b"&amp;&lt;&gt;&#34;&#39;"),
        ("&amp;", b"&amp;amp;"),
        (Markup("<w:p/>"), b"&lt;w:p/&gt;"),
        (12, b"12"),
        (True, "是".encode()),
        (Decimal("1E+2"), b"100"),
        (date(2026, 3, 5), "2026年3月5日".encode()),
        (["<", "b"], "&lt;、b".encode()),
        ("", b""),
    ],
)
def test_values(value: object, written: bytes) -> None:
    assert word_bytes(value) == written


def test_a_property_stays_on_one_line() -> None:
    assert line_bytes(" a\n<b>\t\tc ") == b"a &lt;b&gt; c"


@pytest.mark.parametrize("value", [{}, [{}], object(), None])
def test_what_is_no_value_is_refused(value: object) -> None:
    with pytest.raises(BadInput):
        word_bytes(value)
