"""The printed aids as they leave the printer: heads, rows, sums, page numbers, codes and marks.

One office with an empty, a usual and a long dossier, one run of LibreOffice for all of it.
"""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Mapping

import aid_pictures
import pytest
import zxingcpp
from aid_office import MANY, Scene, scene
from PIL import Image
from pypdf import PdfReader

from docgen.model.grades import Grade
from docgen.office import aids, labelling
from docgen.office.aid_lists import register_values
from docgen.office.aid_values import cover_values
from docgen.office.volumes import volume
from docgen.render.pdf import to_pdfs
from docgen.render.pdfwords import Reader
from docgen.render.words import words

#: What each long list repeats on every page, and what its last page is for.
HEADS = {
    "catalogue": ("顺序号文号责任者题名日期页号备注", "检 查 人"),
    "papers": ("序号档号文号责任者题名日期密级页数备注", "编 制 人"),
    "register": ("案卷号档案号", "审 核 人"),
    "transfer": ("序号档案号房号（客户）文件名称", "接 收 人"),
    "destruction": ("序号档号（文号）题名年度", "监 销 人"),
}
_LINES = 40
_FIRST = 6
Made = Mapping[str, bytes]


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """The office whose aids are looked at."""
    return scene(tmp_path_factory.mktemp("aids") / "office")


@pytest.fixture(scope="module")
def made(one: Scene) -> Made:
    """The PDFs of the aids, by name."""
    numbers = {size: str(row) for size, row in one.dossiers.items()}
    office, who = one.office, one.clerk
    docs = {
        f"{kind}-{size}": aids.of_dossier(office, who, kind, numbers[size]).docx
        for kind, size in (
            *(("cover", "usual"), ("cover", "many"), ("catalogue", "many"), ("papers", "many")),
            *(("catalogue", "empty"), ("papers", "empty"), ("note", "empty")),
        )
    }
    every = [volume(office, who, number) for number in numbers.values()]
    docs["register-many"] = aids.made(
        office, "register", register_values(office, (every * _LINES)[:_LINES], "")
    ).docx
    docs |= dict(aid_pictures.transfer_lists(one, most=_LINES))
    docs |= dict(aid_pictures.destruction_lists(one, most=_LINES))
    three = [numbers["usual"], numbers["many"], numbers["empty"]]
    docs["labels"] = labelling.label(office, who, three, kind="box", first=_FIRST).docx
    return dict(zip(docs, to_pdfs(list(docs.values())), strict=True))


@pytest.fixture(scope="module")
def said(made: Made) -> dict[str, list[str]]:
    """What stands on each page of each aid."""
    read = {}
    for name, pdf in made.items():
        reader = Reader()
        read[name] = [reader.words(page) for page in PdfReader(io.BytesIO(pdf)).pages]
    return read


def picture(pdf: bytes, dpi: int = 200) -> Image.Image:
    """The first page as a printer would draw it."""
    command = ["pdftoppm", "-r", str(dpi), "-gray", "-singlefile", "-png", "-"]
    drawn = subprocess.run(command, input=pdf, check=True, capture_output=True).stdout
    return Image.open(io.BytesIO(drawn))


@pytest.mark.parametrize("kind", HEADS)
def test_each_page_has_the_head_and_its_number(said: dict[str, list[str]], kind: str) -> None:
    pages = said[f"{kind}-many"]

    assert len(pages) > 2
    for turn, text in enumerate(pages, start=1):
        assert HEADS[kind][0] in text
        assert f"第 {turn} 页　共 {len(pages)} 页" in text


@pytest.mark.parametrize("kind", HEADS)
def test_sum_and_signatures_never_stand_without_two_rows(
    said: dict[str, list[str]], kind: str
) -> None:
    last = said[f"{kind}-many"][-1]
    count = MANY if kind in {"catalogue", "papers"} else _LINES

    assert "合" in last
    assert HEADS[kind][1] in last
    _, rest = last.split(HEADS[kind][0])
    assert f"{count - 1}" in rest
    assert f"{count}" in rest


def test_no_row_breaks(said: dict[str, list[str]]) -> None:
    pages = said["papers-many"]
    rows = [re.findall(r"0000000003-(\d{4})", text) for text in pages]
    days = [re.findall(r"(?<!\d)(202[56]\d{4})(?!\d)", text) for text in pages]

    assert [len(one) for one in rows] == [len(one) for one in days]
    assert [int(turn) for one in rows for turn in one] == list(range(1, MANY + 1))


@pytest.mark.parametrize("kind", ["catalogue", "papers", "note"])
def test_an_empty_dossier_is_one_page_to_write_on(said: dict[str, list[str]], kind: str) -> None:
    (page,) = said[f"{kind}-empty"]

    assert "0件" in page
    assert "第 1 页　共 1 页" in page


@pytest.mark.parametrize(("name", "code"), [("usual", "DA-000123"), ("many", "0000000003")])
def test_the_cover_is_one_page_whose_bars_can_be_read(
    made: Made, said: dict[str, list[str]], name: str, code: str
) -> None:
    (page,) = said[f"cover-{name}"]
    (found,) = zxingcpp.read_barcodes(picture(made[f"cover-{name}"]))

    assert (found.text, str(found.format)) == (code, "Code 128")
    assert code in page
    assert "内部资料　严禁外传" in page


def test_labels_lie_where_the_sheet_has_them_and_can_be_read(made: Made) -> None:
    places: dict[int, set[str]] = {}
    for one in zxingcpp.read_barcodes(picture(made["labels"], 300)):
        first, last = one.position.top_left, one.position.bottom_right
        column = int((first.x + last.x) / 2 * 25.4 / 300 // 70)
        row = int((first.y + last.y) / 2 * 25.4 / 300 // 37)
        places.setdefault(row * 3 + column + 1, set()).add(one.text)

    numbers = (("DA-000123", 2), ("0000000003", 3), ("0000000001", 1))
    assert places == {
        _FIRST + turn: {bars, f"urn:docgen:{number:010d}"}
        for turn, (bars, number) in enumerate(numbers)
    }


@pytest.mark.parametrize(
    ("grade", "mark"),
    [
        (Grade.PUBLIC, "公开"),
        (Grade.C, "C级文件（内部）"),
        (Grade.B, "B级文件（普通商密）"),
        (Grade.A, "A级文件（核心商密）"),
    ],
)
def test_the_cover_of_each_grade(one: Scene, grade: Grade, mark: str) -> None:
    empty = volume(one.office, one.clerk, str(one.dossiers["empty"]))
    empty.dossier.rank = grade.rank

    text = words(aids.made(one.office, "cover", cover_values(one.office, empty)).docx)

    assert f"密　　级\t{mark}\t保管期限" in text
