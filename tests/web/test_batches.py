"""Batches on the page: a sheet is sent, checked, corrected at its cells, made, fetched; jobs."""

from __future__ import annotations

import datetime as dt
import fcntl
import io
import json
import os
import subprocess
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from tests.support.batches import complaints, sheet
from tests.support.desks import COMPLAINT, cast_there, log
from tests.support.pages import client
from tests.support.papers import HTMX, customer_there, plain

from docgen.errors import BadInput, Misuse, Negative, NotFound, OutsideFailed
from docgen.office import batch, batch_columns, jobs, jobs_batch, jobs_runner, writing
from docgen.office.batch_corrected import corrected
from docgen.office.batch_plan import Wanted
from docgen.office.desk import Office
from docgen.office.jobs_batch import Wish
from docgen.register.models import IssuedNumber, Item
from docgen.register.models_page import Job
from docgen.render.datarow import Row

_WRONG = {"投诉级别": "很大"}


@pytest.fixture(autouse=True)
def _nobody_works(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs are done when a test says so, in its own process."""
    monkeypatch.setattr(jobs, "_begin", lambda _: None)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})


def begun(office: Office, rows: Path) -> Job:
    """A batch of mira's whose sheet was checked."""
    job = jobs_batch.begin(office, cast_there().mira, COMPLAINT, rows)
    jobs_runner.run_all(office)
    return now(job)


def now(job: Job) -> Job:
    """The job as it stands."""
    return Job.objects.get(pk=job.pk)


def test_a_sheet_is_checked_and_nothing_is_made(office: Office, tmp_path: Path) -> None:
    rows = sheet(tmp_path / "rows.csv", [{}, _WRONG, {"投诉时间": "昨天"}])

    job = begun(office, rows)

    seen = jobs_batch.checked(office, job)
    assert job.state == jobs.READY
    assert job.result == {"rows": 3, "right": 1, "wrong": 2}
    assert [(one["row"], one["field"]) for one in seen["faults"]] == [
        (3, "severity"),
        (4, "received_on"),
    ]
    assert seen["lines"]["3"]["severity"] == "很大"
    assert not IssuedNumber.objects.exists()


def test_what_each_column_became_is_shown(office: Office, tmp_path: Path) -> None:
    rows = sheet(tmp_path / "rows.csv", [{"客户编号": "K000001", "陌生": "x"}])
    form = writing.template(office, COMPLAINT).form
    wanted = Wanted(COMPLAINT, rows, ignored=["陌生"], mapping={"投诉内容": "remark"})

    found = batch_columns.columns(rows.read_bytes(), "rows.csv", form, wanted)

    became = {one.heading: one.field for one in found}
    assert became["投诉级别"] == "severity"
    assert became["投诉内容"] == "remark"
    assert became["客户编号"] == "customer"
    assert became["陌生"] == batch_columns.IGNORED
    assert [one.letter for one in found][:2] == ["A", "B"]
    assert found[0].sample == "2026-03-10 09:40"


def test_a_strange_column_is_asked_about_and_can_be_left_out(
    office: Office, tmp_path: Path
) -> None:
    job = begun(office, sheet(tmp_path / "rows.csv", [{"陌生": "x"}]))
    before = jobs_batch.checked(office, job)

    jobs_batch.choose(office, job, {"陌生": batch_columns.IGNORED})
    jobs_runner.run_all(office)

    assert "陌生" in before["problem"]["details"][0][0]
    assert now(job).result["right"] == 1
    jobs_batch.choose(office, now(job), {"陌生": "remark"})
    assert now(job).facts["mapping"] == {"陌生": "remark"}
    assert now(job).facts["ignored"] == []


def test_cells_are_corrected_without_touching_the_sheet(office: Office, tmp_path: Path) -> None:
    rows = sheet(tmp_path / "rows.csv", [{}, _WRONG])
    job = begun(office, rows)

    jobs_batch.correct(office, job, {"3": {"severity": "较大"}})
    jobs_runner.run_all(office)

    assert now(job).result == {"rows": 2, "right": 2, "wrong": 0}
    assert "很大" in rows.read_text("utf-8")


def test_a_correction_replaces_an_answer_or_takes_it_away() -> None:
    rows = [Row(7, {"a": "1", "b": "2"}, {}, {"customer": "K1"}), Row(8, {"a": "3"}, {}, {})]

    found = corrected(rows, {"7": {"a": "9", "b": "", "customer": "K2"}})

    assert found[0].answers == {"a": "9"}
    assert found[0].extra == {"customer": "K2"}
    assert found[1] == rows[1]
    assert [one.number for one in found[0:2]] == [7, 8]
    assert len(found) == 2


def test_all_becomes_one_zip(office: Office, tmp_path: Path) -> None:
    job = begun(office, complaints(tmp_path / "rows.csv", 3))

    jobs_batch.run(office, job, Wish(pdf=False))
    jobs_runner.run_all(office)

    done = now(job)
    zipped = jobs_batch.result_file(office, done, "客户投诉记录及处理意见.zip")
    assert (done.state, done.result["made"], done.result["failed"]) == (jobs.DONE, 3, 0)
    assert zipped is not None
    assert len(zipfile.ZipFile(zipped).namelist()) == 4
    assert len(log("form.filled")) == 3
    assert {one["who"] for one in log("form.filled")} == {cast_there().mira.code}


def test_each_is_filed_and_no_copy_lies_beside(office: Office, tmp_path: Path) -> None:
    rows = sheet(tmp_path / "rows.csv", [{"客户编号": customer_there().code}, _WRONG])
    job = begun(office, rows)

    jobs_batch.run(office, job, Wish(pdf=False, file=True, skip_wrong=True))
    jobs_runner.run_all(office)

    done = now(job)
    assert done.state == jobs.DONE
    assert done.result["left_out"] == 1
    assert Item.objects.get().template == COMPLAINT
    assert done.result["files"] == ["结果.xlsx"]
    assert sorted(path.name for path in (jobs.place(office, done) / "out").iterdir()) == [
        ".docgen-batch",
        "结果.xlsx",
    ]


def test_whom_nobody_knows_is_asked_for_at_the_cell_when_forms_are_filed(
    office: Office, tmp_path: Path
) -> None:
    job = begun(office, sheet(tmp_path / "rows.csv", [{}]))
    browser, at = client("mira"), f"/batches/{job.code}/"

    browser.post(f"{at}act/", {"act": "run", "what": "file"})
    jobs_runner.run_all(office)
    asked, kept = browser.get(at).content.decode(), now(job)
    cell = {"ox-2-customer_name": "甲公司", "x-2-customer_name": customer_there().name}
    browser.post(f"{at}act/", {"act": "correct", **cell})
    jobs_runner.run_all(office)
    right = browser.get(at).content.decode()
    browser.post(f"{at}act/", {"act": "run", "what": "file"})
    jobs_runner.run_all(office)

    assert (kept.state, kept.result["wrong"]) == (jobs.READY, 1)
    assert 'name="x-2-customer_name"' in asked
    assert 'value="resume"' not in asked
    assert 'value="file" checked' in right
    assert Item.objects.get().template == COMPLAINT


def test_a_job_whose_process_was_killed_goes_on(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after some slices are done: the next process makes the rest, and nothing twice."""
    job = begun(office, complaints(tmp_path / "rows.csv", 6))
    jobs_batch.run(office, job, Wish(pdf=False))
    monkeypatch.setattr(batch, "SLICE", 2)
    _die_at(monkeypatch, 4)
    with pytest.raises(SystemExit):
        jobs_runner.run_all(office)
    killed = now(job).state
    monkeypatch.undo()
    monkeypatch.setattr(jobs, "_begin", lambda _: None)

    jobs_runner.run_all(office)

    done = now(job)
    assert killed == jobs.RUNNING
    assert (done.state, done.result["made"]) == (jobs.DONE, 6)
    assert IssuedNumber.objects.count() == 6
    assert len(log("form.filled")) == 6


def _die_at(monkeypatch: pytest.MonkeyPatch, done: int) -> None:
    told = jobs_runner._Told.__call__

    def dying(self: jobs_runner._Told, phase: str, at: int, total: int) -> None:
        told(self, phase, at, total)
        if phase == "filling" and at >= done:
            raise SystemExit

    monkeypatch.setattr(jobs_runner._Told, "__call__", dying)


def test_a_job_is_not_taken_up_for_ever(office: Office, tmp_path: Path) -> None:
    job = begun(office, complaints(tmp_path / "rows.csv", 1))
    Job.objects.update(state=jobs.RUNNING, facts={**job.facts, "tries": 5})

    jobs_runner.run_all(office)

    failed = now(job)
    assert failed.state == jobs.FAILED
    assert failed.error["what"][0] == "The job was interrupted 5 times"


def test_a_stop_keeps_what_was_made_and_can_be_gone_on_from(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = begun(office, complaints(tmp_path / "rows.csv", 4))
    jobs_batch.run(office, job, Wish(pdf=False))
    jobs.stop(office, now(job))
    before = now(job).state
    jobs.start(office, now(job))
    monkeypatch.setattr(jobs_runner, "_PAUSE", 0.0)
    _stop_at(office, job, monkeypatch)

    jobs_runner.run_all(office)

    stopped = now(job).state
    monkeypatch.setattr(jobs_runner, "_PAUSE", 1.0)
    Job.objects.update(state=jobs.WAITING)
    jobs_runner.run_all(office)
    assert (before, stopped) == (jobs.STOPPED, jobs.STOPPED)
    assert now(job).result["made"] == 4
    assert IssuedNumber.objects.count() == 4


def _stop_at(office: Office, job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    put = jobs_runner._put

    def pressing(at: Office, row: Job, **facts: object) -> None:
        put(at, row, **facts)
        if facts.get("done") == 2:
            jobs.stop(office, job)

    monkeypatch.setattr(jobs_runner, "_put", pressing)


def test_one_process_works_at_a_time(office: Office, tmp_path: Path) -> None:
    jobs_batch.begin(office, cast_there().mira, COMPLAINT, complaints(tmp_path / "rows.csv", 1))
    folder = jobs.place(office)
    number = os.open(folder, os.O_RDONLY)
    fcntl.flock(number, fcntl.LOCK_EX)

    done, worked = jobs_runner.run_all(office), jobs.is_worked(office)

    os.close(number)
    assert (done, worked) == (0, True)
    assert not jobs.is_worked(office)


def test_a_job_at_work_is_not_started_twice(office: Office, tmp_path: Path) -> None:
    job = begun(office, complaints(tmp_path / "rows.csv", 1))
    jobs_batch.run(office, job, Wish())

    with pytest.raises(Negative):
        jobs_batch.run(office, job, Wish())


def test_a_process_of_its_own_is_started(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    started: list[tuple[object, ...]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda *args, **more: started.append((args, more)))
    jobs.add(office, cast_there().mira, "batch", "x", {"step": "check"})
    jobs.tend(office)
    Job.objects.update(state=jobs.WAITING)

    jobs.tend(office)

    [(args, more)] = started
    assert args[0][1:] == ["-m", "docgen.office.jobs_runner", str(office.folder)]  # type: ignore[index]
    assert more["start_new_session"]  # type: ignore[index]


def test_how_long_it_takes_still(office: Office) -> None:
    began = office.now() - dt.timedelta(seconds=10)
    job = Job(state=jobs.RUNNING, done=25, total=100, result={"began": began.isoformat()})

    left = jobs.eta(office, job)

    assert left is not None
    assert 29 <= left <= 31
    assert jobs.eta(office, Job(state=jobs.RUNNING)) is None


def test_nobody_else_has_my_job(office: Office, tmp_path: Path) -> None:
    job = begun(office, complaints(tmp_path / "rows.csv", 1))

    with pytest.raises(NotFound):
        jobs.get(cast_there().jonas, job.code)
    assert jobs.mine(cast_there().jonas, "batch") == ([], 0)
    assert client("jonas").get(f"/batches/{job.code}/").status_code == 404


@pytest.mark.parametrize("code", ["", "J", "J1", "D000001", "J99999999999999999999", "J٣"])
def test_what_is_no_code_finds_no_job(office: Office, code: str) -> None:
    del office

    with pytest.raises(NotFound):
        jobs.get(cast_there().mira, code)


def test_a_sheet_of_another_kind_is_refused(office: Office, tmp_path: Path) -> None:
    (tmp_path / "rows.exe").write_bytes(b"MZ")
    job = begun(office, complaints(tmp_path / "rows.csv", 1))

    with pytest.raises(BadInput):
        jobs_batch.begin(office, cast_there().mira, COMPLAINT, tmp_path / "rows.exe")
    with pytest.raises(Misuse):
        jobs_batch.replace_sheet(office, job, tmp_path / "rows.xlsx")


def test_a_sheet_corrected_elsewhere_takes_the_place(office: Office, tmp_path: Path) -> None:
    job = begun(office, sheet(tmp_path / "rows.csv", [_WRONG]))

    jobs_batch.replace_sheet(office, job, complaints(tmp_path / "right.csv", 2))
    jobs_runner.run_all(office)

    assert now(job).result == {"rows": 2, "right": 2, "wrong": 0}
    assert now(job).facts["sheet"] == "right.csv"


def test_a_sheet_that_is_too_long_says_so(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs_batch, "MOST_ROWS", 2)

    job = begun(office, complaints(tmp_path / "rows.csv", 3))

    assert jobs_batch.checked(office, job)["problem"]["what"][0] == "The sheet has 3 rows"


def test_a_broken_sheet_fails_with_a_sentence(office: Office, tmp_path: Path) -> None:
    (tmp_path / "rows.xlsx").write_bytes(b"no workbook")

    job = begun(office, tmp_path / "rows.xlsx")

    assert job.state == jobs.FAILED
    assert job.error["what"][0].startswith("“rows.xlsx”")


def test_a_fault_of_the_program_is_said_and_raised(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(jobs_runner, "KINDS", {"batch": broken})
    job = jobs_batch.begin(office, cast_there().mira, COMPLAINT, complaints(tmp_path / "r.csv", 1))

    with pytest.raises(ZeroDivisionError):
        jobs_runner.run_all(office)

    assert now(job).state == jobs.FAILED


def test_a_problem_is_written_down_in_both_languages() -> None:
    told = jobs.told(OutsideFailed("docgen failed", why="a", fix="b"))

    assert told["why"] == ["a", "a"]
    assert told["details"] == []


def test_the_page_from_sheet_to_zip(office: Office) -> None:
    browser = client("mira")
    blank = browser.get(f"/batches/sheet.xlsx?template={COMPLAINT}&rows=5")
    book = load_workbook(io.BytesIO(blank.content))
    _filled(book.worksheets[0], ["一般", "很大"])
    saved = io.BytesIO()
    book.save(saved)
    upload = SimpleUploadedFile("../=1+1<b>.xlsx", saved.getvalue())

    at = browser.post("/batches/", {"template": COMPLAINT, "files": upload})["Location"]
    waiting = browser.get(at, headers=HTMX)
    jobs_runner.run_all(office)
    ended = browser.get(at, headers=HTMX)
    text = browser.get(at).content.decode()
    cell = {"ox-3-severity": "很大", "x-3-severity": "较大"}
    browser.post(f"{at}act/", {"act": "correct", **cell})
    jobs_runner.run_all(office)
    right = plain(browser.get(at).content)
    browser.post(f"{at}act/", {"act": "run", "what": "zip"})
    jobs_runner.run_all(office)
    end = browser.get(at).content.decode()

    assert "Waiting for its turn" in plain(waiting.content)
    assert (ended.status_code, ended["HX-Refresh"]) == (204, "true")
    assert 'name="x-3-severity"' in text
    assert "<b>" not in text
    assert "All 2 rows are right" in right
    assert "2 papers" in plain(end.encode())
    for name in ("客户投诉记录及处理意见.zip", "结果.xlsx"):
        fetched = browser.get(f"{at}{name}")
        assert b"".join(fetched.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    assert browser.get(f"{at}check.json").status_code == 404
    assert browser.get(f"{at}..%2Frows.xlsx").status_code == 404


def _filled(page: object, severities: list[str]) -> None:
    cells = list(page.iter_rows())  # type: ignore[attr-defined]
    heads = [str(cell.value or "").strip("* ") for cell in cells[0]]
    row = {"投诉时间": "2026-03-10 09:40", "投诉客户": "甲", "投诉方式": "来电", "投诉内容": "x"}
    for turn, severity in enumerate(severities, start=1):
        for cell, head in zip(cells[turn], heads, strict=True):
            values = {**row, "投诉级别": severity, "经办人": "周映秋"}
            if head in values:
                cell.value = values[head]


@pytest.mark.usefixtures("office")
def test_no_sheet_and_no_template_are_sentences() -> None:
    browser = client("mira")
    upload = SimpleUploadedFile("rows.csv", "投诉内容\nx".encode())

    nothing = browser.post("/batches/", {"template": COMPLAINT})
    nowhere = browser.post("/batches/", {"template": "none/such", "files": upload})
    no_sheet = browser.get("/batches/sheet.xlsx?template=none/such")

    assert nothing.status_code == 422
    assert "No sheet was sent" in plain(nothing.content)
    assert (nowhere.status_code, no_sheet.status_code) == (404, 404)


def test_the_page_stops_and_goes_on(office: Office, tmp_path: Path) -> None:
    browser = client("mira")
    job = begun(office, complaints(tmp_path / "rows.csv", 1))
    at = f"/batches/{job.code}/"

    browser.post(f"{at}act/", {"act": "run", "what": "zip"})
    browser.post(f"{at}act/", {"act": "stop"})
    stopped = plain(browser.get(at).content)
    browser.post(f"{at}act/", {"act": "resume"})
    jobs_runner.run_all(office)

    assert "Go on where it stopped" in stopped
    assert now(job).state == jobs.DONE
    assert browser.get(f"/jobs/{job.code}/")["Location"] == at
    assert job.code in plain(browser.get("/batches/").content)


def test_columns_are_changed_on_the_page(office: Office, tmp_path: Path) -> None:
    browser = client("mira")
    job = begun(office, sheet(tmp_path / "rows.csv", [{"陌生": "x"}]))
    columns = jobs_batch.checked(office, job)["columns"]
    letter = next(one["letter"] for one in columns if one["heading"] == "陌生")

    shown = browser.get(f"/batches/{job.code}/").content.decode()
    browser.post(f"/batches/{job.code}/act/", {"act": "columns", f"c-{letter}": "remark"})
    jobs_runner.run_all(office)

    assert "the form has no field “陌生”" in shown
    assert now(job).result["right"] == 1
    assert json.dumps(now(job).facts["mapping"], ensure_ascii=False) == '{"陌生": "remark"}'
