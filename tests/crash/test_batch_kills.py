"""kill -9 at every step of a batch, then --resume: every row exactly once, no number twice."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from functools import wraps
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from tests.support.batches import assert_each_row_once, complaints, run
from tests.support.desks import cast
from tests.support.offices import customer, founder, new_office, reopen

from docgen.archive.check import check_root
from docgen.office import auditing, batch, batch_crew, batch_ends, journal, numbers
from docgen.office.batch_folder import OutFolder
from docgen.office.desk import Office
from docgen.register.models import IssuedNumber, Item

ROWS = 5
LONG = bool(os.environ.get("DOCGEN_LONG"))
#: What a batch does to register, log and folder, in whatever order: a kill before and after each.
STEPS = (
    (numbers, "reserve_each"),
    (numbers, "issued_each"),
    (journal, "_write"),
    (OutFolder, "begin"),
    (OutFolder, "write"),
    (os, "rename"),
    (batch_ends, "finished"),
)


def killed_at(step: int) -> Callable[[], int]:
    """Let this process die at a step; the answer counts those there were."""
    steps = count()

    def reached() -> int:
        turn = next(steps)
        if turn == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return turn

    for owner, name in STEPS:
        setattr(owner, name, _watched(getattr(owner, name), reached))
    return reached


def _watched(act: Callable[..., Any], reached: Callable[[], int]) -> Callable[..., Any]:
    @wraps(act)
    def watched(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  whatever it stands before
        reached()
        done = act(*args, **kwargs)
        reached()
        return done

    return watched


def in_another_process(work: Callable[[], object]) -> int:
    """Do it in a copy of this process; how that ended."""
    pid = os.fork()
    if not pid:
        try:
            work()
        except BaseException:  # noqa: BLE001  only the code leaves this process
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "SLICE", 3)
    monkeypatch.setattr(batch, "SLOW_SLICE", 3)
    monkeypatch.setattr(batch_crew, "PORTION", 2)


def new_batch(tmp_path: Path) -> tuple[Path, Path]:
    office = new_office(tmp_path / "office")
    cast(office)
    customer(office, "甲公司")
    return office.folder, complaints(tmp_path / "rows.csv", ROWS)


def fill_rows(folder: Path, rows: Path, out: Path, **more: object) -> None:
    run(reopen(folder), founder(), rows, out, mode="resume", **more)


def until_done(folder: Path, rows: Path, out: Path, **more: object) -> int:
    """Run the batch again and again, killed two steps later each time; how often it took."""
    for step in count(0, 2):

        def attempt(step: int = step) -> None:
            killed_at(step)
            fill_rows(folder, rows, out, **more)

        if (code := in_another_process(attempt)) == 0:
            return step
        assert code == -signal.SIGKILL, f"it did not go on after the kill before step {step}"
    return 0


def assert_log_is_whole(office: Office) -> None:
    assert auditing.verify(office, founder()).is_whole


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("stride", [4, pytest.param(1, marks=pytest.mark.slow)])
def test_killed_at_a_step_of_the_first_run(tmp_path: Path, stride: int) -> None:
    """Each kill begins with a fresh batch, which one more run must finish."""
    if stride == 1 and not LONG:
        pytest.skip("the long version: make slow")
    folder, rows = new_batch(tmp_path)
    for step in count(0, stride):
        out = tmp_path / f"out{step}"

        def attempt(step: int = step, out: Path = out) -> None:
            killed_at(step)
            fill_rows(folder, rows, out)

        code = in_another_process(attempt)
        if code == 0:
            break
        assert code == -signal.SIGKILL
        office = reopen(folder)
        outcome = run(office, founder(), rows, out, mode="resume")
        assert len(outcome.done) == ROWS
        assert not outcome.failed
        assert len(list(out.glob("*.docx"))) == ROWS

    runs = step // stride + 1
    assert runs > 20 / stride
    office = reopen(folder)
    states = list(IssuedNumber.objects.values_list("state", flat=True))
    assert states.count("issued") == ROWS * runs
    assert set(states) <= {"issued", "void"}
    assert_log_is_whole(office)


@pytest.mark.usefixtures("small")
def test_killed_again_and_again(tmp_path: Path) -> None:
    folder, rows = new_batch(tmp_path)
    out = tmp_path / "out"

    kills = until_done(folder, rows, out)

    office = reopen(folder)
    assert kills > 4
    assert_each_row_once(out, ROWS)
    assert_log_is_whole(office)


@pytest.mark.usefixtures("small")
def test_killed_while_filing(tmp_path: Path) -> None:
    folder, rows = new_batch(tmp_path)
    out = tmp_path / "out"

    until_done(folder, rows, out, file=True)

    office = reopen(folder)
    assert Item.objects.count() == ROWS
    assert len(set(Item.objects.values_list("form_number", flat=True))) == ROWS
    assert len(list(out.glob("*.docx"))) == ROWS
    assert list(check_root(folder / "archive", fixity=True)) == []
    assert_log_is_whole(office)


@pytest.mark.usefixtures("small")
def test_killed_at_any_moment(tmp_path: Path) -> None:
    """The whole group of processes but one may live on for a moment: the folder is locked then."""
    folder, rows = new_batch(tmp_path)
    out, chance = tmp_path / "out", random.Random(20261122)  # noqa: S311  the same moments again

    for _ in range(8):
        pid = os.fork()
        if not pid:
            try:
                fill_rows(folder, rows, out, jobs=2)
            finally:
                os._exit(0)
        time.sleep(chance.uniform(0.0, 0.5))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    office = reopen(folder)
    run(office, founder(), rows, out, mode="resume")

    assert_each_row_once(out, ROWS)
    assert_log_is_whole(office)
