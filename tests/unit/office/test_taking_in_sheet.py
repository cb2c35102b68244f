"""A sheet lists old papers: a row a paper, every fault with its cell."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.support.desks import Cast
from tests.support.offices import founder
from tests.support.taking import put, take_sheet

from docgen.errors import BadInput, NotAllowed
from docgen.office import describing, dossiers, taking_in_columns
from docgen.office.desk import Office
from docgen.office.taking_in import Outcome
from docgen.register.models import Customer, Item

HEADS = (
    *("文件", "档号", "分类", "题名", "文号", "责任者", "日期", "页数"),
    *("密级", "载体", "存放位置", "条形码", "保管期限", "备注"),
)


@pytest.fixture
def root(tmp_path: Path, office: Office, known: Customer) -> Path:
    """A folder of files, and a dossier for them."""
    dossiers.open_dossier(office, founder(), known)
    for name in ("a.txt", "b.txt", "柜/c.txt"):
        put(tmp_path / "papers", name)
    return tmp_path / "papers"


def rows(folder: Path, *lines: list[str], heads: tuple[str, ...] = HEADS) -> Path:
    path = folder / "rows.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([heads, *lines])
    return path


def told(outcome: Outcome) -> list[tuple[str, str, str]]:
    return [(str(one.source), str(one.place), str(one.why)) for one in outcome.not_taken]


def test_a_row_says_all_that_is_known(office: Office, root: Path) -> None:
    whole = [
        *(
            "a.txt",
            "KH-00001",
            "签约及合同资料",
            "服务合同",
            "FW-12",
            "样例公司",
            "2019-03-12",
            "5",
        ),
        *("普通商密", "纸质", "一号库/03/2/05", "B-77", "永久", "封面破损"),
    ]

    outcome = take_sheet(office, founder(), rows(root, whole), None)

    assert told(outcome) == []
    item = Item.objects.get()
    facts = describing.facts(office, item)
    assert (item.group, item.rank, item.retention) == ("sales", 2, "permanent")
    assert (facts.title, facts.number, facts.responsible) == ("服务合同", "FW-12", "样例公司")
    assert (facts.made_on, facts.pages) == (dt.date(2019, 3, 12), 5)
    assert (str(facts.place), facts.barcode) == ("一号库 03柜 2层 05盒", "B-77")
    assert facts.carrier is not None
    assert facts.carrier.word == "纸质"
    kept = json.loads(office.store.read(f"urn:docgen:{item}", "item.json"))["made"]
    assert kept["noted"] == {"remarks": "封面破损"}


def test_a_row_may_say_just_file_and_dossier(office: Office, folk: Cast, root: Path) -> None:
    sheet = rows(root.parent, ["柜\\c.txt", "1"], heads=("file", "customer"))

    take_sheet(office, folk.mira, sheet, root)

    item = Item.objects.get()
    assert (describing.facts(office, item).title, item.group) == ("[c]", "other")


def test_all_faults_of_all_rows_are_told_with_their_cells(
    office: Office, folk: Cast, root: Path
) -> None:
    sheet = rows(
        root.parent,
        ["a.txt", "K9", "x", "", "", "", "31.2.2019", "0", "秘密", "木头", "", "", "明年", ""],
        ["b.txt", "1", "开户及合同资料", "", "", "", "", "", "", "", "一//三", "", "1年", ""],
        ["b.txt", "1", *[""] * 12],
        ["d.txt", "1", *[""] * 12],
        ["", "", "", "题名", *[""] * 10],
    )

    outcome = take_sheet(office, folk.mira, sheet, root)

    assert Item.objects.count() == 0
    assert [(source, place) for source, place, _ in told(outcome)] == [
        ("a.txt", "row 2 column C"),
        ("a.txt", "row 2 column G"),
        ("a.txt", "row 2 column H"),
        ("a.txt", "row 2 column I"),
        ("a.txt", "row 2 column J"),
        ("a.txt", "row 2 column M"),
        ("a.txt", "row 2 column B"),
        ("b.txt", "row 3 column C"),
        ("b.txt", "row 3 column K"),
        ("b.txt", "row 4 column A"),
        ("d.txt", "row 5 column A"),
        ("row 6", "row 6 column A"),
        ("row 6", "row 6 column B"),
        ("柜/c.txt", ""),
    ]
    assert told(outcome)[-5][2] == "row 3 has this file already"
    assert told(outcome)[-4][2] == "there is no such file in the folder"
    assert told(outcome)[-1][2] == "it stands in no row of the sheet"


def test_a_period_only_grows(office: Office, folk: Cast, root: Path) -> None:
    heads = ("文件", "档号", "保管期限")

    outcome = take_sheet(office, folk.mira, rows(root, ["a.txt", "1", "10年"], heads=heads), None)

    assert told(outcome) == [("a.txt", "row 2 column C", "the dossier is kept longer: 永久")]


def test_a_corrected_sheet_files_only_what_is_missing(
    office: Office, folk: Cast, root: Path
) -> None:
    heads = ("文件", "档号")
    wrong = take_sheet(
        office, folk.mira, rows(root, ["a.txt", "1"], ["b.txt", "9"], heads=heads), None
    )

    right = take_sheet(
        office, folk.mira, rows(root, ["a.txt", "1"], ["b.txt", "1"], heads=heads), None
    )

    assert [place for _, place, _ in told(wrong)] == ["row 3 column B"]
    assert [(one.paper.source, one.before) for one in right.taken] == [
        ("a.txt", True),
        ("b.txt", False),
    ]


def test_what_is_found_wrong_with_a_file_names_its_cell(
    office: Office, folk: Cast, root: Path
) -> None:
    (root / "a.txt").write_bytes(b"\x00\x01")
    (root / "b.txt").unlink()
    (root / "b.txt").symlink_to(root / "a.txt")
    sheet = rows(root, ["a.txt", "1"], ["b.txt", "1"], heads=("文件", "档号"))

    outcome = take_sheet(office, folk.mira, sheet, None)

    assert told(outcome) == [
        ("b.txt", "row 3 column A", "it is a link to another file or folder"),
        ("a.txt", "row 2 column A", "its content is not text in UTF-8 or GB 18030"),
    ]


@pytest.mark.parametrize("name", ["../rows.csv", "/etc/hostname", "柜/../a.txt"])
def test_no_path_leads_out_of_the_folder(office: Office, folk: Cast, root: Path, name: str) -> None:
    sheet = rows(root, [name, "1"], heads=("文件", "档号"))

    outcome = take_sheet(office, folk.mira, sheet, root / "柜")

    assert told(outcome)[0] == (
        name,
        "row 2 column A",
        "there is no such file in the folder",
    )


def test_a_heading_that_fits_nothing_is_refused(office: Office, folk: Cast, root: Path) -> None:
    sheet = rows(root, ["a.txt", "1", "x"], heads=("文件", "档号", "责任"))

    with pytest.raises(BadInput, match="does not fit the form “旧档著录表”"):
        take_sheet(office, folk.mira, sheet, None)
    outcome = take_sheet(office, folk.mira, sheet, None, 责任="responsible")

    assert [one.title for one in Item.objects.all()] == ["a"]
    assert told(outcome) == []


def test_the_blank_sheet_is_read_when_it_is_filled_in(
    office: Office, folk: Cast, root: Path
) -> None:
    title, data = taking_in_columns.blank(office, folk.mira, str, rows=20)
    path = root / "rows.xlsx"
    path.write_bytes(data)
    book = load_workbook(path)
    book[title]["A2"], book[title]["B2"], book[title]["C2"] = "a.txt", 1, "维修、投诉及赔付资料"
    book.save(path)

    outcome = take_sheet(office, folk.mira, path, None)

    assert told(outcome) == []
    assert Item.objects.get().group == "repair"


def test_the_blank_sheet_offers_this_offices_words(office: Office, folk: Cast) -> None:
    _, data = taking_in_columns.blank(office, folk.mira, str, rows=3)

    path = office.folder.parent / "blank.xlsx"
    path.write_bytes(data)
    sheet, guide = load_workbook(path).worksheets[:2]
    rules = {str(one.sqref)[0]: one.formula1 for one in sheet.data_validations.dataValidation}
    assert rules["I"] == '"公开,内部,普通商密,核心商密"'
    assert rules["J"] == '"纸质,电子,照片,录音,录像"'
    assert rules["M"] == '"永久,30年,10年,1年,按其他规定"'
    offered = taking_in_columns.form_of(office, codes=False).field("group")
    assert offered is not None
    assert {"签约及合同资料", "维修、投诉及赔付资料"} < set(offered.choices)
    assert rules["C"]
    assert "docgen import sheet" in str(guide["A6"].value)


def test_whoever_may_not_file_gets_no_sheet(office: Office, folk: Cast) -> None:
    type(folk.mira).objects.filter(pk=folk.mira.pk).update(roles=["auditor"])
    folk.mira.refresh_from_db()

    with pytest.raises(NotAllowed):
        taking_in_columns.blank(office, folk.mira, str, rows=3)
