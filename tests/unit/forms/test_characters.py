"""What people type, character by character."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.errors import Said
from docgen.forms.characters import fold_width, is_blank, nearest, odd_character, shown


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("１２３", "123"),
        ("ＡｂＺ", "AbZ"),
        ("２０２６－０３－０５", "2026-03-05"),
        ("￥１，２３４．５０", "¥1,234.50"),
        ("　全角　", " 全角 "),
        ("10²①㎡Ⅲ", "10²①㎡Ⅲ"),
        ("中文、。“”", "中文、。“”"),
    ],
)
def test_only_full_width_twins_are_folded(typed: str, plain: str) -> None:
    assert fold_width(typed) == plain


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a\x00", "NUL (U+0000)"),
        ("a\x07", "BELL (U+0007)"),
        ("a\t", "TAB (U+0009)"),
        ("a\n", "LINE BREAK (U+000A)"),
        ("a\x0b", "VERTICAL TAB (U+000B)"),
        ("a\r", "CARRIAGE RETURN (U+000D)"),
        ("a\x1b", "ESCAPE (U+001B)"),
        ("a\x7f", "DELETE (U+007F)"),
        ("a\x85", "NEXT LINE (U+0085)"),
        ("a\x01", "CONTROL CHARACTER (U+0001)"),
        ("a\ud83d", "LONE SURROGATE (U+D83D)"),
        ("a\u2028", "LINE SEPARATOR (U+2028)"),
        ("a\u202e", "RIGHT-TO-LEFT OVERRIDE (U+202E)"),
        ("a\ufffd", "REPLACEMENT CHARACTER (U+FFFD)"),
        ("a\uffff", "CONTROL CHARACTER (U+FFFF)"),
    ],
)
def test_an_odd_character_is_named_with_its_position(text: str, name: str) -> None:
    assert odd_character(text) == f"character 2 is {name}, which a form cannot hold"


@pytest.mark.parametrize("text", ["", "张芳", "𠮷野家", "👍🏽", "👩\u200d🔧", "& < > \" '", "café"])
def test_ordinary_text_is_not_odd(text: str) -> None:
    assert odd_character(text) == ""


def test_a_long_text_may_have_lines_and_tabs_but_no_bell() -> None:
    assert odd_character("一\n\t二", lines=True) == ""
    assert "BELL" in odd_character("一\n\x07", lines=True)


def test_the_sentence_can_be_translated() -> None:
    said = odd_character("\x00")

    assert isinstance(said, Said)
    assert said.params["position"] == 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("短", "短"),
        ("长" * 50, "长" * 40 + "…"),
        ("a\x00\nb\ud800", "a\\u0000\\u000ab\\ud800"),
        (12, "12"),
        (10**60, "a very long number"),
        ([1, [2]], "a list"),
        ({"a": 1}, "a table"),
        (None, "None"),
    ],
)
def test_a_value_is_shown_short_and_harmless(value: object, text: str) -> None:
    assert shown(value) == text


def test_a_number_too_long_for_python_to_write_is_shown() -> None:
    assert shown(10**6000) == "a very long number"


def test_a_value_that_cannot_be_written_is_shown_by_its_type() -> None:
    class Mute:
        def __str__(self) -> str:
            raise RuntimeError

    assert shown(Mute()) == "Mute"


@given(st.text())
@settings(deadline=None)
def test_what_is_shown_can_always_be_printed(text: str) -> None:
    assert odd_character(shown(text)) == ""
    shown(text).encode("utf-8")


@pytest.mark.parametrize("value", [None, "", "  ", "　", "\n\t ", [], (), {}])
def test_blank(value: object) -> None:
    assert is_blank(value)


@pytest.mark.parametrize("value", [0, False, "0", [""], {"a": None}, b""])
def test_not_blank(value: object) -> None:
    assert not is_blank(value)


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("recieved_on", ["received_on", "closed_on"], "received_on"),
        ("较 大", ["一般", "较大"], "较大"),
        ("ＶＩＳＩＴ", ["visit", "service"], "visit"),
        ("zzz", ["visit"], ""),
        ("v" * 81, ["v" * 80], ""),
        ("visit", [], ""),
    ],
)
def test_the_nearest_name(word: str, known: list[str], meant: str) -> None:
    assert nearest(word, known) == meant
