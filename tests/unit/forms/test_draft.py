"""The text files of a new template read back as what was found."""

from __future__ import annotations

from docgen.forms.answers import check, parse_answers
from docgen.forms.definition import parse_form
from docgen.forms.draft import example_toml, form_toml, number_pattern
from docgen.forms.form import Column, Field, Form, Signature
from docgen.forms.kinds import KINDS
from docgen.forms.samples import sample
from docgen.forms.stand_ins import with_stand_ins

CHOOSING = {"choice", "choices"}


def every_kind() -> tuple[Field, ...]:
    return tuple(
        Field(
            name=f"f_{kind}",
            label=f"栏目“{kind}”",
            kind=kind,
            required=kind != "signature",
            choices=("甲", '乙"') if kind in CHOOSING else (),
            columns=(
                Column(name="what", label="事项", kind="text"),
                Column(name="price", label="单价", kind="money", required=False),
            )
            if kind == "table"
            else (),
        )
        for kind in KINDS
    )


FORM = Form(
    name="visit/guest-record",
    title='来访"登记"表',
    family="visit",
    number="GR-{year}{month:02}{seq:02}",
    sign=(Signature("handler", "经办人"),),
    fields=every_kind(),
)


def test_the_questions_read_back() -> None:
    read = parse_form(form_toml(FORM), name=FORM.name, file="form.toml")

    assert (read.title, read.number, read.sign) == (FORM.title, FORM.number, FORM.sign)
    for one, own in zip(read.fields, FORM.fields, strict=True):
        assert (one.name, one.label, one.kind, one.choices) == (
            own.name,
            own.label,
            own.kind,
            own.choices,
        )
        assert one.required == own.required
        assert [column.name for column in one.columns] == [column.name for column in own.columns]


def test_the_example_answers_every_question() -> None:
    raw = parse_answers(example_toml(FORM.fields).encode(), file="example.toml")

    answers = check(FORM, with_stand_ins(FORM, raw))

    asked = {one.name for one in FORM.fields if one.kind != "signature"}
    assert {name for name in asked if answers[name] in ("", [])} == set()
    assert set(raw) == asked


def test_what_is_signed_by_hand_is_left_out() -> None:
    assert sample(Column(name="a", label="甲", kind="signature")) is None


def test_a_number_has_the_letters_of_the_name() -> None:
    assert number_pattern("visit/guest-record") == "GR-{year}{month:02}{seq:02}"
