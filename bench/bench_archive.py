"""Claims: how fast papers go into the archive, and how fast they are checked there.

    python bench/bench_archive.py [rounds] [papers]        default 5 40

One paper is a 60 KB file and an ``item.json``. Every round does each way in turn, so that what
else the machine does hits all alike; medians of the rounds, and the best round beside them.
ocfl-py's add builds an object and copies it into a storage root of the same layout; it waits
for no disk, so a power cut may take what it said was there.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "support"))

from ocfl import Object, StorageRoot, VersionMetadata
from ocfl_layout import learn

from docgen.archive.fixity import check_content
from docgen.archive.stage import Stage
from docgen.archive.store import Store

METADATA = b'{"docgen": 1, "title": "..."}' * 24
NOW = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
SIZE = 60_000
GROUP = 250


def urn(n: int) -> str:
    """The n-th item's id, 400 to a dossier."""
    return f"urn:docgen:{1 + n // 400:010d}-{1 + n % 400:04d}"


class Ours:
    """A store of docgen's."""

    def __init__(self, base: Path) -> None:
        self.base, self.n = base, 0
        self.store = Store(base / "archive", base / "work")
        self.store.initialise()

    def one_by_one(self, papers: list[bytes]) -> None:
        """Each durable and published before the next."""
        for data in papers:
            sealed = self._seal(self.store.stage({"paper.docx": data}))
            self.store.publish(sealed)

    def in_groups(self, papers: list[bytes]) -> None:
        """Durable and published group by group."""
        for at in range(0, len(papers), GROUP):
            with self.store.group() as group:
                names = [
                    self._seal(group.stage({"paper.docx": data}))
                    for data in papers[at : at + GROUP]
                ]
                group.settle()
            assert not self.store.publish_many(names)

    def _seal(self, stage: Stage) -> str:
        self.n += 1
        extra = {"item.json": METADATA}
        who = ("mira", "urn:x")
        return stage.seal(urn(self.n), message="filed", user=who, created=NOW, extra=extra).name


class Theirs:
    """ocfl-py on a storage root of the same layout."""

    def __init__(self, base: Path) -> None:
        self.base, self.n = base, 0
        Store(base / "archive", base / "work").initialise()

    def one_by_one(self, papers: list[bytes]) -> None:
        """Each built, then added."""
        for data in papers:
            self.n += 1
            source, built = self.base / "source", self.base / "built"
            source.mkdir()
            (source / "paper.docx").write_bytes(data)
            (source / "item.json").write_bytes(METADATA)
            one = Object(identifier=urn(self.n), spec_version="1.1", digest_algorithm="sha512")
            why = VersionMetadata(message="filed", name="mira", address="urn:x")
            one.create(str(source), metadata=why, objdir=str(built))
            StorageRoot(root=str(self.base / "archive")).add(str(built))
            shutil.rmtree(source)
            shutil.rmtree(built)


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main(rounds: int, papers: int) -> None:
    """Measure and print."""
    logging.disable(logging.INFO)
    learn()
    with tempfile.TemporaryDirectory(prefix="docgen-bench-") as name:
        for part in ("ours", "theirs"):
            (Path(name) / part).mkdir()
        ours, theirs = Ours(Path(name) / "ours"), Theirs(Path(name) / "theirs")
        _filing(ours, theirs, rounds, papers)
        _fixity(ours, rounds)
        _room(ours)


def _filing(ours: Ours, theirs: Theirs, rounds: int, papers: int) -> None:
    spent: dict[str, list[float]] = {}
    for _ in range(rounds):
        few = [os.urandom(SIZE) for _ in range(papers)]
        many = [os.urandom(SIZE) for _ in range(GROUP * 2)]
        for way, work, batch in (
            ("ocfl-py, not durable", theirs.one_by_one, few),
            ("docgen, one by one, durable", ours.one_by_one, few),
            ("docgen, in groups, durable", ours.in_groups, many),
        ):
            took = seconds(lambda work=work, batch=batch: work(batch)) / len(batch)
            spent.setdefault(way, []).append(took * 1000)
    peer = median(spent["ocfl-py, not durable"])
    for way, times in spent.items():
        print(
            f"{way:30s}{median(times):8.2f} ms a paper (best {min(times):.2f})"
            f"   {peer / median(times):5.1f} x ocfl-py"
        )
    single = median(spent["docgen, one by one, durable"])
    print(f"group against one by one: {single / median(spent['docgen, in groups, durable']):.1f} x")


def _fixity(ours: Ours, rounds: int) -> None:
    root = ours.base / "archive"
    files = [path for path in root.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files) / 1e6
    items = list(ours.store.urns())
    command = ["sha512sum", *map(str, files)]
    peer, mine = [], []
    for _ in range(rounds):
        peer.append(seconds(lambda: subprocess.run(command, check=True, capture_output=True)))
        mine.append(seconds(lambda: _whole(root, items)))
    print(
        f"fixity of {len(items)} papers, {size:.0f} MB: docgen {size / median(mine):.0f} MB/s, "
        f"sha512sum {size / median(peer):.0f} MB/s: {median(peer) / median(mine):.0%}"
    )


def _whole(root: Path, items: list[str]) -> None:
    for _urn, found in check_content(root, items):
        assert not found


def _room(ours: Ours) -> None:
    place = next((ours.base / "archive").glob("*/*/*/*/*/*"))
    sizes = {path.name: path.stat().st_size for path in place.rglob("*") if path.is_file()}
    beside = sum(
        path.stat().st_size
        for path in place.rglob("*")
        if path.is_file() and path.name not in ("paper.docx", "item.json")
    )
    assert sizes["paper.docx"] == SIZE
    print(f"beside content and item.json: {beside} bytes a paper")


if __name__ == "__main__":
    main(*(int(argument) for argument in [*sys.argv[1:], *("5", "40")[len(sys.argv) - 1 :]]))
