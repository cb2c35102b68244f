"""A foreign PDF made fit to be bound: what is seen stays, what acts goes."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from docgen.errors import BadInput
from docgen.render.pdfclean import clean, cleaned


def numbers(*values: float) -> ArrayObject:
    return ArrayObject(FloatObject(value) for value in values)


def stamped(*, flags: int = 4, states: bool = False, subtype: str = "/Stamp") -> bytes:
    """A page with a seal: a form of 100 by 100 shown in a square of 50 by 50."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    seal = DecodedStreamObject()
    seal.set_data(b"1 0 0 rg 0 0 100 100 re f")
    seal.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): numbers(0, 0, 100, 100),
        }
    )
    shown = writer._add_object(seal)
    normal = DictionaryObject({NameObject("/On"): shown}) if states else shown
    entry = {
        NameObject("/Type"): NameObject("/Annot"),
        NameObject("/Subtype"): NameObject(subtype),
        NameObject("/Rect"): numbers(100, 120, 150, 170),
        NameObject("/F"): NumberObject(flags),
        NameObject("/AP"): DictionaryObject({NameObject("/N"): normal}),
    }
    if states:
        entry[NameObject("/AS")] = NameObject("/On")
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(DictionaryObject(entry))])
    script = {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject("alert"),
    }
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    writer.add_attachment("secret.txt", b"x")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def drawn(pdf: bytes) -> str:
    page = PdfReader(io.BytesIO(pdf)).pages[0]
    contents = page.get_contents()
    return contents.get_data().decode() if contents is not None else ""


@pytest.mark.parametrize("states", [False, True])
def test_a_seal_becomes_part_of_the_page(*, states: bool) -> None:
    made = cleaned(stamped(states=states), "合同.pdf")

    assert "0.50000 0 0 0.50000 100.000 120.000 cm /DgSeen0 Do" in drawn(made)
    page = PdfReader(io.BytesIO(made)).pages[0]
    assert "/Annots" not in page
    forms = page["/Resources"]["/XObject"]  # type: ignore[index]
    assert b"0 0 100 100 re" in forms["/DgSeen0"].get_data()


def test_scripts_and_attachments_do_not_come_along() -> None:
    made = cleaned(stamped(), "合同.pdf")

    assert b"alert" not in made
    assert b"secret.txt" not in made


@pytest.mark.parametrize(("flags", "subtype"), [(2, "/Stamp"), (32, "/Stamp"), (4, "/Link")])
def test_what_is_not_shown_is_not_drawn(flags: int, subtype: str) -> None:
    assert "/DgSeen" not in drawn(cleaned(stamped(flags=flags, subtype=subtype), "合同.pdf"))


def test_pages_that_share_their_resources_keep_them() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(stamped()))
    font = DictionaryObject({NameObject("/BaseFont"): NameObject("/Helvetica")})
    shared = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(font)})}
    )
    for _ in range(3):
        writer.add_blank_page(200, 200)[NameObject("/Resources")] = shared
    out = io.BytesIO()
    writer.write(out)

    pages = PdfReader(io.BytesIO(cleaned(out.getvalue(), "合同.pdf"))).pages

    named = [page["/Resources"]["/Font"]["/F1"]["/BaseFont"] for page in list(pages)[1:]]  # type: ignore[index]
    assert named == ["/Helvetica"] * 3


def locked() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def empty() -> bytes:
    out = io.BytesIO()
    PdfWriter().write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "pdf", [b"", b"%PDF-1.7\n", stamped()[:300], locked(), empty()], ids=lambda pdf: str(len(pdf))
)
def test_what_cannot_be_printed_is_refused_with_its_name(pdf: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        cleaned(pdf, "合同.pdf")

    assert refused.value.file == "合同.pdf"


def test_it_runs_in_a_child_process() -> None:
    assert clean(stamped(), "合同.pdf") == cleaned(stamped(), "合同.pdf")
