"""Faults that other archives had with papers on their way in; the table is docs/spec/faults.md."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.db import connections
from tests.support.desks import Cast, assert_whole, at, filed, holding, log, paper
from tests.support.offices import founder, reopen
from tests.support.shell import Inside

from docgen.archive.check import check_root
from docgen.office import auditing, describing, filing, finding
from docgen.office.describing import Wanted
from docgen.office.desk import Office
from docgen.office.dossiers import place_for
from docgen.register.models import Customer, Item, Loan
from docgen.register.models_description import Description


@pytest.fixture
def brought(tmp_path: Path) -> Path:
    """A paper that somebody brings."""
    file = tmp_path / "来信.txt"
    file.write_text("门禁卡失灵，请换一张。", "utf-8")
    return file


@contextmanager
def register_held(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Another program writes in the register for longer than anybody waits."""
    options = {**connections["default"].settings_dict["OPTIONS"], "timeout": 0.05}
    monkeypatch.setitem(connections["default"].settings_dict, "OPTIONS", options)
    with closing(sqlite3.connect(folder / "register.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_f01_a_register_that_stays_locked_loses_nothing(
    inside: Inside, folder: Path, brought: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = reopen(folder)
    before = holding(office)

    with register_held(folder, monkeypatch):
        said = inside.run("file", "1", brought)

    assert said.code == 7, said.err
    assert all(part in said.err for part in ("locked", "why: ", "fix: "))
    assert "Traceback" not in said.err
    assert holding(office) == before
    assert brought.read_text("utf-8") == "门禁卡失灵，请换一张。"
    assert inside.run("file", "1", brought).code == 0
    assert Item.objects.count() == 2
    assert_whole(office)


def test_f02_a_broken_form_or_rule_of_another_kind_keeps_no_paper_out(
    inside: Inside, folder: Path, brought: Path
) -> None:
    form = folder / "templates" / "complaint" / "complaint-record"
    (form / "form.toml").write_text("title = [", "utf-8")
    (form / "template.docx").write_bytes(b"no Word file")

    said = inside.run("file", "1", brought, "--json")

    assert said.code == 0, said.err
    assert inside.run("find", "门禁卡失灵", "--json").data["total"] == 1


def test_f04_f05_facts_that_two_write_at_once_move_no_byte(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filed(office, folk.mira, known)
    before = archive(office)
    stale = describing.facts(office, item)

    describing.describe(office, folk.mira, [str(item)], Wanted(responsible="甲公司"))
    describing.describe(office, folk.jonas, [str(item)], Wanted(doc_number="文〔2026〕1号"))

    assert stale.number == ""
    row = Description.objects.get(item=item)
    assert (row.responsible, row.doc_number) == ("甲公司", "文〔2026〕1号")
    assert archive(office) == before
    assert list(check_root(office.folder / "archive", fixity=True)) == []


def archive(office: Office) -> dict[str, bytes]:
    """Every file of the archive."""
    files = (office.folder / "archive").rglob("*")
    return {str(path): path.read_bytes() for path in sorted(files) if path.is_file()}


def test_f13_an_id_is_never_given_again(office: Office, folk: Cast, known: Customer) -> None:
    item = filed(office, folk.mira, known)
    facts = {"item": item, "borrower": folk.mira, "requested_at": office.now()}
    first = Loan.objects.create(**facts)
    last = first.pk
    first.delete()

    again = Loan.objects.create(**facts)

    assert again.pk > last


@pytest.mark.parametrize("processes", [8])
def test_f29_eight_processes_file_and_none_takes_anothers(
    office: Office, folk: Cast, known: Customer, processes: int
) -> None:
    first = filed(office, folk.mira, known)
    connections["default"].close()

    children = [_file_in_a_child(office.folder, turn) for turn in range(processes)]
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]

    office = reopen(office.folder)
    assert codes == [0] * processes
    assert_whole(office)
    texts = {
        office.store.read(f"urn:docgen:{item}", "材料.txt").decode()
        for item in Item.objects.exclude(pk=first.pk)
    }
    assert texts == {f"第 {turn} 个进程的第 {n} 件" for turn in range(processes) for n in range(2)}
    assert auditing.verify(office, founder()).is_whole


def _file_in_a_child(folder: Path, turn: int) -> int:
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        office = reopen(folder)
        place = place_for(office, founder(), "K000001")
        for n in range(2):
            filing.file(office, founder(), place, paper(f"第 {turn} 个进程的第 {n} 件"))
        code = 0
    finally:
        os._exit(code)


def test_a_clock_that_goes_back_takes_no_paper_and_is_said(
    office: Office, folk: Cast, known: Customer
) -> None:
    filed(office, folk.mira, known)
    back = at(office, office.now().replace(year=2001))

    item = filed(back, folk.mira, known, text="倒回去的一天")

    office = reopen(office.folder)
    assert_whole(office)
    assert log("item.filed")[-1]["clk"].startswith("back:")
    assert item.filed_at.year == 2001
    assert finding.search(office, folk.mira, "倒回去的").total == 1
    assert auditing.verify(office, founder()).is_whole


NAMES = {
    "RTL mark": ("a\u202etxt.exe.txt", 3),
    "zero width": ("a\u200bb.txt", 3),
    "reserved by Windows": ("CON.txt", 0),
    "composed": ("caf\u00e9.txt", 0),
    "decomposed": ("cafe\u0301.txt", 0),
    "as long as may be": ("名" * 78 + "aa.txt", 0),
    "255 bytes": ("名" * 83 + "aa.txt", 3),
}


@pytest.mark.parametrize("name", NAMES)
def test_odd_names_of_files_people_bring(
    inside: Inside, folder: Path, tmp_path: Path, name: str
) -> None:
    file, code = tmp_path / NAMES[name][0], NAMES[name][1]
    file.write_text("名字奇怪的材料", "utf-8")

    said = inside.run("file", "1", file, "--json")

    office = reopen(folder)
    assert said.code == code, said.err
    assert Item.objects.count() == 1 + (code == 0)
    assert_whole(office)
    assert list(check_root(folder / "archive", fixity=True)) == []
    if code == 0:
        urn = f"urn:docgen:{Item.objects.latest('pk')}"
        assert office.store.read(urn, file.name) == "名字奇怪的材料".encode()
