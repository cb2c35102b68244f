"""``docgen batch`` as people call it: what it prints, how it ends, what a machine can do to it."""

from __future__ import annotations

import os
import pty
import shutil
import signal
import subprocess
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.support.batches import assert_each_row_once, complaints, papers, results, sheet
from tests.support.desks import COMPLAINT, assert_whole
from tests.support.offices import reopen
from tests.support.pressing import telling, wait_for
from tests.support.shell import PROGRAM, Inside, Shell, environment

from docgen.errors import OutsideFailed
from docgen.office import auditing, batch, batch_ends, batch_steps, people
from docgen.office.batch_folder import opened
from docgen.register.models import IssuedNumber, Item
from docgen.render import pdfcheck

SLOW = '#!/bin/sh\ntouch "{ready}"\nsleep 30\n'


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    return complaints(tmp_path / "rows.csv", 3)


def batching(rows: Path, out: Path, *more: str) -> list[str]:
    return ["batch", COMPLAINT, str(rows), "--out", str(out), "--jobs", "1", *more]


def test_what_it_says(inside: Inside, rows: Path, tmp_path: Path) -> None:
    said = inside.run(*batching(rows, tmp_path / "out"))

    assert said.code == 0, said.err
    assert said.out.splitlines()[0] == f"3 forms filled in {tmp_path / 'out'}."
    assert said.err == ""
    assert_each_row_once(tmp_path / "out", 3)


def test_the_shape_of_its_data(inside: Inside, rows: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    said = inside.run(*batching(rows, out, "--json", "--zip"))

    assert said.code == 0, said.err
    told, pack = said.data, out / "客户投诉记录及处理意见.zip"
    assert len(told.pop("batch")) == 16
    counts = {"rows": 3, "done": 3, "before": 0, "failed": 0, "left_out": 0, "warnings": []}
    places = {"out": str(out), "result": str(out / "结果.xlsx"), "pdf": None, "zip": str(pack)}
    assert told == counts | places
    names = zipfile.ZipFile(pack).namelist()
    assert names == [str(row[2]) for row in results(out)] + ["结果.xlsx"]
    assert papers(out) == []
    assert zipfile.ZipFile(pack).testzip() is None


def test_a_dry_run_ends_with_3_and_tells_each_cell(
    inside: Inside, folder: Path, tmp_path: Path
) -> None:
    reopen(folder)
    rows = sheet(tmp_path / "rows.csv", [{}, {"投诉级别": "较犬"}, {"投诉客户": ""}])

    said = inside.run("batch", COMPLAINT, rows, "--dry-run", "--json")
    plain = inside.run("batch", COMPLAINT, rows, "--dry-run")

    assert (said.code, plain.code) == (3, 3)
    assert (said.data["rows"], said.data["right"], said.data["wrong"]) == (3, 1, 2)
    [severity, name] = said.data["problems"]
    assert (severity["row"], severity["field"], severity["label"]) == (3, "severity", "投诉级别")
    assert (severity["value"], name["row"]) == ("较犬", 4)
    assert severity["cell"]
    assert "较大" in severity["fix"]
    assert "1 of 3 rows are right." in plain.out
    assert not IssuedNumber.objects.exists()


def test_headings_may_be_other_words(inside: Inside, tmp_path: Path) -> None:
    rows = sheet(tmp_path / "rows.csv", [{}])
    rows.write_text(rows.read_text("utf-8").replace("投诉级别", "轻重"), "utf-8")

    refused = inside.run(*batching(rows, tmp_path / "out"))
    said = inside.run(*batching(rows, tmp_path / "out", "--map", "轻重=severity"))

    assert refused.code == 3
    assert "轻重" in refused.err
    assert said.code == 0, said.err


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--resume", "--restart"], "exclude each other"),
        (["--archival"], "add --pdf"),
        (["--archival", "--merge-pdf", "all"], "PDF/A"),
        (["--merge-pdf", "../all.pdf"], "--merge-pdf all.pdf"),
        (["--map", "轻重"], "HEADING=FIELD"),
        (["--jobs", "0"], "jobs"),
    ],
)
def test_nonsense_is_misuse(
    inside: Inside, rows: Path, tmp_path: Path, more: list[str], told: str
) -> None:
    said = inside.run("batch", COMPLAINT, rows, "--out", tmp_path / "out", *more)

    assert said.code == 2
    assert told in said.err
    assert not (tmp_path / "out").exists()


def test_without_a_folder_it_must_be_a_dry_run(inside: Inside, rows: Path) -> None:
    said = inside.run("batch", COMPLAINT, rows)

    assert said.code == 2
    assert "--dry-run" in said.err


@pytest.mark.parametrize("name", ["rows.txt", "gone.csv", "broken.xlsx"])
def test_a_file_that_is_no_sheet(inside: Inside, tmp_path: Path, name: str) -> None:
    if not name.startswith("gone"):
        (tmp_path / name).write_bytes(b"PK\x03\x04 no table")

    said = inside.run(*batching(tmp_path / name, tmp_path / "out"))

    assert said.code == 3, said.err
    assert all(part in said.err for part in ("why: ", "fix: "))
    assert not (tmp_path / "out").exists()


def test_on_a_terminal_there_is_a_bar(folder: Path, rows: Path, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [str(PROGRAM), *batching(rows, tmp_path / "out")],
        env=environment(DOCGEN_OFFICE=str(folder), TERM="xterm", COLUMNS="100"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65_536)
        except OSError:  # the other end is closed
            break
        shown += part
    os.close(ours)

    assert process.wait() == 0
    assert b"filling" in shown
    assert b"3/3" in shown


# ---- PDF


def test_one_pdf_of_all_and_one_each(inside: Inside, rows: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    said = inside.run(*batching(rows, out, "--pdf", "--merge-pdf", "all", "--json"))

    assert said.code == 0, said.err
    assert said.data["pdf"] == str(out / "all.pdf")
    singles = [out / str(row[2]) for row in results(out)]
    assert [len(PdfReader(path).pages) for path in singles] == [1, 1, 1]
    pages = [page.extract_text() for page in PdfReader(out / "all.pdf").pages]
    numbers = [str(row[1]) for row in results(out)]
    assert [number in page for number, page in zip(numbers, pages, strict=True)] == [True] * 3
    assert not (out / ".docgen-batch" / "kept").exists()


@pytest.mark.parametrize("script", ["sleep 60", "kill -9 $$"])
def test_a_libreoffice_that_fails_stops_it_and_it_goes_on(
    inside: Inside,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    script: str,
) -> None:
    rows, out = complaints(tmp_path / "rows.csv", 2), tmp_path / "out"
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    program.chmod(0o755)
    settings = folder / "docgen.toml"
    patient = settings.read_text("utf-8").replace("pdf_seconds = 60", "pdf_seconds = 600")
    settings.write_text(patient.replace("pdf_seconds = 600", "pdf_seconds = 1"), "utf-8")
    reopen(folder)

    with monkeypatch.context() as patch:
        patch.setenv("DOCGEN_SOFFICE", str(program))
        said = inside.run(*batching(rows, out, "--merge-pdf", "all"))

    assert said.code == 7, said.err
    assert "Traceback" not in said.err
    assert not IssuedNumber.objects.exists()
    assert papers(out) == []
    settings.write_text(patient, "utf-8")
    assert inside.run(*batching(rows, out, "--merge-pdf", "all", "--resume")).code == 0
    assert len(PdfReader(out / "all.pdf").pages) == 2
    assert_each_row_once(out, 2)


def test_a_form_that_cannot_be_printed_is_its_rows_fault(
    inside: Inside, rows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hung = OutsideFailed("LibreOffice did not answer", why="w", fix="f")
    turns: Iterator[bytes | OutsideFailed] = iter([b"%PDF 1", hung, b"%PDF 3"])

    def all_at_once(*_: object, **__: object) -> list[bytes]:
        raise hung

    def one(*_: object, **__: object) -> bytes:
        turn = next(turns)
        if isinstance(turn, OutsideFailed):
            raise turn
        return turn

    monkeypatch.setattr(batch_steps, "to_pdfs", all_at_once)
    monkeypatch.setattr(batch_steps, "to_pdf", one)
    said = inside.run(*batching(rows, tmp_path / "out", "--pdf", "--json"))

    assert said.code == 1
    assert (said.data["done"], said.data["failed"]) == (2, 1)
    told = results(tmp_path / "out")
    assert [row[4] for row in told] == ["", "LibreOffice did not answer", ""]
    assert told[1][1:3] == ("", "")
    assert list(IssuedNumber.objects.order_by("seq").values_list("state", flat=True)) == [
        *("issued", "void", "issued"),
    ]
    assert len(papers(tmp_path / "out")) == 2


def test_archival_pdfs_are_pdf_a(inside: Inside, rows: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    said = inside.run(*batching(rows, out, "--pdf", "--archival"))

    assert said.code == 0, said.err
    made = [pdfcheck.archival((out / str(row[2])).read_bytes()) for row in results(out)]
    assert made == [True] * 3


# ---- the machine


@pytest.mark.parametrize("broken", ["_results", "join", "zipfile"])
def test_an_end_that_fails_is_done_again(
    inside: Inside, rows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    out = tmp_path / "out"
    more = ["--zip", *(["--merge-pdf", "all"] if broken == "join" else [])]

    class Full:
        """Whatever is asked of it, the disk is full."""

        def __getattr__(self, _: str) -> object:
            raise OSError(28, "No space left on device")

        def __call__(self, *_: object) -> object:
            raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(batch_ends, broken, Full())
        said = inside.run(*batching(rows, out, *more))

    assert said.code == 7, said.err
    assert "--resume" in said.err
    assert not list(out.glob("*.zip"))
    assert IssuedNumber.objects.filter(state="issued").count() == 3
    again = inside.run(*batching(rows, out, *more, "--resume", "--json"))
    assert (again.code, again.data["before"]) == (0, 3), again.err
    assert len(zipfile.ZipFile(next(out.glob("*.zip"))).namelist()) == 4
    assert IssuedNumber.objects.count() == 3


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    command = [str(mount), "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if os.geteuid() or not mount or subprocess.run(command, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    try:
        yield place
    finally:
        subprocess.run([str(umount), "-l", str(place)], check=True)


def test_a_disk_that_fills_up_in_the_middle(
    inside: Inside, folder: Path, small_disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "SLICE", 20)
    rows, out = complaints(tmp_path / "rows.csv", 60), small_disk / "out"
    filler = small_disk / "filler"
    filler.write_bytes(b"\0" * 600_000)

    said = inside.run(*batching(rows, out))
    filler.unlink()

    assert said.code == 7, said.err
    assert "--resume" in said.err
    assert "Traceback" not in said.err
    done = len(papers(out))
    assert done == IssuedNumber.objects.count()
    assert inside.run(*batching(rows, out, "--resume")).code == 0
    assert_each_row_once(out, 60)
    assert auditing.verify(reopen(folder), people.by_login("jonas")).is_whole


def test_two_batches_at_once_in_one_folder(
    shell: Shell, folder: Path, rows: Path, tmp_path: Path
) -> None:
    reopen(folder)

    with opened(tmp_path / "out"):
        said = shell.run(*batching(rows, tmp_path / "out"))

    assert said.code == 3
    assert "Another batch is at work" in said.err
    assert not IssuedNumber.objects.exists()


@pytest.mark.slow  # a minute, until the PDFs have ended
def test_ctrl_c_while_pdfs_are_made(shell: Shell, folder: Path, tmp_path: Path) -> None:
    ready, program = tmp_path / "ready", tmp_path / "soffice"
    program.write_text(SLOW.format(ready=ready), "utf-8")
    program.chmod(0o755)
    rows, out = complaints(tmp_path / "rows.csv", 2), tmp_path / "out"
    process = shell.start(*batching(rows, out, "--pdf"), DOCGEN_SOFFICE=str(program))
    wait_for(ready.exists, process)

    process.send_signal(signal.SIGINT)
    _, err = process.communicate()

    assert process.returncode == 130, err
    assert "--resume" in err
    assert "Traceback" not in err
    reopen(folder)
    assert not IssuedNumber.objects.exists()
    assert shell.run(*batching(rows, out, "--restart")).code == 0
    assert_each_row_once(out, 2)


@pytest.mark.parametrize("wait", [0.2, 0.5, 0.8])
def test_ctrl_c_at_any_time(shell: Shell, folder: Path, tmp_path: Path, wait: float) -> None:
    """So long after the program began, whatever a busy machine has made of it by then."""
    rows, out, ready = complaints(tmp_path / "rows.csv", 400), tmp_path / "out", tmp_path / "ready"
    told = batching(rows, out, "--customer-column", "投诉客户")[:-2]
    process = replace(shell, program=telling(ready)).start(*told, "--file")
    wait_for(ready.exists, process)
    time.sleep(wait)

    process.send_signal(signal.SIGINT)
    _, err = process.communicate()

    assert process.returncode in {0, 3, 130}, err
    assert "Traceback" not in err
    office = reopen(folder)
    assert not IssuedNumber.objects.filter(state="reserved").exists()
    assert_whole(office)


def test_filed_and_found(inside: Inside, folder: Path, tmp_path: Path) -> None:
    office = reopen(folder)
    named = [{"客户编号": "K000001", "投诉内容": f"第{n}批短少"} for n in range(3)]
    rows = sheet(tmp_path / "rows.csv", named)

    said = inside.run(*batching(rows, tmp_path / "out", "--file"))

    assert said.code == 0, said.err
    assert Item.objects.filter(template=COMPLAINT).count() == 3
    assert inside.run("find", "批短少", "--json").data["total"] == 3
    assert_whole(office)
