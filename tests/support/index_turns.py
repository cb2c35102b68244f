"""A small story for an index of any engine, and processes that play it until they are killed.

Turn by turn one paper is added; every third turn takes the paper of two turns before out again,
with its words. So the outbox sequence alone says what must be found, no more and no less.

This file imports nothing of the tests: it is run as a program of its own by each process.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from docgen.index.engine import Engine, Name, open_engine
from docgen.index.paper import Paper

#: Processes that begin without any thread of this one: tantivy has some, and a fork may catch
#: them holding a lock.
processes = get_context("forkserver")
processes.set_forkserver_preload(["docgen.index.embedded", "docgen.index.second"])
DOSSIER = "0000000042"
#: What a program is seen to do in a folder, just before it does it.
STEPS = {"open", "os.rename", "os.mkdir", "os.rmdir", "os.remove", "shutil.rmtree", "fcntl.flock"}
_EVERY, _BACK = 3, 2


def told(turn: int) -> Paper:
    """The paper of a turn; it has a word of its own."""
    return Paper(
        item=f"{DOSSIER}-{turn:04d}",
        title="客户投诉记录及处理意见",
        number="TS-2026-03017",
        customer="云州市样云物业有限公司",
        dossier=DOSSIER,
        template="complaint/complaint-record",
        group="repair",
        rank=1,
        unit="客户服务部",
        date=date(2026, 3, 14),
        body=f"第{turn}件来电反映供气压力不足",
    )


def play(index: Engine, turn: int) -> None:
    """Bring an index that is at the turn before to this turn."""
    if turn % _EVERY:
        index.add([told(turn)], upto=turn)
    else:
        index.remove([told(turn - _BACK).item], upto=turn, purge=True)


def story(turn: int) -> list[Paper]:
    """The papers that are in after a turn."""
    added = {at for at in range(1, turn + 1) if at % _EVERY}
    gone = {at - _BACK for at in range(_EVERY, turn + 1, _EVERY)}
    return [told(at) for at in sorted(added - gone)]


def process(work: Callable[..., None], *args: object) -> BaseProcess:
    """A process that will do one of the works below."""
    asked = {"ASKED": (work.__name__, args)}
    return processes.Process(target=runpy.run_path, args=(__file__, asked, "child"))


def write_for_ever(folder: Path, engine: Name, turn: int, tell: Connection) -> None:
    """Play one turn after the other, and tell of each that is in."""
    index = open_engine(folder, engine)
    for at in count(turn):
        play(index, at)
        tell.send(at)


def add_every_second(folder: Path, engine: Name, first: int, last: int) -> None:
    """Add the papers of the turns first, first + 2, … one by one, each at its turn."""
    index = open_engine(folder, engine)
    for turn in range(first, last + 1, 2):
        index.add([told(turn)], upto=turn)


def die_at(step: int, folder: Path, engine: Name) -> None:
    """From turn 8 to 13, adding, purging, merging, building anew; killed before this step."""
    steps = count()

    def seen(event: str, where: tuple[object, ...]) -> None:
        inside = event == "fcntl.flock" or str(folder) in str(where[0])
        if event in STEPS and inside and next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(seen)
    index = open_engine(folder, engine)
    for turn in range(9, 13):
        play(index, turn)
    index.replace_with(story(13), upto=13)


def die_rebuilding(folder: Path, engine: Name) -> None:
    """Build anew, and be killed when the papers are read."""
    open_engine(folder, engine).replace_with(_papers_and_then_death(), upto=9)


def _papers_and_then_death() -> Iterator[Paper]:
    yield from story(8)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "child":
    name, given = globals()["ASKED"]
    globals()[name](*given)
