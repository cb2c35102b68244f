"""Marks of a controlled copy: on every page of any size and turn, legible, and traced again."""

from __future__ import annotations

import contextlib
import io
import json
from functools import cache

import pypdfium2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.constants import UserAccessPermissions as May
from pypdf.generic import ArrayObject, FloatObject, NameObject
from tests.support.pdfs import written

from docgen.errors import BadInput
from docgen.render.pdfclean import cleaned
from docgen.render.stamp import Mark, stamped
from docgen.render.stamp_layout import Box, layout
from docgen.render.stamp_lock import locked, password
from docgen.render.stamp_raster import rastered
from docgen.render.stamp_read import Clue, clues, read
from docgen.render.stamp_work import Look, closed, copied, mark_of

NUMBER, CODE = "FB-2026-000123", "DG:FB-2026-000123:1234567:9F86D081"
LINE = (
    "欧阳修远（维修部）　2026-11-22 16:25　FB-2026-000123　内部（C）　受控副本，内部资料，严禁外传"
)
CLUE = Clue(NUMBER, "code", 1234567, "9F86D081")


@cache
def mark(line: str = LINE) -> Mark:
    return mark_of(NUMBER, line, "欧阳修远 维修部 2026-11-22 FB-2026-000123 内部", CODE)


def page(pdf: bytes, dpi: float = 150, at: int = 0) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        picture: Image.Image = document[at].render(scale=dpi / 72).to_pil()
        return picture.convert("L")


def level(picture: Image.Image) -> int:
    """How dark its darkest dot is."""
    return next(shade for shade, count in enumerate(picture.histogram()) if count)


def seen(picture: Image.Image, quality: int = 60) -> list[Clue]:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return [Clue(**one) for one in json.loads(read(out.getvalue(), "照片.jpg"))]


def sized(wide: float, high: float, turn: int = 0, crop: tuple[float, ...] = ()) -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    one = writer.add_blank_page(wide, high)
    if crop:
        one[NameObject("/CropBox")] = ArrayObject(map(FloatObject, crop))
    one[NameObject("/Rotate")] = FloatObject(turn)
    writer.write(out)
    return out.getvalue()


def test_every_page_says_line_number_and_code() -> None:
    made = stamped(written("CONTRACT ONE", "CONTRACT TWO"), mark())

    pages = PdfReader(io.BytesIO(made)).pages
    assert [LINE in one.extract_text() for one in pages] == [True, True]
    assert ["CONTRACT" in one.extract_text() for one in pages] == [True, True]
    assert [seen(page(made, at=at)) for at in (0, 1)] == [[CLUE], [CLUE]]


def test_identifier_and_metadata_name_the_copy() -> None:
    reader = PdfReader(io.BytesIO(stamped(written("CONTRACT"), mark())))

    assert str(reader.trailer["/ID"]).count(CODE) == 2
    assert reader.metadata is not None
    assert reader.metadata.subject == LINE
    assert reader.xmp_metadata is not None
    assert reader.xmp_metadata.dc_identifier == CODE


def test_pages_of_one_size_share_one_stamp() -> None:
    one, ten = (len(stamped(written(*["TEXT"] * count), mark())) for count in (1, 10))

    assert ten - one < 9 * 2_000


def test_the_paper_is_not_covered_and_stays_legible() -> None:
    made = page(stamped(written("PARTY A"), mark()), 100)
    plain = page(stamped(written("PARTY A"), Mark(NUMBER, LINE, "", CODE, mark().font)), 100)

    written_on, blank = (80, 80, 700, 300), (80, 300, 700, 900)
    assert level(made.crop(written_on)) <= level(plain.crop(written_on))
    assert 180 < level(made.crop(blank)) < 250
    assert level(plain.crop(blank)) == 255


@settings(max_examples=12, deadline=None)
@given(
    wide=st.floats(60, 3_000),
    high=st.floats(60, 3_000),
    turn=st.sampled_from([0, 90, 180, 270, -90, 450]),
    cut=st.booleans(),
)
@example(wide=842, high=595, turn=0, cut=False)
@example(wide=204, high=3_000, turn=90, cut=True)
def test_any_page_is_marked_upright(wide: float, high: float, turn: int, *, cut: bool) -> None:
    crop = (10.0, 20.0, wide - 5, high - 5) if cut else ()

    made = stamped(sized(wide, high, turn, crop), mark())

    [one] = PdfReader(io.BytesIO(made)).pages
    shown = (wide - 15, high - 25) if cut else (wide, high)
    upright = shown if turn % 180 == 0 else shown[::-1]
    assert one.rotation == 0
    assert (float(one.mediabox.width), float(one.mediabox.height)) == pytest.approx(
        upright, abs=0.1
    )
    assert LINE in one.extract_text()
    dots = 3 * 29 / layout(Box(0, 0, *upright)).code
    assert seen(page(made, 72 * dots)) == [CLUE]


@given(
    wide=st.floats(10, 15_000), high=st.floats(10, 15_000), turn=st.sampled_from([0, 90, 180, 270])
)
def test_marks_stand_beside_the_paper(wide: float, high: float, turn: int) -> None:
    laid = layout(Box(0, 0, wide, high, turn))

    paper = laid.wide * laid.scale, laid.high * laid.scale
    free = (laid.wide - paper[0]) / 2, (laid.high - paper[1]) / 2
    assert 0.65 < laid.scale < 1
    for left, low in laid.corners:
        beside = left + laid.code <= free[0] + 0.01 or left >= laid.wide - free[0] - 0.01
        above = low + laid.code <= free[1] + 0.01 or low >= laid.high - free[1] - 0.01
        assert beside or above
        assert left >= 0
        assert low >= 0
        assert left + laid.code <= laid.wide
        assert low + laid.code <= laid.high
    assert laid.line[2] > 0


def test_a_turned_page_shows_what_it_showed() -> None:
    """The paper itself is turned and placed right: its words stand where they stood, smaller."""
    upright = page(stamped(written("PARTY A"), Mark(NUMBER, LINE, "", CODE, mark().font)), 50)
    writer, out = PdfWriter(clone_from=PdfReader(io.BytesIO(written("PARTY A")))), io.BytesIO()
    writer.pages[0].rotate(180)
    writer.write(out)

    turned = page(stamped(out.getvalue(), Mark(NUMBER, LINE, "", CODE, mark().font)), 50)

    def inside(one: Image.Image) -> tuple[int, int, int, int] | None:
        part = one.crop((30, 30, one.width - 45, one.height - 60))
        return part.point(lambda dot: 255 if dot < 128 else 0).getbbox()

    first, second = inside(upright), inside(turned)
    assert first is not None
    assert second is not None
    assert first[1] < 100
    assert second[1] > 300


@pytest.mark.parametrize(
    "name", ["欧阳𠮷", "Ann O'Neil (维修)", "木村・さくら", "Ünal\\Ågren", "张\u200b三"]
)
def test_odd_names_are_words_again(name: str) -> None:
    line = f"{name}　FB-2026-000123"

    text = PdfReader(io.BytesIO(stamped(written("TEXT"), mark(line)))).pages[0].extract_text()

    assert line.replace("\u200b", "") in text.replace("\u200b", "")


def test_pictures_leave_no_word_but_the_mark() -> None:
    made = closed(stamped(written("SECRET"), mark()), Look(mark(), raster=True))

    text = PdfReader(io.BytesIO(made)).pages[0].extract_text()
    assert "SECRET" not in text
    assert LINE in text
    assert seen(page(made, 120)) == [CLUE]
    assert page(made, 60).size == page(stamped(written("SECRET"), mark()), 60).size


def test_rastering_alone_leaves_nothing() -> None:
    assert PdfReader(io.BytesIO(rastered(written("SECRET")))).pages[0].extract_text() == ""


def test_permissions_and_password() -> None:
    secret = password()
    made = locked(stamped(written("TEXT"), mark()), user=secret, prints=False)

    reader = PdfReader(io.BytesIO(made))
    assert reader.is_encrypted
    assert not reader.decrypt("")
    assert reader.decrypt(secret)
    allowed = reader.user_access_permissions
    assert allowed is not None
    assert not allowed & (May.PRINT | May.MODIFY | May.EXTRACT)
    assert len(secret) == 19
    assert password() != secret


def test_without_its_password_a_locked_copy_still_names_itself() -> None:
    made = locked(stamped(written("TEXT"), mark()), user="geheim")

    assert clues(made, "a.pdf") == [Clue(NUMBER, "identifier", 1234567, "9F86D081")]


def test_open_permissions_allow_printing() -> None:
    reader = PdfReader(io.BytesIO(locked(stamped(written("TEXT"), mark()))))

    assert reader.decrypt("")
    assert reader.user_access_permissions is not None
    assert May.PRINT in reader.user_access_permissions


@pytest.mark.parametrize("dpi", [100, 150])
@pytest.mark.parametrize("turn", [0.0, 1.0, 4.5, 7.0, -3.0, 182.0])
def test_a_photographed_page_is_traced(dpi: int, turn: float) -> None:
    made = page(stamped(written("CONTRACT " * 2), mark()), dpi)

    photo = made.rotate(turn, expand=True, fillcolor=120, resample=Image.Resampling.BICUBIC)

    assert seen(photo) == [CLUE]


@pytest.mark.parametrize("half", ["top", "bottom", "left", "right"])
def test_half_a_page_is_traced(half: str) -> None:
    made = page(stamped(written("CONTRACT " * 2), mark()), 120).rotate(2, fillcolor=255)
    wide, high = made.size
    parts = {
        "top": (0, 0, wide, high // 2),
        "bottom": (0, high // 2, wide, high),
        "left": (0, 0, wide // 2, high),
        "right": (wide // 2, 0, wide, high),
    }

    assert seen(made.crop(parts[half])) == [CLUE]


def test_words_printed_into_another_file_are_traced() -> None:
    """Somebody took the words along: a PDF without identifier and metadata."""
    writer, out = PdfWriter(), io.BytesIO()
    for one in PdfReader(io.BytesIO(stamped(written("TEXT"), mark()))).pages:
        writer.add_page(one)
    writer.write(out)

    assert clues(out.getvalue(), "a.pdf") == [Clue(NUMBER, "text")]


def test_a_scan_in_a_pdf_is_traced() -> None:
    scan = rastered(stamped(written("TEXT"), mark()))

    assert clues(scan, "scan.pdf") == [CLUE]


def test_a_page_without_a_mark_names_nothing() -> None:
    assert seen(page(written("FB 2026 000123, DG:FB-2026-1:2:3"), 60)) == []


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0" * 9, b"text", bytes(999)]
)
def test_what_is_no_page_is_a_sentence(data: bytes) -> None:
    found = []

    with contextlib.suppress(BadInput):
        found = clues(data, "x")

    assert found == []


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4 rubbish", sized(595, 842)[:200], b"<html>"])
def test_a_broken_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput):
        copied(data, Look(mark()), name="坏.pdf")


def test_only_the_pages_asked_for() -> None:
    made = copied(written("ONE", "TWO", "THREE"), Look(mark()), name="a", pages=[3, 1])

    words = [one.extract_text() for one in PdfReader(io.BytesIO(made)).pages]
    assert ["THREE" in words[0], "ONE" in words[1], len(words)] == [True, True, 2]
    with pytest.raises(BadInput, match="has no page 4"):
        copied(written("ONE", "TWO", "THREE"), Look(mark()), name="a", pages=[4])


def test_a_page_without_room_is_refused() -> None:
    with pytest.raises(BadInput):
        copied(sized(0.1, 0.1), Look(mark()), name="a")


def test_the_mark_stays_after_cleaning() -> None:
    assert (
        LINE
        in PdfReader(io.BytesIO(cleaned(stamped(written("TEXT"), mark()), "a")))
        .pages[0]
        .extract_text()
    )
