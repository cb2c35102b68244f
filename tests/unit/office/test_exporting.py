"""Exporting a dossier: everything is there, each paper on its entry, whole or not at all."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bagit
import pytest
from tests.support.desks import Cast, dossier_of, filed, log, paper
from tests.support.destruction import room
from tests.support.offices import customer, founder

from docgen.archive.bag_check import check_bag, open_bag
from docgen.errors import BadInput, NotAllowed, NotFound, Problem
from docgen.ledger.note import open_checkpoint, parse_vkey
from docgen.office import (
    aids,
    amending,
    describing,
    destroying,
    dossiers,
    filing,
    holds,
    lending,
    links,
    loans,
)
from docgen.office.desk import Office
from docgen.office.exporting import export
from docgen.office.exporting_facts import related
from docgen.office.exporting_sheet import safe
from docgen.register.models import Customer, Dossier, Item


@pytest.fixture(autouse=True)
def _no_printing(monkeypatch: pytest.MonkeyPatch) -> None:
    """No LibreOffice: what the printed aids look like is tested elsewhere."""
    monkeypatch.setattr(aids, "printed_each", lambda _, words: [b"%PDF"] * len(words))


@pytest.fixture
def dossier(office: Office, folk: Cast, known: Customer) -> Dossier:
    """Two papers of mira's unit."""
    filed(office, folk.mira, known, title="供热合同")
    filed(office, folk.mira, known, title="=SUM(A1)", text="另一件")
    return dossier_of(known)


def catalogue(bag: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((bag / "catalogue.json").read_bytes())
    return read


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_bag_holds_papers_catalogue_and_log(
    office: Office, folk: Cast, dossier: Dossier, tmp_path: Path
) -> None:
    done = export(office, folk.mira, str(dossier), tmp_path / "bag", purpose="legal")

    first = "data/0000000001-0001/v1"
    assert names(tmp_path / "bag") >= {
        *(f"{first}/材料.txt", f"{first}/item.json", "sm3.txt", "log-checkpoint"),
        *("catalogue.json", "catalogue.csv", "catalogue.pdf", "note.pdf"),
    }
    assert (done.papers, done.left_out, done.destroyed) == (2, (), 0)
    assert check_bag(tmp_path / "bag") == []
    bagit.Bag(str(tmp_path / "bag")).validate()


def test_the_checkpoint_covers_every_entry_of_the_export(
    office: Office, folk: Cast, dossier: Dossier, tmp_path: Path
) -> None:
    done = export(
        office, folk.mira, str(dossier), tmp_path / "bag.zip", purpose="legal", packed=True
    )

    key = parse_vkey((office.folder / "log/log.vkey").read_text("utf-8").strip())
    with open_bag(tmp_path / "bag.zip") as bag:
        promise = open_checkpoint(bag.read("log-checkpoint").decode(), key)
        assert bag.fact("Docgen-Log-Size") == str(promise.size)
        assert bag.fact("External-Identifier") == f"Z001-{dossier.file_number}"
    assert promise.size > done.log_index


def test_every_paper_has_an_entry_before_its_bytes_leave(
    office: Office, folk: Cast, dossier: Dossier, tmp_path: Path
) -> None:
    export(office, folk.mira, str(dossier), tmp_path / "bag", purpose="legal")

    read = [(one["obj"], one["why"]) for one in log("copy.issued")]
    (whole,) = log("dossier.exported")
    assert read == [(f"{dossier}-0001", "legal"), (f"{dossier}-0002", "legal")]
    assert (whole["obj"], whole["n"], whole["res"]) == (str(dossier), 2, "allow")
    assert all(one["idx"] < whole["idx"] for one in log("copy.issued"))


def test_what_may_not_be_read_stops_the_export(
    office: Office, folk: Cast, known: Customer, dossier: Dossier, tmp_path: Path
) -> None:
    secret = filed(office, folk.jonas, known, title="内部评估", grade="A")

    with pytest.raises(NotAllowed) as refused:
        export(office, folk.mira, str(dossier), tmp_path / "bag", purpose="legal")

    assert [one.rule for one in refused.value.reasons] == ["R2", "R11"]
    assert "内部评估" not in f"{refused.value} {refused.value.reasons}"
    (denied,) = log("dossier.exported")
    assert (denied["res"], denied["obj"]) == ("deny", str(secret))
    assert denied["rules"] == ["R2", "R11"]
    assert log("copy.issued") == []
    assert not (tmp_path / "bag").exists()


def test_what_is_left_out_is_told_without_its_title(
    office: Office, folk: Cast, known: Customer, dossier: Dossier, tmp_path: Path
) -> None:
    secret = filed(office, folk.jonas, known, title="内部评估", grade="A")

    done = export(
        office, folk.mira, str(dossier), tmp_path / "bag", purpose="legal", leave_out=True
    )

    told = catalogue(tmp_path / "bag")
    assert done.left_out == (str(secret),)
    assert [one["item"] for one in told["left_out"]] == [str(secret)]
    assert told["left_out"][0]["reasons"][0]["rule"] == "R2"
    for file in (tmp_path / "bag").rglob("*.*"):
        assert "内部评估".encode() not in file.read_bytes()
    assert f"{secret},,,,,,,,,,,未导出：无权查阅（R2、R11）" in (
        tmp_path / "bag/catalogue.csv"
    ).read_text("utf-8")


@pytest.mark.parametrize("purpose", ["", "fun"])
def test_without_a_purpose_nothing_leaves(
    office: Office, folk: Cast, dossier: Dossier, tmp_path: Path, purpose: str
) -> None:
    with pytest.raises(NotAllowed) as refused:
        export(office, folk.mira, str(dossier), tmp_path / "bag", purpose=purpose, leave_out=True)

    assert [one.rule for one in refused.value.reasons] == ["R4"]
    assert list(tmp_path.glob("*bag*")) == []


def test_a_stranger_learns_nothing(
    office: Office, folk: Cast, dossier: Dossier, tmp_path: Path
) -> None:
    with pytest.raises(NotFound):
        export(office, folk.lena, str(dossier), tmp_path / "bag", purpose="legal", leave_out=True)

    assert not (tmp_path / "bag").exists()


def test_nothing_is_left_out(tmp_path: Path) -> None:
    """F09: held and destroyed papers, versions, references, loans, descriptions, places."""
    there = room(tmp_path / "office")
    office, me = there.office, founder()
    gone, held = there.old(title="已毁材料"), there.old("留存的内容", title="在卷材料")
    destroying.carry_out(office, me, there.witnessed(gone).code)
    holds.put(office, me, str(held), "诉讼", "在审")
    holds.put(office, me, str(there.dossier), "审计", "抽查")
    holds.release(office, me, holds.put(office, me, str(held), "复核", "待定").code, "已核")
    amended(office, held)
    loan = loans.request(office, there.folk.jonas, str(held), "legal")
    describing.describe(office, me, [str(held)], describing.Wanted(pages=3, place="一号库/03/2"))
    other = dossiers.open_dossier(office, me, customer(office))
    links.link(office, me, str(there.dossier), [str(other)], "同一项目")

    export(office, me, str(there.dossier), tmp_path / "bag", purpose="legal", every=True)

    told = catalogue(tmp_path / "bag")
    first, second = told["items"]
    assert (first["state"], first["register"]["tombstone"][0]["list"]) == ("destroyed", "D000001")
    assert first["register"]["tombstone"][0]["facts"]["versions"][0]["files"][0]["sha512"]
    assert len(second["held_by"]) == 2
    assert [one["name"] for one in second["register"]["holds"]] == ["诉讼", "复核"]
    assert [one["name"] for one in told["holds"]] == ["审计"]
    assert [one["n"] for one in second["versions"]] == [1, 2]
    assert all(file["in_bag"] for one in second["versions"] for file in one["files"])
    assert [one["state"] for one in second["register"]["loans"]] == [loan.state]
    assert (second["pages"], second["place"]) == (3, "一号库 03柜 2层")
    assert told["references"] == [{"dossier": str(other), "title": other.title, "why": "同一项目"}]


def amended(office: Office, item: Item) -> None:
    """Give a paper a second version."""
    again = paper("第二稿", title=item.title)
    amending.add_version(office, founder(), item, again, base=1, why="更正")


def test_the_rows_come_from_the_tables_themselves(tmp_path: Path) -> None:
    """So what is added to the register later is exported too."""
    there = room(tmp_path / "office")
    item = there.old()
    loans.request(there.office, there.folk.jonas, str(item), "legal")

    found = related(Item, [item], {"text"})

    assert {name: len(rows) for name, rows in found[item.pk].items()} == {"versions": 1, "loans": 1}
    assert found[item.pk]["loans"][0]["borrower"] == there.folk.jonas.code


def test_the_same_dossier_is_the_same_bag_but_for_log_and_copies(
    office: Office, folk: Cast, dossier: Dossier, tmp_path: Path
) -> None:
    frozen = office.now()
    still = Office(**{**vars(office), "now": lambda: frozen})

    for name in ("one", "two"):
        export(still, folk.mira, str(dossier), tmp_path / name, purpose="legal")

    # The catalogue tells the copies that are out, this bag and the one before it among them.
    logged = {"log-checkpoint", "bag-info.txt", "tagmanifest-sha512.txt", "catalogue.json"}
    assert names(tmp_path / "one") == names(tmp_path / "two")
    for name in names(tmp_path / "one") - logged:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_no_cell_of_the_sheet_is_a_formula(
    office: Office, folk: Cast, dossier: Dossier, tmp_path: Path
) -> None:
    export(office, folk.mira, str(dossier), tmp_path / "bag", purpose="legal")

    data = (tmp_path / "bag/catalogue.csv").read_bytes()
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert data.startswith(b"\xef\xbb\xbf")
    assert [row[2] for row in rows] == ["题名", "供热合同", "'=SUM(A1)"]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1"])
def test_what_could_be_a_formula_is_quoted(text: str) -> None:
    assert safe(text) == f"'{text}"
    assert safe(f"a{text}") == f"a{text}"


def test_nothing_is_written_over(
    office: Office, folk: Cast, dossier: Dossier, tmp_path: Path
) -> None:
    (tmp_path / "bag.zip").write_bytes(b"mine")

    with pytest.raises(BadInput, match="there already"):
        export(office, folk.mira, str(dossier), tmp_path / "bag.zip", purpose="legal", packed=True)

    assert (tmp_path / "bag.zip").read_bytes() == b"mine"
    assert log("copy.issued") == []


def test_an_odd_name_is_kept_in_the_catalogue(
    office: Office, folk: Cast, dossier: Dossier, tmp_path: Path
) -> None:
    files = {"100%.txt": b"a", "CON.txt": b"b", "con.TXT": b"c"}
    filing.file(office, folk.mira, dossier, filing.NewPaper(files, "怪名", "other", "字"))

    export(office, folk.mira, str(dossier), tmp_path / "bag", purpose="legal")

    told = catalogue(tmp_path / "bag")["items"][2]["versions"][0]["files"]
    assert [one["path"] for one in told] == list(files)
    for one in told:
        assert (tmp_path / "bag" / one["in_bag"]).read_bytes() == files[one["path"]]
    bagit.Bag(str(tmp_path / "bag")).validate()


@pytest.mark.parametrize("packed", [False, True])
def test_a_damaged_paper_stops_it_and_leaves_nothing(
    office: Office,
    folk: Cast,
    dossier: Dossier,
    tmp_path: Path,
    broken: Callable[[Item], None],
    *,
    packed: bool,
) -> None:
    broken(Item.objects.order_by("pk").last() or Item())

    with pytest.raises(Problem):
        export(office, folk.mira, str(dossier), tmp_path / "bag", purpose="legal", packed=packed)

    assert list(tmp_path.glob("*bag*")) == []
    assert log("dossier.exported")[-1]["res"] == "deny"


@pytest.fixture
def broken(office: Office) -> Callable[[Item], None]:
    """Changes a byte of a paper in the archive."""

    def change(item: Item) -> None:
        (file,) = (office.folder / "archive").rglob(f"*{item.turn:04d}*/v1/content/*.txt")
        file.chmod(0o644)
        file.write_bytes(b"changed")

    return change


def test_all_versions_leave_on_one_entry(office: Office, dossier: Dossier) -> None:
    item = dossier.items.get(turn=1)
    amended(office, item)

    opened = lending.open(office, founder(), str(item), "legal", every=True, beside=("item.json",))

    assert list(opened.versions) == [1, 2]
    assert opened.files == opened.versions[2]
    assert opened.versions[1]["材料.txt"] != opened.versions[2]["材料.txt"]
    assert [one["n"] for one in log("item.read")] == [2]
