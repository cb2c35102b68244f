"""A tree of old papers is taken in: each file once, or it stands in the report."""

from __future__ import annotations

import csv
import datetime as dt
import os
from hashlib import sha512
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.support.desks import Cast, assert_whole, dossier_of, log
from tests.support.offices import customer, founder
from tests.support.taking import how, left, put, take

from docgen.archive import locks
from docgen.errors import BadInput, Misuse, OutsideFailed
from docgen.office import describing, dossiers, filing, finding, taking_in_steps
from docgen.office.desk import Office
from docgen.register.models import Customer, Dossier, Item


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    return folder


@pytest.fixture
def dossier(office: Office, known: Customer) -> Dossier:
    return dossiers.open_dossier(office, founder(), known)


@pytest.fixture(autouse=True)
def _one_dossier(dossier: Dossier) -> None:
    assert str(dossier) == "0000000001"


def test_a_file_is_a_paper(office: Office, folk: Cast, root: Path) -> None:
    put(root, "K000001/a/2019-03-12 服务合同.txt", "甲乙双方约定消防维保")

    outcome = take(office, folk.mira, root)

    [taken] = outcome.taken
    item = Item.objects.get()
    facts = describing.facts(office, item)
    assert (taken.item, taken.before) == ("0000000001-0001", False)
    assert (item.title, facts.title) == ("2019-03-12 服务合同", "[2019-03-12 服务合同]")
    assert (item.group, item.dated) == ("sales", dt.date(2019, 3, 12))
    assert facts.made_on == dt.date(2019, 3, 12)
    assert finding.search(office, folk.mira, "消防维保").total == 1
    assert_whole(office)


def test_a_paper_without_a_day_gets_the_one_that_was_given(
    office: Office, folk: Cast, root: Path
) -> None:
    put(root, "K000001/甲.txt")
    put(root, "K000001/乙20200101.txt")

    take(office, folk.mira, root, dated=dt.date(1998, 1, 1))

    days = dict(Item.objects.values_list("title", "dated"))
    assert days == {"甲": dt.date(1998, 1, 1), "乙20200101": dt.date(2020, 1, 1)}


def test_the_time_of_the_file_is_no_date(office: Office, folk: Cast, root: Path) -> None:
    os.utime(put(root, "K000001/甲.txt"), (0, 0))

    take(office, folk.mira, root)

    assert Item.objects.get().dated == office.today


def test_folders_that_are_no_groups_only_hold_papers(
    office: Office, folk: Cast, root: Path
) -> None:
    put(root, "K000001/旧物/2018/甲.txt")
    put(root, "K000001/维修、投诉及赔付资料/水泵/乙.txt")

    take(office, folk.mira, root)

    assert dict(Item.objects.values_list("title", "group")) == {"甲": "other", "乙": "repair"}


def test_a_folder_may_be_one_paper(office: Office, folk: Cast, root: Path) -> None:
    put(root, "K000001/a/转让协议（一件）/正文.txt")
    put(root, "K000001/a/转让协议（一件）/附件.txt")

    outcome = take(office, folk.mira, root)

    item = Item.objects.get()
    names = {str(one["path"]) for one in item.versions.get().files}
    assert (item.title, item.group, names) == ("转让协议", "sales", {"正文.txt", "附件.txt"})
    assert len(outcome.taken) == 1


def test_half_a_paper_is_not_taken(office: Office, folk: Cast, root: Path) -> None:
    whole = "K000001/转让协议（一件）"
    put(root, f"{whole}/正文.txt")
    (root / whole / "附件.txt").symlink_to("/etc/hostname")
    lease = "K000001/租约（一件）"
    put(root, f"{lease}/正文.txt")
    put(root, f"{lease}/图/1.txt")

    outcome = take(office, folk.mira, root)

    assert Item.objects.count() == 0
    assert left(outcome) == {
        f"{whole}/正文.txt": f"{whole}/附件.txt of the same paper is not taken",
        f"{whole}/附件.txt": "it is a link to another file or folder",
        f"{lease}/正文.txt": f"{lease}/图/1.txt of the same paper is not taken",
        f"{lease}/图/1.txt": "the folder of one paper holds another folder",
    }


def test_what_is_wrong_is_told_and_the_others_are_filed(
    office: Office, folk: Cast, root: Path
) -> None:
    put(root, "loose.txt")
    put(root, "nobody/a.txt")
    put(root, "K000001/empty.txt").write_bytes(b"")
    put(root, "K000001/picture.png", "no picture")
    put(root, "K000001/program.exe")
    put(root, "K000001/good.txt")

    outcome = take(office, folk.mira, root)

    assert left(outcome) == {
        "loose.txt": "it lies in no folder of a dossier",
        "nobody/a.txt": "There is no dossier or customer nobody",
        "K000001/empty.txt": "it is empty",
        "K000001/picture.png": "its content is not that of a .png file",
        "K000001/program.exe": "files ending in “.exe” are not accepted",
    }
    assert [one.title for one in Item.objects.all()] == ["good"]


def test_the_same_command_again_files_nothing_twice(office: Office, folk: Cast, root: Path) -> None:
    for n in range(3):
        put(root, f"K000001/{n}.txt")
    take(office, folk.mira, root)
    put(root, "K000001/3.txt")

    again = take(office, folk.mira, root)

    assert [one.before for one in again.taken] == [True, True, True, False]
    assert again.before == 3
    assert Item.objects.count() == 4


def test_a_second_copy_is_not_taken_unless_it_is_wished(
    office: Office, folk: Cast, root: Path
) -> None:
    put(root, "K000001/a.txt", "同一内容")
    put(root, "K000001/b.txt", "同一内容")

    first = take(office, folk.mira, root)
    second = take(office, folk.mira, root)
    third = take(office, folk.mira, root, done=how(again=True))

    assert left(first) == {"K000001/b.txt": "it is the same as K000001/a.txt"}
    assert left(second) == {"K000001/b.txt": "the office has it already: 0000000001-0001"}
    assert (third.before, left(third)) == (1, {})
    assert Item.objects.count() == 2


def test_two_equal_files_of_one_name_are_two_papers_also_when_it_is_done_again(
    office: Office, folk: Cast, root: Path
) -> None:
    put(root, "K000001/甲/a.txt", "同一内容")
    put(root, "K000001/乙/a.txt", "同一内容")

    for _ in range(2):
        outcome = take(office, folk.mira, root, done=how(again=True))

    assert Item.objects.count() == outcome.before == 2


def test_what_lies_in_a_wrong_place_does_not_hide_its_copy(
    office: Office, folk: Cast, root: Path
) -> None:
    put(root, "0/a.txt", "同一内容")
    put(root, "K000001/a.png", "同一内容")
    put(root, "K000001/b.txt", "同一内容")

    outcome = take(office, folk.mira, root)

    assert [one.paper.source for one in outcome.taken] == ["K000001/b.txt"]


def test_a_destroyed_paper_does_not_come_back_by_itself(
    office: Office, folk: Cast, root: Path
) -> None:
    put(root, "K000001/a.txt", "已销毁的内容")
    take(office, folk.mira, root)
    Item.objects.update(state="destroyed")
    (root / "K000001/a.txt").rename(root / "K000001/b.txt")

    outcome = take(office, folk.mira, root)

    assert left(outcome) == {"K000001/b.txt": "it was destroyed as 0000000001-0001"}


def test_nobody_learns_of_a_paper_by_importing_its_copy(
    office: Office, folk: Cast, root: Path
) -> None:
    put(root, "K000002/a.txt", "内容")
    customer(office, "另一公司")
    take(office, founder(), root, opening="customer")
    Dossier.objects.filter(number=2).update(unit="总经理办公室", rank=3)
    (root / "K000002").rename(root / "K000001")

    outcome = take(office, folk.mira, root)

    assert left(outcome) == {}


def test_a_dry_run_files_nothing(office: Office, folk: Cast, root: Path) -> None:
    put(root, "K000001/a.txt")
    put(root, "K000001/b.txt", "MZ\x00")
    before = len(log())

    outcome = take(office, folk.mira, root, done=how(dry_run=True))

    assert [one.paper.source for one in outcome.taken] == ["K000001/a.txt"]
    assert list(left(outcome)) == ["K000001/b.txt"]
    assert (Item.objects.count(), len(log()), outcome.log_index) == (0, before, -1)


def test_dossiers_are_opened_with_their_first_paper(office: Office, folk: Cast, root: Path) -> None:
    second = customer(office, "另一公司")
    third = customer(office, "第三公司")
    put(root, "另一公司/a.txt")
    put(root, "另一公司/b.txt")
    put(root, "第三公司/a.txt", "\x00")

    take(office, folk.mira, root, opening="customer")

    assert dossier_of(second).items.count() == 2
    assert not third.dossiers.exists()


def test_one_bad_paper_does_not_sink_its_group(
    office: Office, folk: Cast, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(9):
        put(root, f"K000001/{n}.txt")
    real = filing.file_many

    def picky(office: Office, who: object, papers: list[tuple[object, filing.NewPaper]]) -> object:
        if any(one.title in {"3", "8"} for _, one in papers):
            raise BadInput("this one not", why="it is odd", fix="leave it")
        return real(office, who, papers)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(filing, "file_many", picky)

    outcome = take(office, folk.mira, root)

    assert left(outcome) == {"K000001/3.txt": "this one not", "K000001/8.txt": "this one not"}
    assert [one.title for one in Item.objects.order_by("turn")] == list("0124567")
    assert_whole(office)


def test_a_disk_that_fails_stops_and_what_was_filed_stays(
    office: Office, folk: Cast, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(4):
        put(root, f"K000001/{n}.txt")
    monkeypatch.setattr(taking_in_steps, "GROUP", 2)
    real, calls = filing.file_many, list[int]()

    def full(office: Office, who: object, papers: list[object]) -> object:
        calls.append(len(papers))
        if len(calls) == 2:
            raise OutsideFailed("full", why="no room", fix="make room")
        return real(office, who, papers)  # type: ignore[arg-type]  # handed through

    with monkeypatch.context() as patch:
        patch.setattr(filing, "file_many", full)
        with pytest.raises(OutsideFailed):
            take(office, folk.mira, root)
    again = take(office, folk.mira, root)

    assert (again.before, Item.objects.count()) == (2, 4)
    assert [entry["res"] for entry in log("archive.imported")] == ["error", "allow"]


@pytest.mark.parametrize("size", [1, 2, 100])
def test_large_papers_are_filed_in_smaller_groups(
    office: Office, folk: Cast, root: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    for n in range(5):
        put(root, f"K000001/{n}.txt", f"{n}" * 10)
    monkeypatch.setattr(taking_in_steps, "GROUP_BYTES", 10 * size)
    groups = list[int]()
    real = filing.file_many

    def counting(office: Office, who: object, papers: list[object]) -> object:
        groups.append(len(papers))
        return real(office, who, papers)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(filing, "file_many", counting)

    take(office, folk.mira, root)

    assert groups == {1: [1] * 5, 2: [2, 2, 1], 100: [5]}[size]


def test_the_import_is_one_entry_beside_those_of_the_papers(
    office: Office, folk: Cast, root: Path, tmp_path: Path
) -> None:
    for source in ("K000001/a.txt", "K000001/b.txt", "x.txt", "K000001/Thumbs.db"):
        put(root, source)

    outcome = take(office, folk.mira, root, done=how(report=tmp_path / "left.csv"))

    [entry] = log("archive.imported")
    assert outcome.report == tmp_path / "left.csv"
    assert entry["sha512"] == sha512(outcome.report.read_bytes()).hexdigest()
    assert (entry["n"], entry["idx"]) == (2, outcome.log_index)
    assert entry["more"] == {"before": 0, "not-taken": 1, "passed-over": 1}
    assert len(log("item.filed")) == 2


def test_the_report_as_csv_is_no_formula(
    office: Office, folk: Cast, root: Path, tmp_path: Path
) -> None:
    put(root, "=cmd.txt")

    take(office, folk.mira, root, done=how(report=tmp_path / "left.csv"))

    lines = list(csv.reader((tmp_path / "left.csv").read_text("utf-8-sig").splitlines()))
    assert lines[1][:4] == ["'=cmd.txt", "", "not taken", "it lies in no folder of a dossier"]


def test_the_report_as_excel_never_over_another_file(
    office: Office, folk: Cast, root: Path, tmp_path: Path
) -> None:
    put(root, "x.txt")
    taken = tmp_path / "left.xlsx"
    taken.write_text("mine")

    outcome = take(office, folk.mira, root, done=how(report=taken))

    assert outcome.report == tmp_path / "left (2).xlsx"
    rows = list(load_workbook(outcome.report).worksheets[0].iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["file", "x.txt"]
    assert taken.read_text() == "mine"


@pytest.mark.parametrize("name", ["left.pdf", "none/left.csv"])
def test_a_report_that_cannot_be_is_refused_first(
    office: Office, folk: Cast, root: Path, tmp_path: Path, name: str
) -> None:
    put(root, "K000001/a.txt")

    with pytest.raises(Misuse):
        take(office, folk.mira, root, done=how(report=tmp_path / name))

    assert Item.objects.count() == 0


def test_two_imports_do_not_run_at_once(office: Office, folk: Cast, root: Path) -> None:
    put(root, "K000001/a.txt")
    place = office.folder / "work" / "locks" / "import"
    place.mkdir()
    assert locks.own(place)

    with pytest.raises(BadInput, match="Another import is at work"):
        take(office, folk.mira, root)

    locks.disown(place)
    assert len(take(office, folk.mira, root).taken) == 1


def test_whoever_may_not_know_of_a_dossier_files_nothing_there(
    office: Office, folk: Cast, root: Path
) -> None:
    put(root, "0000000001/a.txt")

    outcome = take(office, folk.lena, root)

    assert left(outcome) == {"0000000001/a.txt": "There is no dossier or customer 0000000001"}
    assert Item.objects.count() == 0
