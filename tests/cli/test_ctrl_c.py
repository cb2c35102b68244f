"""Ctrl-C at any time: exit code 130, and after the next command nothing is half done."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.archive import Cut, count_steps, ctrl_c
from tests.support.desks import COMPLAINT, assert_whole
from tests.support.offices import reopen
from tests.support.pressing import pressed_at, wait_for
from tests.support.shell import Inside, Shell

from docgen.archive import disk
from docgen.archive.check import check_root
from docgen.cli import main
from docgen.office import auditing, people
from docgen.office.desk import Office
from docgen.register.models import IssuedNumber, Item

#: A LibreOffice that tells when it runs, and takes its time.
SLOW = '#!/bin/sh\ntouch "{ready}"\nsleep 30\n'


def filling(folder: Path, *more: str) -> list[str]:
    example = folder / "templates" / COMPLAINT / "example.toml"
    return ["fill", COMPLAINT, "--data", str(example), "--customer", "K000001", "--file", *more]


def assert_nothing_half_done(office: Office, filed: int) -> None:
    assert Item.objects.count() == 1 + filed
    assert list(IssuedNumber.objects.values_list("state", flat=True)) == ["issued"] * filed
    assert_whole(office)
    assert list(check_root(office.folder / "archive", fixity=True)) == []
    assert auditing.verify(office, people.by_login("jonas")).is_whole


def test_while_the_pdf_is_made(shell: Shell, folder: Path, tmp_path: Path) -> None:
    ready, program = tmp_path / "ready", tmp_path / "soffice"
    program.write_text(SLOW.format(ready=ready), "utf-8")
    program.chmod(0o755)
    process = shell.start(*filling(folder, "--pdf"), DOCGEN_SOFFICE=str(program))
    wait_for(ready.exists, process)

    process.send_signal(signal.SIGINT)
    _, err = process.communicate()

    assert process.returncode == 130
    assert "Nothing half done" in err
    assert "Traceback" not in err
    assert shell.run("customer", "list").code == 0
    assert_nothing_half_done(reopen(folder), 0)


@pytest.mark.parametrize("moment", ["stage-*", "sealed-*"])
def test_while_the_paper_is_written(shell: Shell, folder: Path, moment: str) -> None:
    """The signal comes as soon as the folder shows the moment; the command may be quicker."""
    process = shell.start(*filling(folder))
    work = folder / "work"
    while process.poll() is None and not any(work.glob(moment)):
        time.sleep(0.0005)

    process.send_signal(signal.SIGINT)
    _, err = process.communicate()

    assert process.returncode in {0, 130}, err
    assert "Traceback" not in err
    assert shell.run("customer", "list").code == 0
    office = reopen(folder)
    filed = Item.objects.count() - 1
    assert filed in ({0, 1} if process.returncode else {1})
    assert_nothing_half_done(office, filed)


def test_at_any_step_of_the_archive(inside: Inside, folder: Path) -> None:
    """Every fifth step here, inside this process; each of them in the tests of filing."""
    office = reopen(folder)
    steps = count_steps(lambda: inside.run(*filling(folder)))
    filed = 1

    for step in range(0, steps, 5):
        with disk.watched(Cut(step, ctrl_c)):
            said = inside.run(*filling(folder))
        assert said.code in {0, 130}, said.err
        assert inside.run("customer", "list").code == 0
        filed = Item.objects.count() - 1
        assert_nothing_half_done(office, filed)

    assert filed > 1


@pytest.mark.parametrize(
    "place",
    [
        "docgen.office.opening._open_register",
        "docgen.office.writing.docx.fill",
        "docgen.office.numbers.issued",
        "docgen.office.journal._write",
        "docgen.office.filing._publish",
        "docgen.office.upkeep.catch_up_if_far",
        "docgen.office.handing_out.write_out",
    ],
)
def test_between_the_steps(
    inside: Inside, folder: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    after_commit = place.rpartition(".")[2] in {"_publish", "catch_up_if_far", "write_out"}

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(place, stop)
        said = inside.run(*filling(folder))

    assert (said.code, "Traceback" in said.err) == (130, False)
    assert inside.run("customer", "list").code == 0
    assert_nothing_half_done(reopen(folder), 1 if after_commit else 0)


@pytest.mark.parametrize(
    "module", ["docgen.cli.main", "click", "docgen.errors", "docgen.cli.customer", "django.db"]
)
def test_while_the_program_is_loaded(shell: Shell, module: str) -> None:
    process = replace(shell, program=pressed_at(module)).start("customer", "list")
    out, err = process.communicate()

    assert (process.returncode, out) == (130, ""), err
    assert err.strip() == "Stopped. Nothing half done is left behind."


def test_while_a_problem_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(main, "_tell_problem", stop)
    monkeypatch.setattr("sys.argv", ["docgen", "--office", "/nowhere", "customer", "list"])
    before = signal.getsignal(signal.SIGINT), sys.unraisablehook
    try:
        with pytest.raises(SystemExit) as ended:
            main.run()
    finally:
        signal.signal(signal.SIGINT, before[0])
        sys.unraisablehook = before[1]

    assert ended.value.code == 130
    assert "Traceback" not in capsys.readouterr().err


def test_ctrl_c_while_python_tidies_up_is_not_lost(tmp_path: Path) -> None:
    """It comes in a destructor, where Python would only print it and go on."""
    script = tmp_path / "tidy.py"
    script.write_text(
        "import os, signal, sys, time\n"
        "from docgen.cli import main\n"
        "class Held:\n"
        "    def __del__(self):\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "        sum(range(100))\n"
        "def work(**_):\n"
        "    held = Held()\n"
        "    del held\n"
        "    time.sleep(300)\n"
        "    return 0\n"
        "main.main.main = work\n"
        "main.run()\n",
        "utf-8",
    )

    command = [sys.executable, str(script)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)

    assert done.returncode == 130, done.stderr
    assert "Traceback" not in done.stderr
