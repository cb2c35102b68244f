"""What counts as the same text, and when a word is found in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.index.analysis import (
    Word,
    digit_runs,
    grams,
    normalise,
    tidy,
)


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("ＨＴ－２０２６", "ht-2026"),
        ("Straße", "strasse"),
        ("合　同　书", "合同书"),
        ("投诉\n记录", "投诉记录"),
        ("service \t\r\n desk", "service desk"),
        ("客户 ABC  公司", "客户abc公司"),
        ("甲， 乙", "甲,乙"),
        ("5㎡，Ⅱ类①", "5m2,ii类1"),
        ("⼈民", "人民"),  # a Kangxi radical
        ("零\u200b宽\ufeff", "零宽"),
        ("a\u202eb\x00c\ud800", "abc"),
        ("か゛", "が"),
        ("𠮷😀", "𠮷😀"),
        (" \n ", ""),
    ],
)
def test_what_looks_the_same_is_the_same(written: str, compared: str) -> None:
    assert normalise(written) == compared


@given(st.text() | st.text("か゛゙¨ Ａａ中\u200b\n\r\x85\u3000é\u0301ßİ"))
def test_normalised_text_stays_as_it_is(text: str) -> None:
    once = normalise(text)

    assert normalise(once) == once
    assert normalise(tidy(text)) == once
    assert "\n" not in once
    assert once.encode().decode() == once


def test_long_white_space_takes_no_long_time() -> None:
    assert normalise("a" + " " * 300_000 + "b") == "a b"


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("电话199-0000-0042,", "19900000042"),
        ("(010) 5555-1234", "01055551234"),
        ("199 0000 0042", "19900000042"),
        ("2026-03-14", "20260314"),
        ("1234", ""),
        ("12345 -- - 678", "12345"),
        ("1,200.00", ""),
        ("a12345b67890", "12345 67890"),
    ],
)
def test_runs_of_digits(text: str, runs: str) -> None:
    assert digit_runs(text) == runs


def test_grams_are_characters_and_pairs_without_spaces() -> None:
    assert grams("𠮷a b") == {"𠮷", "a", "b", "𠮷a"}


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("和平", "和平台", True),
        ("-00123", "ht-2026-00123", True),
        ("HT202600123", "ht-2026-00123", False),
        ("202600123", "ht-2026-00123", True),
        ("01055551234", "(010) 5555-1234", True),
        ("555-51234", "(010) 5555-1234", True),
        ("+86 199 0000", "8619900000042", True),
        ("1903", "2019-03-14", False),
        ("90314", "2019-03-14", True),
    ],
)
def test_the_law(word: str, text: str, found: bool) -> None:  # noqa: FBT001 - a table
    assert Word.of(word).found_in(text) is found
