"""What a batch is given: sheets with nothing in them, with emptiness below, templates not there."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from tests.support.batches import ROW, complaints, run, sheet
from tests.support.desks import Cast

from docgen.errors import BadInput, NotFound
from docgen.office.desk import Office


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def test_a_sheet_without_rows(office: Office, folk: Cast, tmp_path: Path, out: Path) -> None:
    rows = sheet(tmp_path / "rows.csv", [])
    rows.write_bytes(rows.read_bytes() + b",,,,,\r\n" * 1000)

    with pytest.raises(BadInput, match="no rows to fill in"):
        run(office, folk.mira, rows, out)

    assert not out.exists()


def test_a_hundred_thousand_empty_rows_are_nothing(
    office: Office, folk: Cast, tmp_path: Path, out: Path
) -> None:
    book = Workbook()
    for line in (ROW.keys(), ROW.values()):
        book.worksheets[0].append(list(line))
    book.save(tmp_path / "small.xlsx")
    empty = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(3, 100_003))
    last = f'{empty}<row r="100003"><c r="B100003" t="inlineStr"><is><t>末行</t></is></c></row>'
    with (
        zipfile.ZipFile(tmp_path / "small.xlsx") as small,
        zipfile.ZipFile(tmp_path / "rows.xlsx", "w", zipfile.ZIP_DEFLATED) as large,
    ):
        for name in small.namelist():
            data = small.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = data.replace(b"</sheetData>", f"{last}</sheetData>".encode())
            large.writestr(name, data)

    outcome = run(office, folk.mira, tmp_path / "rows.xlsx", out, skip_wrong=True)

    assert (len(outcome.checked.plan), len(outcome.done)) == (2, 1)
    assert {fault.row for fault in outcome.checked.faults} == {100_003}


@pytest.mark.parametrize(("template", "kind"), [("complaint/no-such", NotFound)])
def test_a_template_that_is_not_there(
    office: Office, folk: Cast, tmp_path: Path, out: Path, template: str, kind: type[Exception]
) -> None:
    rows = complaints(tmp_path / "rows.csv", 1)

    with pytest.raises(kind):
        run(office, folk.mira, rows, out, template=template)

    assert not out.exists()
