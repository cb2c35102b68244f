"""Tracing a stray page: whose copy it is, and what does not fit the register."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from tests.support.desks import Cast, log
from tests.support.pdfs import written

from docgen.errors import BadInput, NotAllowed
from docgen.office import dossiers, filing, issuing, tracing
from docgen.office.controlled import Given, give
from docgen.office.desk import Office
from docgen.office.tracing import trace
from docgen.register.models import Customer
from docgen.register.models_copies import Copy
from docgen.render.stamp import stamped
from docgen.render.stamp_work import mark_of


@pytest.fixture
def given(office: Office, folk: Cast, known: Customer) -> Given:
    place = dossiers.place_for(office, folk.mira, known.code)
    paper = filing.NewPaper({"合同.pdf": written("CONTRACT")}, "服务合同", "other", "合同")
    item = filing.file(office, folk.mira, place, paper).item
    return give(office, folk.mira, str(item), "legal")


def photo(pdf: bytes, place: Path) -> Path:
    """The page as a skewed JPEG of its upper half."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[0].render(scale=130 / 72).to_pil().convert("L")
    turned = picture.rotate(3, expand=True, fillcolor=90)
    turned.crop((0, 0, turned.width, turned.height // 2)).save(place, quality=60)
    return place


@pytest.mark.parametrize("form", ["pdf", "photo"])
def test_a_page_leads_to_its_row_and_entry(
    office: Office, folk: Cast, given: Given, tmp_path: Path, form: str
) -> None:
    file = tmp_path / "页.pdf"
    file.write_bytes(given.pdf)
    stray = file if form == "pdf" else photo(given.pdf, tmp_path / "页.jpg")

    [found] = trace(office, folk.jonas, stray)

    assert found.fits
    [row] = found.rows
    assert (row.number, row.holder, row.log_index) == (
        given.copy.number,
        issuing.reader(folk.mira),
        given.log_index,
    )
    assert log("copy.traced")[-1]["more"] == {"copies": given.copy.number}


@pytest.mark.parametrize(
    ("index", "mark", "there", "fits"),
    [(None, "", True, True), (99_999, "", True, False), (None, "0" * 8, False, False)],
)
def test_what_does_not_fit_is_told(
    office: Office,
    folk: Cast,
    given: Given,
    tmp_path: Path,
    index: int | None,
    mark: str,
    *,
    there: bool,
    fits: bool,
) -> None:
    number = str(given.copy.number)
    entry = given.log_index if index is None else index
    code = f"DG:{number}:{entry}:{mark or issuing.office_mark(office)}"
    file = tmp_path / "页.pdf"
    file.write_bytes(stamped(written("X"), mark_of(number, "line", "", code)))

    [found] = trace(office, folk.jonas, file)

    assert (bool(found.rows), found.fits) == (there, fits)


def test_a_number_that_was_never_given_out(
    office: Office, folk: Cast, given: Given, tmp_path: Path
) -> None:
    Copy.objects.update(number="FB-1999-000001")
    file = tmp_path / "页.pdf"
    file.write_bytes(given.pdf)

    [found] = trace(office, folk.jonas, file)

    assert (found.rows, found.fits) == ((), False)


def test_a_page_without_a_number(office: Office, folk: Cast, tmp_path: Path) -> None:
    file = tmp_path / "页.png"
    with pypdfium2.PdfDocument(written("X")) as document:
        document[0].render(scale=0.6).to_pil().save(file)

    assert trace(office, folk.jonas, file) == []
    assert log("copy.traced")[-1]["n"] == 0


def test_whoever_may_not_audit_may_not_trace(
    office: Office, folk: Cast, given: Given, tmp_path: Path
) -> None:
    file = tmp_path / "页.pdf"
    file.write_bytes(given.pdf)

    with pytest.raises(NotAllowed):
        trace(office, folk.mira, file)

    assert log("copy.traced")[-1]["res"] == "deny"


def test_what_cannot_be_read_is_a_sentence(
    office: Office, folk: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = tmp_path / "页.txt"
    text.write_text("FB-2026-000001", "utf-8")

    with pytest.raises(BadInput, match="no PDF and no picture"):
        trace(office, folk.jonas, text)
    with pytest.raises(BadInput, match="cannot be read"):
        trace(office, folk.jonas, tmp_path / "nicht-da.pdf")
    monkeypatch.setattr(tracing, "_LARGEST", 3)
    with pytest.raises(BadInput, match="cannot be read"):
        trace(office, folk.jonas, text)
