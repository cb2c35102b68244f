"""Papers made to harm whoever reads them back: a clear refusal, or what they say; never more."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from docgen.errors import BadInput
from docgen.forms.definition import parse_form
from docgen.forms.form import Form
from docgen.render import readback
from docgen.render.docx import fill
from docgen.render.embed import LONGEST
from docgen.render.package import Package
from docgen.render.record import Origin

Paper = Callable[..., bytes]
FORM = """
title = "单"
family = "service"
source = ["F-001"]

[field.name]
label = "客户"
kind = "text"

[field.items]
label = "明细"
kind = "table"
required = false

[field.items.column.what]
label = "品名"
kind = "text"
"""
RECORD = "customXml/item1.xml"
VALUES = {"name": "甲", "items": [{"what": "阀"}]}


@pytest.fixture(scope="module")
def form() -> Form:
    return parse_form(FORM, name="service/x", file="form.toml")


@pytest.fixture(scope="module")
def template(paper: Paper) -> bytes:
    return paper(
        "客户：{{ name }}。", "{%p for row in items %}", "品名：{{ row.what }}", "{%p endfor %}"
    )


@pytest.fixture(scope="module")
def made(template: bytes, form: Form) -> bytes:
    origin = Origin(form.name, "t" * 64, "f" * 64, "1")
    return fill(template, VALUES, labels=form.labels, origin=origin)


def with_part(docx: bytes, part: str, xml: bytes) -> bytes:
    return Package({**Package.read(docx).parts, part: xml}).pack()


def with_body(docx: bytes, inside: str) -> bytes:
    part = "word/document.xml"
    xml = Package.read(docx).parts[part].decode()
    return with_part(docx, part, xml.replace("<w:sectPr", f"{inside}<w:sectPr", 1).encode())


def test_the_child_reads_as_we_do(made: bytes, form: Form, template: bytes) -> None:
    reading = readback.read(made, form, template)

    assert {name: found.value for name, found in reading.found.items()} == VALUES


@pytest.mark.parametrize("docx", [b"", b"PK\x03\x04", b"%PDF-1.7", b"\xd0\xcf\x11\xe0" * 200])
def test_what_is_no_word_file_is_refused(docx: bytes, form: Form, template: bytes) -> None:
    with pytest.raises(BadInput):
        readback.read(docx, form, template, name="x.docx")


def test_a_cut_file_is_refused(made: bytes, form: Form, template: bytes) -> None:
    with pytest.raises(BadInput):
        readback.read(made[: len(made) // 2], form, template, name="x.docx")


def test_entities_are_refused(made: bytes, form: Form, template: bytes) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'

    for part in ("word/document.xml", RECORD):
        with pytest.raises(BadInput):
            readback.read(with_part(made, part, bomb), form, template, name="x.docx")


def test_a_record_of_a_hundred_megabytes_is_refused(
    made: bytes, form: Form, template: bytes
) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in Package.read(made).parts.items():
            if name != RECORD:
                archive.writestr(name, data)
        text = b'<record xmlns="urn:docgen:record:1">' + b"[" * 100_000_000 + b"</record>"
        archive.writestr(RECORD, text)

    with pytest.raises(BadInput):
        readback.read(packed.getvalue(), form, template, name="x.docx")


def test_a_record_too_large_is_refused(made: bytes, form: Form, template: bytes) -> None:
    noise = "".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(LONGEST // 3))
    text = f'<record xmlns="urn:docgen:record:1">{noise}…</record>'.encode()

    with pytest.raises(BadInput, match="record inside"):
        readback.read(with_part(made, RECORD, text), form, template, name="x.docx")


def control(tag: str, text: str = "x") -> str:
    properties = f'<w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr>'
    inside = f"<w:sdtContent><w:r><w:t>{text}</w:t></w:r></w:sdtContent>"
    return f"<w:p><w:sdt>{properties}{inside}</w:sdt></w:p>"


def test_ten_thousand_unknown_tags_say_nothing(made: bytes, form: Form, template: bytes) -> None:
    strange = "".join(control(f"other{number}") for number in range(10_000))

    reading = readback.read(with_body(made, strange), form, template)

    assert {name: found.value for name, found in reading.found.items()} == VALUES
    assert reading.questions == ()


@pytest.mark.parametrize(
    "tag",
    [
        *(
            "items[99999].what",
            "items[999999999999].what",
            "items[0].secret",
            "items[0]",
            "name[3]",
        ),
        *("name.what", "=name", "name=x", "items.what", "../../x", "{{ name }}", "__class__", ""),
    ],
)
def test_forged_tags_are_rows_questions_or_nothing(
    made: bytes, form: Form, template: bytes, tag: str
) -> None:
    reading = readback.read(with_body(made, control(tag)), form, template)

    assert set(reading.found) == {"name", "items"}
    asked = {question.field for question in reading.questions}
    assert reading.found["name"].value == "甲" or "name" in asked
    rows = reading.found["items"].value
    assert isinstance(rows, list)
    assert rows[0] == {"what": "阀"}
    assert len(rows) <= 2


def test_a_forged_value_too_long_is_asked(made: bytes, form: Form, template: bytes) -> None:
    long = control("name", "长" * 200_000)

    reading = readback.read(with_body(made, long), form, template)

    assert [question.field for question in reading.questions] == ["name"]


def test_bookmarks_without_end_are_refused_or_nothing(
    made: bytes, form: Form, template: bytes
) -> None:
    def opened(count: int) -> str:
        marks = (f'<w:bookmarkStart w:id="{n}" w:name="dg_aaaaaa_{n}"/>' for n in range(count))
        return f"<w:p>{''.join(marks)}</w:p>"

    few = readback.read(with_body(made, opened(50)), form, template)

    assert few.found["name"].value == "甲"
    with pytest.raises(BadInput, match="more controls or bookmarks"):
        readback.read(with_body(made, opened(5_000)), form, template)


def test_texts_made_against_patterns_are_read_to_their_end(
    made: bytes, form: Form, template: bytes
) -> None:
    trap = "<w:p><w:r><w:t>" + "".join(f"客户：{n}。" for n in range(3_000)) + "</w:t></w:r></w:p>"

    reading = readback.read(with_body(made, trap * 5), form, template)

    assert reading.found["name"].value == "甲"
