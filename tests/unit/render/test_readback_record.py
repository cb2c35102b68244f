"""What the record in a paper is good for, and what happens without it or with a false one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.support.repair_form import FORM, VALUES, repair_form, repair_template
from tests.support.xml_edits import (
    Edit,
    changed,
    swap,
    without_tags,
)

from docgen.errors import BadInput
from docgen.forms.definition import parse_form
from docgen.forms.form import Form
from docgen.render import readback, sandbox
from docgen.render.docx import fill
from docgen.render.reading import Change, How, Reading
from docgen.render.record import Origin

Paper = Callable[..., bytes]
Table = Callable[..., str]
Read = Callable[[bytes], Reading]
Made = Callable[..., bytes]


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process, but for the tests of the child."""
    monkeypatch.setattr(sandbox, "run", lambda _, docx, *, name: readback.told(docx, name))


@pytest.fixture(scope="module")
def form() -> Form:
    return repair_form()


@pytest.fixture(scope="module")
def template(paper: Paper, table: Table) -> bytes:
    return repair_template(paper, table)


@pytest.fixture
def made(template: bytes, form: Form) -> Callable[..., bytes]:
    """Fills the template, and lets a function edit the document's XML."""

    def make(edit: Edit | None = None, **values: object) -> bytes:
        origin = Origin(form.name, "t" * 64, "f" * 64, "1.0")
        docx = fill(template, {**VALUES, **values}, labels=form.labels, origin=origin)
        return changed(docx, edit) if edit else docx

    return make


@pytest.fixture
def read(form: Form, template: bytes) -> Callable[[bytes], Reading]:
    return lambda docx: readback.read(docx, form, template)


def values(reading: Reading) -> dict[str, object]:
    return {name: found.value for name, found in reading.found.items()}


def test_a_paper_of_another_template_is_refused(made: Made, template: bytes) -> None:
    other = parse_form(FORM, name="service/other", file="form.toml")

    with pytest.raises(BadInput, match="service/repair"):
        readback.read(made(), other, template)


def test_without_a_record_the_items_answers_help(made: Made, form: Form, template: bytes) -> None:
    docx = changed(made(), lambda _: "<x/>", "customXml/item1.xml")

    reading = readback.read(docx, form, template, stored=VALUES)

    assert reading.record is None
    assert readback.compare(reading, VALUES) == []
    assert reading.found["inside"].how is How.RECORD


BROKEN = [
    "",
    "{",
    "[]",
    '{"docgen": 1}',
    '{"docgen": 2}',
    "[" * 100_000,
    '{"docgen": 1, "marks": 3}',
]


@pytest.mark.parametrize("text", BROKEN, ids=range(len(BROKEN)))
def test_a_broken_record_is_said_and_the_paper_read(read: Read, made: Made, text: str) -> None:
    record = f'<record xmlns="urn:docgen:record:1">{text}</record>'
    docx = changed(made(ways=["修", "退"]), lambda _: record, "customXml/item1.xml")

    reading = read(docx)

    assert (len(reading.warnings) == 1) is bool(text)
    assert reading.record is None
    assert reading.found["fee"].value == VALUES["fee"]


def test_a_record_that_lies_about_values_is_no_traceback(read: Read, made: Made) -> None:
    lies = swap('"items":[', '"items":[3,{"what":[]},'), swap('"2026-03-05"', '"tomorrow"')
    for lie in lies:
        reading = read(changed(made(), lie, "customXml/item1.xml"))

        assert values(reading)["items"] == VALUES["items"]
        assert values(reading)["day"] == VALUES["day"]


def test_a_paper_of_an_older_template_is_read_by_its_marks(
    form: Form, made: Made, paper: Paper
) -> None:
    newer = paper("新式 {{ fee | money }} {{ name }}")
    docx = made(without_tags)

    reading = readback.read(docx, form, newer)

    assert [str(one) for one in reading.warnings] == [
        "the paper was filled from another version of the template"
    ]
    assert readback.compare(reading, VALUES) == []
    assert reading.found["fee"].how is How.TAG  # in the footer
    assert reading.found["day"].how is How.BOOKMARK


def test_compare_leaves_out_what_is_nowhere(form: Form, template: bytes, read: Read) -> None:
    reading = read(fill(template, VALUES, labels=form.labels))

    fields = [one.field for one in readback.compare(reading, {**VALUES, "inside": "x"})]

    assert fields == ["ways"]  # a stranger does not tell their order
    assert isinstance(readback.compare(reading, {"name": "x"})[0], Change)


def test_what_the_record_keeps_back_is_taken_from_the_stored_answers(paper: Paper) -> None:
    card = '[field.card]\nlabel = "证"\nkind = "text"\n'
    column = '[field.items.column.card]\nlabel = "号"\nkind = "text"\n'
    form = parse_form(FORM + card + column, name="service/repair", file="form.toml")
    template = paper(
        "{{ card | mask_id }}",
        "{%p for r in items %}",
        "{{ r.what }}：{{ r.card | mask_id }}",
        "{%p endfor %}",
    )
    rows = [{"what": "阀", "count": 1, "card": "990000199001010010"}]
    stored = {**VALUES, "card": "990000199001010029", "items": rows}
    origin = Origin(form.name, "t" * 64, "f" * 64, "1")
    docx = fill(template, stored, labels=form.labels, origin=origin)

    alone = readback.read(docx, form, template)
    reading = readback.read(docx, form, template, stored=stored)

    assert alone.found["card"].how is How.NOWHERE
    assert reading.found["card"].how is How.RECORD
    assert readback.compare(reading, stored) == []
