"""kill -9 while the index is written: it opens, keeps what was acknowledged, and goes on."""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import suppress
from itertools import count
from pathlib import Path
from shutil import copytree

import pytest
from tests.support.index_states import ENGINES, assert_sound, assert_tells, begun, size
from tests.support.index_turns import (
    die_at,
    die_rebuilding,
    play,
    process,
    processes,
    story,
    write_for_ever,
)

from docgen.index.engine import Name, open_engine

LONG = bool(os.environ.get("DOCGEN_LONG"))
#: Seconds; a process that says nothing for so long says nothing ever.
PATIENCE = 120


def killed_after(seconds: float, folder: Path, engine: Name, turn: int) -> int:
    """Let a writer run so long after its first turn, kill it; its last acknowledged turn."""
    told, tell = processes.Pipe(duplex=False)
    writer = process(write_for_ever, folder, engine, turn, tell)
    writer.start()
    tell.close()
    assert told.poll(PATIENCE)
    last = int(told.recv())
    time.sleep(seconds)
    writer.kill()
    writer.join()
    assert writer.exitcode == -signal.SIGKILL, "the writer gave up by itself"
    with suppress(EOFError):
        while told.poll(PATIENCE):
            last = int(told.recv())
    return last


@pytest.mark.parametrize("kills", [3, pytest.param(200, marks=pytest.mark.slow)])
@pytest.mark.parametrize("engine", ENGINES)
def test_killed_writers_lose_nothing_they_acknowledged(
    engine: Name, kills: int, tmp_path: Path
) -> None:
    if kills > 10 and not LONG:
        pytest.skip("the long version: make search-full")
    folder, chance = tmp_path / "index", random.Random(5)  # noqa: S311 - moments to kill at
    begun(folder, engine)
    turn = 0

    for _ in range(kills):
        last = killed_after(chance.uniform(0, 0.12), folder, engine, turn + 1)
        turn = assert_sound(open_engine(folder, engine), last, last + 1)

    index = open_engine(folder, engine)
    play(index, turn + 1)
    assert_tells(index, turn + 1)
    assert_nothing_is_left_over(folder, engine, turn + 1, tmp_path / "fresh")


def assert_nothing_is_left_over(folder: Path, engine: Name, turn: int, fresh: Path) -> None:
    """What killed writers left does not pile up, and is gone after a rebuild."""
    begun(fresh, engine, turn)
    files, room = size(fresh)
    assert size(folder)[1] < 40 * room
    open_engine(folder, engine).replace_with(story(turn), upto=turn)
    assert (size(folder)[0], size(folder)[1] < 2 * room) == (files, True)


def killed_at(step: int, folder: Path, engine: Name) -> bool:
    """Play five turns in another process and kill it just before a step; whether it got there."""
    writer = process(die_at, step, folder, engine)
    writer.start()
    writer.join(PATIENCE)
    assert writer.exitcode in {0, -signal.SIGKILL}
    return writer.exitcode != 0


@pytest.mark.parametrize("stride", [23, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("engine", ENGINES)
def test_a_kill_before_any_step_leaves_the_turn_before_or_after(
    engine: Name, stride: int, tmp_path: Path
) -> None:
    if stride == 1 and not LONG:
        pytest.skip("the long version: make search-full")
    index = begun(tmp_path / "before", engine, 2)
    for turn in range(3, 9):
        play(index, turn)
    reached = []

    for step in count(0, stride):
        folder = copytree(tmp_path / "before", tmp_path / f"killed-{step}")
        if not killed_at(step, folder, engine):
            break
        index = open_engine(folder, engine)
        reached.append(turn := assert_sound(index, 8, 13))
        play(index, turn + 1)
        assert_sound(index, turn + 1, turn + 1)

    assert reached == sorted(reached)
    assert {8, 12} <= set(reached)
    assert_sound(open_engine(folder, engine), 13, 13)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_rebuild_that_is_killed_leaves_the_old_index(engine: Name, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    begun(folder, engine, 8)
    rebuild = process(die_rebuilding, folder, engine)
    rebuild.start()
    rebuild.join(PATIENCE)

    index = open_engine(folder, engine)
    assert rebuild.exitcode == -signal.SIGKILL
    assert_sound(index, 8, 8)
    play(index, 9)
    index.replace_with(story(10), upto=10)
    assert_sound(index, 10, 10)
    assert_nothing_is_left_over(folder, engine, 10, tmp_path / "fresh")


def test_names_that_a_killed_writer_took_already_are_free_again(tmp_path: Path) -> None:
    """Killed between writing its deletions and committing them, tantivy gives the name again."""
    index = begun(tmp_path / "index", "tantivy", 4)
    [folder] = (tmp_path / "index" / "tantivy").glob("*/")
    segments = {file.stem for file in folder.glob("*.store")}
    taken = [folder / f"{name}.{stamp}.del" for name in segments for stamp in range(100)]
    for file in taken:
        file.touch()

    play(index, 5)

    assert_sound(index, 5, 5)
    assert sum(file.exists() for file in taken) <= len(segments)
