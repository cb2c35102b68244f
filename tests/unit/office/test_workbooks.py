"""A register filled with a workbook beside it: both are made, or nothing is used up."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.support.desks import COMPLAINT, Cast, example, log

from docgen.errors import BadInput, Misuse
from docgen.office import handing_out, writing
from docgen.office.desk import Office
from docgen.office.handing_out import Written
from docgen.office.writing import Filled
from docgen.register.models import IssuedNumber

LIST = "service/sterilisation-list"
SURVEY = "visit/satisfaction-survey"


def test_the_workbook_says_what_the_paper_says(office: Office, folk: Cast) -> None:
    filled = writing.fill(office, folk.mira, LIST, example(office, LIST), xlsx=True)

    assert filled.xlsx
    sheet = load_workbook(io.BytesIO(filled.xlsx)).worksheets[0]
    assert filled.number in str(sheet["A2"].value)
    assert sheet["A3"].value == "物品名称"
    assert sheet.max_row == 3 + 4 + 1
    assert log()[-1]["act"] == "form.filled"


def test_without_the_option_there_is_none(office: Office, folk: Cast) -> None:
    assert writing.fill(office, folk.mira, LIST, example(office, LIST)).xlsx is None


def test_a_form_without_a_table_is_refused_before_a_number_is_taken(
    office: Office, folk: Cast
) -> None:
    with pytest.raises(Misuse) as refused:
        writing.fill(office, folk.mira, SURVEY, example(office, SURVEY), xlsx=True)

    assert refused.value.field == "xlsx"
    assert not IssuedNumber.objects.exists()


def test_what_excel_cannot_hold_uses_up_no_number(office: Office, folk: Cast) -> None:
    answers = example(office, COMPLAINT, content="字" * 40_000)

    with pytest.raises(BadInput, match="too long for Excel"):
        writing.fill(office, folk.mira, COMPLAINT, answers, xlsx=True)

    assert "issued" not in IssuedNumber.objects.values_list("state", flat=True)


def test_it_is_written_beside_the_paper_and_over_nothing(
    office: Office, folk: Cast, tmp_path: Path
) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"mine")
    filled = Filled("登记表", "TS-1", b"PK", xlsx=b"PK too")

    written = handing_out.write_out(office, folk.mira, filled, tmp_path / "a.docx", tmp_path)

    assert written == Written(tmp_path / "a (2).docx", None, tmp_path / "a (2).xlsx")
    assert (tmp_path / "a (2).xlsx").read_bytes() == b"PK too"
    assert (tmp_path / "a.xlsx").read_bytes() == b"mine"
