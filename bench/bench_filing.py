"""Claims: what filing costs in a whole office, and that it costs the same in a full archive.

    python bench/bench_filing.py [rounds] [papers] [bulk] [archive]     default 5 40 10000 100000
    python bench/bench_filing.py 3 20 1000 2000                         a short look, one minute

One paper through ``office.filing.file``: decided, staged and on the disk, numbered, row and log
entry committed (SQLite, synchronous=EXTRA), daybook written, published. The index takes papers
a hundred at a time; its share is in the figures. ocfl-py beside it in the same place: it builds
an object and adds it to a storage root of the same layout, and neither waits for a disk nor
keeps a row or a log. Both once where temporary files lie and once in memory.

The floor is what the disk asks of any program that keeps the same promises: seven files in three
folders written and fsynced, one SQLite transaction of six rows, two lines appended, one rename,
in a bare loop that computes nothing.
"""

from __future__ import annotations

import logging
import os
import resource
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "support"))

from bench_archive import Theirs
from ocfl_layout import learn
from places import MEMORY, Place, fresh, load, numbers, papers, seconds

from docgen.office import filing
from docgen.office.filing import NewPaper
from docgen.register.models import Dossier

SIZE, SMALL, GROUP = 60_000, 2_000, 250
A_DOSSIER = 1_000
STOPS = (1_000, 10_000, 100_000, 1_000_000)


def main(rounds: int, count: int, bulk: int, archive: int) -> None:
    """Measure and print."""
    logging.disable(logging.INFO)
    learn()
    for base in (Path(tempfile.gettempdir()), MEMORY):
        if base.is_dir():
            _against(base, rounds, count)
    _bulk(count, bulk)
    _room()
    _curve(archive, count)


def _against(base: Path, rounds: int, count: int) -> None:
    with fresh(base) as place, tempfile.TemporaryDirectory(dir=base) as name:
        theirs, floor = Theirs(Path(name)), Floor(Path(name) / "floor")
        dossier = place.dossier()
        ways: dict[str, list[float]] = {}
        for _ in range(rounds):
            some = papers(count, SIZE)
            data = [one.files["paper.docx"] for one in some]
            for way, work in (
                ("ocfl-py, not durable", lambda data=data: theirs.one_by_one(data)),
                ("floor, durable", lambda data=data: floor.one_by_one(data)),
                ("docgen, one by one", lambda some=some: _each(place, dossier, some)),
                ("docgen, in groups", lambda some=some: _group(place, dossier, some)),
            ):
                ways.setdefault(way, []).append(seconds(work) / count * 1000)
        peer = median(ways["ocfl-py, not durable"])
        print(f"{SIZE // 1000} KB papers in {base}, {load()}")
        for way, times in ways.items():
            print(
                f"  {way:22s}{median(times):8.2f} ms a paper (best {min(times):.2f})"
                f"   {peer / median(times):5.2f} x ocfl-py"
            )


def _each(place: Place, dossier: Dossier, some: list[NewPaper]) -> None:
    for one in some:
        filing.file(place.office, place.who, dossier, one)


def _group(place: Place, dossier: Dossier, some: list[NewPaper]) -> None:
    for at in range(0, len(some), GROUP):
        given = [(dossier, one) for one in some[at : at + GROUP]]
        filing.file_many(place.office, place.who, given)


class Floor:
    """The system calls alone, from a loop that computes nothing."""

    def __init__(self, base: Path) -> None:
        base.mkdir()
        self.base, self.n = base, 0
        (base / "archive").mkdir()
        self.file = base / "register"
        with closing(sqlite3.connect(self.file)) as rows:
            rows.execute("CREATE TABLE one (id INTEGER PRIMARY KEY, line TEXT)")

    def one_by_one(self, given: list[bytes]) -> None:
        """Each with its four waits."""
        with closing(sqlite3.connect(self.file, isolation_level=None)) as rows:
            rows.execute("PRAGMA synchronous = EXTRA")
            for data in given:
                self.n += 1
                self._object(self.base / str(self.n), data)
                rows.execute("BEGIN IMMEDIATE")
                rows.executemany("INSERT INTO one (line) VALUES (?)", [("x" * 300,)] * 6)
                rows.execute("COMMIT")
                for name in ("entries", "changes"):
                    self._write(self.base / name, b"x" * 1000, os.O_APPEND)
                (self.base / str(self.n)).rename(self.base / "archive" / str(self.n))
                self._fsync(self.base / "archive")

    def _object(self, place: Path, data: bytes) -> None:
        folders = [place / "v1" / "content", place / "v1", place]
        for folder in reversed(folders):
            folder.mkdir()
        for folder, sizes in zip(
            folders, ((len(data), 700), (900, 150), (900, 150, 16)), strict=True
        ):
            for n, size in enumerate(sizes):
                self._write(folder / f"f{n}", data[:size], os.O_EXCL)
        for folder in (*folders, self.base):
            self._fsync(folder)

    @staticmethod
    def _write(path: Path, data: bytes, flag: int) -> None:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | flag)
        os.write(number, data)
        os.fsync(number)
        os.close(number)

    @staticmethod
    def _fsync(folder: Path) -> None:
        number = os.open(folder, os.O_RDONLY)
        os.fsync(number)
        os.close(number)


def _bulk(count: int, bulk: int) -> None:
    """Small papers together against one by one."""
    with fresh() as place:
        dossiers = [place.dossier() for _ in range(2 + bulk // A_DOSSIER)]
        single = seconds(lambda: _each(place, dossiers[0], papers(count * 5, SMALL))) / (count * 5)
        took, before = 0.0, _cpu()
        for at in range(0, bulk, A_DOSSIER):
            some = papers(min(A_DOSSIER, bulk - at), SMALL)
            took += seconds(
                lambda at=at, some=some: _group(place, dossiers[1 + at // A_DOSSIER], some)
            )
        each = took / bulk
        print(
            f"bulk of {bulk} papers of {SMALL // 1000} KB: {each * 1000:.2f} ms a paper "
            f"({(_cpu() - before) / bulk * 1000:.2f} of CPU), one by one {single * 1000:.2f}: "
            f"{single / each:.1f} x ({load()})"
        )


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _room() -> None:
    """What a paper takes beside its own bytes and words, everywhere."""
    with fresh() as place:
        dossier, some = place.dossier(), papers(400, SMALL)
        _each(place, dossier, some[:200])
        before = _sizes(place)
        _each(place, dossier, some[200:])
        taken = {name: (size - before[name]) / 200 for name, size in _sizes(place).items()}
    taken["archive"] -= SMALL + taken["item.json"]
    taken["register.jsonl"] -= len(some[-1].text.encode())
    print("bytes a paper: " + ", ".join(f"{name} {size:.0f}" for name, size in taken.items()))


def _sizes(place: Place) -> dict[str, int]:
    folder = place.office.folder
    files = [path for path in (folder / "archive").rglob("*") if path.is_file()]
    return {
        "archive": sum(path.stat().st_size for path in files),
        "item.json": sum(path.stat().st_size for path in files if path.name == "item.json"),
        **{
            name: (folder / "log" / name).stat().st_size
            for name in ("entries.jsonl", "register.jsonl")
        },
        "register.sqlite3": (folder / "register.sqlite3").stat().st_size,
    }


def _curve(archive: int, count: int) -> None:
    """What single papers cost in a dossier and an archive that become full."""
    with fresh() as place:
        first = place.dossier()
        there = 0
        _each(place, first, papers(3, SMALL))  # what is loaded once
        print(f"one paper of {SMALL // 1000} KB in an archive of so many:")
        for stop in (0, *(stop for stop in STOPS if stop <= archive)):
            while there < stop:
                target = first if there == 0 else place.dossier()
                some = min(A_DOSSIER, stop - there)
                _group(place, target, papers(some, SMALL))
                there += some
            new = place.dossier()
            _print(
                stop, "the full dossier", lambda: _each(place, first, papers(count, SMALL)), count
            )
            _print(
                stop, "a new one", lambda new=new: _each(place, new, papers(count, SMALL)), count
            )


def _print(stop: int, where: str, work: Callable[[], None], count: int) -> None:
    before = _cpu()
    took = seconds(work)
    print(
        f"  {stop:>9,} papers, {where:16s}: {took / count * 1000:6.2f} ms, "
        f"{(_cpu() - before) / count * 1000:.2f} of CPU ({load()})",
        flush=True,
    )


if __name__ == "__main__":
    main(*numbers([5, 40, 10_000, 100_000]))
