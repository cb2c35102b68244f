"""How fast and how right the search is, beside other ways to search the same papers.

    python bench/bench_search.py [--papers 5000] [--engines whoosh,tantivy]
        [--peers whoosh,fts5,tantivy] [--rounds 3] [--questions 400] [--pieces 2000] [--scopes 1000]

Papers of 1 to 5 KB. CPU time of this process, so that other work on the machine does not count.
The questions are a mixture of what archivists ask; every one is filtered by grade, unit and single
dossiers, and gives 20 hits with the words around them. "First" is with everything just opened, the
median of the rounds. ``--pieces`` and ``--scopes`` hold our engines against a plain scan.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Protocol

from papers import papers
from search_laws import Scan, exactness, leaks
from search_peers import Fts5, PlainTantivy, PlainWhoosh

from docgen.index.conditions import Query
from docgen.index.engine import Name, open_engine
from docgen.index.paper import Paper
from docgen.index.pinyin import pinyin
from docgen.index.query import parse
from docgen.index.sketch import SIZE
from docgen.model.scope import Scope

ADDED = 40
SIZES = range(350, 1_700)  # characters, three bytes each or one
CLERK = Scope(
    rank=2,
    units=frozenset({"客户服务部", "法务部"}),
    dossiers=frozenset(f"{number:010d}" for number in range(1, 200, 3)),
)
PEERS = {"whoosh": PlainWhoosh, "fts5": Fts5, "tantivy": PlainTantivy}
HEAD = "| search | build/s | MB | first p50, p95 ms | again p50, p95 ms | one more p50, worst ms |"


class Searched(Protocol):
    """What is measured of each."""

    name: str

    def build(self, papers: Iterable[Paper]) -> None:
        """All papers at once."""
        ...

    def search(self, query: Query, scope: Scope) -> int:
        """The number of hits; twenty are made ready to be shown."""
        ...

    def add(self, paper: Paper) -> None:
        """One paper more, to be found at once."""
        ...


class Ours:
    """One of our engines."""

    def __init__(self, engine: Name, folder: Path) -> None:
        """An index in this folder."""
        self.name, self._engine, self._folder = f"**docgen, {engine}**", engine, folder
        self.fresh()
        self._sequence = 1

    def fresh(self) -> None:
        """Open it anew, with nothing remembered."""
        self.index = open_engine(self._folder, self._engine)

    def build(self, papers: Iterable[Paper]) -> None:
        """All papers at once."""
        self.index.replace_with(papers, upto=self._sequence)

    def search(self, query: Query, scope: Scope) -> int:
        """The number of hits, with twenty snippets."""
        return self.index.search(query, scope).total

    def add(self, paper: Paper) -> None:
        """One paper more."""
        self._sequence += 1
        self.index.add([paper], upto=self._sequence)


def main() -> None:
    """Measure and print one table."""
    chosen = _options()
    library = _library(chosen.papers)
    asked = _questions(library, chosen.questions)
    scan = Scan(library) if chosen.pieces or chosen.scopes else None
    size = sum(len(one.body.encode()) for one in library) / 1000 / len(library)
    print(f"{chosen.papers} papers of {size:.1f} KB, {len(asked)} questions, {_load()}\n")
    print(HEAD + "\n| --- | ---: | ---: | ---: | ---: | ---: |", flush=True)
    told = []
    with TemporaryDirectory() as temporary:
        for name in filter(None, chosen.engines.split(",")):
            ours = Ours(name, Path(temporary) / f"ours-{name}")
            _measure(ours, library, asked, chosen.rounds, Path(temporary) / f"ours-{name}")
            told += _laws(ours, scan, chosen.pieces, chosen.scopes)
        for name in filter(None, chosen.peers.split(",")):
            folder = Path(temporary) / f"peer-{name}"
            few = asked[: chosen.peer_questions]
            _measure(PEERS[name](folder), library, few, 1, folder)
    print("\n" + "\n".join(told) + f"\n{_load()} at the end")


def _library(count: int) -> list[Paper]:
    """The papers as an office gives them: with pinyin, and with numbers for a sketch."""
    chosen = Random(4)  # noqa: S311 - the same numbers every time
    return [
        replace(
            one,
            pinyin=pinyin(one.customer),
            sketch=tuple(sorted(chosen.randrange(2**32) for _ in range(SIZE))),
        )
        for one in papers(count, characters=SIZES)
    ]


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser()
    options.add_argument("--papers", type=int, default=5000)
    options.add_argument("--engines", default="whoosh,tantivy")
    options.add_argument("--peers", default="whoosh,fts5,tantivy")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--questions", type=int, default=400)
    options.add_argument("--peer-questions", type=int, default=100)
    options.add_argument("--pieces", type=int, default=200)
    options.add_argument("--scopes", type=int, default=100)
    return options.parse_args()


def _measure(
    one: Searched, library: Sequence[Paper], asked: Sequence[Query], rounds: int, folder: Path
) -> None:
    began = perf_counter()
    built = len(library) / _seconds(partial(one.build, library))
    wall = len(library) / (perf_counter() - began)
    megabytes = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6
    first, again = zip(*(_asked(one, asked) for _ in range(rounds)), strict=True)
    more = [replace(each, item=f"99{each.item[2:]}") for each in papers(ADDED, seed=2)]
    times = [_seconds(partial(one.add, each)) * 1000 for each in more]
    cells = [f"{built:,.0f} ({wall:,.0f} by the clock)", f"{megabytes:,.0f}"]
    cells += [", ".join(f"{median(each):.1f}" for each in zip(*kind, strict=True))
              for kind in (first, again)]  # fmt: skip
    print("|", " | ".join([one.name, *cells, f"{median(times):.0f}, {max(times):.0f}"]), "|")
    print(end="", flush=True)


def _asked(
    one: Searched, asked: Sequence[Query]
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Median and p95 of all questions with everything just opened, and of the same again."""
    if isinstance(one, Ours):
        one.fresh()
    both = []
    for _ in range(2):
        times = [_seconds(partial(one.search, each, CLERK)) * 1000 for each in asked]
        both.append((median(times), quantiles(times, n=20)[-1]))
    return both[0], both[1]


def _laws(ours: Ours, scan: Scan | None, pieces: int, scopes: int) -> list[str]:
    """Held against the scan, once the forty papers more are out again."""
    if not scan:
        return []
    ours.build(scan.papers)
    told = []
    if pieces:
        told.append(f"{ours.name}, pieces: {exactness(ours.index, scan, pieces)}")
    if scopes:
        told.append(f"{ours.name}, people: {leaks(ours.index, scan, scopes)}")
    return told


def _seconds(work: Callable[[], object]) -> float:
    started = process_time()
    work()
    return process_time() - started


def _load() -> str:
    return f"load {os.getloadavg()[0]:.1f}"


def _questions(library: Sequence[Paper], count: int) -> list[Query]:
    chosen = Random(3)  # noqa: S311 - the same questions every time
    return [parse(_question(chosen, chosen.choice(library))) for _ in range(count)]


def _question(chosen: Random, one: Paper) -> str:
    text = one.body.replace("\n", "")
    at = chosen.randrange(len(text) - 8)
    name = chosen.randrange(6)
    return chosen.choice(
        (
            one.number,
            one.number[-5:].lstrip("-"),
            one.customer[name : name + 3],
            f'"{text[at : at + chosen.randint(2, 8)]}"',
            f'"{text[at]}x"' if text[at].isspace() else f'"{text[at]}"',
            f"199000{chosen.randrange(100)}",
            "满意",
            "投诉 客户 grade:C since:2023",
            f"customer:{one.customer[3:6]} 处理 -发票",
        )
    )


if __name__ == "__main__":
    main()
