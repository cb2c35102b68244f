"""The workbook of hits: refused before the search, texts only, nothing written over."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from docgen.errors import BadInput, Misuse, OutsideFailed
from docgen.index.paper import Hit
from docgen.model.grades import Grade
from docgen.office import hit_list

HIT = Hit(
    item="0000000001-0001",
    title="投诉记录",
    customer="深圳市样例物业服务有限公司",
    dossier="0000000001",
    template="complaint/complaint-record",
    date=dt.date(2024, 2, 29),
    rank=1,
    number="TS-2026001",
    snippet="没有人该读到的字",
)


def rows(path: Path) -> list[list[object]]:
    sheet = load_workbook(path).active
    assert sheet is not None
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_hit_is_a_row_under_heads_in_the_readers_language(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"

    hit_list.write(path, [HIT, replace(HIT, item="0000000001-0002", number="")], str.upper)

    heads, first, second = rows(path)[-3:]
    assert heads[:5] == ["ITEM", "DATE", "TITLE", "FORM NUMBER", "CUSTOMER"]
    assert first == [
        *("0000000001-0001", "2024-02-29", "投诉记录", "TS-2026001"),
        *("深圳市样例物业服务有限公司", "0000000001", "complaint/complaint-record"),
        Grade.of_rank(1).mark,
    ]
    assert (second[0], second[3] or "") == ("0000000001-0002", "")


def test_no_word_of_a_paper_is_in_it(tmp_path: Path) -> None:
    hit_list.write(tmp_path / "a.xlsx", [HIT], str)

    assert not any("没有人" in str(cell) for row in rows(tmp_path / "a.xlsx") for cell in row)


def test_no_hits_are_heads_alone(tmp_path: Path) -> None:
    hit_list.write(tmp_path / "a.xlsx", [], str)

    assert rows(tmp_path / "a.xlsx")[-1][0] == "item"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=HYPERLINK(1)"])
def test_no_cell_computes(text: str, tmp_path: Path) -> None:
    hit_list.write(tmp_path / "a.xlsx", [replace(HIT, title=text, customer=text)], str)

    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}


@pytest.mark.parametrize("name", ["a.csv", "a", "a.xlsx.txt", ".xlsx", "nowhere/a.xlsx"])
def test_what_cannot_be_the_list_is_refused_before_the_search(name: str, tmp_path: Path) -> None:
    with pytest.raises(Misuse) as refused:
        hit_list.refuse(tmp_path / name)

    assert "--xlsx" in refused.value.fix
    assert list(tmp_path.iterdir()) == []


def test_capitals_are_an_ending_too_and_what_is_there_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "A.XLSX"
    hit_list.refuse(path)
    path.write_text("mine", "utf-8")

    with pytest.raises(BadInput, match="is there already") as refused:
        hit_list.refuse(path)

    assert "--xlsx" in refused.value.fix
    assert path.read_text("utf-8") == "mine"


def test_a_disk_that_refuses_is_said_with_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(hit_list, "write_whole", full)

    with pytest.raises(OutsideFailed, match="No space left") as refused:
        hit_list.write(tmp_path / "a.xlsx", [HIT], str)

    assert refused.value.file == str(tmp_path / "a.xlsx")
