"""Claims about the access log: checking it, and adding to it.

1. The tree is checked at ≥ 40 % of what a plain loop of SHA-256, line by line, does in Python.
2. A million entries are checked fully, each read and held against the schema, in one pass.
3. A durable entry of the office's own journal: ≥ 80 % of bare SQLite inserts with the same
   settings, one transaction an entry; its median and 99th percentile. Beside it, what the files
   of ``log/`` cost, which are on the disk too before anybody goes on.
"""

from __future__ import annotations

import argparse
import hashlib
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from docgen.cli.base import os_login
from docgen.ledger.entry import encode
from docgen.ledger.merkle import leaf_hash
from docgen.ledger.verify import verify_log
from docgen.office import journal, opening
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person

from django.db import transaction  # isort: skip  after the register has set Django up

LEAST_OF_LOOP, LEAST_OF_BARE = 0.40, 0.80
ROUNDS = 3


def leaves(count: int) -> Iterator[bytes]:
    """Entries as the office writes them, about 300 bytes each."""
    for at in range(count):
        yield encode(
            {
                "v": 1,
                "idx": at,
                "id": f"{at:032x}",
                "t": f"2026-11-21T{at // 3_600_000 % 24:02d}:{at // 60_000 % 60:02d}:"
                f"{at // 1000 % 60:02d}.{at % 1000:03d}000Z",
                "who": "p-0007",
                "via": "os",
                "role": "clerk",
                "act": "item.read",
                "res": "allow",
                "app": "0.1.0",
                "obj": "0000000042-0007",
                "dossier": "0000000042",
                "grade": "C",
                "why": "service",
                "n": 1,
                "rules": ["R0", "R3"],
            }
        )


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one run."""
    start = time.process_time()
    work()
    return time.process_time() - start


def plain(base: sqlite3.Connection) -> None:
    """The limit: one SHA-256 a line and nothing else."""
    for (leaf,) in base.execute("SELECT leaf FROM entry ORDER BY idx"):
        hashlib.sha256(leaf).digest()


def checked(base: sqlite3.Connection, *, deep: bool) -> None:
    """The whole check of a log."""
    rows = base.execute("SELECT idx, leaf, leaf_hash FROM entry ORDER BY idx")
    if not verify_log(rows, deep=deep).is_whole:
        raise SystemExit("the log of this bench is not whole")


def tree(file: Path, count: int) -> bool:
    """Claims 1 and 2 on one table, in turn; the best of each."""
    base = sqlite3.connect(file)
    base.execute("CREATE TABLE entry (idx INTEGER PRIMARY KEY, leaf BLOB, leaf_hash BLOB)")
    rows = ((at, leaf, leaf_hash(leaf)) for at, leaf in enumerate(leaves(count)))
    base.executemany("INSERT INTO entry VALUES (?, ?, ?)", rows)
    ways: dict[str, Callable[[], object]] = {
        "plain SHA-256 loop": lambda: plain(base),
        "tree and order": lambda: checked(base, deep=False),
        "fully, schema too": lambda: checked(base, deep=True),
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, work in ways.items():
            taken[name].append(seconds(work))
    found = {name: count / min(all_) for name, all_ in taken.items()}
    loop = found["plain SHA-256 loop"]
    for name, rate in found.items():
        print(f"{name:20} {rate:>12,.0f} entries/s  {rate / loop:5.2f} of the loop")
    return found["tree and order"] >= LEAST_OF_LOOP * loop


def durable(folder: Path, count: int) -> bool:
    """Claim 3: the office's journal and bare SQLite, entry by entry in turn."""
    office = opening.init(
        folder / "office", company="样例", language="en", login="shen", name="沈砚", unit="档案室"
    )
    who = Person.objects.get()
    bare = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
    bare.executescript(
        "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA; PRAGMA secure_delete=ON;"
        "CREATE TABLE entry (idx INTEGER PRIMARY KEY, leaf BLOB, leaf_hash BLOB);"
        "CREATE TABLE head (id INTEGER PRIMARY KEY, size INTEGER, frontier BLOB, last TEXT);"
        "INSERT INTO head VALUES (1, 0, x'', '');"
    )
    ways: dict[str, Callable[[int, bytes], object]] = {
        "bare SQLite": lambda at, line: _insert(bare, at, line),
        "journal": lambda _at, _line: _append(office, who, transaction.atomic),
        "journal and files": lambda _at, _line: _append(office, who, one_transaction),
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for at, line in enumerate(leaves(count)):
        for name, work in ways.items():
            start = time.perf_counter()
            work(at, line)
            taken[name].append(time.perf_counter() - start)
    for name, all_ in taken.items():
        mid, high = statistics.median(all_) * 1000, sorted(all_)[count * 99 // 100] * 1000
        print(f"{name:20} {1000 / mid:>12,.0f} entries/s  p50 {mid:.2f} p99 {high:.2f} ms")
    ratio = statistics.median(taken["bare SQLite"]) / statistics.median(taken["journal"])
    print(f"{'of bare SQLite':20} {ratio:>12.2f}")
    return ratio >= LEAST_OF_BARE


def _insert(base: sqlite3.Connection, at: int, line: bytes) -> None:
    """What any log in SQLite must do: the entry, its hash and the new head, durable together."""
    base.execute("BEGIN IMMEDIATE")
    base.execute("INSERT INTO entry VALUES (?, ?, ?)", (at, line, hashlib.sha256(line).digest()))
    base.execute("UPDATE head SET size = ?, frontier = ?, last = ?", (at + 1, bytes(360), "t"))
    base.execute("COMMIT")


def _append(
    office: Office, who: Person, within: Callable[[], AbstractContextManager[None]]
) -> None:
    with within():
        journal.append(office, "item.read", who, obj="0000000042-0007", dossier="0000000042", n=1)


def main() -> int:
    """Both parts; 0 if every claim holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=200_000)
    parser.add_argument("--durable", type=int, default=600)
    parser.add_argument("--disk", type=Path, help="a folder on the disk to be measured")
    args = parser.parse_args()
    print(f"{os_login()}: {args.entries:,} entries checked, {args.durable:,} added")
    with tempfile.TemporaryDirectory(dir=args.disk) as folder:
        holds = tree(Path(folder) / "log.sqlite3", args.entries)
        holds &= durable(Path(folder), args.durable)
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
