"""The bytes of a workbook: no hour in them, and a result beside each formula."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook

from docgen.render.register_file import packed


def book() -> Workbook:
    made = Workbook()
    made.worksheets[0].title = "甲"
    made.create_sheet("乙")
    for sheet in made.worksheets:
        sheet["A1"] = "=SUM(B1:B2)"
    return made


@pytest.mark.parametrize(("result", "stored"), [(9, "9"), (Decimal("100.30"), "100.30")])
def test_a_formula_is_stored_with_its_exact_result(result: Decimal | int, stored: str) -> None:
    data = packed(book(), {"乙": {"A1": result}})

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheet = package.read("xl/worksheets/sheet2.xml").decode()
    assert f"<f>SUM(B1:B2)</f><v>{stored}</v>" in sheet
    values = load_workbook(io.BytesIO(data), data_only=True)
    assert (values["甲"]["A1"].value, values["乙"]["A1"].value) == (None, float(result))


def test_nothing_tells_when_it_was_made() -> None:
    data = packed(book(), {})

    assert data == packed(book(), {})
    properties = load_workbook(io.BytesIO(data)).properties
    assert (properties.creator, properties.created) == ("docgen", properties.modified)
    assert str(properties.created) == "2026-01-01 00:00:00"
