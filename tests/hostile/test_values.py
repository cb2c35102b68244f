"""Values that hurt: printed exactly as they are, or refused with field and sentence; never changed.

Every value goes the whole way: answered, checked, filled in body, table, head and code, and read
again by python-docx.
"""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from tests.support.pictures import claimed, jpeg, png

from docgen.errors import BadInput
from docgen.forms.answers import check
from docgen.forms.definition import parse_form
from docgen.office.pictures import with_pictures
from docgen.render.docx import fill

FORM = parse_form(
    """
title = "登记"
family = "complaint"
[field.name]
label = "名称"
kind = "longtext"
required = false
[field.photo]
label = "照片"
kind = "image"
required = false
[field.items]
label = "明细"
kind = "table"
required = false
  [field.items.column.what]
  label = "事项"
  kind = "longtext"
""",
    name="complaint/x",
    file="form.toml",
)
KEPT = [
    *("& < > \" '", "&amp;lt;", "<w:p/>", "]]>", "<!--", "{{ name }}", "{% if %}", "{# x #}"),
    *(
        "𠮷𡃁",
        "😀👩‍🔧🇨🇳",
        "a\nb",
        "a\tb",
        "a\n\n\tb",
        "é",
        "e\u0301",
        "\u200f א \u200e",
        "\xa0x\u3000x",
    ),
    *("\\n $1 %s {0} \\g<1>", "'; DROP TABLE x; --", "=1+1", "../../etc/passwd", "x" * 50_000),
]
REFUSED = [
    *("\x00", "a\x01", "a\x04b\x05", "\x06x", "a\x0b", "\x0cx", "a\x1f", "\x7f", "\x85x"),
    *("a\ud800", "\udfffa", "\u202e gpj.exe", "\u2066x", "\u2028x", "\ufffe", "\uffff", "\ufffd"),
    *("x" * 50_001, "x" * 10_000_000),
]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PICTURES = {
    "a bomb": claimed(60_000, 60_000),
    "cut short": png()[:-20],
    "a cut photograph": jpeg()[:-40],
    "a drawing with a script": SVG,
    "a web page": b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script>",
    "a program": b"MZ\x90\x00" + bytes(200),
    "nothing": b"",
}


@pytest.fixture(scope="module")
def template() -> bytes:
    """Every place in which a value may stand."""
    paper = docx.Document()
    paper.add_paragraph("甲{{ name }}乙{{ photo }}")
    for text in ("{%tr for row in items %}", "{{ row.what }}", "{%tr endfor %}"):
        table = paper.tables[0] if paper.tables else paper.add_table(0, 1)
        table.add_row().cells[0].text = text
    paper.sections[0].header.paragraphs[0].text = "{{ name }}"
    saved = io.BytesIO()
    paper.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize("value", KEPT, ids=range(len(KEPT)))
def test_it_is_printed_as_it_is(template: bytes, value: str) -> None:
    answers = check(FORM, {"name": value, "items": [{"what": value}]})

    made = docx.Document(io.BytesIO(fill(template, answers, labels=FORM.labels)))

    assert made.paragraphs[0].text == f"甲{value}乙"
    assert made.tables[0].cell(0, 0).text == value
    assert made.sections[0].header.paragraphs[0].text == value


@pytest.mark.parametrize("value", REFUSED, ids=range(len(REFUSED)))
def test_it_is_refused_with_its_field(template: bytes, value: str) -> None:
    with pytest.raises(BadInput) as caught:
        check(FORM, {"name": value, "items": [{"what": value}]})

    assert [one.field for one in caught.value.details] == ["name", "items.what"]
    assert len(str(caught.value)) < 1_000
    if len(value) < 100:
        with pytest.raises(BadInput) as late:
            fill(template, {"name": value, "photo": "", "items": []}, labels=FORM.labels)
        assert late.value.field == "name"


@pytest.mark.parametrize("kind", PICTURES)
def test_what_calls_itself_a_picture_is_refused(tmp_path: Path, kind: str) -> None:
    (tmp_path / "a.png").write_bytes(PICTURES[kind])

    raw = with_pictures(FORM, {"photo": "a.png"}, tmp_path)
    with pytest.raises(BadInput) as caught:
        check(FORM, raw)

    assert (caught.value.field, caught.value.details[0].label) == ("photo", "照片")


def test_only_the_picture_of_two_files_in_one_is_printed(template: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(jpeg() + b"PK\x03\x04 and a program")

    answers = check(FORM, with_pictures(FORM, {"photo": "a.jpg"}, tmp_path))
    made = fill(template, answers, labels=FORM.labels)

    assert b"and a program" not in made
    assert len(docx.Document(io.BytesIO(made)).inline_shapes) == 1
