"""``docgen import`` as people call it."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.support.shell import Inside, Shell
from tests.support.taking import put


@pytest.fixture
def root(folder: Path) -> Path:
    """A tree with two good papers, one of a broken kind and one that lies nowhere."""
    place = folder.parent / "papers"
    put(place, "0000000001/a/2019-03-12 服务合同.txt")
    put(place, "0000000001/旧/水泵.txt")
    put(place, "0000000001/图.png", "no picture")
    put(place, "散页.txt")
    put(place, "0000000001/.DS_Store")
    return place


def test_a_dry_run_then_the_import_then_nothing_more(inside: Inside, root: Path) -> None:
    dry = inside.run("import", "folder", root, "--dry-run")
    done = inside.run("import", "folder", root, "--report", "left.xlsx")
    again = inside.run("import", "folder", root, "--json")

    assert (dry.code, done.code, again.code) == (1, 1, 1)
    assert "2 paper(s) would be filed." in dry.out
    assert "a 1 c 1" in dry.out
    assert "2 paper(s) filed." in done.out
    assert "passed over: 1 × .DS_Store" in done.out
    assert "2 not taken:" in done.out
    assert "its content is not that of a .png file" in done.out
    assert [row[0] for row in load_workbook(root.parent / "left.xlsx").worksheets[0].values] == [
        *("file", "散页.txt", "0000000001/图.png"),
    ]
    assert (again.data["filed"], again.data["before"]) == (0, 2)
    assert [one["source"] for one in again.data["not_taken"]] == ["散页.txt", "0000000001/图.png"]


def test_a_tree_that_is_all_right_ends_well(inside: Inside, root: Path) -> None:
    (root / "散页.txt").unlink()
    (root / "0000000001/图.png").unlink()
    (root / "0000000001").rename(root / "旧柜")

    done = inside.run(
        *("import", "folder", root, "--map", "旧柜=K000001", "--dated", "1999-12-31"),
        *("--grade", "B", "--group", "history", "--json"),
        who="jonas",
    )

    assert done.code == 0
    assert [(one["group"], one["dated"]) for one in done.data["papers"]] == [
        ("sales", "2019-03-12"),
        ("history", "1999-12-31"),
    ]
    shown = inside.run("item", "show", done.data["papers"][0]["item"], who="jonas")
    assert "grade: 普通商密" in shown.out


def test_missing_dossiers_are_opened_if_that_is_said(inside: Inside, root: Path) -> None:
    code = inside.run("customer", "add", "新客户有限公司", "--json").data["id"]
    (root / "0000000001").rename(root / "新客户有限公司")

    closed = inside.run("import", "folder", root, "--json")
    opened = inside.run("import", "folder", root, "--open-dossiers", "customer", "--json")

    assert closed.data["papers"] == []
    assert [one["dossier"] for one in opened.data["papers"]] == [
        f"new: 客户档案 {code} of {code}" for _ in range(2)
    ]


@pytest.mark.parametrize(
    "args",
    [
        ["folder", "papers", "--map", "x"],
        ["folder", "nowhere"],
        ["folder", "office"],
        ["folder", "papers", "--report", "left.pdf"],
        ["sheet"],
        ["sheet", "rows.csv", "--blank", "new.xlsx"],
    ],
)
@pytest.mark.usefixtures("root")
def test_what_makes_no_sense_is_misuse(inside: Inside, args: list[str]) -> None:
    assert inside.run("import", *args).code == 2


@pytest.mark.usefixtures("root")
def test_a_type_or_grade_that_is_not_there(inside: Inside) -> None:
    assert inside.run("import", "folder", "papers", "--open-dossiers", "x").code == 5
    assert inside.run("import", "folder", "papers", "--grade", "Z").code == 3


def test_a_sheet_from_blank_to_filed(inside: Inside, root: Path) -> None:
    blank = inside.run("import", "sheet", "--blank", "rows.xlsx")
    book = load_workbook(root.parent / "rows.xlsx")
    sheet = book.worksheets[0]
    sheet["A2"], sheet["B2"], sheet["H2"] = "0000000001/旧/水泵.txt", "0000000001", 3
    sheet["A3"], sheet["B3"], sheet["H3"] = "散页.txt", "K000001", 0
    book.save(root.parent / "rows.xlsx")

    done = inside.run("import", "sheet", "rows.xlsx", "--files", root, "--report", "left.csv")

    assert (blank.code, blank.out) == (0, "Written: rows.xlsx\n")
    assert done.code == 1
    assert "1 paper(s) filed." in done.out
    assert "旧档著录表!H3" in done.out
    report = (root.parent / "left.csv").read_text("utf-8-sig").splitlines()
    assert len(report) == 4
    assert report[3].startswith("0000000001/a/2019-03-12 服务合同.txt,,not taken,it stands in no")


def test_ctrl_c_keeps_what_was_filed(shell: Shell, folder: Path, root: Path) -> None:
    for n in range(150):
        put(root, f"0000000001/b/{n:04d}.txt", f"{n}\n" * 500)
    process = shell.start("--as", "mira", "import", "folder", root)
    while process.poll() is None and not any((folder / "work").glob("stage-*")):
        time.sleep(0.002)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()

    again = shell.run("--as", "mira", "import", "folder", root, "--json")

    if process.returncode != 1:  # it may just have come to its end
        assert process.returncode == 130
        assert "the same command goes on" in err
    assert len(again.data["papers"]) == 152
    assert again.data["before"] + again.data["filed"] == 152
    assert "Traceback" not in err
