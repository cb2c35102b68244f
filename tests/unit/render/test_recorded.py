"""The record of a paper: taken out of anybody's document, and put back for a new version."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from tests.support.edited import without_record

from docgen.errors import BadInput
from docgen.render import docx, recorded
from docgen.render.package import Package
from docgen.render.preflight import preflight
from docgen.render.record import Origin

Paper = Callable[..., bytes]
ORIGIN = Origin("visit/sample", "1" * 64, "2" * 64, "0.1.0")
LABELS = {"name": "名称", "phone": "电话"}


@pytest.fixture
def template(paper: Paper) -> bytes:
    made: bytes = paper("客户 {{ name }}", "电话 {{ phone | mask_phone }}")
    return made


def filled(template: bytes, name: str = "样例公司") -> bytes:
    values = {"name": name, "phone": "19900001234", "number": "甲-1"}
    return docx.fill(template, values, labels=LABELS, origin=ORIGIN)


def part(document: bytes) -> tuple[str, str]:
    """The record's part: its name and its text."""
    (found,) = (
        (name, data.decode())
        for name, data in Package.read(document).parts.items()
        if b"<record " in data
    )
    return found


def test_a_filled_paper_is_the_first_version(template: bytes) -> None:
    record = recorded.find(filled(template), "a.docx")

    assert record
    assert (record.origin, record.number, record.version) == (ORIGIN, "甲-1", 1)


def test_a_new_version_has_its_own_record_and_is_else_the_same(template: bytes) -> None:
    edited, fresh = filled(template), filled(template, "更名公司")

    made = recorded.renewed(edited, fresh, 2)

    record = recorded.find(made, "a.docx")
    assert record
    assert (record.version, record.answers["name"]) == (2, "更名公司")
    before, after = Package.read(edited).parts, Package.read(made).parts
    assert before.keys() == after.keys()
    assert [name for name in before if before[name] != after[name]] == [part(edited)[0]]
    again = recorded.find(recorded.renewed(made, fresh, 3), "a.docx")
    assert again
    assert again.version == 3


def test_what_is_masked_on_paper_stays_out_of_the_record(template: bytes) -> None:
    made = recorded.renewed(filled(template), filled(template), 2)

    assert "19900001234" not in part(made)[1]


def test_a_paper_that_lost_its_record_gets_one_again(template: bytes) -> None:
    bare = without_record(filled(template))
    assert recorded.find(bare, "a.docx") is None

    made = recorded.renewed(bare, filled(template), 4)

    record = recorded.find(made, "a.docx")
    assert record
    assert record.version == 4
    assert not preflight(made, "a.docx").warnings


@pytest.mark.parametrize("text", ["{", "[]", '{"docgen": 9}', '{"docgen": 1, "version": "x"}'])
def test_a_broken_record_is_none(template: bytes, text: str) -> None:
    whole = filled(template)
    name, _ = part(whole)
    xml = f'<record xmlns="urn:docgen:record:1">{text}</record>'.encode()

    broken = Package({**Package.read(whole).parts, name: xml}).pack()

    assert recorded.find(broken, "a.docx") is None


def test_a_version_that_is_no_number_is_no_record(template: bytes) -> None:
    whole = filled(template)
    name, text = part(whole)
    told = text.replace('{"docgen":1', '{"docgen":1,"version":"2"')
    assert told != text

    broken = Package({**Package.read(whole).parts, name: told.encode()}).pack()

    assert recorded.find(broken, "a.docx") is None


def test_a_record_that_word_wrote_otherwise_is_found(template: bytes) -> None:
    """The same JSON with other spaces, under another name."""
    whole = filled(template)
    name, text = part(whole)
    start, record = text.index("{"), json.loads(text[text.index("{") : text.rindex("}") + 1])
    spaced = text[:start] + json.dumps(record, indent=1) + "</record>"

    found = recorded.find(
        Package({**Package.read(whole).parts, name: spaced.encode()}).pack(), "a.docx"
    )

    assert found
    assert found.answers["name"] == "样例公司"


def test_what_is_no_word_file_is_refused() -> None:
    with pytest.raises(BadInput) as refused:
        recorded.find(b"PK\x03\x04", "a.docx")

    assert refused.value.file == "a.docx"
