"""Pictures on an edited paper: what is as it was stays, what was replaced or removed is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pytest
from tests.support.edited import saved_by_libreoffice
from tests.support.pictures import jpeg, png
from tests.support.xml_edits import Edit, changed, row_of, swap, without_marks, without_tags

from docgen.forms.definition import parse_form
from docgen.forms.form import Form
from docgen.forms.pictures import Given, Picture, read_picture
from docgen.render import readback, sandbox
from docgen.render.docx import fill
from docgen.render.package import Package
from docgen.render.reading import How, Reading
from docgen.render.record import Origin

FORM = """
title = "验收单"
family = "service"
source = ["F-001"]
[field.name]
label = "客户"
kind = "text"
[field.photo]
label = "现场照片"
kind = "image"
required = false
[field.seal]
label = "公章"
kind = "signature"
picture = true
[field.signed]
label = "签字"
kind = "signature"
[field.items]
label = "明细"
kind = "table"
[field.items.column.what]
label = "品名"
kind = "text"
[field.items.column.view]
label = "照片"
kind = "image"
required = false
"""
PHOTO, SEAL, VALVE, PIPE = png(60, 40), png(30, 30), jpeg(50, 40), png(20, 40)
OTHER = jpeg(90, 30)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process: the child is tested elsewhere."""
    monkeypatch.setattr(sandbox, "run", lambda _, docx, *, name: readback.told(docx, name))


@pytest.fixture(scope="module")
def form() -> Form:
    return parse_form(FORM, name="service/x", file="form.toml")


def picture(form: Form, name: str, data: bytes) -> Picture:
    found = form.field(name.partition(".")[0])
    assert found
    columns = {f"{found.name}.{one.name}": one for one in found.columns}
    return read_picture(columns.get(name, found), Given(name, data))


@pytest.fixture(scope="module")
def values(form: Form) -> dict[str, object]:
    views = (picture(form, "items.view", VALVE), picture(form, "items.view", PIPE))
    return {
        "name": "样例公司",
        "photo": picture(form, "photo", PHOTO),
        "seal": picture(form, "seal", SEAL),
        "signed": "",
        "items": [{"what": "阀", "view": views[0]}, {"what": "管", "view": views[1]}],
    }


@pytest.fixture(scope="module")
def template(paper: Callable[..., bytes], table: Callable[..., str]) -> bytes:
    return paper(
        "客户：{{ name }}",
        "{% if photo %}照片：{{ photo }}{% endif %}",
        "盖章：{{ seal }}",
        table(
            ["品名", "照片"],
            ["{%tr for row in items %}", ""],
            ["{{ row.what }}", "{{ row.view }}"],
            ["{%tr endfor %}", ""],
        ),
        "完",
    )


@pytest.fixture
def made(form: Form, template: bytes, values: Mapping[str, object]) -> Callable[..., bytes]:
    """Fills the template, and lets a function edit the document's XML."""

    def make(edit: Edit | None = None, **more: object) -> bytes:
        origin = Origin(form.name, "t" * 64, "f" * 64, "1.0")
        docx = fill(template, {**values, **more}, labels=form.labels, origin=origin)
        return changed(docx, edit) if edit else docx

    return make


Made = Callable[..., bytes]


@pytest.fixture
def read(form: Form, template: bytes) -> Callable[[bytes], Reading]:
    return lambda docx: readback.read(docx, form, template)


Read = Callable[[bytes], Reading]


def differences(reading: Reading, stored: Mapping[str, object]) -> dict[str, object]:
    return {one.field: one.is_ for one in readback.compare(reading, stored)}


def instead(docx: bytes, was: bytes, now: bytes) -> bytes:
    """The paper with another picture's bytes where one's were."""
    parts = dict(Package.read(docx).parts)
    (name,) = (name for name, data in parts.items() if data == was)
    return Package({**parts, name: now}).pack()


def drawing_of(xml: str, label: str) -> str:
    drawings: list[str] = re.findall(r"<w:drawing.*?</w:drawing>", xml)
    return next(one for one in drawings if f'descr="{label}"' in one)


def without(label: str) -> Edit:
    return lambda xml: xml.replace(drawing_of(xml, label), "", 1)


@pytest.mark.parametrize("lost", [None, without_tags, without_marks])
def test_untouched_pictures_are_what_was_stored(
    read: Read, made: Made, values: Mapping[str, object], lost: Edit | None
) -> None:
    reading = read(made(lost))

    assert differences(reading, values) == {}
    assert (reading.questions, reading.warnings) == ((), ())
    assert reading.found["photo"].how is (How.PATTERN if lost is without_marks else How.BOOKMARK)
    assert reading.found["signed"].how is How.NOWHERE
    read_again = reading.found["photo"].value
    assert isinstance(read_again, Picture)
    assert read_again.data == PHOTO, "its bytes come from the paper, not only its digest"


def test_saved_by_libreoffice_they_are_the_same(
    read: Read, made: Made, values: Mapping[str, object]
) -> None:
    reading = read(saved_by_libreoffice(made()))

    assert differences(reading, values) == {}
    assert (reading.questions, reading.warnings) == ((), ())


@pytest.mark.parametrize(
    ("was", "field"),
    [(PHOTO, "photo"), (SEAL, "seal"), (PIPE, "items[2].view")],
    ids=["photo", "seal", "view"],
)
def test_another_picture_is_a_change(
    read: Read, made: Made, values: Mapping[str, object], was: bytes, field: str
) -> None:
    reading = read(instead(made(), was, OTHER))

    ((name, now),) = differences(reading, values).items()
    assert name == field
    assert isinstance(now, Picture)
    assert now.data == OTHER
    assert reading.questions == ()


def test_a_picture_taken_out_is_a_change(
    read: Read, made: Made, values: Mapping[str, object]
) -> None:
    assert differences(read(made(without("现场照片"))), values) == {"photo": ""}
    assert differences(read(made(without("公章"))), values) == {"seal": ""}
    assert differences(read(made(without("照片"))), values) == {"items[1].view": ""}


def test_a_picture_put_where_none_was(read: Read, made: Made, values: Mapping[str, object]) -> None:
    filled = {"name": "样例公司", "seal": values["seal"], "items": values["items"], "photo": ""}
    drawing = drawing_of(made_xml(made()), "现场照片")
    paper = with_part_of(made(), made(photo=""))
    docx = changed(paper, swap("盖章：", f"盖章：</w:t>{drawing}<w:t>", 1))

    reading = read(docx)

    assert differences(reading, filled).keys() == {"photo"}


def made_xml(docx: bytes) -> str:
    return Package.read(docx).parts["word/document.xml"].decode()


def with_part_of(source: bytes, target: bytes) -> bytes:
    """The second paper with the pictures and relations of the first."""
    whole, bare = Package.read(source).parts, Package.read(target).parts
    body = {name: bare[name] for name in bare if name == "word/document.xml" or "item" in name}
    return Package({**whole, **body}).pack()


def test_an_added_row_brings_its_picture(
    read: Read, made: Made, values: Mapping[str, object]
) -> None:
    """Word copies a row with its picture and without its bookmarks."""

    def copy(xml: str) -> str:
        row = row_of(xml, "管")
        twin = without_marks(row).replace("管", "弯头")
        return xml.replace(row, row + twin)

    reading = read(made(copy))

    (added,) = differences(reading, values).values()
    assert isinstance(added, dict)
    assert (added["what"], added["view"].data) == ("弯头", PIPE)


def test_a_row_taken_out_takes_its_picture_along(
    read: Read, made: Made, values: Mapping[str, object]
) -> None:
    reading = read(made(lambda xml: xml.replace(row_of(xml, "阀"), "")))

    assert differences(reading, values) == {"items[1]": None}


def test_two_pictures_in_one_place_are_asked(read: Read, made: Made) -> None:
    def twice(xml: str) -> str:
        mine, other = drawing_of(xml, "现场照片"), drawing_of(xml, "公章")
        return xml.replace(mine, mine + other)

    reading = read(made(twice))

    (question,) = reading.questions
    assert (question.field, question.place) == ("photo", "paragraph 2")
    assert question.fix


def test_what_is_no_picture_for_a_form_is_asked(read: Read, made: Made) -> None:
    reading = read(instead(made(), PHOTO, b"GIF89a no picture"))

    assert [one.field for one in reading.questions] == ["photo"]
    assert reading.questions[0].place


def test_a_picture_that_answers_nothing_is_said(
    read: Read, made: Made, values: Mapping[str, object]
) -> None:
    def more(xml: str) -> str:
        drawing = drawing_of(xml, "公章").replace('descr="公章"', 'descr=""')
        return xml.replace("客户：", f"客户：</w:t>{drawing}<w:t>", 1)

    reading = read(instead(made(more), SEAL, OTHER))

    assert "seal" in differences(reading, values)
    assert read(made(more)).questions == ()


def test_a_picture_never_printed_is_kept(
    form: Form, paper: Callable[..., bytes], values: Mapping[str, object]
) -> None:
    """Not on the paper: the record knows its digest, the stored answers its bytes."""
    template = paper("客户：{{ name }}", "盖章：{{ seal }}")
    origin = Origin(form.name, "t" * 64, "f" * 64, "1.0")
    docx = fill(template, values, labels=form.labels, origin=origin)

    reading = readback.read(docx, form, template, stored=values)

    photo = reading.found["photo"]
    assert photo.how is How.RECORD
    assert isinstance(photo.value, Picture)
    assert photo.value.data == PHOTO
    assert differences(reading, values) == {}
