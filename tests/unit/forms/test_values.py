"""One value against its question, kind by kind."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from docgen.forms.form import Column
from docgen.forms.kinds import COLUMN_KINDS
from docgen.forms.values import read_value
from docgen.forms.wrong import WrongValueError

CARD = "990000199001020039"  # invented; the area 990000 is given to nobody
CODE = "91990000MA00000008"


def read(kind: str, raw: object, **limits: Any) -> object:  # noqa: ANN401 - whatever a column takes
    return read_value(Column(name="a", label="甲", kind=kind, **limits), raw)


def refusal(kind: str, raw: object, **limits: Any) -> WrongValueError:  # noqa: ANN401 - the same
    with pytest.raises(WrongValueError) as caught:
        read(kind, raw, **limits)
    return caught.value


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("text", " 张芳　", "张芳"),
        ("text", 400, "400"),
        ("text", "1０ \"&<>' 𠮷 👍", "1０ \"&<>' 𠮷 👍"),
        ("longtext", "\n　　一\r\n二\r三\t四\n\n", "　　一\n二\n三\t四"),
        ("date", "2026年3月5日", date(2026, 3, 5)),
        ("integer", "１２", 12),
        ("decimal", "1.50", Decimal("1.50")),
        ("money", "￥12,345.6", Decimal("12345.60")),
        ("yesno", True, True),
        ("yesno", "是", True),
        ("yesno", "Ｙｅｓ", True),
        ("yesno", " TRUE ", True),
        ("yesno", "否", False),
        ("yesno", "no", False),
        ("yesno", False, False),
        ("phone", "１９９ 0000 0001", "199 0000 0001"),
        ("phone", 19900000001, "19900000001"),
        ("email", "mira＠example.com", "mira@example.com"),
        ("person", "王样本", "王样本"),
        ("department", "客户服务部", "客户服务部"),
        ("customer", "北京样本物业有限公司", "北京样本物业有限公司"),
        ("file", "附件/合同.pdf", "附件/合同.pdf"),
    ],
)
def test_a_value_is_read(kind: str, raw: object, value: object) -> None:
    found = read(kind, raw)

    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("kind", "raw", "said"),
    [
        ("text", "a\nb", "character 2 is LINE BREAK (U+000A), which a form cannot hold"),
        ("text", "a\tb", "character 2 is TAB (U+0009), which a form cannot hold"),
        ("text", "a\x00", "character 2 is NUL (U+0000), which a form cannot hold"),
        ("text", "a\ud800", "character 2 is LONE SURROGATE (U+D800), which a form cannot hold"),
        ("longtext", "\x0b", "character 1 is VERTICAL TAB (U+000B), which a form cannot hold"),
        ("text", "a\x0b", "character 2 is VERTICAL TAB (U+000B), which a form cannot hold"),
        ("text", 1.5, "“1.5” is not text"),
        ("text", True, "“True” is not text"),
        ("text", ["a"], "“a list” is not text"),
        ("text", date(2026, 3, 5), "“2026-03-05” is not text"),
        ("text", 10**40, "“1000000000000000000000000000000000000000…” is not text"),
        ("text", "a" * 1001, "the text has 1001 characters"),
        ("longtext", "a" * 50_001, "the text has 50001 characters"),
        ("customer", "a" * 1001, "the text has 1001 characters"),
        ("yesno", "maybe", "“maybe” is neither yes nor no"),
        ("yesno", 1, "“1” is neither yes nor no"),
        ("email", "mira", "an e-mail address is a name, @ and a domain"),
        ("idcard", "123", "an ID-card number has 17 digits and then a digit or X"),
        ("idcard", 9.9e17, "“9.9e+17” is not text"),
        ("credit_code", "123", "a credit code has 18 signs, this has 3"),
    ],
)
def test_what_does_not_fit_is_said(kind: str, raw: object, said: str) -> None:
    wrong = refusal(kind, raw)

    assert wrong.text == said
    assert wrong.fix


def test_codes_are_read_without_blanks_and_in_capitals() -> None:
    assert read("idcard", "９９0000 19900102 0039") == CARD
    assert read("credit_code", "91990000 ma00000008") == CODE


@pytest.mark.parametrize(("kind", "code"), [("idcard", CARD), ("credit_code", CODE)])
def test_a_mistyped_code_is_refused(kind: str, code: str) -> None:
    assert read(kind, code) == code
    assert "check sign is wrong" in refusal(kind, code[:-1] + "1").text


def test_a_text_has_the_length_of_its_field() -> None:
    assert read("text", "一二三", max_length=3) == "一二三"
    assert refusal("text", "一二三四", max_length=3).fix == "shorten it to 3 characters"


@pytest.mark.parametrize(
    ("raw", "fix"),
    [
        ("较 大", "did you mean “较大”?"),
        ("中", "write one of: 一般、较大"),
        ("", "write one of: 一般、较大"),
    ],
)
def test_a_choice_is_exact_or_refused_with_the_nearest(raw: str, fix: str) -> None:
    choices = ("一般", "较大")

    assert read("choice", "较大", choices=choices) == "较大"
    assert refusal("choice", raw, choices=choices).fix == fix


def test_a_choice_may_be_a_number_without_quotes() -> None:
    assert read("choice", 2, choices=("1", "2")) == "2"


@pytest.mark.parametrize(
    "raw", [["水", "电"], ("水", "电"), "水、电", "水，电", "水, 电", "水;电", "水、电、"]
)
def test_choices_are_a_list_or_parted_text(raw: object) -> None:
    assert read("choices", raw, choices=("水", "电", "气")) == ["水", "电"]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("水、煤", "“煤” is not one of the choices"),
        (["水", "水"], "“水” is chosen twice"),
        (["水", ["电"]], "“a list” is not text"),
        ({"水": True}, "“a table” is not a list of choices"),
        (5, "“5” is not a list of choices"),
    ],
)
def test_wrong_choices_are_said(raw: object, said: str) -> None:
    assert refusal("choices", raw, choices=("水", "电", "气")).text == said


@pytest.mark.parametrize(
    ("kind", "least", "most", "low", "high"),
    [
        ("integer", 1, 9, 0, 10),
        ("money", Decimal("0.50"), Decimal(100), "0.49", "100.01"),
        ("date", date(2026, 1, 1), date(2026, 12, 31), "2025-12-31", "2027-01-01"),
    ],
)
def test_min_and_max_are_allowed_what_lies_outside_is_not(
    kind: str, least: object, most: object, low: object, high: object
) -> None:
    limits = {"minimum": least, "maximum": most}

    assert read(kind, least, **limits) == least
    assert read(kind, most, **limits) == most
    assert f"nothing below {least}" in refusal(kind, low, **limits).fix
    assert f"nothing above {most}" in refusal(kind, high, **limits).fix


@pytest.mark.parametrize("kind", [one for one in COLUMN_KINDS if one != "signature"])
@pytest.mark.parametrize("raw", [object(), {1: 2}, [[]], b"bytes", 1j])
def test_what_nobody_meant_is_refused_by_every_kind(kind: str, raw: object) -> None:
    assert refusal(kind, raw, choices=("a",)).fix
