"""Cover, catalogue, note, labels, register, binding and description from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.shell import Inside, Said

ITEM = "0000000001-0001"


def done(said: Said) -> Said:
    assert said.code == 0, said.err
    return said


@pytest.mark.parametrize("kind", ["cover", "catalogue", "note", "papers"])
def test_an_aid_is_written_under_its_own_name(inside: Inside, tmp_path: Path, kind: str) -> None:
    data = done(inside.run("dossier", kind, "1", "--docx", "--out", tmp_path, "--json")).data

    path = Path(data["docx"])
    assert (path.parent, path.suffix, data["pdf"]) == (tmp_path, ".docx", None)
    assert "0000000001" in path.name
    assert path.read_bytes().startswith(b"PK")


def test_a_pdf_by_the_ending_of_the_file(inside: Inside, tmp_path: Path) -> None:
    said = done(inside.run("dossier", "cover", "1", "--out", tmp_path / "封面.pdf"))

    assert "封面.pdf" in said.out
    assert [path.name for path in tmp_path.glob("封面*")] == ["封面.pdf"]


def test_nothing_is_written_over(inside: Inside, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"mine")

    said = inside.run("dossier", "note", "1", "--out", tmp_path / "a.docx", "--json")

    assert said.code == 3
    assert said.problem["file"] == str(tmp_path / "a.docx")
    assert (tmp_path / "a.docx").read_bytes() == b"mine"


def test_the_register_and_all_papers(inside: Inside, tmp_path: Path) -> None:
    for command in (("register", "--unit", "客户服务部"), ("papers", "ALL")):
        data = done(inside.run("dossier", *command, "--docx", "--out", tmp_path, "--json")).data
        assert Path(data["docx"]).is_file()


def test_labels(inside: Inside, tmp_path: Path) -> None:
    out = tmp_path / "labels.docx"
    done(inside.run("dossier", "labels", "1", "1", "--sheet", "2x7", "--first", "3", "--out", out))
    spine = inside.run("dossier", "labels", "1", "--spine", "--sheet", "3x8", "--json")

    assert out.is_file()
    assert spine.code == 3
    assert spine.problem["field"] == "sheet"


def test_a_description_is_shown_and_catalogued(inside: Inside) -> None:
    told = done(
        inside.run(
            *("item", "describe", ITEM, "--pages", "7", "--responsible", "样本区人民法院"),
            *("--doc-number", "示函1号", "--dated", "2026-03-05", "--carrier", "paper"),
            *("--place", "一号库/03/2/05", "--barcode", "DA-1", "--made-up", "--json"),
        )
    ).data
    shown = done(inside.run("item", "show", ITEM, "--json")).data
    words = done(inside.run("item", "show", ITEM)).out
    (row,) = done(inside.run("dossier", "catalogue", "1", "--json")).data["rows"]

    (one,) = told["items"]
    assert one["item"] == ITEM
    assert {key: one[key] for key in one if key != "item"} == shown["description"]
    assert shown["description"] == {
        "title": "[材料]",
        "responsible": "样本区人民法院",
        "doc_number": "示函1号",
        "date": "2026-03-05",
        "pages": 7,
        "carrier": "paper",
        "place": "一号库 03柜 2层 05盒",
        "barcode": "DA-1",
    }
    assert "样本区人民法院" in words
    assert (row["responsible"], row["pages"], row["number"]) == ("样本区人民法院", 7, "示函1号")


def test_nothing_said_is_refused(inside: Inside) -> None:
    assert inside.run("item", "describe", ITEM, "--json").code == 3


def test_a_place(inside: Inside) -> None:
    data = done(inside.run("dossier", "place", "1", "一号库/03", "--barcode", "X1", "--json")).data
    wrong = inside.run("dossier", "place", "1", "a//b", "--json")

    assert data == {"number": "0000000001", "place": "一号库 03柜", "barcode": "X1"}
    assert wrong.problem["field"] == "place"


def test_binding(inside: Inside, tmp_path: Path) -> None:
    out = tmp_path / "卷.pdf"

    refused = inside.run("dossier", "bind", "1", "--out", out, "--json")
    data = done(
        inside.run("dossier", "bind", "1", "--purpose", "legal", "--out", out, "--json")
    ).data

    assert refused.code == 4
    assert out.read_bytes().startswith(b"%PDF")
    assert {key: data[key] for key in ("pdf", "papers", "pages", "left_out", "unprinted")} == {
        "pdf": str(out),
        "papers": 1,
        "pages": 1,
        "left_out": 0,
        "unprinted": [],
    }
