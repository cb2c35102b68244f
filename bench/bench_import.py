"""Claim: importing many small papers is at least ten times as fast as filing them one by one.

    python bench/bench_import.py [rounds] [papers] [one by one]        default 3 1000 100

Papers are text files of about 2 KB, ten dossiers of them. Every round makes a new office for each
way and does all in turn: ``docgen import folder`` (walk, read, look at in a child, file in groups,
index), ``docgen file`` on some of them (each looked at in a child and filed by ``filing.file``),
and ``filing.file`` alone, without looking. All are durable and in the log, paper by paper.
Medians of the rounds, seconds of wall clock a paper.
"""

from __future__ import annotations

import logging
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "support"))

from offices import customer, founder, new_office

from docgen.office import dossiers, filing, intake, taking_in, taking_in_folder, upkeep
from docgen.office.desk import Office
from docgen.office.taking_in_places import Places
from docgen.register.models import Dossier, Item

DOSSIERS = 10
LINE = "某年某月某日，甲方与乙方就消防水泵的年度维修事宜达成如下一致意见。"


def tree(root: Path, papers: int) -> None:
    """Old papers in folders named after customers, no two alike."""
    for n in range(papers):
        folder = root / f"样例{n % DOSSIERS:03d}号客户"
        folder.mkdir(parents=True, exist_ok=True)
        words = "".join(f"{n}-{line} {LINE}\n" for line in range(20))
        (folder / f"2019-03-{1 + n % 28:02d} 材料{n:06d}.txt").write_text(words, "utf-8")


def office_of(base: Path, name: str) -> tuple[Office, list[Dossier]]:
    """A fresh office whose customers have their dossiers."""
    office = new_office(base / name)
    rows = [customer(office, f"样例{n:03d}号客户") for n in range(DOSSIERS)]
    return office, [dossiers.open_dossier(office, founder(), row) for row in rows]


def imported(base: Path, turn: int, root: Path, papers: int) -> float:
    """Seconds a paper of an import."""
    office, _ = office_of(base, f"import-{turn}")
    who = founder()
    given = taking_in_folder.Given(today=office.today, group="other")
    places = Places(office, who, {}, None)
    how = taking_in.How(dry_run=False, again=False, report=None, tell=lambda *_: None)

    def work() -> None:
        taking_in.carry_out(
            office, who, lambda: taking_in_folder.plan(root, office.folder, places, given), how
        )
        upkeep.catch_up(office, wait=True)

    took = seconds(work) / papers
    assert Item.objects.count() == papers
    return took


def filed(base: Path, turn: int, files: list[Path]) -> float:
    """Seconds a paper as ``docgen file`` does it."""
    office, opened = office_of(base, f"file-{turn}")
    who = founder()

    def work() -> None:
        for file in files:
            intake.bring(office, who, str(opened[0]), [file])
        upkeep.catch_up(office, wait=True)

    return seconds(work) / len(files)


def filed_unseen(base: Path, turn: int, files: list[Path]) -> float:
    """Seconds a paper of ``filing.file`` alone."""
    office, opened = office_of(base, f"unseen-{turn}")
    who = founder()
    papers = [
        filing.NewPaper({file.name: file.read_bytes()}, file.stem, "other", file.read_text("utf-8"))
        for file in files
    ]

    def work() -> None:
        for paper in papers:
            filing.file(office, who, opened[0], paper)
        upkeep.catch_up(office, wait=True)

    return seconds(work) / len(files)


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main(rounds: int, papers: int, single: int) -> None:
    """Measure and print."""
    logging.disable(logging.INFO)
    spent: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="docgen-bench-") as name:
        base = Path(name)
        root = base / "papers"
        tree(root, papers)
        some = sorted(root.rglob("*.txt"))[:single]
        for turn in range(rounds):
            spent.setdefault("import folder", []).append(imported(base, turn, root, papers))
            spent.setdefault("docgen file, one by one", []).append(filed(base, turn, some))
            spent.setdefault("filing.file, not looked at", []).append(
                filed_unseen(base, turn, some)
            )
    ours = median(spent["import folder"])
    for way, times in spent.items():
        print(
            f"{way:28s}{median(times) * 1000:8.2f} ms a paper (best {min(times) * 1000:.2f})"
            f"   {median(times) / ours:5.1f} x import"
        )


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(*(given + [3, 1000, 100][len(given) :]))
