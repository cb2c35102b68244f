"""Many processes at one archive: all are served, none sees another's half-done work."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from tests.support.archive import ITEM, Office, urn

from docgen.archive.check import check_root
from docgen.archive.work import StillUnpublished

WRITERS = 4
TURNS = 8
PATIENCE = 20_000  # tries before a writer gives up


def _start(act: Callable[[], None]) -> int:
    """Run ``act`` in a process of its own; an error ends it with 1."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            act()
            code = 0
        finally:
            os._exit(code)
    return child


def _add_items(office: Office, writer: int) -> None:
    for turn in range(1, TURNS + 1):
        office.add({"合同.txt": f"{writer} {turn}".encode()}, urn(5, 10 * writer + turn))


def _add_versions(office: Office, writer: int) -> None:
    for turn in range(1, TURNS + 1):
        _add_version(office, writer, f"{writer} {turn}".encode())


def _add_version(office: Office, writer: int, text: bytes) -> None:
    for _ in range(PATIENCE):
        try:
            office.add({"a.txt": text, f"{writer}.txt": text})
        except StillUnpublished:
            time.sleep(0.002)
        else:
            return
    raise TimeoutError(writer)


def _watch(office: Office, stop: Path) -> None:
    """Check and read all the time: no false alarm, no torn version."""
    for turn in count():
        assert list(check_root(office.root, fixity=True, patience=1.0)) == []
        texts = office.state()
        assert all(len(set(files.values())) == 1 for files in texts.values())
        if turn and stop.exists():
            return


def _sweep(office: Office, stop: Path) -> None:
    """Recover all the time: nobody's work in progress is swept."""
    while not stop.exists():
        assert office.store.sweep([]) == []
        time.sleep(0.001)


@pytest.fixture
def children(office: Office) -> list[int]:
    """Eight writers, one watcher and one sweeper, all of them done."""
    stop = office.base / "stop"
    helpers = [_start(lambda: _watch(office, stop)), _start(lambda: _sweep(office, stop))]
    writers = [
        _start(partial(act, office, writer))
        for act in (_add_items, _add_versions)
        for writer in range(WRITERS)
    ]
    ends = [os.waitpid(child, 0)[1] for child in writers]
    stop.touch()
    return ends + [os.waitpid(child, 0)[1] for child in helpers]


def test_eight_writers_a_reader_and_a_sweeper(office: Office, children: list[int]) -> None:
    assert children == [0] * (2 * WRITERS + 2)

    pairs = [(writer, turn) for writer in range(WRITERS) for turn in range(1, TURNS + 1)]
    items = [urn(5, 10 * writer + turn) for writer, turn in pairs]
    assert list(office.store.urns()) == [*items, ITEM]
    versions = office.state()
    assert list(versions) == [f"v{turn}" for turn in range(1, WRITERS * TURNS + 1)]
    texts = [files["a.txt"].decode() for files in versions.values()]
    assert sorted(texts) == [f"{writer} {turn}" for writer, turn in pairs]
    for writer in range(WRITERS):
        own = [text for text in texts if text.startswith(f"{writer} ")]
        assert own == sorted(own)
    office.assert_clean()
