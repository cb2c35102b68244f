"""How fast the search is: build, query under a permission filter, one paper more.

    python bench/bench_search.py [papers] [characters]        default 5000 1000

CPU time of this process, so that other work on the machine does not count. The queries are a
mixture of what archivists do; every one is filtered by grade, unit and single dossiers, and
gives 20 hits with snippets.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import process_time

from papers import papers

from docgen.index.conditions import Query
from docgen.index.engine import Index
from docgen.index.paper import Paper
from docgen.index.query import parse
from docgen.model.scope import Scope

QUERIES, ADDED = 400, 40
CLERK = Scope(
    rank=2,
    units=frozenset({"客户服务部", "法务部"}),
    dossiers=frozenset(f"{number:010d}" for number in range(1, 200, 3)),
)


def main(count: int, characters: int) -> None:
    """Measure and print one table."""
    library = list(papers(count, characters=characters))
    with TemporaryDirectory() as folder:
        index = Index(Path(folder))
        seconds = _seconds(lambda: index.replace_with(library, upto=1))
        megabytes = sum(f.stat().st_size for f in Path(folder).rglob("*") if f.is_file()) / 1e6
        print(f"{count} papers of {characters} characters")
        print(f"build            {count / seconds:8.0f} papers/s   {megabytes:.0f} MB")
        cold = _seconds(lambda: Index(Path(folder)).search(parse("满意"), CLERK))
        print(f"open and search  {cold * 1000:8.1f} ms")
        asked = _questions(library)
        for state in ("first time", "again"):
            times = [_seconds(lambda one=one: index.search(one, CLERK)) * 1000 for one in asked]
            p95 = quantiles(times, n=20)[-1]
            print(f"query, {state:10s}{median(times):8.1f} ms median {p95:7.1f} ms p95")
        more = [replace(one, item=f"99{one.item[2:]}") for one in papers(ADDED, seed=2)]
        times = [
            _seconds(lambda one=one, at=at: index.add([one], upto=at)) * 1000
            for at, one in enumerate(more, start=2)
        ]
        print(f"one paper more   {median(times):8.1f} ms median {max(times):7.1f} ms worst (merge)")


def _seconds(work: object) -> float:
    assert callable(work)
    started = process_time()
    work()
    return process_time() - started


def _questions(library: list[Paper]) -> list[Query]:
    chosen = Random(3)  # noqa: S311 - the same questions every time
    return [parse(_question(chosen, chosen.choice(library))) for _ in range(QUERIES)]


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
    main(*(int(argument) for argument in [*sys.argv[1:], *("5000", "1000")[len(sys.argv) - 1 :]]))
