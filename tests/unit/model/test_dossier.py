"""Types of dossiers as they are written, and what a dossier lacks."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.config import shipped
from docgen.errors import BadInput
from docgen.model.dossier import DossierType, Filed, Group, Required, missing
from docgen.model.dossier_file import parse_type
from docgen.model.filenumber import pattern_fault
from docgen.model.grades import Grade

FILE = "rules/dossier-types/sample.toml"
TEXT = """
title = "样本档案"
key_label = "编号"
unit = "客户服务部"
grade = "C"
retention = "permanent"
group = [
  { key = "sales", letter = "a", title = "合同资料", form = "bound", mandatory = true },
  { key = "other", letter = "c", title = "其他资料" },
]
required = [
  { title = "服务合同", group = "sales", template = "contract/service-contract", source = "R-102" },
  { title = "营业执照", group = "other" },
]
"""
SHIPPED = sorted((shipped("rules") / "dossier-types").glob("*.toml"))


def parse(text: str) -> DossierType:
    return parse_type(tomllib.loads(text), name="sample", file=FILE)


SAMPLE = parse(TEXT)


def test_a_right_type_is_read_whole() -> None:
    assert (
        DossierType(
            name="sample",
            title="样本档案",
            key_label="编号",
            unit="客户服务部",
            grade=Grade.C,
            retention="permanent",
            groups=(
                Group("sales", "a", "合同资料", "bound", mandatory=True),
                Group("other", "c", "其他资料"),
            ),
            required=(
                Required("服务合同", "sales", "contract/service-contract", "R-102"),
                Required("营业执照", "other"),
            ),
        )
        == SAMPLE
    )
    assert SAMPLE.group("other") == SAMPLE.groups[1]
    assert SAMPLE.group("lease") is None


@pytest.mark.parametrize(
    ("right", "wrong", "key", "fix"),
    [
        ('title = "样本档案"', 'titel = "样本档案"', "titel", "title"),
        ('title = "样本档案"', 'title = ""', "title", "title = …"),
        ('unit = "客户服务部"', "", "unit", "unit = …"),
        ('unit = "客户服务部"', "unit = 7", "unit", 'unit = "…"'),
        ('grade = "C"', 'grade = "秘密"', "grade", "P, C, B, A"),
        ('grade = "C"', "grade = true", "grade", 'grade = "…"'),
        ('"permanent"', '"forever"', "retention", "permanent, 30 years"),
        ('letter = "a"', 'lettre = "a"', "group.lettre", "letter"),
        ('letter = "a"', "letter = 1", "group.letter", 'letter = "…"'),
        ('letter = "a", ', "", "group", "key, letter"),
        ('"bound"', '"stapled"', "group.form", "bound | loose-leaf"),
        ("mandatory = true", 'mandatory = "false"', "group.mandatory", "mandatory = true"),
        ('key = "other"', 'key = "sales"', "group.key", 'key = "…"'),
        ('group = "other"', 'group = "lease"', "required.group", "sales"),
        ('group = "other"', 'grupe = "other"', "required.grupe", "group"),
        (', group = "other"', "", "required", "group, or_templates"),
        ('{ title = "营业执照", group = "other" },', '"营业执照",', "required", "[[required]]"),
    ],
)
def test_a_mistake_names_its_file_and_key(right: str, wrong: str, key: str, fix: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse(TEXT.replace(right, wrong, 1))

    assert (caught.value.file, caught.value.field) == (FILE, key)
    assert caught.value.what == f"The dossier type's {key} is not right"
    assert fix in caught.value.fix


VALUES = st.sampled_from([None, True, 7, 1.5, "C", "", [], ["x"], {}, {"key": "x"}, [{"key": 1}]])
KEYS = st.sampled_from([*tomllib.loads(TEXT), "letter"])


@given(KEYS, VALUES)
def test_any_value_is_taken_or_told(key: str, value: object) -> None:
    table: Mapping[str, Any] = tomllib.loads(TEXT) | {key: value}

    told = ""
    try:
        parse_type(table, name="sample", file=FILE)
    except BadInput as wrong:
        told = wrong.field.partition(".")[0]

    assert told in {"", key}


def lacks(*papers: Filed) -> list[tuple[str, str, str]]:
    return [(one.kind, one.group, one.title) for one in missing(SAMPLE, papers)]


CONTRACT = Filed(1, "sales", "2026 年服务合同", "contract/service-contract")
LICENCE = Filed(2, "other", "营业执照")
NO_CONTRACT, NO_LICENCE = ("required", "sales", "服务合同"), ("required", "other", "营业执照")
NO_SALES = ("group", "sales", "合同资料")


@pytest.mark.parametrize(
    ("papers", "lacking"),
    [
        ((), [NO_CONTRACT, NO_LICENCE, NO_SALES]),
        ((CONTRACT,), [NO_LICENCE]),
        ((CONTRACT, LICENCE), []),
        ((Filed(1, "sales", "服务合同"),), [NO_LICENCE]),
        ((Filed(1, "sales", "服务合同"), LICENCE), []),
        ((Filed(1, "sales", "报价单"), LICENCE), [NO_CONTRACT]),
        ((Filed(1, "other", "服务合同"), LICENCE), [NO_SALES]),
        ((CONTRACT, Filed(4, "other", "营业执照")), [("gap", "", "0002"), ("gap", "", "0003")]),
        ((Filed(2, "sales", "服务合同"), Filed(3, "other", "营业执照")), [("gap", "", "0001")]),
    ],
)
def test_what_is_missing_is_told(
    papers: tuple[Filed, ...], lacking: list[tuple[str, str, str]]
) -> None:
    assert lacks(*papers) == lacking


def test_what_is_missing_is_told_in_words_with_its_rule() -> None:
    found = missing(SAMPLE, [Filed(2, "other", "营业执照")])

    assert [(one.text, one.source) for one in found] == [
        ("服务合同 is not in the dossier", "R-102"),
        ("the group a 合同资料 is empty", "R-051"),
        ("number 0001 is missing", "R-024"),
    ]


@given(st.frozensets(st.integers(1, 60)))
def test_gaps_and_turns_make_the_whole_numbering(turns: frozenset[int]) -> None:
    papers = [Filed(turn, "other", "营业执照") for turn in turns]

    gaps = {int(title) for kind, _, title in lacks(*papers) if kind == "gap"}

    assert gaps == set(range(1, max(turns, default=0))) - turns


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_a_shipped_type_asks_for_what_the_library_makes(file: Path) -> None:
    kind = parse_type(tomllib.loads(file.read_text("utf-8")), name=file.stem, file=str(file))

    for wanted in kind.required:
        for name in filter(None, (wanted.template, *wanted.or_templates)):
            form = shipped("templates") / name / "form.toml"
            assert tomllib.loads(form.read_text("utf-8"))["group"] == wanted.group


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_a_shipped_type_has_its_groups_in_order(file: Path) -> None:
    kind = parse_type(tomllib.loads(file.read_text("utf-8")), name=file.stem, file=str(file))
    letters = [group.letter for group in kind.groups]

    assert letters == sorted(set(letters))
    assert kind.grade is Grade.C
    assert all(wanted.source for wanted in kind.required)


def test_eight_types_are_shipped() -> None:
    names = "customer event general household lease posted-staff project unit"
    assert [file.stem for file in SHIPPED] == names.split()


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_a_shipped_type_has_a_number_and_stages(file: Path) -> None:
    kind = parse_type(tomllib.loads(file.read_text("utf-8")), name=file.stem, file=str(file))

    assert not pattern_fault(kind.number)
    assert kind.stages
    assert {one.stage for one in kind.required} <= {"", *(stage.key for stage in kind.stages)}


STAGED = parse(
    TEXT
    + """
number = "YB-{key}"
review_months = 3
stage = [{ key = "signed", title = "签约" }, { key = "closed", title = "结束" }]
"""
)
AGREEMENT = Required("派遣协议", "sales", "a/b", "", "signed", ("派遣合同",), ("a/c",))


@pytest.mark.parametrize(
    ("reached", "titles"),
    [
        ((), ["服务合同", "营业执照"]),
        (("signed",), ["服务合同", "营业执照", "派遣协议"]),
        (("closed",), ["服务合同", "营业执照", "派遣协议"]),
        (("gone",), ["服务合同", "营业执照"]),
    ],
)
def test_a_stage_wants_its_papers_and_those_of_the_stages_before(
    reached: tuple[str, ...], titles: list[str]
) -> None:
    kind = replace(STAGED, required=(*STAGED.required, AGREEMENT))

    assert [one.title for one in kind.wanted(reached)] == titles


@pytest.mark.parametrize(
    ("paper", "is_met"),
    [
        (Filed(1, "sales", "派遣协议"), True),
        (Filed(1, "sales", "派遣合同"), True),
        (Filed(1, "sales", "某人的协议", "a/b"), True),
        (Filed(1, "sales", "某人的合同", "a/c"), True),
        (Filed(1, "sales", "派遣审批表", "a/d"), False),
    ],
)
def test_one_of_several_papers_will_do(paper: Filed, *, is_met: bool) -> None:
    kind = replace(STAGED, required=(AGREEMENT,))

    found = missing(kind, [paper], ["signed"])

    assert [one.text for one in found] == (
        [] if is_met else ["派遣协议 / 派遣合同 is not in the dossier"]
    )


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ('number = "YB-{kye}"', "number"),
        ("number = 7", "number"),
        ('review_months = "3"', "review_months"),
        ("review_months = -1", "review_months"),
        ('stage = [{ key = "a", title = "b" }, { key = "a", title = "c" }]', "stage.key"),
        ("stage = 3", "stage"),
    ],
)
def test_a_wrong_number_or_stage_is_told(wrong: str, key: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse(TEXT + wrong)

    assert (caught.value.file, caught.value.field) == (FILE, key)


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ('title = "营业执照", stage = "gone"', "required.stage"),
        ('title = "营业执照", or_titles = "x"', "required.or_titles"),
        ('title = "营业执照", or_templates = [1]', "required.or_templates"),
    ],
)
def test_a_wrong_required_paper_is_told(wrong: str, key: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse(TEXT.replace('title = "营业执照"', wrong))

    assert caught.value.field == key


PAST = parse(TEXT.replace('key = "other"', 'past = true, order = "date", key = "other"', 1))


@pytest.mark.parametrize(
    ("papers", "missed"),
    [
        ([Filed(1, "other", "服务合同")], {"服务合同", "营业执照"}),
        ([Filed(1, "sales", "服务合同"), Filed(2, "other", "营业执照")], set()),
    ],
)
def test_papers_of_the_past_meet_only_needs_of_their_own_group(
    papers: list[Filed], missed: set[str]
) -> None:
    found = {one.title for one in missing(PAST, papers) if one.kind == "required"}

    assert found == missed
    assert PAST.groups[1].order == "date"
