"""Claim: warm PDFs cost at most 0.2 of one LibreOffice a paper, batches at most 0.06.

    python bench/bench_pdf.py [papers in the batch]        default 300

Wall-clock time a paper, by one process at a time, rounds interleaved, medians; the last line is
the batch on all cores. The papers are complaint records, no two alike. With the default it takes
one to two minutes.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Mapping
from itertools import product
from pathlib import Path

from docgen.render.docx import fill
from docgen.render.example import example_context
from docgen.render.folder import find_template
from docgen.render.pdf import TOGETHER, Pool, to_pdf, to_pdfs

TEMPLATES = Path(__file__).parents[1] / "templates"
NAME = "complaint/complaint-record"
ROUNDS, COLD, WARM, BATCH = 3, 4, 20, 300
WARM_LIMIT, BATCH_LIMIT = 0.2, 0.06
PLACES = ("云汀", "北岸", "南塘", "东桥", "西岭", "青禾", "白鹭", "长亭", "石门", "柳湾")
TRADES = ("食品", "纺织", "器材", "印务", "物流", "园林", "家具", "乳业", "建材", "茶叶")
FAULTS = ("到货短少", "包装破损", "规格不符", "送货延误", "票据有误", "服务态度生硬")


def records(count: int) -> list[bytes]:
    """Filled complaint records, no two alike."""
    folder = find_template(TEMPLATES, NAME)
    context = example_context(folder)
    words = list(product(PLACES, TRADES, FAULTS))
    return [
        fill(folder.docx, {**context, **_own(number, *words[number % len(words)])}, labels={})
        for number in range(count)
    ]


def _own(number: int, place: str, trade: str, fault: str) -> Mapping[str, object]:
    return {
        "number": f"TS-202603{number:04d}",
        "customer_name": f"{place}{trade}（示例）有限公司",
        "content": f"{place}{trade}来电称第{number}批货物{fault}，要求三日内答复并补齐。" * 2,
    }


def per_paper(work: Callable[[], object], count: int) -> float:
    """Seconds a paper."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) / count


def measure(papers: list[bytes]) -> dict[str, list[float]]:
    """Seconds a paper in each round, by the way of making it."""
    with Pool(1) as one, Pool() as all_cores:
        ways: dict[str, tuple[int, Callable[[], object]]] = {
            "one process a paper": (COLD, lambda: [to_pdf(each) for each in papers[:COLD]]),
            "warm, one at a time": (WARM, lambda: [to_pdf(p, pool=one) for p in papers[:WARM]]),
            "batch": (len(papers), lambda: to_pdfs(papers, same_template=True, pool=one)),
            f"batch, {all_cores.size} processes": (
                len(papers),
                lambda: to_pdfs(papers, same_template=True, pool=all_cores),
            ),
        }
        to_pdf(papers[0], pool=one)
        to_pdfs(papers[: 2 * all_cores.size], pool=all_cores)
        rounds = [
            {name: per_paper(work, count) for name, (count, work) in ways.items()}
            for _ in range(ROUNDS)
        ]
    return {name: [each[name] for each in rounds] for name in ways}


def main(batch: int = BATCH) -> int:
    """Measure, print medians and ratios."""
    measured = measure(records(batch))
    print(f"{batch} complaint records in groups of {TOGETHER}, {ROUNDS} rounds")
    cold, *_ = (statistics.median(times) for times in measured.values())
    shares = []
    for name, times in measured.items():
        median = statistics.median(times)
        shares.append(median / cold)
        print(f"{name:22s}{median:7.3f} s ({min(times):.3f}..{max(times):.3f})  {shares[-1]:.3f}")
    return 0 if shares[1] <= WARM_LIMIT and shares[2] <= BATCH_LIMIT else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
