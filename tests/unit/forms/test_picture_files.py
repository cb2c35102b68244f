"""Pictures are known by their headers, and keep nothing but what is seen."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageChops
from tests.support.pictures import PLACE, chunk, claimed, jpeg, opened, png

from docgen.forms import picture_files
from docgen.forms.picture_files import JPEG, PNG, Look, look
from docgen.forms.wrong import WrongValueError

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def refusal(data: bytes) -> WrongValueError:
    with pytest.raises(WrongValueError) as caught:
        look(data)
    return caught.value


def facts(seen: Look) -> tuple[str, int, int, int, bool]:
    return seen.media, seen.width, seen.height, seen.position, seen.inks


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (png(60, 40), (PNG, 60, 40, 1, False)),
        (png(1, 3, "RGBA"), (PNG, 1, 3, 1, False)),
        (png(7, 5, "P"), (PNG, 7, 5, 1, False)),
        (jpeg(60, 40), (JPEG, 60, 40, 1, False)),
        (jpeg(61, 41, "L"), (JPEG, 61, 41, 1, False)),
        (jpeg(60, 40, progressive=True), (JPEG, 60, 40, 1, False)),
        (jpeg(60, 40, position=6), (JPEG, 60, 40, 6, False)),
        (jpeg(60, 40, "CMYK"), (JPEG, 60, 40, 1, True)),
    ],
)
def test_the_headers_say_what_it_is(data: bytes, wanted: tuple[object, ...]) -> None:
    assert facts(look(data)) == wanted


@pytest.mark.parametrize("data", [png(), png(mode="P"), jpeg(), jpeg(progressive=True)])
def test_what_is_kept_looks_the_same(data: bytes) -> None:
    kept = look(data).data

    difference = ImageChops.difference(opened(kept).convert("RGB"), opened(data).convert("RGB"))
    assert difference.getbbox() is None
    assert look(kept).data == kept


def test_where_it_was_taken_is_not_kept() -> None:
    text = chunk(b"tEXt", b"Comment\0" + PLACE)
    noted = png()[:33] + text + png()[33:]

    assert PLACE in jpeg()
    assert PLACE not in look(jpeg()).data
    assert PLACE not in look(noted).data
    assert look(noted).data == look(png()).data


@pytest.mark.parametrize("data", [png(), jpeg(), jpeg(progressive=True)])
def test_what_is_attached_is_cut_off(data: bytes) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("run.sh", "x")

    kept = look(data + packed.getvalue()).data

    assert kept == look(data).data
    assert not zipfile.is_zipfile(io.BytesIO(kept))


@pytest.mark.parametrize("data", [b"", SVG, b"GIF89a" + b"\0" * 50, b"root:x:0:0:", b"BM" * 30])
def test_other_kinds_are_refused(data: bytes) -> None:
    wrong = refusal(data)

    assert wrong.text == "it is neither a PNG nor a JPEG picture, whatever its name says"
    assert "save it as PNG or JPEG" in wrong.fix


@pytest.mark.parametrize(("width", "height"), [(60_000, 60_000), (20_001, 1), (8_000, 7_501)])
def test_a_bomb_is_refused_by_what_it_claims(width: int, height: int) -> None:
    assert refusal(claimed(width, height)).text == f"it is {width} × {height} pixels large"


def test_a_large_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_files, "MOST_BYTES", 1_000_000)

    assert refusal(png() + bytes(1_000_000)).text == "the picture has more than 1 MB"


def test_a_picture_without_pixels_is_damaged() -> None:
    assert refusal(claimed(0, 10)).text == "the picture is damaged or cut short"


@pytest.mark.parametrize("data", [png(), jpeg(), jpeg(progressive=True), jpeg(position=6)])
def test_a_cut_picture_is_damaged_wherever_it_is_cut(data: bytes) -> None:
    for end in range(8, len(data) - 1, 7):
        assert refusal(data[:end]).text == "the picture is damaged or cut short", end


def test_a_changed_byte_of_a_png_is_seen() -> None:
    data = bytearray(png())
    data[40] ^= 1

    assert refusal(bytes(data)).text == "the picture is damaged or cut short"


def test_a_png_needs_its_pixels_and_known_chunks() -> None:
    start, header, end = png()[:8], png()[8:33], chunk(b"IEND", b"")

    for chunks in (header + end, chunk(b"IDAT", b"x") + end, header + chunk(b"ABCD", b"") + end):
        assert refusal(start + chunks).text == "the picture is damaged or cut short"


def test_a_jpeg_of_a_rare_kind_is_refused() -> None:
    lossless = jpeg().replace(b"\xff\xc0", b"\xff\xc3", 1)

    assert "of a rare kind" in refusal(lossless).text


@pytest.mark.parametrize("position", range(1, 9))
def test_the_position_is_read_in_both_byte_orders(position: int) -> None:
    little = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0" + bytes([position, 0, 0, 0])
    big = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0" + bytes([position, 0, 0])

    for exif in (little, big):
        segment = b"Exif\0\0" + exif
        noted = b"\xff\xd8\xff\xe1" + (len(segment) + 2).to_bytes(2, "big") + segment + jpeg()[2:]
        # The camera's own note comes later and says 1; the last one counts, so take it away.
        alone = noted.replace(jpeg()[2:], look(jpeg()).data[2:])
        assert look(alone).position == position


@given(st.binary(max_size=200), st.integers(0, 600))
def test_no_bytes_end_in_a_traceback(noise: bytes, place: int) -> None:
    for good in (png(), jpeg()):
        data = good[:place] + noise + good[place + len(noise) :]
        try:
            seen = look(data)
        except WrongValueError:
            continue
        assert seen.width > 0
