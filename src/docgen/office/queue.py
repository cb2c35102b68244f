"""The work queue: Huey on SQLite, one worker that runs the errands every few minutes.

``work/queue.sqlite3`` holds names of errands and nothing else, as JSON (Huey's own pickles would
run whatever somebody wrote into the file). It may be deleted at any time: what is due is told by
the register. ADR 0008 says why there is a queue at all, and what changes on many machines.
"""

from __future__ import annotations

import json
import signal
import sqlite3
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FrameType

from huey import SqliteHuey, crontab
from huey.consumer import Consumer
from huey.registry import Message

from docgen.office.errands import Errand

FILE = "queue.sqlite3"
#: How often the errands are run.
MINUTES = 5
_STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
#: How long an errand may go on after the worker was asked to stop (seconds).
_PATIENCE = 30


class _Deaf(Consumer):  # type: ignore[misc]  # Huey has no types
    """Huey's worker without its own ear for signals: ``work`` hears them, from the first moment."""

    def _set_signal_handlers(self) -> None:
        """Nothing is set."""


class _Plain:
    """Tasks as JSON."""

    def serialize(self, task: Message) -> bytes:
        """A task as bytes."""
        return json.dumps(task).encode()

    def deserialize(self, data: bytes) -> Message:
        """A task again; Huey refuses one whose name it does not know."""
        return Message(*json.loads(data))


def consumer(folder: Path, errands: Iterable[Errand], run: Callable[[Errand], object]) -> Consumer:
    """A worker, not started: it runs all errands at once, and then every few minutes.

    Args:
        folder: The office folder.
        errands: What there is to do.
        run: Does one errand; called in the worker's own thread.
    """
    try:
        huey = _empty(folder)
    except sqlite3.DatabaseError:  # nothing in it is needed
        (folder / "work" / FILE).unlink(missing_ok=True)
        huey = _empty(folder)
    for errand in errands:
        _task(huey, errand, run)()
    return _Deaf(huey, workers=1, max_delay=2, shutdown_timeout=_PATIENCE)


def _empty(folder: Path) -> SqliteHuey:
    huey = SqliteHuey(
        "docgen",
        filename=str(folder / "work" / FILE),
        results=False,
        journal_mode="delete",
        fsync=False,
        serializer=_Plain(),
    )
    huey.flush()
    return huey


def work(worker: Consumer) -> int:
    """Work until Ctrl-C, SIGTERM or SIGHUP; which it was. An errand under way is ended first."""
    asked, stop = [], threading.Event()

    def stopped(number: int, _: FrameType | None) -> None:
        asked.append(number)
        stop.set()

    for number in _STOPS:
        signal.signal(number, stopped)
    worker.start()
    stop.wait()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a second Ctrl-C waits for nothing
    worker.stop(graceful=True)
    return asked[0]


def _task(
    huey: SqliteHuey, errand: Errand, run: Callable[[Errand], object]
) -> Callable[[], object]:
    def task() -> None:
        run(errand)

    task.__name__ = errand.key
    made: Callable[[], object] = huey.periodic_task(
        crontab(minute=f"*/{MINUTES}"), name=errand.key
    )(task)
    return made
