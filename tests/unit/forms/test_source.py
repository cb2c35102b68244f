"""From bytes to data: encodings, broken TOML and JSON, and the lines of keys."""

from __future__ import annotations

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.errors import BadInput
from docgen.forms.source import decode, lines_of, load_json, load_toml


@pytest.mark.parametrize("data", ["客户", ""])
def test_utf8_is_read_with_and_without_a_mark(data: str) -> None:
    assert decode(data.encode(), file="a.toml") == data
    assert decode(data.encode("utf-8-sig"), file="a.toml") == data


@pytest.mark.parametrize(
    ("data", "what", "line"),
    [
        ("a = 1\n客户 = '样本'".encode("gbk"), "a.toml looks like GBK", 2),
        ("客户 = 1".encode("gb18030"), "a.toml looks like GBK", 1),
        ("客户 = 1".encode("utf-16"), "a.toml is UTF-16 text", 0),
        (b"\xfe\xff" + "客户".encode("utf-16-be"), "a.toml is UTF-16 text", 0),
        ("name = 'abc'".encode("utf-16-le"), "a.toml is UTF-16 text", 0),
        (b"a = 1\nb = '\xff'", "a.toml has a byte (FF) that is not UTF-8", 2),
    ],
)
def test_another_encoding_is_recognised_and_said(data: bytes, what: str, line: int) -> None:
    with pytest.raises(BadInput) as caught:
        decode(data, file="a.toml")

    assert caught.value.what.startswith(what)
    assert caught.value.line == line
    assert caught.value.file == "a.toml"
    assert "UTF-8" in caught.value.fix


def test_numbers_with_a_point_stay_exact() -> None:
    assert load_toml("a = 0.10", file="a.toml") == {"a": Decimal("0.10")}
    assert load_json('{"a": 0.10}', file="a.json") == {"a": Decimal("0.10")}


@pytest.mark.parametrize(
    ("text", "why", "line"),
    [
        ("a = 1\nb = 客户", "line 2: Invalid value", 2),
        ("a = 1\nb = [", "line 2: Invalid value", 2),
        ("a = 1\n\na = 2\nb = 3\n", "line 3: Cannot overwrite a value", 3),
        ("[f.x]\n[f.x]", "line 2: Cannot declare ('f', 'x') twice", 2),
        ("a = " + "9" * 5000, "it holds a number that is too long", 0),
        ("a = 1e99999999999999999999", "it holds a number that is too long", 0),
        ("a = " + "[" * 5000, "its brackets are nested too deep", 0),
    ],
)
def test_broken_toml_is_said_with_its_line(text: str, why: str, line: int) -> None:
    with pytest.raises(BadInput) as caught:
        load_toml(text, file="a.toml")

    assert (caught.value.what, caught.value.file) == ("a.toml is not TOML", "a.toml")
    assert (caught.value.why, caught.value.line) == (why, line)


@pytest.mark.parametrize(
    ("text", "why", "line"),
    [
        ('{"a": 1,\n"b": }', "line 2: Expecting value", 2),
        ("", "line 1: Expecting value", 1),
        ('{"a": 1, "a": 2}', "“a” stands there twice", 0),
        ('{"a": {"b": 1, "b": 2}}', "“b” stands there twice", 0),
        ('{"a": NaN}', "NaN is not a number that a form can hold", 0),
        ('{"a": -Infinity}', "-Infinity is not a number that a form can hold", 0),
        ('{"a": ' + "9" * 5000 + "}", "it holds a number that is too long", 0),
        ("[" * 100_000, "its brackets are nested too deep", 0),
        ("[1]", "it holds a list, not names with values", 0),
        ('"text"', "it holds text, not names with values", 0),
    ],
)
def test_broken_json_is_said(text: str, why: str, line: int) -> None:
    with pytest.raises(BadInput) as caught:
        load_json(text, file="a.json")

    assert caught.value.what == "a.json is not a JSON object"
    assert (caught.value.why, caught.value.line) == (why, line)


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for load in (load_toml, load_json):
        with contextlib.suppress(BadInput):
            assert isinstance(load(decode(data, file="a"), file="a"), dict)


KEYS = """\
# a = 1
title = "x"
help = '''
not = here
'''
[field.items]
label = "a"
  [ field . items.column.'what' ]  # note
  kind = 'text'
  [[rows]]
  a = 1
  [[rows]]
  a = 2
"""


def test_the_lines_of_keys() -> None:
    lines = lines_of(KEYS)

    assert lines == {
        ("title",): 2,
        ("help",): 3,
        ("field", "items"): 6,
        ("field", "items", "label"): 7,
        ("field", "items", "column", "what"): 8,
        ("field", "items", "column", "what", "kind"): 9,
        ("rows",): 10,
        ("rows", "a"): 11,
    }
