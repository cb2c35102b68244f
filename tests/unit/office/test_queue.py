"""The work queue: every errand at once, signals that end it, and a file nothing depends on."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from docgen.errors import OutsideFailed, say
from docgen.office import errands, queue
from docgen.office.desk import Office
from docgen.office.errands import Done, Errand
from docgen.register.models import Person

TWO = (
    Errand("one", say("one thing"), lambda *_: None),
    Errand("two", say("another"), lambda *_: None),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "work").mkdir()
    return tmp_path


@pytest.fixture(autouse=True)
def _signals_as_before() -> Iterator[None]:
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for one, handler in before.items():
        signal.signal(one, handler)


def worked(folder: Path, number: signal.Signals = signal.SIGTERM) -> tuple[list[str], int]:
    """What was run until this signal came, and which signal the worker heard."""
    ran: list[str] = []

    def run(errand: Errand) -> None:
        ran.append(errand.key)
        if set(ran) == {"one", "two"} and len(ran) == len(TWO):
            os.kill(os.getpid(), number)

    return ran, queue.work(queue.consumer(folder, TWO, run))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_it_runs_every_errand_and_hears_what_ends_it(folder: Path, number: signal.Signals) -> None:
    ran, heard = worked(folder, number)

    assert sorted(ran[:2]) == ["one", "two"]
    assert heard == number


def test_an_errand_under_way_is_ended_first(folder: Path) -> None:
    ended = threading.Event()

    def run(errand: Errand) -> None:
        if errand.key == "two":
            os.kill(os.getpid(), signal.SIGTERM)
            ended.wait(0.2)
            ended.set()

    queue.work(queue.consumer(folder, TWO, run))

    assert ended.is_set()


def test_its_file_holds_names_only_and_may_be_lost_or_damaged(folder: Path) -> None:
    file = folder / "work" / queue.FILE
    queue.consumer(folder, TWO, lambda _: None)
    waiting = file.read_bytes()
    file.write_bytes(b"no database" * 100)

    after_damage, _ = worked(folder)
    file.unlink()
    after_loss, _ = worked(folder)

    assert b"queue.one" in waiting
    assert b"\x80\x05" not in waiting  # how a pickle begins
    assert sorted(after_damage[:2]) == sorted(after_loss[:2]) == ["one", "two"]


def test_a_failure_is_told_and_no_end(office: Office) -> None:
    def fails(_office: Office, _who: Person, _tell: errands.Tell) -> None:
        raise OutsideFailed(say("nothing goes"), why=say("so"), fix=say("so"))

    told: list[tuple[str, Done]] = []
    errand = Errand("one", say("one thing"), fails)

    done = errands.run(errand, office, Person(), str, lambda of, what: told.append((of.key, what)))

    assert isinstance(done, OutsideFailed)
    assert told == [("one", done)]
