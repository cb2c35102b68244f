"""Blank data sheets as files: whose facts stand in them, and where they are written."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.support.desks import COMPLAINT, Cast
from tests.support.offices import person

from docgen.errors import Misuse, NotAllowed, NotFound, OutsideFailed
from docgen.office import datasheets
from docgen.office.desk import Office
from docgen.register.models import Customer


def test_the_customers_facts_stand_in_the_first_row(
    office: Office, folk: Cast, known: Customer
) -> None:
    title, data = datasheets.blank(
        office, folk.mira, COMPLAINT, rows=2, customer=known.code, tell=str
    )

    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    assert title == sheet.title == "客户投诉记录及处理意见"
    assert known.name in [cell.value for cell in sheet[2]]
    assert known.name not in [cell.value for cell in sheet[3]]


def test_without_a_customer_nothing_but_the_numbers_stands_there(
    office: Office, folk: Cast
) -> None:
    _, data = datasheets.blank(office, folk.mira, COMPLAINT, rows=2, customer="", tell=str)

    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    assert [cell.value for cell in sheet[2] if cell.value] == [1]


def test_a_template_whose_example_is_being_worked_on_has_a_sheet_too(
    office: Office, folk: Cast
) -> None:
    (office.folder / "templates" / COMPLAINT / "example.toml").write_text('x = "1"\n', "utf-8")

    _, data = datasheets.blank(office, folk.mira, COMPLAINT, rows=1, customer="", tell=str)

    assert data.startswith(b"PK")


def test_who_may_not_fill_gets_no_sheet(office: Office) -> None:
    auditor = person(office, "he", "auditor")

    with pytest.raises(NotAllowed):
        datasheets.blank(office, auditor, COMPLAINT, rows=1, customer="", tell=str)


def test_a_stranger_learns_nothing_of_a_customer(
    office: Office, folk: Cast, known: Customer
) -> None:
    with pytest.raises(NotFound):
        datasheets.blank(office, folk.lena, COMPLAINT, rows=1, customer=known.code, tell=str)


def test_nothing_is_written_over(tmp_path: Path) -> None:
    names = [datasheets.write("投诉", b"PK", None, tmp_path).name for _ in range(2)]
    names.append(datasheets.write("投诉", b"PK", tmp_path / "x.XLSX", tmp_path).name)
    names.append(datasheets.write("投诉", b"PK", tmp_path / "x.XLSX", tmp_path).name)

    assert names == ["投诉.xlsx", "投诉 (2).xlsx", "x.XLSX", "x (2).XLSX"]


def test_another_ending_is_misuse_and_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(Misuse):
        datasheets.write("投诉", b"PK", tmp_path / "x.xls", tmp_path)

    with pytest.raises(OutsideFailed) as failed:
        datasheets.write("投诉", b"PK", tmp_path / "no" / "x.xlsx", tmp_path)
    assert failed.value.file.endswith("x.xlsx")
