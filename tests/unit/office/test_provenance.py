"""What is kept of a filled form is enough to fill it again, pictures included."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.support.desks import COMPLAINT, Cast, example
from tests.support.pictures import jpeg

from docgen import __version__
from docgen.forms import stored
from docgen.forms.pictures import Given
from docgen.office import editions, filing, provenance, verifying, writing
from docgen.office.desk import Office
from docgen.office.provenance import Made
from docgen.register.models import Customer, Item
from docgen.render import recorded
from docgen.render.package import Package

PHOTO = '\n[field.photo]\nlabel = "照片"\nkind = "image"\nrequired = false\n'


def kept(office: Office, item: Item) -> dict[str, object]:
    made: dict[str, object] = json.loads(office.store.read(f"urn:docgen:{item}", filing.METADATA))[
        "made"
    ]
    return made


def with_photo(office: Office) -> Path:
    """The complaint form with a place for a photo, as its author would add one in Word."""
    folder = office.folder / "templates" / COMPLAINT
    form, word = folder / "form.toml", folder / "template.docx"
    form.write_text(form.read_text("utf-8") + PHOTO, "utf-8")
    parts = Package.read(word.read_bytes()).parts
    mark = b"<w:p><w:r><w:t>{{ photo }}</w:t></w:r></w:p><w:sectPr"
    body = parts["word/document.xml"].replace(b"<w:sectPr", mark, 1)
    word.write_bytes(Package({**parts, "word/document.xml": body}).pack())
    return folder


def test_item_and_document_keep_the_same(office: Office, folk: Cast, known: Customer) -> None:
    filled = writing.fill(
        office, folk.mira, COMPLAINT, example(office), customer=known.code, file=True
    )

    assert filled.filed
    made = kept(office, filled.filed.item)
    record = recorded.find(filled.docx, "a.docx")
    folder = writing.template(office, COMPLAINT)
    assert record
    assert record.answers == made["answers"]
    assert made["answers_sha256"] == stored.digest(made["answers"])
    assert made["template"] == record.origin.template == COMPLAINT
    assert made["template_sha256"] == record.origin.template_sha256 == folder.sha256
    assert made["form_sha256"] == record.origin.form_sha256 == stored.form_digest(folder.form)
    assert made["program"] == record.origin.program == __version__
    answers = record.answers
    assert answers["number"] == filled.number
    assert answers["today"] == office.today.isoformat()
    assert answers["company"] == office.settings.company
    assert answers["grade_mark"] == "内部"


def test_what_nobody_typed_is_kept_too(office: Office, folk: Cast, known: Customer) -> None:
    answers = example(office)
    for name in ("customer_name", "handler"):
        del answers[name]

    filled = writing.fill(office, folk.mira, COMPLAINT, answers, customer=known.code, file=True)

    assert filled.filed
    told = kept(office, filled.filed.item)["answers"]
    assert isinstance(told, dict)
    assert (told["customer_name"], told["handler"]) == (known.name, folk.mira.name)


def test_a_form_that_is_not_filed_keeps_its_template(office: Office, folk: Cast) -> None:
    writing.fill(office, folk.mira, COMPLAINT, example(office))

    sha256 = writing.template(office, COMPLAINT).sha256
    assert (office.folder / "templates" / ".used" / sha256).is_dir()


def test_a_picture_is_kept_by_its_digest_and_found_in_the_document(
    office: Office, folk: Cast, known: Customer
) -> None:
    with_photo(office)
    answers = example(office, photo=Given("现场.jpg", jpeg()))

    filled = writing.fill(office, folk.mira, COMPLAINT, answers, customer=known.code, file=True)

    assert filled.filed
    told = kept(office, filled.filed.item)["answers"]
    assert isinstance(told, dict)
    assert told["photo"]["media"] == "image/jpeg"
    assert told["photo"]["sha256"] in provenance.pictures(filled.docx)
    done = verifying.verify(office, folk.mira, str(filled.filed.item))
    assert (done.state, done.remarks) == ("same", ())


def test_made_is_read_again(office: Office) -> None:
    folder = writing.template(office, COMPLAINT)
    values = {"number": "", "grade_mark": "内部", "company": "样例", "today": office.today}

    made = Made.of(provenance.made(office, folder, values))

    assert made
    assert (made.template, made.edited) == (COMPLAINT, None)
    assert provenance.ours(made.answers) == values
    assert editions.find(office, COMPLAINT, made.template_sha256)


@pytest.mark.parametrize("told", [{}, {"source": "邮件"}, None, [], "text"])
def test_a_paper_that_docgen_did_not_fill_has_no_such_record(told: object) -> None:
    assert Made.of(told) is None


@pytest.mark.parametrize("change", [{"answers": {"x": 1}}, {"answers_sha256": "0"}])
def test_a_record_that_was_changed_is_refused(office: Office, change: dict[str, object]) -> None:
    folder = writing.template(office, COMPLAINT)

    with pytest.raises(ValueError):  # noqa: PT011  whatever is wrong, it is one error
        Made.of({**provenance.made(office, folder, {"name": "甲"}), **change})


@pytest.mark.parametrize("lack", ["engine", "program", "template", "answers", "answers_sha256"])
def test_a_record_that_lacks_something_is_refused(office: Office, lack: str) -> None:
    made = provenance.made(office, writing.template(office, COMPLAINT), {"name": "甲"})

    with pytest.raises(ValueError):  # noqa: PT011
        Made.of({name: fact for name, fact in made.items() if name != lack})
