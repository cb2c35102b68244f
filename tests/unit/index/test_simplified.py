"""Traditional and simplified characters as one, where an office wants it."""

from __future__ import annotations

import subprocess
import sys
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.index.analysis import Word, normalise
from docgen.index.simplified import _table, simplified
from docgen.index.snippet import snippet

mixed = st.text("臺灣台湾體体發髮发薴苧苎乾干後后裡里公司ab12 -（）豈岂𠮷か゛", max_size=40)


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("臺灣銀行", "台湾银行"),
        ("台湾银行", "台湾银行"),
        ("頭髮發展", "头发发展"),
        ("ＡＢ體", "ab体"),
        ("薴", "苎"),
        ("客戶 電話", "客户电话"),
    ],
)
def test_both_ways_of_writing_are_one(written: str, compared: str) -> None:
    assert normalise(written, fold=True) == compared


def test_without_the_setting_they_are_two() -> None:
    assert normalise("臺灣") == "臺灣"
    assert Word.of("臺灣") != Word.of("台湾")
    assert Word.of("臺灣", fold=True) == Word.of("台湾", fold=True)


def test_the_table_replaces_one_settled_character_by_another() -> None:
    table = _table()

    assert len(table) > 4000
    assert all(len(to) == 1 and ord(to) not in table for to in table.values())
    assert all(normalize("NFKC", chr(one) + to) == chr(one) + to for one, to in table.items())


@given(mixed | st.text(max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_folding_is_settled_and_cuts_as_the_text_does(text: str, start: int, end: int) -> None:
    folded, plain = normalise(text, fold=True), normalise(text)

    assert normalise(folded, fold=True) == folded
    assert normalise(folded) == folded
    assert len(folded) == len(plain)
    assert simplified(plain[start:end]) == folded[start:end]


def test_the_place_is_shown_as_it_was_written() -> None:
    body = "本公司於臺灣設有分公司"

    text, spans = snippet(body, normalise(body, fold=True), [Word.of("台湾", fold=True)])

    assert [text[start:end] for start, end in spans] == ["臺灣"]


def test_opencc_and_pypinyin_wait_until_they_are_needed() -> None:
    told = (
        "import sys; from docgen.index import analysis, pinyin; analysis.normalise('臺灣');"
        "print({'opencc', 'pypinyin'} & set(sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", told], capture_output=True, check=True, text=True)

    assert done.stdout == "set()\n"
