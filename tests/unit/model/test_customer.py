"""When two names may be one customer's, and which dossier each kind of customer gets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.config import shipped
from docgen.model.customer import DOSSIER_TYPE, CustomerKind, plain_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("北京样本物业有限公司", " 北京样本物业 有限公司\u3000"),
        ("样本（北京）物业", "样本(北京)物业"),
        ("样本〔北京〕物业", "样本【北京】物业"),
        ("阿依古丽·买买提", "阿依古丽・买买提"),
        ("阿依古丽·买买提", "阿依古丽•买买提"),
        ("ＡＢＣ商贸", "abc商贸"),
        ("“样本”商贸", "「样本」商贸"),
        ("样本商贸；北京店", "样本商贸-北京店"),
        ("样本\u200b商贸", "样本商贸"),
        ("3号楼１单元", "３号楼1单元"),
    ],
)
def test_spellings_of_one_name_are_alike(one: str, other: str) -> None:
    assert plain_name(one) == plain_name(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("样本商贸一店", "样本商贸二店"), ("王小明", "王晓明"), ("样本1号", "样本11号")],
)
def test_other_names_stay_apart(one: str, other: str) -> None:
    assert plain_name(one) != plain_name(other)


@given(st.text(alphabet="王小明样本物业ＡbC１2é㎡", max_size=20), st.sampled_from(" ·-（）,。_"))
def test_marks_between_letters_say_nothing(name: str, mark: str) -> None:
    spaced = mark.join(f"{name}{mark}")

    assert plain_name(spaced) == plain_name(name)
    assert plain_name(plain_name(name)) == plain_name(name)


@pytest.mark.parametrize("kind", CustomerKind)
def test_every_kind_of_customer_has_a_dossier_type(kind: CustomerKind) -> None:
    file = shipped("rules") / "dossier-types" / f"{DOSSIER_TYPE[kind]}.toml"

    assert file.is_file()
