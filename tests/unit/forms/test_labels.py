"""What a printed label says about its blank."""

from __future__ import annotations

import pytest

from docgen.forms.kinds import KINDS, name_fault
from docgen.forms.labels import WORDS, is_signing, kind_of, name_of, plain_label, role_of, signer


@pytest.mark.parametrize(
    ("text", "label"),
    [("姓　　名：", "姓名"), (" 电 话:", "电话"), ("* 地址", "地址"), ("", ""), ("：", "")],
)
def test_a_label_without_what_spreads_it(text: str, label: str) -> None:
    assert plain_label(text) == label


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("联系电话", "phone"),
        ("甲方电话", "phone"),
        ("法定代表人身份证号码", "idcard"),
        ("签订日期", "date"),
        ("合同金额（元）", "money"),
        ("费用（人民币）", "money"),
        ("电子邮箱", "email"),
        ("数量", "decimal"),
        ("统一社会信用代码", "credit_code"),
        ("问题描述", "longtext"),
        ("满意度", "text"),
    ],
)
def test_the_kind_comes_from_the_words(label: str, kind: str) -> None:
    assert kind_of(label) == kind


def test_every_word_of_the_list_can_be_used() -> None:
    for name, kind in WORDS.values():
        assert kind in KINDS
        assert name_fault(name) == ""
        assert name_fault(name, column=True) == ""


def test_names_are_used_once_and_unknown_labels_get_a_number() -> None:
    assert name_of("电话", ()) == ("phone", True)
    assert name_of("电话", {"phone"}) == ("phone_2", True)
    assert name_of("满意度", ()) == ("field_1", False)
    assert name_of("满意度", {"field_1"}) == ("field_2", False)
    assert name_of("满意度", (), column=True) == ("column_1", False)


def test_a_piece_of_a_sentence_is_named_by_its_end_or_not_at_all() -> None:
    assert name_of("前支付金额", ()) == ("amount", True)
    assert name_of("甲方应当在", ()) == ("field_1", False)


@pytest.mark.parametrize("text", ["签字", "签 章", "（盖章）", "负责人签名：", "公章"])
def test_places_to_sign(text: str) -> None:
    assert is_signing(text)


@pytest.mark.parametrize("text", ["签订日期", "章节", "印刷", "姓名"])
def test_no_places_to_sign(text: str) -> None:
    assert not is_signing(text)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("经办人签字：", "经办人"),
        ("甲方（盖章）", "甲方"),
        ("签字：", "签字"),
        ("主管/签章", "主管"),
    ],
)
def test_whose_signature(text: str, who: str) -> None:
    assert signer(text) == who


def test_roles_are_used_once() -> None:
    assert role_of("经办人", ()) == "handler"
    assert role_of("经办人", {"handler"}) == "handler-2"
    assert role_of("某某", ()) == "signer"
