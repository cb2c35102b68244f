"""Labels: of the size the sheet has, with codes that can be read, from the first free place on."""

from __future__ import annotations

import io
import zipfile

import pytest
import zxingcpp
from lxml import etree
from PIL import Image

from docgen.errors import BadInput
from docgen.render.labels import BOX, SHEETS, SPINE, Label, Sheet, sheet, sheets
from docgen.render.starter_look import twips
from docgen.render.words import words

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def label(turn: int, title: str = "样例客户 客户档案") -> Label:
    number = f"{turn:010d}"
    return Label(
        number, title, "内部　永久", "一号库 03柜 2层 05盒", number, f"urn:docgen:{number}"
    )


def document(docx: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return etree.fromstring(package.read("word/document.xml"))


def codes(docx: bytes) -> set[str]:
    """What a reader reads in the pictures of a document."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        names = [name for name in package.namelist() if name.startswith("word/media/")]
        images = [Image.open(io.BytesIO(package.read(name))) for name in names]
        return {found.text for image in images for found in zxingcpp.read_barcodes(image)}


@pytest.mark.parametrize("paper", SHEETS, ids=lambda one: f"{one.kind}-{one.name}")
def test_bars_and_qr_of_every_label_can_be_read(paper: Sheet) -> None:
    made = sheets([label(turn) for turn in range(1, 5)], paper)

    numbers = [f"{turn:010d}" for turn in range(1, 5)]
    assert codes(made) == {*numbers, *(f"urn:docgen:{number}" for number in numbers)}


@pytest.mark.parametrize("paper", SHEETS, ids=lambda one: f"{one.kind}-{one.name}")
def test_a_sheet_fits_its_paper_exactly(paper: Sheet) -> None:
    root = document(sheets([label(1)], paper))

    widths = [int(str(one.get(f"{_W}w"))) for one in root.iter(f"{_W}gridCol")]
    heights = list(root.iter(f"{_W}trHeight"))
    right = paper.left + paper.across * paper.width + (paper.across - 1) * paper.gap
    assert abs(sum(widths) - twips(right - paper.left)) <= len(widths)
    assert twips(right) <= twips(210) + 1
    assert abs(sum(int(str(one.get(f"{_W}val"))) for one in heights) - twips(paper.height)) <= 3
    assert {one.get(f"{_W}hRule") for one in heights} == {"exact"}
    assert paper.top + paper.down * paper.height <= 297


def test_the_first_label_may_be_any_place() -> None:
    usual = sheet(BOX)

    rows = document(sheets([label(1), label(2)], usual, first=6)).findall(f".//{_W}tr")

    cells = [
        ["".join(map(str, cell.itertext()))[:10] for cell in row.iter(f"{_W}tc")] for row in rows
    ]
    assert [row[::2] for row in cells] == [
        ["", "", ""],
        ["", "", "0000000001"],
        ["0000000002", "", ""],
    ]


@pytest.mark.parametrize("first", [0, 25, -1])
def test_a_place_that_the_sheet_lacks(first: int) -> None:
    with pytest.raises(BadInput) as refused:
        sheets([label(1)], sheet(BOX), first=first)

    assert refused.value.field == "first"


def test_the_same_labels_are_the_same_bytes() -> None:
    assert sheets([label(1)], sheet(SPINE)) == sheets([label(1)], sheet(SPINE))


def test_sheets_by_name() -> None:
    assert sheet(BOX).places == 24
    assert sheet(BOX, "2×7").name == "2x7"
    assert sheet(SPINE).kind == SPINE
    with pytest.raises(BadInput, match="9x9"):
        sheet(BOX, "9x9")


def test_a_title_too_long_is_cut_and_not_moved() -> None:
    made = sheets([label(1, "很长的题名" * 40)], sheet(BOX))

    assert "…" in words(made)
    assert words(made).count("很长的题名") < 10


def test_a_barcode_too_long_for_the_label_is_refused() -> None:
    wide = Label("1", "题名", "内部", "", "ABCDEFGHIJKLMNOPQRSTUVWXYZ-0001", "x")

    with pytest.raises(BadInput, match="ABCDEF"):
        sheets([wide], sheet(SPINE))
