"""Pictures named among the answers are read beside them, and nowhere else."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.support.pictures import claimed, jpeg, png

from docgen.errors import BadInput
from docgen.forms.definition import parse_form
from docgen.forms.form import Form
from docgen.forms.picture_files import look
from docgen.forms.pictures import Given
from docgen.office.pictures import with_pictures


def form() -> Form:
    text = """
title = "登记表"
family = "complaint"
[field.name]
label = "名称"
kind = "text"
[field.photo]
label = "照片"
kind = "image"
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
  [field.items.column.what]
  label = "事项"
  kind = "text"
  [field.items.column.view]
  label = "现场"
  kind = "image"
"""
    return parse_form(text, name="complaint/x", file="form.toml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of answers with pictures in it and a secret beside it."""
    inside = tmp_path / "答"
    (inside / "图").mkdir(parents=True)
    (inside / "a.png").write_bytes(png())
    (inside / "图" / "b.jpg").write_bytes(jpeg(position=6))
    (tmp_path / "secret.png").write_bytes(png())
    (inside / "link.png").symlink_to(tmp_path / "secret.png")
    return inside


def refusal(raw: Mapping[str, object], folder: Path | None) -> BadInput:
    with pytest.raises(BadInput) as caught:
        with_pictures(form(), raw, folder)
    return caught.value


def test_files_beside_the_answers_are_read(folder: Path) -> None:
    raw = {
        "name": "a.png",
        "photo": " a.png ",
        "handler": "a.png",
        "items": [{"what": "a.png", "view": "图/b.jpg"}, "x", {"view": ""}],
        "other": 5,
    }

    answers = with_pictures(form(), raw, folder)

    assert answers["photo"] == Given("a.png", png())
    assert {name: answers[name] for name in ("name", "handler", "other")} == {
        "name": "a.png",
        "handler": "a.png",
        "other": 5,
    }
    rows = answers["items"]
    assert isinstance(rows, list)
    assert (rows[0]["what"], rows[1:]) == ("a.png", ["x", {"view": ""}])
    assert look(rows[0]["view"].data).position == 1


@pytest.mark.parametrize("name", ["../secret.png", "图/../../secret.png", "link.png"])
def test_a_file_of_answers_reaches_no_other_folder(folder: Path, name: str) -> None:
    problem = refusal({"photo": name}, folder)

    assert problem.why == f"the picture “{name}” lies outside the folder of the answers"
    assert (problem.field, problem.details[0].label) == ("photo", "照片")


def test_neither_does_a_full_path_but_a_person_may_type_one(folder: Path) -> None:
    secret = folder.parent / "secret.png"

    assert "lies outside" in refusal({"photo": str(secret)}, folder).why
    typed = with_pictures(form(), {"photo": str(secret)}, None)
    assert typed["photo"] == Given("secret.png", png())


@pytest.mark.parametrize("name", ["c.png", "图", "a\0.png", "x" * 5_000, "pipe"])
def test_what_cannot_be_read_is_said(folder: Path, name: str) -> None:
    os.mkfifo(folder / "pipe")

    problem = refusal({"photo": name}, folder)

    assert problem.details[0].field == "photo"
    assert problem.fix


def test_all_that_cannot_be_read_is_said_at_once(folder: Path) -> None:
    raw = {"photo": "c.png", "seal": "../d.png", "items": [{"view": "e.png"}, {"view": "a.png"}]}

    problem = refusal(raw, folder)

    assert str(problem.what) == "3 picture(s) cannot be read"
    assert [one.field for one in problem.details] == ["photo", "seal", "items.view"]


def test_a_picture_that_is_damaged_inside_names_its_field(folder: Path) -> None:
    (folder / "large.png").write_bytes(claimed(3_000, 2_000))

    problem = refusal({"photo": "large.png"}, folder)

    assert (problem.field, problem.why) == ("photo", "the picture is damaged inside")


def test_what_is_no_picture_is_left_to_the_check(folder: Path) -> None:
    (folder / "passwd").write_bytes(b"root:x:0:0")

    answers = with_pictures(form(), {"photo": "passwd"}, folder)

    assert answers["photo"] == Given("passwd", b"root:x:0:0")
