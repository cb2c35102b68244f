"""A new version keeps what the item had: its pictures, the kind of its PDF, its other files."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.support.desks import COMPLAINT, Cast, example
from tests.support.edited import typed_over
from tests.support.pictures import jpeg, png

from docgen.errors import BadInput
from docgen.forms.answers import check
from docgen.forms.pictures import Given
from docgen.office import (
    applying,
    dossiers,
    filing,
    knowing,
    lending,
    provenance,
    rereading,
    verifying,
    writing,
)
from docgen.office.desk import Office
from docgen.office.filing import METADATA, NewPaper
from docgen.office.rereading import Reread
from docgen.register.models import Customer, Item
from docgen.render import pdfcheck
from docgen.render.package import Package

WAS, NOW = "JL-202603-04", "JL-202603-99"
PHOTO = '\n[field.photo]\nlabel = "照片"\nkind = "image"\nrequired = false\n'


def read(office: Office, folk: Cast, data: bytes, folder: Path) -> Reread:
    path = folder / "edited.docx"
    path.write_bytes(data)
    return rereading.read(office, folk.mira, path)


def newest(office: Office, folk: Cast, item: Item) -> dict[str, bytes]:
    """The files of its newest version by the last letters of their names."""
    files = lending.open(office, folk.mira, str(item), "service").files
    return {name.rpartition(".")[2]: data for name, data in files.items()}


def answers(office: Office, item: Item) -> dict[str, object]:
    made = json.loads(office.store.read(f"urn:docgen:{item}", METADATA))["made"]
    kept: dict[str, object] = made["answers"]
    return kept


# ---- the kind of its PDF


@pytest.mark.parametrize("copies", [True, False], ids=["copies", "archival"])
def test_its_pdf_is_made_again_as_it_was(
    office: Office, folk: Cast, known: Customer, tmp_path: Path, *, copies: bool
) -> None:
    made = writing.fill(
        office,
        folk.mira,
        COMPLAINT,
        example(office),
        customer=known.code,
        pdf=True,
        copies=copies,
        archival=not copies,
        file=True,
    )
    assert made.filed
    assert made.pdf
    item, word = made.filed.item, made.docx

    changes = ((WAS, NOW), (NOW, "JL-202603-77"))[: 1 + copies]
    for was, now in changes:
        done = applying.apply(
            office, folk.mira, read(office, folk, typed_over(word, {was: now}), tmp_path)
        )
        word, pdf = (newest(office, folk, item)[kind] for kind in ("docx", "pdf"))
        pages = [one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages]
        assert len(pages) == len(PdfReader(io.BytesIO(made.pdf)).pages)
        assert now in "".join(pages[0].split())
        assert ("第一联" in "".join(pages[0].split())) is copies
        assert pdfcheck.archival(pdf) is not copies

    assert done.version == 1 + len(changes)


# ---- its other files


def filed_with(
    office: Office, folk: Cast, known: Customer, more: Mapping[str, bytes]
) -> tuple[Item, bytes]:
    """A filled complaint that was filed together with other files."""
    folder = writing.template(office, COMPLAINT)
    occasion = knowing.occasion(office, folder.form)
    checked = check(folder.form, example(office), occasion=occasion)
    values = provenance.context(office, folder.form, checked, "TS-1", office.today)
    word = provenance.written(folder, values)
    paper = NewPaper(
        {"投诉.docx": word, **more},
        "投诉",
        folder.form.group,
        "t",
        template=COMPLAINT,
        made=provenance.made(office, folder, values),
    )
    place = dossiers.place_for(office, folk.mira, known.code)
    return filing.file(office, folk.mira, place, paper).item, word


def against(office: Office, folk: Cast, item: Item, data: bytes, folder: Path) -> Reread:
    path = folder / "edited.docx"
    path.write_bytes(data)
    return rereading.read(office, folk.mira, path, against=str(item))


def test_files_beside_the_form_stay(
    office: Office, folk: Cast, known: Customer, tmp_path: Path
) -> None:
    more = {"现场.png": png(), "回执.pdf": b"%PDF-1.7 scanned"}
    item, word = filed_with(office, folk, known, more)

    reread = against(office, folk, item, typed_over(word, {WAS: NOW}), tmp_path)
    applying.apply(office, folk.mira, reread)

    files = dict(lending.open(office, folk.mira, str(item), "service").files)
    assert {name: files.pop(name) for name in more} == more
    assert NOW.encode() in Package.read(files.pop("投诉.docx")).parts["word/document.xml"]
    assert files == {}


def test_of_two_word_files_none_is_guessed(
    office: Office, folk: Cast, known: Customer, tmp_path: Path
) -> None:
    item, word = filed_with(office, folk, known, {"另一.docx": b"x"})

    with pytest.raises(BadInput) as refused:
        against(office, folk, item, typed_over(word, {WAS: NOW}), tmp_path)

    assert "2 Word files" in refused.value.why


# ---- its pictures


def with_photo(office: Office) -> None:
    """The complaint form with a place for a photo."""
    folder = office.folder / "templates" / COMPLAINT
    form, word = folder / "form.toml", folder / "template.docx"
    form.write_text(form.read_text("utf-8") + PHOTO, "utf-8")
    parts = Package.read(word.read_bytes()).parts
    mark = b"<w:p><w:r><w:t>{{ photo }}</w:t></w:r></w:p><w:sectPr"
    body = parts["word/document.xml"].replace(b"<w:sectPr", mark, 1)
    word.write_bytes(Package({**parts, "word/document.xml": body}).pack())


@pytest.fixture
def photographed(office: Office, folk: Cast, known: Customer) -> tuple[Item, bytes]:
    with_photo(office)
    raw = example(office, photo=Given("现场.png", png()))
    made = writing.fill(office, folk.mira, COMPLAINT, raw, customer=known.code, file=True)
    assert made.filed
    return made.filed.item, made.docx


def test_a_picture_nobody_touched_is_kept(
    office: Office, folk: Cast, photographed: tuple[Item, bytes], tmp_path: Path
) -> None:
    item, word = photographed
    before = answers(office, item)

    reread = read(office, folk, typed_over(word, {WAS: NOW}), tmp_path)

    assert [one.field for one in reread.changes] == ["minutes_number"]
    applying.apply(office, folk.mira, reread)
    assert answers(office, item) == {**before, "minutes_number": NOW}
    assert verifying.verify(office, folk.mira, str(item)).state == "same"
    assert read(office, folk, newest(office, folk, item)["docx"], tmp_path).is_unchanged


def test_a_picture_that_was_exchanged_becomes_the_answer(
    office: Office, folk: Cast, photographed: tuple[Item, bytes], tmp_path: Path
) -> None:
    """A camera's picture as Word takes it in, with all that it carries."""
    item, word = photographed
    parts = {
        name: jpeg() if data == png() else data for name, data in Package.read(word).parts.items()
    }

    reread = read(office, folk, Package(parts).pack(), tmp_path)

    assert [one.field for one in reread.changes] == ["photo"]
    applying.apply(office, folk.mira, reread)
    item.refresh_from_db()
    assert verifying.verify(office, folk.mira, str(item)).state == "same"
    again = newest(office, folk, item)["docx"]
    assert read(office, folk, again, tmp_path).is_unchanged
    applying.apply(office, folk.mira, read(office, folk, typed_over(again, {WAS: NOW}), tmp_path))
    kept = answers(office, item)["photo"]
    assert kept == {"media": "image/jpeg", "sha256": _sha256(jpeg())}


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
