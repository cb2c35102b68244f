"""A dossier as one ZIP for a person: names he can read, the same leave and the same entries."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from tests.support.desks import Cast, dossier_of, filed, log
from tests.support.destruction import room
from tests.support.offices import founder

from docgen.errors import NotAllowed
from docgen.model.grades import Grade
from docgen.office import aids, destroying, filing
from docgen.office.desk import Office
from docgen.office.exporting_person import export_for_person
from docgen.register.models import Customer


@pytest.fixture(autouse=True)
def _no_printing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aids, "printed_each", lambda _, words: [b"%PDF"] * len(words))


def read(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_names_are_the_catalogue(
    office: Office, folk: Cast, known: Customer, tmp_path: Path
) -> None:
    filed(office, folk.mira, known, title="供热合同")
    files = {"a.docx": b"1", "a.pdf": b"2", "b.pdf": b"3"}
    new = filing.NewPaper(files, "关于 A/B 座：维修?", "other", "字")
    filing.file(office, folk.mira, dossier_of(known), new)

    export_for_person(office, folk.mira, known.code, tmp_path / "a.zip", purpose="customer")

    assert list(read(tmp_path / "a.zip")) == [
        *("000 卷内目录.pdf", "000 说明.txt", "001 供热合同.txt"),
        *(f"002 关于 A／B 座：维修？{end}" for end in (".docx", ".pdf", " (2).pdf")),
    ]


def test_the_words_tell_what_is_not_there(tmp_path: Path) -> None:
    there = room(tmp_path / "office")
    gone, kept = there.old(title="已毁材料"), there.old("别的", title="在卷材料")
    destroying.carry_out(there.office, founder(), there.witnessed(gone).code)
    filing.file(
        there.office,
        founder(),
        there.dossier,
        filing.NewPaper({"a.txt": b"x"}, "评估", "other", "x", grade=Grade.A),
    )

    done = export_for_person(
        there.office,
        there.folk.mira,
        str(there.dossier),
        tmp_path / "a.zip",
        purpose="legal",
        leave_out=True,
    )

    inside = read(tmp_path / "a.zip")
    words = inside["000 说明.txt"].decode("utf-8-sig")
    assert "用途：法律事务" in words
    assert f"001 已毁材料（{gone}）：已于2026-11-23销毁，销毁清册 D000001" in words
    assert f"{there.dossier}-0003：未导出：无权查阅（R2、R11）" in words
    assert "评估" not in words
    assert f"002 {kept.title}.txt" in inside
    assert (done.papers, done.destroyed, len(done.left_out)) == (1, 1, 1)


def test_what_may_not_be_read_stops_it(
    office: Office, folk: Cast, known: Customer, tmp_path: Path
) -> None:
    filed(office, folk.mira, known)
    filed(office, folk.jonas, known, grade="A")

    with pytest.raises(NotAllowed):
        export_for_person(office, folk.mira, known.code, tmp_path / "a.zip", purpose="customer")

    assert list(tmp_path.glob("*.zip")) == []
    assert [one["res"] for one in log("dossier.exported")] == ["deny"]


def test_every_paper_has_an_entry(
    office: Office, folk: Cast, known: Customer, tmp_path: Path
) -> None:
    item = filed(office, folk.mira, known)

    export_for_person(office, folk.mira, known.code, tmp_path / "a.zip", purpose="customer")

    assert [one["obj"] for one in log("copy.issued")] == [str(item)]
    assert log("dossier.exported")[0]["more"] == {"form": "person", "left_out": 0}


@pytest.mark.parametrize("title", ["甲" * 240, "CON", "..", "甲\u200b乙", "a. "])
def test_any_title_makes_a_name_that_can_be_unpacked(
    office: Office, folk: Cast, known: Customer, tmp_path: Path, title: str
) -> None:
    filed(office, folk.mira, known, title=title)

    export_for_person(office, folk.mira, known.code, tmp_path / "a.zip", purpose="customer")

    (name,) = [name for name in read(tmp_path / "a.zip") if name.startswith("001 ")]
    assert len(name.encode()) <= 255
    assert name.isprintable()
    assert "/" not in name
