"""Kept answers: the same answers come back, the same text for the same answers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.answers import answers
from tests.support.pictures import png

from docgen.forms import stored
from docgen.forms.definition import parse_form
from docgen.forms.form import Column, Field, Form
from docgen.forms.gaps import Gap
from docgen.forms.pictures import Given, read_picture

TEMPLATES = Path(__file__).parents[3] / "templates"
TOML = """
title = "样例"
title_en = "Sample"
family = "visit"
source = ["F-001"]
grade = "C"
group = "other"
[field.name]
label = "名称"
kind = "text"
[field.amount]
label = "金额"
kind = "money"
required = false
"""


def form(text: str = TOML) -> Form:
    return parse_form(text, name="visit/sample", file="visit/sample/form.toml")


def of(*fields: Field) -> Form:
    return Form(name="visit/sample", title="样例", family="visit", fields=fields)


def forms() -> list[Form]:
    return [
        parse_form(path.read_text("utf-8"), name=f"{path.parts[-3]}/{path.parts[-2]}", file="f")
        for path in sorted(TEMPLATES.glob("*/*/form.toml"))
    ]


FORMS = forms()


@settings(max_examples=100, deadline=None)
@given(which=st.integers(0, 10_000), seed=st.integers(0, 10_000))
def test_whatever_a_form_is_answered_comes_back(which: int, seed: int) -> None:
    known = FORMS[which % len(FORMS)]
    given_ = answers(known, seed)
    asked = {one.name: given_[one.name] for one in known.fields if not one.pictured}
    plain = replace(known, fields=tuple(one for one in known.fields if not one.pictured))

    kept = json.loads(json.dumps(stored.pack(asked), ensure_ascii=False))

    back = stored.unpack(plain, kept)
    assert back == asked
    assert stored.digest(kept) == stored.digest(stored.pack(back))


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("date", date(2026, 3, 5), "2026-03-05"),
        ("datetime", datetime(2026, 3, 5, 9, 40), "2026-03-05T09:40:00"),  # noqa: DTZ001  a form's time has no zone
        ("money", Decimal("1250.50"), "1250.50"),
        ("decimal", Decimal("0.000"), "0.000"),
        ("integer", 12, 12),
        ("yesno", False, False),
        ("choices", ["甲", "乙"], ["甲", "乙"]),
        ("text", "12", "12"),
    ],
)
def test_how_each_kind_is_kept(kind: str, value: object, kept: object) -> None:
    asked = of(Field(name="x", label="某项", kind=kind, choices=("甲", "乙")))

    packed = stored.pack({"x": value})

    assert packed == {"x": kept}
    back = stored.unpack(asked, packed)["x"]
    assert (back, type(back)) == (value, type(value))
    assert str(back) == str(value)


def test_a_gap_comes_back_as_the_form_shows_it() -> None:
    column = Column(name="what", label="事项", kind="text", missing="highlight")
    asked = of(
        Field(name="x", label="某项", kind="date", missing="blank"),
        Field(name="rows", label="明细", kind="table", columns=(column,)),
    )
    answered = {"x": Gap("x", "某项", "blank"), "rows": [{"what": Gap("row.what", "事项", "k")}]}

    back = stored.unpack(asked, stored.pack(answered))

    assert isinstance(back["x"], Gap)
    assert (back["x"].name, back["x"].policy) == ("x", "blank")
    rows = back["rows"]
    assert isinstance(rows, list)
    gap = rows[0]["what"]
    assert (gap.name, gap.label, gap.policy) == ("row.what", "事项", "highlight")


def test_a_picture_is_kept_by_its_digest() -> None:
    asked = of(Field(name="photo", label="照片", kind="image"))
    picture = read_picture(asked.fields[0], Given("a.png", png()))

    kept = stored.pack({"photo": picture})

    assert kept == {"photo": {"media": "image/png", "sha256": picture.sha256}}
    assert stored.unpack(asked, kept, pictures={picture.sha256: picture.data}) == {"photo": picture}
    with pytest.raises(ValueError, match="sha256"):
        stored.unpack(asked, kept)


def test_names_that_are_no_fields_stay_as_they_are() -> None:
    back = stored.unpack(form(), {"number": "TS-1", "name": "甲", "amount": ""})

    assert list(back) == ["name", "amount", "number"]


@pytest.mark.parametrize(
    ("kept", "kind"),
    [
        ({}, "text"),
        ({"x": "今天"}, "date"),
        ({"x": "一百"}, "money"),
        ({"x": "1.5"}, "integer"),
        ({"x": "photo.png"}, "image"),
        ({"x": {"sha256": "0" * 64}}, "image"),
        ({"x": "text"}, "table"),
        ({"x": [{"other": "text"}]}, "table"),
        ({"x": [1]}, "table"),
    ],
)
def test_kept_answers_that_were_changed_are_refused(kept: dict[str, object], kind: str) -> None:
    columns = (Column(name="what", label="事项", kind="text"),) if kind == "table" else ()

    with pytest.raises(ValueError):  # noqa: PT011  whatever is wrong, it is one error
        stored.unpack(of(Field(name="x", label="某项", kind=kind, columns=columns)), kept)


def test_what_is_no_answer_is_not_kept() -> None:
    with pytest.raises(TypeError):
        stored.pack({"x": object()})


def test_the_digest_of_data_does_not_ask_for_its_order() -> None:
    assert stored.digest({"a": "甲", "b": [1, 2]}) == stored.digest({"b": [1, 2], "a": "甲"})
    assert stored.digest({"a": [1, 2]}) != stored.digest({"a": [2, 1]})


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('title = "样例"', '# a remark\ntitle   =   "样例"'),
        ('family = "visit"\nsource = ["F-001"]', 'source = ["F-001"]\nfamily = "visit"'),
        ('kind = "text"', 'kind = "text"\nrequired = true'),
    ],
)
def test_the_same_meaning_has_the_same_digest(was: str, becomes: str) -> None:
    text = TOML.replace(was, becomes, 1)

    assert text != TOML
    assert stored.form_digest(form(text)) == stored.form_digest(form())


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('label = "金额"', 'label = "价款"'),
        ('kind = "money"', 'kind = "decimal"'),
        ("required = false", "required = true"),
        ('grade = "C"', 'grade = "B"'),
        ('kind = "text"', 'kind = "text"\nhelp = "全称"'),
    ],
)
def test_another_meaning_has_another_digest(was: str, becomes: str) -> None:
    text = TOML.replace(was, becomes, 1)

    assert text != TOML
    assert stored.form_digest(form(text)) != stored.form_digest(form())


def test_all_templates_have_digests_of_their_own() -> None:
    assert len({stored.form_digest(one) for one in FORMS}) == len(FORMS) > 50
