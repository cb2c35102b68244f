"""Several at once, and killed at any moment."""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from tests.support.index_scan import EVERYTHING, SAMPLE, paper

from docgen.index import engine, folder, manifest
from docgen.index.engine import Index
from docgen.index.paper import Paper
from docgen.index.query import parse

EACH = 12
KILLS = 200 if os.environ.get("DOCGEN_LONG") else 10
_processes = get_context("fork")
ALL = parse("dossier:42")


def add_every_second(root: Path, first: int) -> None:
    """Add papers first, first + 2, … one by one, each at the sequence of its turn."""
    index = Index(root)
    for turn in range(first, 2 * EACH + 1, 2):
        index.add([paper(turn)], upto=turn)


def test_two_processes_add_at_once(index: Index, tmp_path: Path) -> None:
    writers = [
        _processes.Process(target=add_every_second, args=(tmp_path / "index", first))
        for first in (1, 2)
    ]

    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert [writer.exitcode for writer in writers] == [0, 0]
    assert index.search(ALL, EVERYTHING).total == 2 * EACH
    assert index.sequence() == 2 * EACH
    assert index.state(thoroughly=True) == "ok"


def add_for_ever(root: Path, start: int, told: Connection) -> None:
    """Add one paper after the other, merging often, and tell of each that is in."""
    engine.MANY, engine.SMALL_SIZES = 3, (3, 9, 27)
    index = Index(root)
    for turn in range(start, 10_000):
        index.add([paper(turn)], upto=turn)
        told.send(turn)


@pytest.mark.slow
def test_kill_in_the_middle_loses_nothing_acknowledged(index: Index, tmp_path: Path) -> None:
    root, chosen, last = tmp_path / "index", random.Random(5), 0  # noqa: S311 - moments to kill at

    for _ in range(KILLS):
        last = _killed_after(chosen.uniform(0.02, 0.15), root, last + 1)

        assert index.state(thoroughly=True) == "ok"
        assert index.sequence() >= last
        assert index.search(ALL, EVERYTHING, limit=1).total == index.sequence()
        last = index.sequence()

    index.add([paper(last + 1)], upto=last + 1)
    parts = {part.name for part in manifest.read(root).parts}
    assert {entry.name for entry in root.iterdir() if entry.is_dir()} == parts


def _killed_after(seconds: float, root: Path, start: int) -> int:
    """Let a writer run so long after its first paper, kill it; its last acknowledged paper."""
    told, tell = _processes.Pipe(duplex=False)
    writer = _processes.Process(target=add_for_ever, args=(root, start, tell))
    writer.start()
    tell.close()
    last = int(told.recv())
    time.sleep(seconds)
    writer.kill()
    writer.join()
    try:
        while True:
            last = int(told.recv())
    except EOFError:
        return last


def test_kill_in_the_middle_of_a_rebuild_keeps_the_old_index(index: Index, tmp_path: Path) -> None:
    index.add([paper(1)], upto=1)
    told, tell = _processes.Pipe(duplex=False)
    rebuild = _processes.Process(target=_rebuild_for_ever, args=(tmp_path / "index", tell))
    rebuild.start()
    tell.close()
    told.recv()  # it has written a segment, and is at the next
    rebuild.kill()
    rebuild.join()

    assert (tmp_path / "index" / folder.REBUILDING).exists()
    assert index.search(ALL, EVERYTHING).total == 1
    index.replace_with([paper(1), paper(2)], upto=2)
    assert index.search(ALL, EVERYTHING).total == 2
    assert not (tmp_path / "index" / folder.REBUILDING).exists()


def _rebuild_for_ever(root: Path, told: Connection) -> None:
    def papers() -> Iterator[Paper]:
        for turn in count(1):
            if turn == 15:
                told.send(turn)
            yield replace(SAMPLE, item=f"sample-{turn}")

    engine.SEGMENT_PAPERS = 10
    Index(root).replace_with(papers(), upto=2)


def test_searches_go_on_while_the_index_is_replaced(index: Index, tmp_path: Path) -> None:
    papers = [paper(turn) for turn in range(1, 31)]
    index.replace_with(papers, upto=1)
    totals: set[int] = set()
    done = threading.Event()

    def search_on() -> None:
        reader = Index(tmp_path / "index")
        while not done.is_set():
            totals.add(reader.search(ALL, EVERYTHING).total)

    readers = [threading.Thread(target=search_on) for _ in range(2)]
    for reader in readers:
        reader.start()
    for at in range(2, 12):
        Index(tmp_path / "index").replace_with(papers, upto=at)
    done.set()
    for reader in readers:
        reader.join()

    assert totals == {30}


def test_a_reader_overtaken_between_manifest_and_segments_reads_again(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.add([paper(1)], upto=1)
    read, overtaking = manifest.read, [Index(tmp_path / "index")]

    def overtaken(root: Path) -> manifest.Manifest:
        state = read(root)
        if overtaking:
            overtaking.pop().replace_with([paper(1), paper(2)], upto=2)
        return state

    monkeypatch.setattr(manifest, "read", overtaken)

    assert Index(tmp_path / "index").search(ALL, EVERYTHING).total == 2


def test_threads_share_one_index(index: Index) -> None:
    index.replace_with([paper(turn) for turn in range(1, 31)], upto=1)
    faults: list[str] = []

    def work(first: int) -> None:
        try:
            for turn in range(first, first + 5):
                index.add([paper(turn)], upto=turn)
                assert index.search(parse("供气压力"), EVERYTHING).total >= 30
        except Exception as fault:  # noqa: BLE001 - whatever a thread meets fails the test
            faults.append(repr(fault))

    threads = [threading.Thread(target=work, args=(first,)) for first in (31, 36, 41)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert index.search(ALL, EVERYTHING).total == 45
