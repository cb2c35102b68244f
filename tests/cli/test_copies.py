"""The copies register, the binding and the report of the four properties as people call them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.shell import Inside

ITEM = "0000000001-0001"


@pytest.fixture
def copy(inside: Inside) -> str:
    said = inside.run("copy", "note", ITEM, "--holder", "财务部", "--reason", "付款依据", "--json")
    assert said.code == 0, said.err
    return str(said.data["copy"])


def test_a_copy_from_note_to_end(inside: Inside, copy: str) -> None:
    assert [one["copy"] for one in inside.run("item", "show", ITEM, "--json").data["copies"]] == [
        copy
    ]
    assert "held by 财务部" in inside.run("dossier", "show", "1").out
    assert inside.run("copy", "review", copy, "--until", "2999-01-01").code == 0
    assert inside.run("copy", "list", "--due", "--json").data == []

    lost = inside.run("copy", "end", copy, "lost", "--json")
    done = inside.run("copy", "end", copy, "returned", "--remark", "清点无误", "--json")

    assert (lost.code, lost.problem["field"]) == (3, "remark")
    assert (done.data["state"], done.data["review_on"]) == ("returned", None)
    assert inside.run("copy", "list", "--json").data == []
    assert inside.run("copy", "list", "--ended", "--json").data == [done.data]
    assert inside.run("copy", "show", copy, "--json").data == done.data
    assert "Copies out" not in inside.run("item", "show", ITEM).out


@pytest.mark.parametrize(
    ("args", "code", "field"),
    [
        (("note", ITEM, "--holder", "甲", "--reason", "乙", "--since", "gestern"), 3, "since"),
        (("note", ITEM, "--holder", "甲", "--reason", "乙", "--since", "2999-01-01"), 3, "since"),
        (("note", "0000000001-0099", "--holder", "甲", "--reason", "乙"), 5, "item"),
        (("end", "C000099", "lost"), 5, "copy"),
        (("show", "x"), 5, "copy"),
    ],
)
def test_what_is_wrong_is_said(
    inside: Inside, args: tuple[str, ...], code: int, field: str
) -> None:
    said = inside.run("copy", *args, "--json")

    assert (said.code, said.problem["field"]) == (code, field)


@pytest.mark.usefixtures("copy")
@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_the_register_is_written_by_its_ending(inside: Inside, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"副本.{ending}"

    said = inside.run("copy", "list", "--out", file, "--json")

    assert said.data[ending] == str(file)
    assert [path.name for path in tmp_path.glob("副本*")] == [file.name]


def test_a_destruction_list_warns_of_copies(inside: Inside, copy: str, folder: Path) -> None:
    paper = folder.parent / "旧表.txt"
    paper.write_text("同样的内容", "utf-8")
    for _ in range(2):
        assert inside.run("file", "1", paper).code == 0
    item = "0000000001-0002"
    inside.run("copy", "note", item, "--holder", "会计部", "--reason", "对账")

    args = (item, "--kind", "duplicate", "--opinion", "重复")
    made = inside.run("destroy", "propose", *args, "--json").data

    assert [one["holder"] for one in made["lines"][0]["copies_held"]] == ["会计部"]
    shown = inside.run("destroy", "show", made["list"]).out
    assert "held by 会计部" in shown
    assert copy not in shown


def test_bindings_are_listed_printed_and_noted(inside: Inside, tmp_path: Path) -> None:
    paper = tmp_path / "合同.txt"
    paper.write_text("合同正文", "utf-8")
    assert inside.run("file", "1", paper, "--group", "sales").code == 0

    [one] = inside.run("dossier", "bindings", "--json").data
    printed = inside.run("dossier", "bindings", "--xlsx", "--out", tmp_path, "--json").data
    told = inside.run("dossier", "bindings").out

    assert (one["stage"], one["papers"], one["ready"]) == ("bound-a", 1, False)
    assert Path(printed["xlsx"]).is_file()
    assert "0 of them ready" in told
    assert inside.run("dossier", "reach", one["stage"], "1").code == 0
    assert inside.run("dossier", "bindings", "--json").data == []


def test_the_report_of_the_four_properties(inside: Inside, tmp_path: Path) -> None:
    report = tmp_path / "四性.docx"

    said = inside.run(
        "check", "--four", "--since", "2026-01-01", "--report", report, "--json", who="jonas"
    )
    again = inside.run("check", "--four", "--report", report, "--json", who="jonas")
    strange = inside.run("check", "--report", tmp_path / "b.pdf", "--json", who="jonas")

    assert (said.code, report.read_bytes()[:2]) == (0, b"PK")
    assert (again.code, again.problem["file"]) == (3, str(report))
    assert (strange.code, strange.problem["field"]) == (3, "--four")
