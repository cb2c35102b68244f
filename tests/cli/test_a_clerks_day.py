"""A clerk's day at the terminal, with the installed program from the first command to the last.

The blank data sheet, a dozen complaints typed in (in the long version fifty), three of them wrong;
the dry run names the three; corrected, all are made, printed and filed; one is edited in
LibreOffice, read back and applied.
"""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.support.batches import results
from tests.support.desks import COMPLAINT
from tests.support.edited import typed_over_in_libreoffice
from tests.support.sheets import saved
from tests.support.shell import Shell

CUSTOMERS = ("云汀样例物业有限公司", "澜州示例餐饮有限公司", "临沧样本文具商行")
MORNING = datetime.fromisoformat("2026-03-02T09:00")
#: Row of the sheet → heading → what was typed wrongly, and what is right.
SLIPS = {
    5: ("联系电话", "0755-5555 012X", "0755-5555 0121"),
    9: ("投诉级别", "严重", "较大"),
    12: ("投诉内容", "", "第11批地砖色差明显，要求更换。"),
}


@pytest.fixture
def desk(tmp_path: Path) -> Shell:
    """An empty office with three customers, and a clerk before it."""
    assert Shell(tmp_path).run("init", "office", "--company", "示例客户服务有限公司").code == 0
    shell = Shell(tmp_path, {"DOCGEN_OFFICE": str(tmp_path / "office")})
    for name in CUSTOMERS:
        assert shell.run("customer", "add", name, "--kind", "company").code == 0
    return shell


def _type_rows(blank: bytes, count: int) -> bytes:
    """So many complaints, three with a slip."""
    book = load_workbook(io.BytesIO(blank))
    sheet, details = book.worksheets[0], book.worksheets[1]
    columns = _columns(sheet)
    for number in range(1, count + 1):
        answers: dict[str, datetime | str] = {
            "投诉时间": MORNING + timedelta(minutes=20 * number),
            "投诉客户": CUSTOMERS[number % 3],
            "联系电话": "0755-5555 0121",
            "投诉方式": "来电",
            "投诉级别": "一般" if number % 4 else "较大",
            "投诉内容": f"第{number}批地砖色差明显，要求更换。",
            "经办人": "周映秋",
        }
        if slip := SLIPS.get(number + 1):
            answers[slip[0]] = slip[1]
        for heading, value in answers.items():
            sheet.cell(number + 1, columns[heading], value or None)
        details.append([number, f"第{number}批地砖", f"{number} 箱", "SH-2603"])
    return saved(book)


def _columns(sheet: Worksheet) -> dict[str, int]:
    """Which column has which heading."""
    return {str(cell.value).removesuffix(" *"): at for at, cell in enumerate(sheet[1], start=1)}


def _correct(rows: Path) -> None:
    book = load_workbook(rows)
    sheet = book.worksheets[0]
    columns = _columns(sheet)
    for row, (heading, _, right) in SLIPS.items():
        sheet.cell(row, columns[heading], right)
    book.save(rows)


@pytest.mark.parametrize("count", [12, pytest.param(50, marks=pytest.mark.slow)])
def test_from_the_blank_sheet_to_the_corrected_paper(
    desk: Shell, tmp_path: Path, count: int
) -> None:
    rows, out = tmp_path / "rows.xlsx", tmp_path / "forms"
    exported = desk.run("template", "export-excel", COMPLAINT, "--out", rows)
    assert exported.code == 0, exported.err
    rows.write_bytes(_type_rows(rows.read_bytes(), count))
    batch = ("batch", COMPLAINT, rows)

    dry = desk.run(*batch, "--dry-run", "--json")

    assert dry.code == 3
    assert {fault["row"] for fault in dry.data["problems"]} == set(SLIPS)
    assert not out.exists()

    _correct(rows)
    assert desk.run(*batch, "--dry-run").code == 0
    made = desk.run(*batch, "--out", out, "--pdf", "--file", "--json")

    assert made.code == 0, made.err
    listed = results(out)
    assert len(listed) == count
    assert len({one[3] for one in listed}) == count
    assert not any(one[4] for one in listed)
    assert len(list(out.glob("*.pdf"))) == len(list(out.glob("*.docx"))) == count
    assert desk.run("find", "地砖色差", "--json").data["total"] == count

    paper = next(out.glob("*.docx"))
    paper.write_bytes(typed_over_in_libreoffice(paper.read_bytes(), {"周映秋": "言静姝"}))
    read = desk.run("read", paper, "--json")

    assert read.code == 1, read.err
    (change,) = read.data["changes"]
    assert (change["was"], change["is"]) == ("周映秋", "言静姝")

    applied = desk.run("read", paper, "--apply", "--yes", "--reason", "更正经办人", "--json")
    assert applied.code == 0, applied.err
    item = read.data["item"]
    shown = desk.run("item", "show", item, "--json").data
    assert shown["version"] == 2
    assert desk.run("find", "言静姝", "--json").data["hits"][0]["item"] == item
    assert desk.run("item", "verify", item).code == 0
    assert desk.run("check").code == 0
    assert desk.run("log", "verify").code == 0
