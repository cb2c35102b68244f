"""The processes that fill the forms of a batch: copies of this one, which know the plan already.

They are forked before anything of the batch is written, so no row is ever sent to them. They use
neither register nor clock, leave Ctrl-C to the process that started them, and end when it ends,
however it ends. What goes wrong in one of them arrives here as if it had happened here.
The answers they have checked wait in a nameless file, packed, until their numbers are known.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from django.db import connection

from docgen.errors import BadInput, Detail, OutsideFailed, say
from docgen.office import writing
from docgen.office.batch_kept import Kept, kept
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


@dataclass(slots=True)
class Looked:
    """What was found in some rows.

    Args:
        wrong: The faults of the wrong ones.
        remarks: What was read otherwise than it stands there, of all.
        answers: The checked answers of the right ones, packed; nothing if they are not kept.
    """

    wrong: dict[int, list[Fault]] = field(default_factory=dict)
    remarks: list[Detail] = field(default_factory=list)
    answers: bytes = b""


class Crew:
    """Processes at work on one plan; made by ``hired``."""

    def __init__(self, pool: ProcessPoolExecutor, kept: Kept) -> None:
        self._pool, self._kept = pool, kept

    def check(self, turns: range, *, keep: bool) -> Iterator[Looked]:
        """What was found in these rows, a portion at a time; ``keep`` what they answer."""
        portions = [turns[at : at + PORTION] for at in range(0, len(turns), PORTION)]
        waiting = [self._pool.submit(_check, some, keep=keep) for some in portions]
        for some, one in zip(portions, waiting, strict=True):
            looked = _result(one)
            self._kept.put(some[0] // PORTION, looked.answers)
            yield looked

    def make(
        self, turns: Sequence[int], numbers: Sequence[str], place: Path
    ) -> Callable[[], list[Made]]:
        """Begin to fill these rows into a folder; call the answer to wait for it."""
        pairs = zip(turns, numbers, strict=True)
        waiting = [
            self._pool.submit(_make, list(some), self._kept.get(portion), place)
            for portion, some in groupby(pairs, lambda pair: pair[0] // PORTION)
        ]
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
        with _undisturbed():
            pool.submit(os.getpid).result()  # all start now, while there are no threads here
        with kept() as answers:
            yield Crew(pool, answers)
    except BrokenProcessPool as error:
        raise _killed() from error
    finally:
        _plans.pop()
        pool.shutdown(cancel_futures=True)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C waits until this has ended; processes that start meanwhile never hear it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
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
        fix=say("go on where it stopped, perhaps one at a time").by("--resume --jobs 1"),
    )


# ---- in the other process


def _check(turns: Sequence[int], *, keep: bool) -> Looked:
    _, plan = _plans[-1]
    looked, answers = Looked(), dict[int, Mapping[str, object]]()
    for turn in turns:
        row = plan.row(turn)
        looked.remarks.extend(row.remarks)
        checked, faults = plan.look(row, turn)
        if faults:
            looked.wrong[turn] = faults
        elif keep:
            answers[turn] = checked
    if answers and not plan.pictured:
        looked.answers = pickle.dumps(answers, pickle.HIGHEST_PROTOCOL)
    return looked


def _make(pairs: Sequence[tuple[int, str]], kept: bytes, place: Path) -> list[Made]:
    # Packed by ``_check`` in a process of ours; the file it waited in has no name to open it by.
    answers: dict[int, dict[str, object]] = pickle.loads(kept) if kept else {}  # noqa: S301
    return [_made(turn, number, answers.get(turn), place) for turn, number in pairs]


def _made(turn: int, number: str, checked: Mapping[str, object] | None, place: Path) -> Made:
    office, plan = _plans[-1]
    row = plan.numbers[turn]
    name = f"{plan.folder.form.title} {number or f'{row:05d}'}"
    try:
        checked = plan.answered(plan.row(turn), turn) if checked is None else checked
        word = writing.document(office, plan.folder, checked, number, plan.occasion.today)
    except BadInput as fault:
        return Made(
            turn, number, name, fault=str(fault.details[0].text if fault.details else fault.what)
        )
    (place / f"{name}.docx").write_bytes(word)
    return Made(turn, number, name, hashlib.sha512(word).hexdigest())
