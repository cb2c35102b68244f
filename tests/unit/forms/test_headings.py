"""Which question a column answers, however its heading is written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.forms.characters import fold_width
from docgen.forms.form import Column, Field, Form
from docgen.forms.headings import Heads, loose, needed, read_heads, sheet_names, unknown_mapping


def heads(form: Form, *headings: str, **more: object) -> Heads:
    options: dict[str, object] = {"mapping": {}, "extra": {}, "ignore_unknown": False, **more}
    return read_heads(form.fields, headings, place=lambda at: f"#{at}", **options)  # type: ignore[arg-type] # handed on as it came


@pytest.mark.parametrize(
    ("heading", "path"),
    [
        ("投诉时间", "received_on"),
        (" 投 诉 时间 *", "received_on"),
        ("received_on", "received_on"),
        ("RECEIVED_ON", "received_on"),
        ("ｒｅｃｅｉｖｅｄ＿ｏｎ", "received_on"),
        ("损失金额（元）", "loss"),
        ("损失金额(元) ＊", "loss"),
        ("损失金额", "loss"),
        ("items", "items"),
        ("items[1].what", "items[1].what"),
        ("问题明细[12].评分", "items[12].score"),
        ("问题明细［２］．事项", "items[2].what"),
    ],
)
def test_a_heading_may_be_written_in_many_ways(form: Form, heading: str, path: str) -> None:
    found = heads(form, "", heading)

    assert [(at, target.path) for at, target in found.targets.items()] == [(2, path)]
    assert found.faults == []


@pytest.mark.parametrize(
    "heading", ["投诉时问", "items[0].what", "items[1].wat", "x[1].what", "days[1].what", "items[]"]
)
def test_what_fits_nothing_is_a_fault_at_its_place(form: Form, heading: str) -> None:
    (fault,) = heads(form, heading).faults

    assert fault.place == "#1"
    assert fault.fix


def test_the_key_and_the_callers_own_columns_are_no_questions(form: Form) -> None:
    found = heads(form, "序号", "档案号", "谁", extra={"档案号": "d"}, mapping={"谁": "客户"})

    assert (found.key, found.extra, found.targets) == (1, {2: "d"}, {})
    assert [fault.place for fault in found.faults] == ["#3"]


def test_a_question_may_be_called_like_the_key(form: Form) -> None:
    numbered = replace(form, fields=(*form.fields, Field(name="no", label="编号", kind="text")))

    assert heads(numbered, "序号", "编号").targets[2].path == "no"


def test_a_mapping_wins_over_the_labels(form: Form) -> None:
    found = heads(form, "处理意见", mapping={"处理意见": "投诉客户"})

    assert found.targets[1].path == "customer"


def test_a_mapping_to_nothing_is_a_fault(form: Form) -> None:
    mapping = {"a": "投诉客户", "b": "items[1].what", "c": "dossier", "d": "custoner"}

    (fault,) = unknown_mapping(form, mapping, {"档案": "dossier"})

    assert "“d” is sent to “custoner”" in fault.text
    assert fault.fix == "did you mean “customer”?"


def test_two_columns_of_one_question_are_a_fault_whatever_they_are_called(form: Form) -> None:
    (fault,) = heads(form, "severity", "严重程度").faults

    assert fault.text == "the columns “severity” and “严重程度” hold the same"


def test_headings_that_are_to_be_passed_over_are_kept_by_name(form: Form) -> None:
    found = heads(form, "备注", "严重程度", ignore_unknown=True)

    assert (found.ignored, list(found.targets)) == ({1: "备注"}, [2])


@pytest.mark.parametrize(
    ("column", "answer"),
    [
        (Column(name="a", label="a", kind="text"), True),
        (Column(name="a", label="a", kind="text", required=False), False),
        (Column(name="a", label="a", kind="integer", default=0), False),
    ],
)
def test_what_every_form_needs(column: Column, answer: bool) -> None:  # noqa: FBT001
    assert needed(column) is answer


def test_names_of_sheets_are_names_that_excel_takes(form: Form) -> None:
    long = "一" * 40
    tables = [Field(name=name, label=long, kind="table") for name in ("a", "b")]
    named = sheet_names(replace(form, title="投诉/[记录]", fields=tuple(tables)))

    assert named[""] == "投诉__记录_"
    assert named["a"] == "一" * 31
    assert named["b"] == "一" * 28 + "(2)"


@given(st.text())
def test_comparing_does_not_see_width_case_and_spaces(text: str) -> None:
    assert loose(f" {text}\t") == loose(text)
    assert loose(loose(text)) == loose(text)
    assert loose(fold_width(text)) == loose(text)
