"""A picture as an answer: its size on paper, and every fault said with field and place."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from tests.support.pictures import claimed, jpeg, png

from docgen.errors import BadInput
from docgen.forms.answers import check
from docgen.forms.definition import parse_form
from docgen.forms.form import Column, Form
from docgen.forms.pictures import Given, Picture, read_picture
from docgen.forms.questions import questions
from docgen.forms.values import read_value
from docgen.forms.wrong import WrongValueError

FORM = """
title = "登记表"
family = "complaint"
[field.photo]
label = "照片"
kind = "image"
width_mm = 35
height_mm = 45
[field.seal]
label = "公章"
kind = "signature"
picture = true
[field.handler]
label = "经办人"
kind = "signature"
[field.items]
label = "明细"
kind = "table"
required = false
  [field.items.column.view]
  label = "现场照片"
  kind = "image"
  required = false
"""


def form(text: str = FORM) -> Form:
    return parse_form(text, name="complaint/x", file="form.toml")


def read(data: bytes, **size: Any) -> Picture:  # noqa: ANN401 - whatever a column takes
    column = Column(name="photo", label="照片", kind="image", **size)
    found = read_value(column, Given("a.png", data))
    assert isinstance(found, Picture)
    return found


@pytest.mark.parametrize(
    ("pixels", "box", "size"),
    [
        ((60, 40), {"width_mm": 30, "height_mm": 30}, (30, 20)),
        ((40, 60), {"width_mm": 30, "height_mm": 30}, (20, 30)),
        ((600, 400), {"width_mm": 30}, (30, 20)),
        ((60, 40), {"height_mm": 30}, (45, 30)),
        ((60, 40), {}, (60, 40)),
        ((1000, 10), {"height_mm": 40}, (180, 1.8)),
    ],
)
def test_it_fills_its_box_and_keeps_its_shape(
    pixels: tuple[int, int], box: dict[str, int], size: tuple[float, float]
) -> None:
    picture = read(png(*pixels), **box)

    assert (picture.width_mm, picture.height_mm) == pytest.approx(size)
    assert (picture.width_px, picture.height_px) == pixels


def test_it_is_called_by_its_label_and_known_by_its_digest() -> None:
    picture = read(png())

    assert picture.label == "照片"
    assert picture.sha256 == hashlib.sha256(picture.data).hexdigest()
    assert str(picture) == f"照片 sha256:{picture.sha256}"
    assert str(Given("a.png", b"")).startswith("a.png sha256:e3b0c442")


def test_a_picture_read_before_gets_the_box_of_its_field() -> None:
    column = Column(name="seal", label="公章", kind="signature", picture=True, width_mm=30)

    again = read_picture(column, read(png(60, 40)))

    assert (again.label, again.width_mm, again.height_mm) == ("公章", 30, 20)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("../../etc/passwd", "“../../etc/passwd” is no picture"),
        (7, "“7” is no picture"),
        (Given("a.png", b"root:x:0:0"), "it is neither a PNG nor a JPEG"),
        (Given("a.png", claimed(60_000, 60_000)), "it is 60000 × 60000 pixels large"),
        (Given("a.jpg", jpeg(position=8)), "the picture lies on its side"),
        (Given("a.jpg", jpeg(mode="CMYK")), "the colours of a printing press"),
    ],
)
def test_what_is_no_picture_is_said(raw: object, said: str) -> None:
    with pytest.raises(WrongValueError) as caught:
        read_value(Column(name="photo", label="照片", kind="image"), raw)

    assert said in caught.value.text
    assert caught.value.fix


def test_all_pictures_of_a_form_are_checked_at_once() -> None:
    raw = {"photo": "a.png", "seal": Given("s", b""), "items": [{"view": Given("v", b"x")}]}

    with pytest.raises(BadInput) as caught:
        check(form(), raw)

    faults = [(one.field, one.label, str(one.place)) for one in caught.value.details]
    assert faults == [
        ("photo", "照片", ""),
        ("seal", "公章", ""),
        ("items.view", "现场照片", "row 1 of “明细”"),
    ]


def test_a_seal_may_be_a_picture_and_need_not_be() -> None:
    raw: dict[str, Any] = {"photo": Given("a.png", png())}

    without = check(form(), raw)
    sealed = check(form(), raw | {"seal": Given("s.png", png(40, 40))})

    assert without["seal"] == ""
    assert isinstance(sealed["seal"], Picture)
    with pytest.raises(BadInput, match="signed by hand on the paper"):
        check(form(), raw | {"handler": Given("s.png", png())})


def test_the_questions_ask_for_the_name_of_a_file() -> None:
    asked = questions(form(), {})

    assert "# 照片 — a picture, required" in asked
    assert "# 公章 — a picture of the signature or seal, may stay empty" in asked
    assert "the name of a PNG or JPEG file beside this one" in asked
    assert "handler" not in asked


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("width_mm = 35", "width_mm = 0", "width_mm is not a whole number of mm from 1 to 180"),
        ("width_mm = 35", "width_mm = 181", "width_mm is not a whole number"),
        ("height_mm = 45", "height_mm = '45'", "height_mm is not a whole number of mm"),
        ("height_mm = 45", "picture = true", "picture does not go with the kind image"),
        ("height_mm = 45", "default = 'a.png'", "default does not go with the kind image"),
        ("picture = true", "picture = 'yes'", "picture is neither true nor false"),
    ],
)
def test_a_wrong_key_is_said(old: str, new: str, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        form(FORM.replace(old, new))

    assert said in str(caught.value.why)
