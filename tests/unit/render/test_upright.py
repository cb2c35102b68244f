"""Pictures of cameras come upright and no larger than paper needs; a damaged inside is said."""

from __future__ import annotations

import pytest
from PIL import Image
from tests.support.pictures import claimed, jpeg, opened, png

from docgen.errors import BadInput
from docgen.forms.picture_files import look
from docgen.render import sandbox
from docgen.render.upright import LONGEST, upright


@pytest.fixture
def no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be decoded."""
    monkeypatch.setattr(sandbox, "run", None)


@pytest.mark.usefixtures("no_child")
@pytest.mark.parametrize("data", [png(), jpeg(), b"", b"<svg/>", claimed(60_000, 60_000)])
def test_what_needs_nothing_is_not_decoded(data: bytes) -> None:
    assert upright(data, "a") == data


def bright(picture: Image.Image) -> str:
    """In which corner a picture is bright."""
    grey = picture.convert("L")
    width, height = grey.size
    corners = {
        "upper left": (2, 2),
        "upper right": (width - 3, 2),
        "lower left": (2, height - 3),
        "lower right": (width - 3, height - 3),
    }
    return max(corners, key=lambda name: int(str(grey.getpixel(corners[name]))))


@pytest.mark.parametrize(
    ("position", "corner"),
    [
        *((2, "upper right"), (3, "lower right"), (4, "lower left"), (5, "upper left")),
        *((6, "upper right"), (7, "lower right"), (8, "lower left")),
    ],
)
def test_a_camera_held_otherwise_is_made_good(position: int, corner: str) -> None:
    turned = upright(jpeg(120, 80, position=position), "a.jpg")

    seen = look(turned)
    assert seen.position == 1
    assert (seen.width, seen.height) == ((80, 120) if position > 4 else (120, 80))
    assert bright(opened(turned)) == corner


def test_colours_for_printing_presses_become_those_of_screens() -> None:
    seen = look(upright(jpeg(mode="CMYK"), "a.jpg"))

    assert not seen.inks
    assert seen.media == "image/jpeg"


@pytest.mark.parametrize("make", [png, jpeg])
def test_a_large_picture_becomes_as_large_as_paper_needs(make: object) -> None:
    assert callable(make)

    seen = look(upright(make(LONGEST * 2, 60), "a"))

    assert (seen.width, seen.height) == (LONGEST, 30)


def test_a_damaged_inside_is_said() -> None:
    with pytest.raises(BadInput) as caught:
        upright(claimed(LONGEST + 1, 2_000), "坏.png")
    assert (caught.value.file, caught.value.why) == ("坏.png", "the picture is damaged inside")
