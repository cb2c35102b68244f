"""The author's guide: every code, every filter, and its worked example really works."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pytest

from docgen.forms.kinds import FAMILIES
from docgen.forms.wording import FILTERS
from docgen.render import lint
from docgen.render.oldform import read_old_form
from docgen.render.words import words

GUIDE = (Path(__file__).parents[2] / "docs" / "guide" / "template-author.md").read_text("utf-8")
CODES = sorted(set(re.findall(r"^    (T\d{3})", str(lint.__doc__), re.MULTILINE)))


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_paragraph(code: str) -> None:
    paragraphs = [each for each in GUIDE.split("\n\n") if each.startswith(f"**{code} ")]

    assert len(paragraphs) == 1
    assert len(paragraphs[0].split()) >= 15


def test_no_paragraph_is_about_a_code_that_is_gone() -> None:
    assert sorted(re.findall(r"^\*\*(T\d{3})", GUIDE, re.MULTILINE)) == CODES


@pytest.mark.parametrize("name", sorted(FILTERS))
def test_every_filter_is_explained(name: str) -> None:
    assert re.search(rf"(`|&#124; ){name}\b", GUIDE), name


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_is_named(family: str) -> None:
    assert re.search(rf"\b{family}\b", GUIDE)


def test_the_old_form_of_the_guide_becomes_what_it_says() -> None:
    section = GUIDE.partition("### From an old Word form")[2]
    rows = [
        [cell.strip(" ") for cell in line.strip("|").split("|")]
        for line in section.splitlines()
        if line.startswith("|") and "---" not in line
    ][:3]
    document = docx.Document()
    table = document.add_table(rows=3, cols=4)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    data = io.BytesIO()
    document.save(data)

    draft = read_old_form(data.getvalue(), "来访登记表.docx")

    assert [(one.label, one.kind) for one in draft.fields] == [
        ("姓名", "person"),
        ("联系电话", "phone"),
        ("来访方式", "choice"),
        ("其他", "text"),
        ("日期", "date"),
    ]
    assert [one.label for one in draft.sign] == ["经办人"]
    assert words(draft.docx).splitlines()[0] == "姓名\t{{ name }}\t联系电话\t{{ phone }}"
