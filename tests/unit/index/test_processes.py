"""Several readers and writers at once; what kills and faults do is in tests/crash and faults."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from tests.support.index_scan import EVERYTHING, paper

from docgen.index import manifest
from docgen.index.embedded import Embedded
from docgen.index.query import parse

ALL = parse("dossier:42")


def test_a_reader_overtaken_between_manifest_and_segments_reads_again(
    index: Embedded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.add([paper(1)], upto=1)
    read, overtaking = manifest.read, [Embedded(tmp_path / "index")]

    def overtaken(root: Path, version: str) -> manifest.Manifest:
        state = read(root, version)
        if overtaking:
            overtaking.pop().replace_with([paper(1), paper(2)], upto=2)
        return state

    monkeypatch.setattr(manifest, "read", overtaken)

    assert Embedded(tmp_path / "index").search(ALL, EVERYTHING).total == 2


def test_threads_share_one_index(index: Embedded) -> None:
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
