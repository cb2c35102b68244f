"""Batches: each row once, numbers in the order of the rows, all right or nothing done."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from tests.support.batches import (
    ROW,
    assert_each_row_once,
    complaints,
    papers,
    results,
    run,
    sheet,
    silent,
)
from tests.support.desks import COMPLAINT, Cast, assert_whole, holding, log
from tests.support.offices import customer

from docgen.errors import BadInput, NotAllowed, OutsideFailed
from docgen.office import batch, batch_crew, filing, writing
from docgen.office.batch import Wanted
from docgen.office.batch_folder import OutFolder, told
from docgen.office.batch_kept import Kept
from docgen.office.desk import Office
from docgen.office.dossiers import Unopened
from docgen.register.models import Customer, Dossier, IssuedNumber, Item, Person
from docgen.render.docx import words

TITLE = "客户投诉记录及处理意见"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slices of three rows."""
    monkeypatch.setattr(batch, "SLICE", 3)
    monkeypatch.setattr(batch, "SLOW_SLICE", 3)
    monkeypatch.setattr(batch_crew, "PORTION", 2)


@pytest.mark.usefixtures("small")
def test_each_row_becomes_a_form_with_the_next_number(
    office: Office, folk: Cast, tmp_path: Path, out: Path
) -> None:
    outcome = run(office, folk.mira, complaints(tmp_path / "rows.csv", 8), out, jobs=2)

    assert_each_row_once(out, 8)
    assert (len(outcome.done), outcome.before, outcome.failed) == (8, 0, [])
    numbers = [str(number) for _, number, *_ in results(out)]
    assert numbers == sorted(numbers)
    for turn, name in enumerate(papers(out)):
        assert f"第{turn}批货物短少" in words((out / name).read_bytes())
    entry = log("form.filled")[0]
    assert entry["more"] == {"batch": outcome.batch, "row": 0, "number": numbers[0]}
    assert (entry["obj"], entry["res"], len(entry["sha512"])) == (COMPLAINT, "allow", 128)


def test_it_fills_as_fill_does(office: Office, folk: Cast, tmp_path: Path, out: Path) -> None:
    customer(office, "甲公司")
    rows = sheet(tmp_path / "rows.csv", [{"客户编号": "K000001"}])
    raw = {
        "received_on": "2026-03-10 09:40",
        "customer_name": "甲公司",
        "channel": "来电",
        "severity": "一般",
        "content": "到货短少",
        "handler": "周映秋",
    }

    run(office, folk.mira, rows, out)

    [name] = papers(out)
    number = name.removeprefix(f"{TITLE} ").removesuffix(".docx")
    single = writing.fill(office, folk.mira, COMPLAINT, raw, customer="K000001")
    told = words((out / name).read_bytes()).replace(number, single.number)
    assert told == words(single.docx)
    assert "0755-55550101" in told  # known of the customer


def test_one_wrong_row_and_nothing_is_done(
    office: Office, folk: Cast, tmp_path: Path, out: Path
) -> None:
    rows = sheet(tmp_path / "rows.csv", [{}, {"投诉时间": "三月", "投诉方式": "来典"}, {}])
    before = holding(office)

    with pytest.raises(BadInput) as caught:
        run(office, folk.mira, rows, out)

    assert caught.value.what == "1 of 3 rows in rows.csv are wrong"
    assert [detail.label for detail in caught.value.details] == ["投诉时间", "投诉方式"]
    assert all("row 3" in detail.place for detail in caught.value.details)
    assert holding(office) == before
    assert not out.exists()


def test_wrong_rows_may_be_left_out(office: Office, folk: Cast, tmp_path: Path, out: Path) -> None:
    rows = sheet(tmp_path / "rows.csv", [{}, {"投诉级别": "=1+1"}, {}])

    outcome = run(office, folk.mira, rows, out, skip_wrong=True)

    assert (len(outcome.done), outcome.checked.wrong) == (2, 1)
    told = results(out)
    assert [row[0] for row in told] == [2, 3, 4]
    assert told[1][1:4] == ("", "", "")
    assert "left out: “=1+1”" in str(told[1][4])
    assert len(papers(out)) == 2


def test_a_dry_run_tells_every_fault_and_writes_the_list_alone(
    office: Office, folk: Cast, tmp_path: Path, out: Path
) -> None:
    faulty = {"投诉方式": "=cmd|' /c calc'!A1", "投诉级别": "较天"}
    wanted = Wanted(COMPLAINT, sheet(tmp_path / "rows.csv", [{}, faulty, {"投诉内容": ""}]))
    before = holding(office)

    checked = batch.check(office, folk.mira, wanted, out, tell=silent)

    told = [(one.row, one.detail.field, one.value) for one in checked.faults]
    assert told == [
        (3, "channel", "=cmd|' /c calc'!A1"),
        (3, "severity", "较天"),
        (4, "content", ""),
    ]
    assert checked.right == (0,)
    assert holding(office) == before
    assert [path.name for path in out.iterdir()] == ["核对结果.xlsx"]
    cell = load_workbook(out / "核对结果.xlsx").worksheets[0]["E2"]
    assert (cell.value, cell.data_type) == ("=cmd|' /c calc'!A1", "s")
    run(office, folk.mira, complaints(tmp_path / "rows.csv", 1), out)  # into the same folder


def test_nobody_fills_forms_who_may_not(
    office: Office, folk: Cast, tmp_path: Path, out: Path
) -> None:
    rows = complaints(tmp_path / "rows.csv", 2)
    auditor = folk.jonas
    Person.objects.filter(pk=auditor.pk).update(roles=["auditor"])

    with pytest.raises(NotAllowed):
        run(office, Person.objects.get(pk=auditor.pk), rows, out)

    assert not out.exists()
    assert (log()[-1]["act"], log()[-1]["res"]) == ("form.filled", "deny")


def test_a_form_without_numbers_is_named_by_its_row(
    office: Office, folk: Cast, tmp_path: Path, out: Path
) -> None:
    form = office.folder / "templates" / COMPLAINT / "form.toml"
    form.write_text(re.sub(r"(?m)^number .*$", "", form.read_text("utf-8")), "utf-8")

    run(office, folk.mira, complaints(tmp_path / "rows.csv", 2), out)

    assert papers(out) == [f"{TITLE} 00002.docx", f"{TITLE} 00003.docx"]
    assert_each_row_once(out, 2)
    assert "number" not in log("form.filled")[0]["more"]


# ---- customers and filing


def test_each_form_goes_into_its_customers_dossier(
    office: Office, folk: Cast, tmp_path: Path, out: Path
) -> None:
    for name in ("甲公司", "乙公司"):
        customer(office, name)
    named = [
        {"客户编号": "K000002"},
        {"客户编号": "甲公司"},
        {"客户编号": "", "投诉客户": "乙公司"},
    ]
    rows = sheet(tmp_path / "rows.csv", named)

    run(office, folk.mira, rows, out, file=True)

    items = [str(item) for _, _, _, item, _ in results(out)]
    assert items == ["0000000001-0001", "0000000002-0001", "0000000001-0002"]
    assert len(log("item.filed")) == 3
    assert sorted(Item.objects.values_list("form_number", flat=True)) == sorted(
        str(row[1]) for row in results(out)
    )
    assert_whole(office)


def test_customers_nobody_knows_are_told_with_their_rows(
    office: Office, folk: Cast, tmp_path: Path, out: Path
) -> None:
    customer(office, "甲公司")
    rows = [{"客户编号": "K000001"}] * 15 + [{"客户编号": "K000017"}, {"投诉客户": "丙公司"}]
    before = holding(office)

    with pytest.raises(BadInput) as caught:
        run(office, folk.mira, sheet(tmp_path / "rows.csv", rows), out, file=True)

    own, name = caught.value.details
    assert (own.place, own.label, own.field) == ("row 17 column G", "customer", "")
    assert (name.place, name.label, name.field) == ("row 18 column B", "投诉客户", "customer_name")
    assert "K000017" in own.text
    assert holding(office) == before


def test_a_dossier_that_is_not_open_to_him_is_told_before_anything_is_done(
    office: Office, folk: Cast, known: Customer, tmp_path: Path, out: Path
) -> None:
    rows = sheet(tmp_path / "rows.csv", [{"客户编号": known.code}])

    with pytest.raises(BadInput, match="1 of 1 rows"):
        run(office, folk.lena, rows, out, file=True)

    assert not Item.objects.exists()
    assert not IssuedNumber.objects.exists()


def test_another_column_may_name_the_customer(
    office: Office, folk: Cast, known: Customer, tmp_path: Path, out: Path
) -> None:
    rows = sheet(tmp_path / "rows.csv", [{"户号": known.code}])

    run(office, folk.mira, rows, out, file=True, customer_column="户号")

    assert Item.objects.get().dossier.customer == known


@pytest.mark.parametrize("heading", ["投诉客户", "customer_name", "谁"])
def test_the_column_that_names_the_customer_may_be_a_field_too(
    office: Office, folk: Cast, tmp_path: Path, out: Path, heading: str
) -> None:
    customer(office, "甲公司")
    rows = sheet(tmp_path / "rows.csv", [{}])
    rows.write_text(rows.read_text("utf-8").replace("投诉客户", heading), "utf-8")
    mapping = {"谁": "投诉客户"} if heading == "谁" else {}

    run(office, folk.mira, rows, out, customer_column=heading, mapping=mapping)

    [name] = papers(out)
    told = words((out / name).read_bytes())
    assert "甲公司" in told
    assert "0755-55550101" in told  # known of the customer


@pytest.mark.parametrize("column", ["", "投诉客户"])
def test_an_unknown_customer_is_one_fault_at_its_cell(
    office: Office, folk: Cast, tmp_path: Path, column: str
) -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.title = "客户投诉记录"
    named = "投诉客户" if column else "客户编号"
    page.append([named, *(head for head in ROW if head != "投诉客户")])
    page.append(["丙公司", *(value for head, value in ROW.items() if head != "投诉客户")])
    book.save(tmp_path / "rows.xlsx")
    wanted = Wanted(COMPLAINT, tmp_path / "rows.xlsx", customer_column=column)

    checked = batch.check(office, folk.mira, wanted, None, tell=silent)

    [fault] = checked.faults
    assert fault.detail.place == "客户投诉记录!A2"
    assert fault.detail.label == (column or "customer")
    assert fault.value == "丙公司"


def test_a_paper_that_cannot_be_filed_is_its_rows_fault(
    office: Office, folk: Cast, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer(office, "甲公司")
    write, full = filing.file, BadInput("Dossier 1 is full", why="w", fix="f")

    def file(
        desk: Office, who: Person, place: Dossier | Unopened, paper: filing.NewPaper
    ) -> filing.Filed:
        if Item.objects.count() == 1:
            raise full
        return write(desk, who, place, paper)

    monkeypatch.setattr(filing, "file", file)
    outcome = run(office, folk.mira, complaints(tmp_path / "rows.csv", 3), out, file=True)
    monkeypatch.undo()

    assert [one.turn for one in outcome.failed] == [1, 2]
    assert [row[4] for row in results(out)] == ["", "Dossier 1 is full", "Dossier 1 is full"]
    assert len(papers(out)) == 1
    assert not IssuedNumber.objects.filter(state="reserved").exists()
    again = run(office, folk.mira, tmp_path / "rows.csv", out, file=True, mode="resume")
    assert (again.before, again.failed, len(papers(out))) == (1, [], 3)


# ---- what stops a batch


@pytest.mark.usefixtures("small")
def test_a_process_that_is_killed_stops_it_and_it_goes_on(
    office: Office, folk: Cast, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = complaints(tmp_path / "rows.csv", 10)
    made = batch_crew._made

    def killed(turn: int, *more: Any) -> batch_crew.Made:  # noqa: ANN401  whatever it is given
        if turn == 5:
            os.kill(os.getpid(), signal.SIGKILL)
        return made(turn, *more)

    with monkeypatch.context() as patch:
        patch.setattr(batch_crew, "_made", killed)
        with pytest.raises(OutsideFailed, match="ended from outside"):
            run(office, folk.mira, rows, out)
    assert not IssuedNumber.objects.filter(state="reserved").exists()
    done = len(papers(out))

    outcome = run(office, folk.mira, rows, out, mode="resume")

    assert (outcome.before, len(outcome.done)) == (done, 10)
    assert_each_row_once(out, 10)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("what", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_whatever_stops_it_leaves_nothing_half_done(
    office: Office,
    folk: Cast,
    tmp_path: Path,
    out: Path,
    monkeypatch: pytest.MonkeyPatch,
    what: BaseException,
) -> None:
    rows = complaints(tmp_path / "rows.csv", 8)
    publish, calls = OutFolder.publish, list[object]()

    def stop(folder: OutFolder, names: Iterable[str], *, keep: Collection[str]) -> None:
        calls.append(names)
        if len(calls) == 2:
            with told(folder.folder):
                raise what
        publish(folder, names, keep=keep)

    with monkeypatch.context() as patch:
        patch.setattr(OutFolder, "publish", stop)
        with pytest.raises((KeyboardInterrupt, OutsideFailed)):
            run(office, folk.mira, rows, out)

    assert len(papers(out)) == 6  # what was committed has been published after all
    assert not IssuedNumber.objects.exclude(state="issued").exists()
    run(office, folk.mira, rows, out, mode="resume")
    assert_each_row_once(out, 8)


@pytest.mark.usefixtures("small")
def test_without_room_to_keep_answers_they_are_checked_again(
    office: Office, folk: Cast, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Kept, "get", lambda *_: b"")

    run(office, folk.mira, complaints(tmp_path / "rows.csv", 5), out)

    assert_each_row_once(out, 5)


# ---- going on


@pytest.fixture
def interrupted(
    office: Office, folk: Cast, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The sheet of a batch that was stopped after its first slice."""
    rows = complaints(tmp_path / "rows.csv", 5)
    monkeypatch.setattr(batch, "SLICE", 2)

    def stop(phase: str, done: int, _total: int) -> None:
        if phase == "filling" and done > 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batch.run(office, folk.mira, Wanted(COMPLAINT, rows, jobs=1), out, tell=stop)
    return rows


def test_an_interrupted_batch_is_not_begun_again_by_mistake(
    office: Office, folk: Cast, interrupted: Path, out: Path
) -> None:
    before = holding(office)

    with pytest.raises(BadInput, match="was interrupted"):
        run(office, folk.mira, interrupted, out)

    assert holding(office) == before
    run(office, folk.mira, interrupted, out, mode="resume")
    assert_each_row_once(out, 5)


@pytest.mark.parametrize("changed", ["rows", "template", "options"])
def test_it_goes_on_only_with_the_same(
    office: Office, folk: Cast, interrupted: Path, out: Path, changed: str
) -> None:
    more: dict[str, object] = {}
    if changed == "rows":
        complaints(interrupted, 6)
    elif changed == "template":
        form = office.folder / "templates" / COMPLAINT / "form.toml"
        form.write_text(form.read_text("utf-8").replace("来访", "到访"), "utf-8")
    else:
        more = {"zipped": True}
    before, there = holding(office), papers(out)

    with pytest.raises(BadInput, match="not the batch that was interrupted") as caught:
        run(office, folk.mira, interrupted, out, mode="resume", **more)

    assert changed in str(caught.value.details[0].text)
    assert (holding(office), papers(out)) == (before, there)


def test_a_finished_batch_is_not_filled_twice(
    office: Office, folk: Cast, tmp_path: Path, out: Path
) -> None:
    rows = complaints(tmp_path / "rows.csv", 2)
    run(office, folk.mira, rows, out)

    with pytest.raises(BadInput, match="finished"):
        run(office, folk.mira, rows, out)

    again = run(office, folk.mira, rows, out, mode="resume")
    assert (again.before, len(again.done)) == (2, 2)
    assert_each_row_once(out, 2)


def test_begun_anew_its_numbers_are_void_and_its_files_gone(
    office: Office, folk: Cast, interrupted: Path, out: Path
) -> None:
    there = papers(out)

    run(office, folk.mira, interrupted, out, mode="restart")

    assert there
    assert not set(there) & set(papers(out))
    assert len(papers(out)) == 5
    states = list(IssuedNumber.objects.values_list("state", flat=True))
    assert (states.count("void"), states.count("issued")) == (len(there), 5)


def test_filed_papers_cannot_be_begun_anew(
    office: Office, folk: Cast, known: Customer, tmp_path: Path, out: Path
) -> None:
    rows = sheet(tmp_path / "rows.csv", [{"客户编号": known.code}])
    run(office, folk.mira, rows, out, file=True)

    with pytest.raises(BadInput, match="cannot be begun anew"):
        run(office, folk.mira, rows, out, mode="restart")

    assert len(papers(out)) == 1
    assert_whole(office)
