"""Examples need no picture files: a frame of the field's size stands in for each."""

from __future__ import annotations

import pytest

from docgen.forms.form import Column, Field, Form
from docgen.forms.pictures import Given, read_picture
from docgen.forms.stand_ins import with_stand_ins


def form(**size: int) -> Form:
    view = Column(name="view", label="现场", kind="image")
    fields = (
        Field(name="name", label="名称", kind="text"),
        Field(name="photo", label="照片", kind="image", **size),  # type: ignore[arg-type] # sizes
        Field(name="seal", label="公章", kind="signature", picture=True),
        Field(name="items", label="明细", kind="table", columns=(view,)),
    )
    return Form(name="complaint/x", title="甲", family="complaint", fields=fields)


@pytest.mark.parametrize(
    ("size", "wanted"),
    [
        ({"width_mm": 35, "height_mm": 45}, (35, 45)),
        ({"width_mm": 30}, (30, 30)),
        ({"height_mm": 30}, (30, 30)),
        ({}, (60, 60)),
        ({"width_mm": 1, "height_mm": 1}, (1, 1)),
    ],
)
def test_the_frame_is_as_large_as_the_picture(
    size: dict[str, int], wanted: tuple[int, int]
) -> None:
    asked = form(**size)

    answers = with_stand_ins(asked, {"photo": "x.png"})

    picture = read_picture(asked.fields[1], answers["photo"])
    assert (picture.width_mm, picture.height_mm) == pytest.approx(wanted)
    assert picture.media == "image/png"


def test_only_pictures_that_are_named_get_one() -> None:
    raw = {
        "name": "x.png",
        "photo": " ",
        "seal": "s.png",
        "items": [{"view": "v.png"}, {"view": ""}],
    }

    answers = with_stand_ins(form(), raw)

    assert (answers["name"], answers["photo"]) == ("x.png", " ")
    assert isinstance(answers["seal"], Given)
    rows = answers["items"]
    assert isinstance(rows, list)
    assert isinstance(rows[0]["view"], Given)
    assert rows[1]["view"] == ""
    assert answers["seal"] == with_stand_ins(form(), raw)["seal"]
