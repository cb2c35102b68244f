"""Entries: one way to write each, and a closed list of what they may say."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.errors import BadInput
from docgen.ledger.entry import MOST_BYTES, commit, decode, encode, schema_faults
from docgen.model.events import EVENTS

KEYS = st.text(st.characters(codec="ascii"), max_size=8)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1)
PLAIN = st.none() | st.booleans() | NUMBERS | TEXTS | st.lists(TEXTS, max_size=3)
ENTRIES = st.dictionaries(KEYS, PLAIN | st.dictionaries(KEYS, PLAIN, max_size=3), max_size=6)


@given(ENTRIES)
def test_an_entry_comes_back_from_its_bytes(entry: dict[str, object]) -> None:
    leaf = encode(entry)

    assert decode(leaf) == entry
    assert encode(decode(leaf)) == leaf


@given(ENTRIES, st.sampled_from([{"indent": 1}, {"separators": (", ", ":")}]))
def test_other_ways_to_write_it_are_refused(
    entry: dict[str, object], style: dict[str, Any]
) -> None:
    other = json.dumps(entry, sort_keys=True, **style).encode()

    if other == encode(entry):  # an empty one has no room for another way
        return
    with pytest.raises(BadInput):
        decode(other)


@given(st.binary(max_size=60))
def test_any_bytes_are_an_entry_or_refused(data: bytes) -> None:
    try:
        entry = decode(data)
    except BadInput:
        return

    assert encode(entry) == data


@pytest.mark.parametrize(
    "leaf",
    [
        b"",
        b"[]",
        b"null",
        b'"a"',
        b'{"a":1}\n',
        b' {"a":1}',
        b'\xef\xbb\xbf{"a":1}',
        '{"a":1}'.encode("utf-16"),
        b'{"a":1,"a":1}',
        b'{"b":1,"a":1}',
        b'{"a":1.0}',
        b'{"a":1e3}',
        b'{"a":-0}',
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b'{"a":9007199254740992}',
        b'{"a":' + b"9" * 5000 + b"}",
        b'{"a":"\\u0061"}',
        b'{"a":"\\/"}',
        b'{"a":"\\u000A"}',
        b'{"a":"\x7f\\u007f"}',
        b'{"a":"\\ud800"}',
        b'{"a":"\xff"}',
        b'{"a":[1]}',
        b'{"a":[["b"]]}',
        '{"客户":"x"}'.encode(),
        b'{"a":' * 5000 + b"1" + b"}" * 5000,
        b"[" * 60000,
        b'{"a":"' + b"x" * MOST_BYTES + b'"}',
    ],
)
def test_bytes_that_are_no_entry(leaf: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        decode(leaf)

    assert caught.value.what
    assert caught.value.why
    assert caught.value.fix


def test_an_entry_too_long_to_read_says_so() -> None:
    with pytest.raises(BadInput) as caught:
        decode(b"[" * (MOST_BYTES + 1))

    assert "65535 bytes" in caught.value.why


def test_characters_are_written_as_rfc_8785_has_them() -> None:
    odd = '\u20ac$\u000f\u000a"\\\u0008\t\u007f/密\U0001f4dc'

    leaf = encode({"b": odd, "a": True, "A": None})

    assert leaf == (
        '{"A":null,"a":true,"b":"€$\\u000f\\n\\"\\\\\\b\\t\u007f/密\U0001f4dc"}'.encode()
    )


@pytest.mark.parametrize(
    "entry",
    [
        {"a": 1.5},
        {"a": 2**53},
        {"a": -(2**53)},
        {"a": b"x"},
        {"a": [1]},
        {"a": {"b": 1.5}},
        {"客": "x"},
        {1: "x"},
        {"a": "\ud800"},
        {"a": "x" * MOST_BYTES},
    ],
)
def test_what_an_entry_may_not_hold_is_the_programmers_mistake(entry: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        encode(entry)


def test_an_honest_entry_has_no_fault(sample_entry: Callable[..., dict[str, Any]]) -> None:
    full = sample_entry(
        obj="0000000042-0007",
        dossier="0000000042",
        grade="C",
        role="clerk",
        why="complaint",
        basis=["loan 12"],
        rules=["R-072", "R-074"],
        n=3,
        sha512="0f" * 64,
        clk="back:86400",
        notes={"reason": commit(bytes(32), "要看投诉经过")},
        more={"hits": 3, "form": "TS-202611001"},
    )

    assert schema_faults(sample_entry()) == []
    assert schema_faults(full) == []
    assert decode(encode(full)) == full


def test_every_act_of_the_list_is_known(sample_entry: Callable[..., dict[str, Any]]) -> None:
    assert [act for act in EVENTS if schema_faults(sample_entry(act=act))] == []


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("v", [2, "1", True, None]),
        ("idx", [-1, "0", False, None]),
        ("id", ["", "0F" * 16, "0f" * 15, 7]),
        (
            "t",
            [
                "2026-11-21T09:00:00Z",
                "2026-11-21T09:00:00.000000+00:00",
                "2026-11-31T09:00:00.000000Z",
                "2026-11-21 09:00:00.000000Z",
                "2026-11-21T09:00:00.000000Z\n",
                "٢026-11-21T09:00:00.000000Z",
                0,
            ],
        ),
        ("who", ["", "p-7", "王某某", "root", "p-0007\n", ["p-0007"]]),
        ("via", ["", "OS", "ftp", None]),
        ("act", ["", "item.forgotten", ["item.read"], {}]),
        ("res", ["", "ok", True]),
        ("app", ["", "a\nb", "x" * 201, 1]),
        ("obj", ["", "a\tb", 7, None]),
        ("dossier", ["", 42]),
        ("grade", ["", "D", "内部", 1]),
        ("role", ["", "Clerk", "档案员"]),
        ("why", ["", "because I want to"]),
        ("basis", ["loan 12", ["", "x"], {}]),
        ("rules", ["R-072", [""]]),
        ("n", [-1, True, "3", None]),
        ("sha512", ["", "0F" * 64, "0f" * 32]),
        ("clk", ["back", "back:", "back:-3", "back:1.5"]),
        ("notes", ["x", {"a": "x"}, {"a": "客"}, {"a": None}, {"a": "A" * 43 + "B"}]),
        ("more", ["x", {"a": True}, {"a": None}, {"a": ["b"]}, []]),
        ("customer", ["x", None]),
    ],
)
def test_each_wrong_value_is_one_fault_naming_its_field(
    sample_entry: Callable[..., dict[str, Any]], field: str, values: list[object]
) -> None:
    for value in values:
        faults = schema_faults(sample_entry(**{field: value}))

        assert len(faults) == 1, value
        assert f"“{field}”" in faults[0]


def test_each_missing_field_is_a_fault(sample_entry: Callable[..., dict[str, Any]]) -> None:
    for field in sample_entry():
        faults = schema_faults({k: v for k, v in sample_entry().items() if k != field})

        assert faults == [f"the field “{field}” is missing"]
    assert len(schema_faults({})) == 9


def test_a_commitment_is_the_hash_of_salt_and_value() -> None:
    salt = bytes(range(32))
    by_hand = base64.b64encode(hashlib.sha256(salt + "李样本".encode()).digest()).decode()

    assert commit(salt, "李样本") == by_hand
    assert commit(bytes(32), "李样本") != by_hand
    with pytest.raises(ValueError, match="31"):
        commit(bytes(31), "李样本")
