"""What ``docgen fill`` makes besides the Word file: a workbook, a PDF/A, or nothing at all."""

from __future__ import annotations

import io
from pathlib import Path

from openpyxl import load_workbook
from tests.support.shell import Inside, Said

from docgen.render import pdfcheck

LIST = "service/sterilisation-list"
SURVEY = "visit/satisfaction-survey"


def done(said: Said) -> Said:
    """A command that succeeded."""
    assert said.code == 0, said.err
    return said


def data(folder: Path, template: str) -> tuple[str, ...]:
    example = folder / "templates" / template / "example.toml"
    return (template, "--data", str(example))


def test_the_workbook_lies_beside_the_paper(inside: Inside, folder: Path) -> None:
    filled = done(inside.run("fill", *data(folder, LIST), "--xlsx", "--json")).data

    word, sheet = Path(filled["docx"]), Path(filled["xlsx"])
    assert sheet == word.with_suffix(".xlsx")
    first = load_workbook(io.BytesIO(sheet.read_bytes()), data_only=True).worksheets[0]
    assert first["A1"].value == "对外服务专用清单"
    assert [cell.value for cell in first[8]][:3] == ["合计", 21, 148]


def test_without_the_option_none_is_written(inside: Inside, folder: Path) -> None:
    assert done(inside.run("fill", *data(folder, LIST), "--json")).data["xlsx"] is None


def test_a_form_without_a_table_has_none(inside: Inside, folder: Path) -> None:
    refused = inside.run("fill", *data(folder, SURVEY), "--xlsx", "--json")

    assert refused.code == 2
    assert refused.problem["field"] == "xlsx"
    assert not list(folder.parent.glob("*.docx"))


def test_an_archival_pdf_is_pdf_a(inside: Inside, folder: Path) -> None:
    filled = done(inside.run("fill", *data(folder, SURVEY), "--pdf", "--archival", "--json")).data

    assert pdfcheck.archival(Path(filled["pdf"]).read_bytes())


def test_archival_alone_makes_nothing(inside: Inside, folder: Path) -> None:
    refused = inside.run("fill", *data(folder, SURVEY), "--archival")

    assert refused.code == 2
    assert "--pdf" in refused.err
    assert not list(Path.cwd().glob("*.docx"))
