"""The processes that fill the forms of a batch: copies of this one, which know the plan already.

They are forked before anything of the batch is written, so no row is ever sent to them. They use
neither register nor clock, leave Ctrl-C to the process that started them, and end when it ends,
however it ends. What goes wrong in one of them arrives here as if it had happened here.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from django.db import connection

from docgen.errors import BadInput, Detail, OutsideFailed, say
from docgen.office import writing
from docgen.office.batch_plan import Fault, Plan
from docgen.office.desk import Office

#: How many rows a process is given at a time.
PORTION = 50
_Found = TypeVar("_Found")
_plans: list[tuple[Office, Plan]] = []


@dataclass(frozen=True, slots=True)
class Made:
    """A row's form as it was made.

    Args:
        turn: The row's turn from 0.
        number: Its number; "" for a form without.
        name: The file's name without its ending.
        sha512: The digest of the Word file; "" if none was made.
        fault: Why none was made, or it was not printed or filed.
    """

    turn: int
    number: str
    name: str
    sha512: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found in some rows: the faults of the wrong ones, and remarks on all."""

    wrong: dict[int, list[Fault]] = field(default_factory=dict)
    remarks: list[Detail] = field(default_factory=list)


class Crew:
    """Processes at work on one plan; made by ``hired``."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def check(self, turns: Sequence[int]) -> Iterator[Looked]:
        """What was found in these rows, a portion at a time."""
        waiting = [self._pool.submit(_check, some) for some in _portions(turns)]
        return (_result(one) for one in waiting)

    def make(
        self, turns: Sequence[int], numbers: Sequence[str], place: Path
    ) -> Callable[[], list[Made]]:
        """Begin to fill these rows into a folder; call the answer to wait for it."""
        pairs = _portions(list(zip(turns, numbers, strict=True)))
        waiting = [self._pool.submit(_make, some, place) for some in pairs]
        return lambda: [made for one in waiting for made in _result(one)]


@contextmanager
def hired(office: Office, plan: Plan) -> Iterator[Crew]:
    """Processes for a plan, as many as were asked for; gone when the block ends."""
    jobs = plan.wanted.jobs or len(os.sched_getaffinity(0))
    portions = -(-len(plan) // PORTION)
    connection.close()  # a connection must not be shared with a copy of this process
    _plans.append((office, plan))
    pool = ProcessPoolExecutor(
        max(1, min(jobs, portions)), multiprocessing.get_context("fork"), _begin
    )
    try:
        pool.submit(os.getpid).result()  # all of them start now, while there are no threads here
        yield Crew(pool)
    except BrokenProcessPool as error:
        raise _killed() from error
    finally:
        _plans.pop()
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
    os._exit(1)


def _result(one: Future[_Found]) -> _Found:
    try:
        return one.result()
    except BrokenProcessPool as error:
        raise _killed() from error


def _killed() -> OutsideFailed:
    return OutsideFailed(
        say("A process that filled forms was ended from outside"),
        why=say("somebody killed it, or the machine ran out of memory; what was done is kept"),
        fix=say("run the same command with --resume, perhaps with --jobs 1"),
    )


def _portions(items: Sequence[_Found]) -> list[Sequence[_Found]]:
    return [items[at : at + PORTION] for at in range(0, len(items), PORTION)]


# ---- in the other process


def _check(turns: Sequence[int]) -> Looked:
    _, plan = _plans[-1]
    looked = Looked()
    for turn in turns:
        faults, remarks = plan.look(turn)
        looked.remarks.extend(remarks)
        if faults:
            looked.wrong[turn] = faults
    return looked


def _make(pairs: Sequence[tuple[int, str]], place: Path) -> list[Made]:
    office, plan = _plans[-1]
    return [_made(office, plan, turn, number, place) for turn, number in pairs]


def _made(office: Office, plan: Plan, turn: int, number: str, place: Path) -> Made:
    row = plan.row(turn)
    name = f"{plan.folder.form.title} {number or f'{row.number:05d}'}"
    try:
        checked = plan.answered(row, turn)
        word = writing.document(office, plan.folder, checked, number, plan.occasion.today)
    except BadInput as fault:
        return Made(
            turn, number, name, fault=str(fault.details[0].text if fault.details else fault.what)
        )
    (place / f"{name}.docx").write_bytes(word)
    return Made(turn, number, name, hashlib.sha512(word).hexdigest())
